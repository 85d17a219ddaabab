"""Which of a station's sessions and attempts are on a page of a list, and how many are there in all?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.figures.lists import AttemptsWanted, ListedSession, SessionOrder, SessionsWanted
from chargeboard.domain.figures.tallies import AttemptCount, SessionTotals
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.cells import LISTS
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

_ATTEMPT = msgspec.msgpack.Decoder(Attempt)


class ListRows:
    """Filtered, sorted and counted by an index; of the rows themselves only those of the page are read."""

    _db: Database

    def session_totals(self, station: str, wanted: SessionsWanted, window: Span) -> SessionTotals:
        with self._db.reading() as connection:
            row = self._db.sql.session_totals(
                connection,
                station=station,
                first=wanted.span.start,
                last=wanted.span.end,
                settled_by=wanted.settled_by,
                socket=wanted.socket,
                lists=LISTS[wanted.kind],
                since=window.start,
                until=window.end,
            )
            return SessionTotals(*row)

    def session_page(
        self, station: str, wanted: SessionsWanted, offset: int, limit: int
    ) -> list[ListedSession]:
        sql, given = self._db.sql, {}
        query, order = sql.sessions_by_start_newest_first, wanted.order
        if order == SessionOrder.START:
            query = sql.sessions_by_start
        elif order != SessionOrder.NEWEST:
            query, given = sql.sessions_by, {"sort": order.rising, "sign": -1 if order.is_falling else 1}
        with self._db.reading() as connection:
            found = query(
                connection,
                station=station,
                first=wanted.span.start,
                last=wanted.span.end,
                settled_by=wanted.settled_by,
                socket=wanted.socket,
                lists=LISTS[wanted.kind],
                limit=limit,
                offset=offset,
                **given,
            )
            return [ListedSession(*row) for row in found]

    def attempt_counts(
        self, station: str, span: Span, settled_by: Instant, socket: int | None
    ) -> list[AttemptCount]:
        with self._db.reading() as connection:
            found = self._db.sql.attempt_counts(
                connection,
                station=station,
                first=span.start,
                last=span.end,
                settled_by=settled_by,
                socket=socket,
            )
            return [
                AttemptCount(Outcome(outcome), Stage(stage), *map(int, counts))
                for outcome, stage, *counts in found
            ]

    def attempt_page(self, station: str, wanted: AttemptsWanted, offset: int, limit: int) -> list[Attempt]:
        with self._db.reading() as connection:
            found = self._db.sql.attempts_newest_first(
                connection,
                station=station,
                first=wanted.span.start,
                last=wanted.span.end,
                settled_by=wanted.settled_by,
                socket=wanted.socket,
                outcome=wanted.kind,
                stage=wanted.stage or "",
                limit=limit,
                offset=offset,
            )
            return [_ATTEMPT.decode(body) for (body,) in found]
