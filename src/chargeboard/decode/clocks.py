"""
When does the charger say that it happened?

Rule T5: a stamp is not usable if it is missing, empty, before 2015 or too far in the future. A stamp without
a zone is UTC or the site's local time: what is nearest to its receipt and not too far behind it (Q01-Q04).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from chargeboard.domain.instants import SECOND, Instant
from chargeboard.domain.policy import Policy
from chargeboard.domain.span import zone_of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)
_FIRST_BELIEVED_YEAR = 2015
_LEAST = len("2025-10-13T10:20")
_MOST = 48

_LOOSE = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]\s*(\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,12}))?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)


def instant_told(said: str | None, received_at: Instant, policy: Policy) -> Instant | None:
    """The instant that a stamp names; None where it is not usable."""
    if said is None or not _LEAST <= len(said) <= _MOST:
        return None
    moment = _moment_of(said)
    if moment is None or moment.year < _FIRST_BELIEVED_YEAR:
        return None
    latest = received_at + policy.clock_skew_max_s * SECOND
    if moment.tzinfo is not None:
        told = (moment - _EPOCH) // _MICRO
        return told if told <= latest else None
    zone = zone_of(policy.timezone)
    readings = (
        moment.replace(tzinfo=UTC),
        moment.replace(tzinfo=zone),
        # the hour that comes twice when summer time ends
        moment.replace(tzinfo=zone, fold=1),
    )
    possible = [told for told in ((aware - _EPOCH) // _MICRO for aware in readings) if told <= latest]
    return min(possible, key=lambda told: abs(told - received_at), default=None)


def _moment_of(said: str) -> datetime | None:
    try:
        return datetime.fromisoformat(said)
    except ValueError:
        pass
    parts = _LOOSE.fullmatch(said.strip())
    if parts is None:
        return None
    day, clock, fraction, zone = parts.groups()
    try:
        return datetime.fromisoformat(
            f"{day}T{clock}{f'.{fraction[:6]:0<6}' if fraction else ''}{(zone or '').upper()}"
        )
    except ValueError:
        return None
