"""
What happened at many chargers, in one list?

What has settled is read by time; what has not stands beside the lines of chargers, as it was when they were
made. Where a line is older than what has settled since, what stands in both is told once.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

import msgspec

from chargeboard.documents import kept_session, session_of
from chargeboard.domain.conclusions import Attempt, Episode
from chargeboard.domain.figures.happenings import (
    Happening,
    HappeningKind,
    Happenings,
    HappeningsSpan,
    HappeningsWanted,
    KeptHappening,
    RecentHappening,
)
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.policy import Profile
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.errors.rows import is_active
from chargeboard.metrics.fleet import tag_word
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.ports.happenings import HappeningsPort
from chargeboard.reasons import text_of
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import NEVER, Instant, seconds_of
from chargeboard.time.spans import Span

MOST_OFFSET: Final = 10_000
_MOST_RECENT: Final = 200
_ATTEMPT = msgspec.msgpack.Decoder(Attempt)
_EPISODE = msgspec.msgpack.Decoder(Episode)
_ENCODE = msgspec.msgpack.Encoder().encode


def recent_of(history: ChargerHistory) -> list[RecentHappening]:
    """What of a charger is not among its stored conclusions; of very much the newest."""
    ever = Span(0, NEVER)
    attempts = history.computed(kinds.ATTEMPTS, ever)[-_MOST_RECENT:]
    sessions = history.computed(kinds.SESSIONS, ever)[-_MOST_RECENT:]
    episodes = history.computed(kinds.EPISODES, ever)[-_MOST_RECENT:]
    return [
        *(RecentHappening(HappeningKind.ATTEMPTS, one.start, one.outcome, _ENCODE(one)) for one in attempts),
        *(
            RecentHappening(HappeningKind.SESSIONS, one.start, "", kept_session(session_row(one)))
            for one in sessions
        ),
        *(RecentHappening(HappeningKind.ERRORS, one.start, "", _ENCODE(one)) for one in episodes),
    ]


def happenings(
    store: HappeningsPort,
    wanted: HappeningsWanted,
    sites: frozenset[str] | None,
    profile_of: Callable[[str], Profile],
    zone: str,
    now: Instant,
) -> Happenings:
    """A page, with `sites` of their chargers alone; dates are of the zone."""
    today = day_of(now, zone)
    first, end = wanted.dates or (today - timedelta(days=1), today + timedelta(days=1))
    most = wanted.offset + wanted.limit + 1
    is_failure = wanted.kind == HappeningKind.FAILURES
    asked = HappeningsSpan(
        wanted.kind,
        Span(midnight(first, zone), midnight(end, zone)),
        sites,
        (*wanted.text.casefold().split(), *([tag_word(wanted.tag)] if wanted.tag else [])),
        wanted.outcome or ("failed" if is_failure else ""),
        most,
        wanted.learned_since,
    )
    settled, recent = store.happenings(asked)
    make = _MADE[wanted.kind]
    found = _together(settled, recent, make)[wanted.offset : most]
    rows = [make(one, profile_of(one.station)) for one in found[: wanted.limit]]
    for row in rows:
        row.kind = wanted.kind
    return Happenings(
        kind=wanted.kind,
        window=DateSpan(from_=first, to=end),
        timezone=zone,
        offset=wanted.offset,
        limit=wanted.limit,
        more=len(found) > wanted.limit,
        rows=rows,
    )


def episodes_begun(
    store: HappeningsPort, span: Span, sites: frozenset[str] | None, most: int
) -> list[tuple[str, Episode]]:
    """Errors of many chargers that began in a span, each with its charger, the newest first."""
    asked = HappeningsSpan(HappeningKind.ERRORS, span, sites, (), "", most)
    kept = _together(*store.happenings(asked), _error)[:most]
    return [(one.station, _EPISODE.decode(one.body)) for one in kept]


def _together(
    settled: list[KeptHappening],
    recent: list[KeptHappening],
    make: Callable[[KeptHappening, Profile], Happening],
) -> list[KeptHappening]:
    """Both, the newest first; what stands in both as it settled, but for an error that went on then."""
    nobody = Profile(id="")

    def told(one: KeptHappening) -> tuple[tuple[object, ...], Happening]:
        row = make(one, nobody)
        return (one.station, one.start, row.socket, row.session, row.code, row.vendor_code), row

    unsettled = {key: one for one in recent for key, _ in [told(one)]}
    stations = {one.station for one in recent}
    kept = []
    for one in settled:
        if one.station in stations:
            key, row = told(one)
            if key in unsettled and row.active:
                continue
            unsettled.pop(key, None)
        kept.append(one)
    return sorted([*kept, *unsettled.values()], key=lambda one: (-one.start, one.station))


def _attempt(kept: KeptHappening, whose: Profile) -> Happening:
    one = _ATTEMPT.decode(kept.body)
    return _row(
        kept,
        whose,
        socket=one.socket,
        end=one.end,
        outcome=one.outcome,
        because=text_of(one.because),
        session=next(iter(one.session_keys), None),
    )


def _session(kept: KeptHappening, whose: Profile) -> Happening:
    one = session_of(kept.body)
    return _row(
        kept,
        whose,
        socket=one.socket,
        end=one.end,
        because=one.reason or "",
        energy_wh=one.energy_wh,
        completed=one.completed,
        session=one.key,
        learned_at=one.learned_at,
    )


def _error(kept: KeptHappening, whose: Profile) -> Happening:
    one = _EPISODE.decode(kept.body)
    return _row(
        kept,
        whose,
        socket=one.socket,
        end=one.end,
        because=one.info,
        code=one.code,
        vendor_code=one.vendor_code,
        severity=one.severity,
        active=is_active(one),
    )


def _row(kept: KeptHappening, whose: Profile, *, end: Instant | None, **told: object) -> Happening:
    nothing = dict.fromkeys(
        (
            "socket",
            "outcome",
            "energy_wh",
            "completed",
            "session",
            "code",
            "vendor_code",
            "severity",
            "active",
        )
    )
    return Happening(
        kind=HappeningKind.ATTEMPTS,
        charger=kept.station,
        name=whose.name or kept.station,
        site=whose.site,
        timezone=whose.policy.timezone,
        start=kept.start,
        end=end,
        duration_s=None if end is None else seconds_of(max(0, end - kept.start)),
        **{"because": "", **nothing, **told},  # type: ignore[arg-type]
    )


_MADE: Final = {
    HappeningKind.FAILURES: _attempt,
    HappeningKind.ATTEMPTS: _attempt,
    HappeningKind.SESSIONS: _session,
    HappeningKind.ERRORS: _error,
}
