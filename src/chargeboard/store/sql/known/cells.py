"""
How does a conclusion read as a row?

Each function gives the columns after `station`, in the order of the table.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

import msgspec

from chargeboard.domain.codes import Outcome, SessionFlag
from chargeboard.domain.conclusions import (
    Attempt,
    Checkpoint,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
)
from chargeboard.domain.figures.happenings import LEARNED_LATE
from chargeboard.domain.figures.lists import SessionKind
from chargeboard.store.sql.bodies.session_body import body_of
from chargeboard.time.instants import Instant

Cells = tuple[int | float | str | bytes | None, ...]
_T = TypeVar("_T", Attempt, Orphan)
_ENCODE = msgspec.msgpack.Encoder().encode
LISTS = {kind: 1 << bit for bit, kind in enumerate(SessionKind)}
"""The lists that a session may be in, by kind: a bit each of the column `lists`; a new one comes last."""
_STATES = (
    "available",
    "preparing",
    "charging",
    "suspended",
    "finishing",
    "reserved",
    "unavailable",
    "faulted",
    "offline",
    "unknown",
)


def numbered(row: Callable[[_T, int], Cells], found: Iterable[_T], first: int) -> Iterator[Cells]:
    """Rows that need a number to be told apart; it grows with their order."""
    for n, each in enumerate(found, first):
        yield row(each, n)


def session(found: Session, doc: bytes) -> Cells:
    """The readable columns and the page's row."""
    return (
        found.start,
        found.key,
        found.socket,
        found.end,
        _real(found.energy_wh),
        found.reason,
        int(found.is_completed),
        int(found.end_inferred),
        found.token,
        " ".join(found.flags),
        doc,
        _real(found.energy_wh) if found.is_completed and found.counts_energy else None,
        int(bool(found.why)),
        int(found.ended_well),
        _lists(found),
        _settled(found.settles_at, found.start),
        _learned_late(found),
    )


def _learned_late(found: Session) -> Instant | None:
    """They are few, and looked for by it."""
    learned = found.learned_at
    return None if learned is None or learned - found.start <= LEARNED_LATE else learned


def _lists(found: Session) -> int:
    is_over = found.end is not None
    told = {
        "": True,
        "counted": found.is_completed,
        "not_counted": is_over and not found.is_completed,
        "open": not is_over,
        "inferred": found.end_inferred,
        "revised": SessionFlag.REVISED in found.flags,
        "odd": bool(found.why),
    }
    return sum(bit for kind, bit in LISTS.items() if told[kind])


def session_body(found: Session) -> Cells:
    """The session with its readings."""
    return found.start, found.key, body_of(found)


def attempt(found: Attempt, n: int) -> Cells:
    """One attempt."""
    return (
        found.start,
        n,
        found.socket,
        found.end,
        found.outcome,
        found.stage,
        found.because.code,
        _ENCODE(found),
        int(found.is_plugged),
        int(found.is_authorised),
        int(found.is_started),
        int(found.ended_well),
        _settled(found.settles_at, found.start),
    )


def segment(found: Segment) -> Cells:
    """One state of one socket."""
    return found.start, found.socket, found.end, found.state


def no_energy(found: NoEnergy) -> Cells:
    """Charging that gave none."""
    return found.start, found.socket, found.end, _settled(found.settles_at, found.start)


def gap(found: Gap) -> Cells:
    """Time without contact."""
    return found.start, found.kind, found.end


def episode(found: Episode) -> Cells:
    """One error; a momentary one lasts to where it was last seen."""
    return (
        found.start,
        found.socket,
        found.code,
        found.vendor_code or "",
        found.last_seen if found.is_momentary and found.end is None else found.end,
        found.last_seen,
        found.severity,
        found.group,
        int(found.is_momentary),
        sum(found.reports.values()),
        found.info,
        _ENCODE(found),
    )


def orphan(found: Orphan, n: int) -> Cells:
    """A stop without a transaction."""
    return (
        found.at,
        n,
        found.transaction_id,
        _real(found.meter_stop_wh),
        found.reason,
        _settled(found.settles_at, found.at),
    )


def day(day_figures: DayFigures) -> Cells:
    """One local day, its states summed over the sockets."""
    states = Counter[str]()
    for of_socket in day_figures.states.values():
        states.update(of_socket)
    return (
        day_figures.on.isoformat(),
        day_figures.length,
        *(states[state] for state in _STATES),
        sum(count for outcome, count in day_figures.outcomes.items() if outcome != Outcome.PENDING),
        day_figures.outcomes.get(Outcome.SUCCESS, 0),
        day_figures.sessions,
        float(day_figures.energy_wh),
        int(day_figures.revised),
        _ENCODE(day_figures),
    )


def checkpoint(found: Checkpoint) -> Cells:
    """Where to go on from."""
    return found.at, found.received_until, found.carry


def _settled(at: Instant | None, start: Instant) -> Instant:
    """What is kept without having settled holds since it began."""
    return start if at is None else at


def _real(energy: Decimal | None) -> float | None:
    return None if energy is None else float(energy)
