"""
QualiCharge, the checks of dynamic data by their codes, with their thresholds.

Read 2026-11-29 in MTES-MCT/qualicharge, src/prefect/quality/expectations. They are made there for all points
of an operator; here for one charger and month, and of what the charger told, not of what was sent there: FRES
looks at when the stop of a session came, DECL at sockets that the operator named and that never spoke (as it
is written there its inner join finds none). In OCPP a socket has one status: ERRT is one that tells that it
is out of service while a session of the socket runs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import TypeVar

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.official.flags.energy import is_above_rated
from chargeboard.official.flags.flag import (
    Finding,
    Flag,
    Hit,
    Level,
    Looked,
    System,
    of_session,
    sessions_that,
)
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, SECOND, Instant

T = TypeVar("T")
_OCCUPIED = frozenset({"preparing", "charging", "suspended", "finishing"})
_OUT_OF_SERVICE = frozenset({"Faulted", "Unavailable"})
_DC_KW = 50


def _is_abnormal(session: Session, policy: Policy) -> bool:
    is_of_rate = policy.rated_kw is not None and policy.rated_kw > 2
    return is_of_rate and (session.energy_wh or 0) > 1_000 and is_above_rated(session, policy, 1.1)


def _is_excessive(session: Session, policy: Policy) -> bool:
    return (session.energy_wh or 0) > 50_000 and is_above_rated(session, policy, 2)


def _duplicates(looked: Looked) -> Finding:
    return _said_again(
        looked.sessions, lambda one: (one.socket, one.start, one.end, one.energy_wh), of_session
    )


def _same_statuses(looked: Looked) -> Finding:
    return _said_again(
        looked.statuses, lambda one: (one.socket, one.connector, one.at, one.status), _of_status
    )


def _said_again(rows: Sequence[T], said: Callable[[T], object], hit: Callable[[T], Hit]) -> Finding:
    """Rows that say what one before them said."""
    seen = set[object]()
    hits = []
    for one in rows:
        if (told := said(one)) in seen:
            hits.append(hit(one))
        seen.add(told)
    return Finding(hits, len(rows))


def _of_status(one: StatusReported) -> Hit:
    return Hit(one.at, one.at, one.socket)


def _per_day(whats: Iterable[tuple[int | None, Instant]], looked: Looked, most: int) -> Finding:
    """Days of a socket with more than so many."""
    zone = looked.policy.timezone
    counts = Counter((socket, day_of(at, zone)) for socket, at in whats)
    hits = [
        _of_day(day, socket, zone) for (socket, day), count in sorted(counts.items(), key=str) if count > most
    ]
    return Finding(hits, len(counts))


def _of_day(day: date, socket: int | None, zone: str) -> Hit:
    span = day_span(day, zone)
    return Hit(span.start, span.end, socket)


def _many_sessions(looked: Looked) -> Finding:
    return _per_day(((one.socket, one.start) for one in looked.sessions), looked, 60)


def _many_statuses(looked: Looked) -> Finding:
    return _per_day(((one.socket, one.at) for one in looked.statuses), looked, 1_440)


def _old_statuses(looked: Looked) -> Finding:
    """The mean age of statuses is above five minutes: those that are older are the hits."""
    ages = [max(0, one.received_at - one.at) for one in looked.statuses]
    if not ages or sum(ages) <= 300 * SECOND * len(ages):
        return Finding([], len(ages))
    hits = [_of_status(one) for one, age in zip(looked.statuses, ages, strict=True) if age > 300 * SECOND]
    return Finding(hits, len(ages))


def _future_statuses(looked: Looked) -> Finding:
    return Finding(
        [_of_status(one) for one in looked.statuses if one.at > one.received_at + SECOND],
        len(looked.statuses),
    )


def _inconsistent_statuses(looked: Looked) -> Finding:
    hits = [
        _of_status(one)
        for one in looked.statuses
        if one.status in _OUT_OF_SERVICE
        and any(run.socket == one.socket and run.start <= one.at < run.until for run in looked.running)
    ]
    return Finding(hits, len(looked.statuses))


def _late_sessions(looked: Looked) -> Finding:
    """Whose stop came more than 15 days after it."""
    late = [one for one in looked.sessions if looked.told_after.get(one.key, 0) > 15 * 24 * HOUR]
    return Finding([of_session(one) for one in late], len(looked.sessions))


def _inactive(looked: Looked) -> Finding:
    """Sockets of which no status was told in the month before the end."""
    return _of_sockets(looked.spoken - looked.lately, looked)


def _never_spoken(looked: Looked) -> Finding:
    return _of_sockets(looked.declared - looked.spoken, looked)


def _of_sockets(hits: Iterable[int], looked: Looked) -> Finding:
    window = looked.window
    found = [Hit(window.start, window.end, socket) for socket in sorted(hits)]
    return Finding(found, len(looked.declared | looked.spoken))


def _statuses_per_session(looked: Looked) -> Finding:
    """Of a charger of 50 kW and more: less than 1 or more than 30 statuses for each session."""
    if (looked.policy.rated_kw or 0) < _DC_KW or not looked.sessions:
        return Finding([], 0)
    ratio = len(looked.statuses) / len(looked.sessions)
    window = looked.window
    return Finding([] if 1 <= ratio <= 30 else [Hit(window.start, window.end, None)], 1)


def _occupied_days(looked: Looked) -> set[tuple[int, date]]:
    zone = looked.policy.timezone
    found = set()
    for socket, series in looked.states.items():
        for start, end, state in series.clip(looked.window):
            if state in _OCCUPIED:
                day, last = day_of(start, zone), day_of(end - 1, zone)
                while day <= last:
                    found.add((socket, day))
                    day = date.fromordinal(day.toordinal() + 1)
    return found


def _days_with_sessions(looked: Looked) -> set[tuple[int | None, date]]:
    zone = looked.policy.timezone
    found: set[tuple[int | None, date]] = set()
    for one in looked.sessions:
        day, last = day_of(one.start, zone), day_of(max(one.start, one.end or one.start), zone)
        while day <= last:
            found.add((one.socket, day))
            day = date.fromordinal(day.toordinal() + 1)
    return found


def _occupied_without_session(looked: Looked) -> Finding:
    """Days of a socket of 50 kW and more that was occupied and had no session."""
    if (looked.policy.rated_kw or 0) < _DC_KW:
        return Finding([], 0)
    days = _occupied_days(looked)
    without = sorted(days - _days_with_sessions(looked), key=str)
    zone = looked.policy.timezone
    return Finding([_of_day(day, socket, zone) for socket, day in without], len(days))


def _session_without_occupied(looked: Looked) -> Finding:
    """Sessions of more than 0.1 kWh that began on a day on which their socket was never occupied."""
    days, zone = _occupied_days(looked), looked.policy.timezone
    own = [one for one in looked.sessions if (one.energy_wh or 0) > 100]
    hits = [of_session(one) for one in own if (one.socket or 0, day_of(one.start, zone)) not in days]
    return Finding(hits, len(own))


def _flag(code: str, find: Callable[[Looked], Finding], share: float = 0) -> Flag:
    return Flag(code=code, system=System.QUALICHARGE, level=Level.ERROR, share=share, find=find)


FLAGS = (
    _flag("ENEU", sessions_that(lambda one, _: (one.energy_wh or 0) > 1_000_000)),
    _flag("ENEX", sessions_that(_is_excessive)),
    _flag("ENEA", sessions_that(_is_abnormal), 0.001),
    _flag("ODUR", sessions_that(lambda one, _: one.duration == 0 and (one.energy_wh or 0) > 1_000), 0.001),
    _flag("DUPS", _duplicates, 0.001),
    _flag("OVRS", _many_sessions),
    _flag("LONS", sessions_that(lambda one, _: (one.duration or 0) > 7 * 24 * HOUR), 0.001),
    _flag("FRES", _late_sessions),
    _flag("NEGS", sessions_that(lambda one, _: one.end is not None and one.end < one.start)),
    _flag("DUPT", _same_statuses, 0.01),
    _flag("FRET", _old_statuses),
    _flag("FTRT", _future_statuses),
    _flag("ERRT", _inconsistent_statuses),
    _flag("OVRT", _many_statuses),
    _flag("INAC", _inactive, 0.02),
    _flag("DECL", _never_spoken, 0.02),
    _flag("RATS", _statuses_per_session),
    _flag("OCCT", _occupied_without_session, 0.2),
    _flag("SEST", _session_without_occupied, 0.01),
)
