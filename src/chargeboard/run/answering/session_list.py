"""Which transactions lie behind a window's figures?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.board import SessionRow
from chargeboard.domain.evidence import SessionList
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.lists import ListedSessions
from chargeboard.run.answering.list_filters import Cut, Wanted
from chargeboard.run.answering.whose import whose, window_of

_ROW = msgspec.json.Decoder(SessionRow)


def sessions(history: ChargerHistory, wanted: Wanted, cut: Cut) -> SessionList:
    """A page of the transactions that overlap the window."""
    window, span = window_of(history, wanted.window)
    listed = ListedSessions(history, span, wanted.socket, cut.kind, cut.sort)
    totals = listed.totals()
    is_filtered = bool(cut.kind) or wanted.socket is not None
    return SessionList(
        charger=whose(history),
        window=window,
        total=totals.total,
        whole=ListedSessions(history, span).totals().total if is_filtered else totals.total,
        counted=totals.counted,
        energy_wh=totals.energy_wh,
        offset=cut.offset,
        limit=cut.limit,
        sort=cut.sort,
        sessions=[_ROW.decode(one.doc) for one in listed.page(cut.offset, cut.limit)],
    )


def session_rows(
    history: ChargerHistory, wanted: Wanted, kind: str, sort: str = "-start"
) -> Iterator[SessionRow]:
    """All of them, a piece at a time."""
    _, span = window_of(history, wanted.window)
    return (_ROW.decode(one.doc) for one in ListedSessions(history, span, wanted.socket, kind, sort))
