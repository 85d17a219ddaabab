"""
When does the charger say that it happened?

Rule T8: a stamp is corrected by the offset of the charger's clock. Rule T5, of the corrected one: it is not
usable if it is missing, empty, before 2015 or too far in the future. A stamp without a zone is UTC or the
site's local time: what is nearest to its receipt and not too far behind it (Q01-Q04).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from chargeboard.domain.policy import Policy
from chargeboard.domain.stamps import Stamps
from chargeboard.time.days import zone_of
from chargeboard.time.instants import SECOND, Instant, instant_of

_FIRST_BELIEVED_YEAR = 2015
_LEAST = len("2025-10-13T10:20")
_MOST = 48

_LOOSE = re.compile(
    r"(\d{4}-\d\d-\d\d)[Tt ]\s*(\d\d:\d\d(?::\d\d)?)(?:[.,](\d{1,12}))?\s*([Zz]|[+-]\d\d(?::?\d\d)?)?",
    re.ASCII,
)


def stamp_told(
    said: str | None, received_at: Instant, policy: Policy, stamps: Stamps
) -> tuple[Instant | None, Instant]:
    """
    The instant that a stamp names, corrected; None where it is not usable. And the instant as it stands
    there, 0 where it names none. `stamps` takes note of what tells of the charger's clock.
    """
    if said is None or not _LEAST <= len(said) <= _MOST:
        return None, 0
    moment = _moment_of(said)
    if moment is None or moment.year < _FIRST_BELIEVED_YEAR:
        return None, 0
    latest = received_at + policy.clock_skew_max_s * SECOND
    if moment.tzinfo is not None:
        stated = instant_of(moment)
        if stamps.latest is None or stated > stamps.latest:
            stamps.latest = stated
        at = stamps.corrected(stated, received_at) if stamps.earlier else stated + stamps.offset
        return at if at <= latest else None, stated
    zone = zone_of(policy.timezone)
    readings = (
        moment.replace(tzinfo=UTC),
        moment.replace(tzinfo=zone),
        # the hour that comes twice when summer time ends
        moment.replace(tzinfo=zone, fold=1),
    )
    told = ((stamps.corrected(stated, received_at), stated) for stated in map(instant_of, readings))
    possible = [(at, stated) for at, stated in told if at <= latest]
    return min(possible, key=lambda told: abs(told[0] - received_at), default=(None, 0))


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
