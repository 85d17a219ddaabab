"""Which transactions lie behind a window's figures?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.documents import session_of
from chargeboard.domain.figures.evidence import SessionList
from chargeboard.domain.figures.lists import SessionKind, SessionOrder
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.lists import ListedSessions
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.answering.whose import whose, window_of


def sessions(history: ChargerHistory, scope: ListScope, chosen: SessionFilter) -> SessionList:
    """A page of the transactions that overlap the window."""
    window, span = window_of(history, scope.window)
    listed = ListedSessions(history, span, scope.socket, chosen.kind, chosen.order)
    totals = listed.totals()
    is_filtered = bool(chosen.kind) or scope.socket is not None
    return SessionList(
        charger=whose(history),
        window=window,
        total=totals.total,
        whole=ListedSessions(history, span).totals().total if is_filtered else totals.total,
        counted=totals.counted,
        energy_wh=totals.energy_wh,
        offset=chosen.offset,
        limit=chosen.limit,
        sort=chosen.order,
        sessions=[
            session_of(listed_session.doc) for listed_session in listed.page(chosen.offset, chosen.limit)
        ],
    )


def session_rows(
    history: ChargerHistory, scope: ListScope, kind: SessionKind, order: SessionOrder = SessionOrder.NEWEST
) -> Iterator[SessionRow]:
    """Every session, read a piece at a time."""
    _, span = window_of(history, scope.window)
    return (
        session_of(listed_session.doc)
        for listed_session in ListedSessions(history, span, scope.socket, kind, order)
    )
