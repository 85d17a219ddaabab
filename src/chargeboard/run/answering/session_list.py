"""
Which transactions lie behind a window's figures?

Stored ones are filtered, sorted and counted by the store; those that are not stored yet, and those that reach
into the window from before it, are few and join them here by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

import msgspec

from chargeboard.domain.board import SessionRow
from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.conclusions import Session
from chargeboard.domain.evidence import SessionList
from chargeboard.domain.records import ListedSession, SessionsWanted
from chargeboard.domain.tallies import SessionTotals, totals_of
from chargeboard.history.ground import Ground
from chargeboard.history.paging import Rows
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.run.answering.list_filters import Cut, Wanted
from chargeboard.time.spans import Span

_ROW = msgspec.json.Decoder(SessionRow)
_VALUES: Final[dict[str, Callable[[Session], float | None]]] = {
    "start": lambda one: one.start,
    "end": lambda one: one.end,
    "duration": lambda one: one.duration,
    "energy": lambda one: None if one.energy_wh is None else float(one.energy_wh),
    "socket": lambda one: one.socket,
}
SESSION_ORDERS: Final = tuple(_VALUES)
"""What a list of sessions may be sorted by; a minus sign before it turns it round."""
_KINDS: Final[dict[str, Callable[[Session], bool]]] = {
    "": lambda _: True,
    "counted": lambda one: one.is_completed,
    "not_counted": lambda one: not one.is_completed and one.end is not None,
    "open": lambda one: one.end is None,
    "inferred": lambda one: one.end_inferred,
    "revised": lambda one: SessionFlag.REVISED in one.flags,
    "odd": lambda one: bool(one.why),
}
SESSION_KINDS: Final = tuple(_KINDS)


def sessions(seen: Ground, wanted: Wanted, cut: Cut) -> SessionList:
    """A page of the transactions that overlap the window."""
    window, span = seen.window(wanted.window)
    totals = session_totals(seen, span, wanted.socket, cut.kind)
    rows = _rows(seen, span, wanted.socket, cut.kind, cut.sort)
    is_filtered = bool(cut.kind) or wanted.socket is not None
    return SessionList(
        charger=seen.whose,
        window=window,
        total=totals.total,
        whole=session_totals(seen, span, None).total if is_filtered else totals.total,
        counted=totals.counted,
        energy_wh=totals.energy_wh,
        offset=cut.offset,
        limit=cut.limit,
        sort=cut.sort,
        sessions=[_ROW.decode(one.doc) for one in rows.page(cut.offset, cut.limit)],
    )


def session_rows(seen: Ground, wanted: Wanted, kind: str, sort: str = "-start") -> Iterator[SessionRow]:
    """All of them, a piece at a time."""
    _, span = seen.window(wanted.window)
    return (_ROW.decode(one.doc) for one in _rows(seen, span, wanted.socket, kind, sort))


def session_totals(seen: Ground, span: Span, socket: int | None, kind: str = "") -> SessionTotals:
    """How many overlap the span, and what of it counts."""
    stored = seen.stored(span)
    loose = totals_of(_loose(seen, span, socket, kind), span)
    if stored is None:
        return loose
    return loose + seen.store.session_totals(seen.station, SessionsWanted(stored, socket, kind), span)


def _rows(seen: Ground, span: Span, socket: int | None, kind: str, sort: str) -> Rows[ListedSession]:
    stored = seen.stored(span)
    value_of = _VALUES[sort.removeprefix("-")]
    sign = -1 if sort.startswith("-") else 1

    def read(offset: int, limit: int) -> list[ListedSession]:
        if stored is None:
            return []
        return seen.store.session_page(
            seen.station, SessionsWanted(stored, socket, kind, sort), offset, limit
        )

    def key(one: ListedSession) -> tuple[bool, float, int, str]:
        return one.value is None, sign * (one.value or 0), sign * one.start, one.key

    loose = [
        ListedSession(value_of(one), one.start, one.key, msgspec.json.encode(session_row(one)))
        for one in _loose(seen, span, socket, kind)
    ]
    return Rows(read, loose, key)


def _loose(seen: Ground, span: Span, socket: int | None, kind: str) -> list[Session]:
    is_wanted = _KINDS[kind]
    return [one for one in seen.loose_sessions(span) if socket in {None, one.socket} and is_wanted(one)]
