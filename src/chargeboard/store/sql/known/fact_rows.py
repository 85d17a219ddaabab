"""What is known to have happened at a station, and up to which frame?"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence

import msgspec

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.records import Progress, Retold
from chargeboard.store.sql.bodies.fact_columns import kind_and_socket
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.fact_blocks import FactPacking, heads, unpack
from chargeboard.store.sql.known.facts_in_order import FactsInOrder
from chargeboard.store.sql.known.forgetting import Forgetting
from chargeboard.store.sql.known.progress_row import facts_so_far, read_progress, write_progress
from chargeboard.time.instants import BEGINNING, HOUR, Instant
from chargeboard.time.spans import Span

_ENCODER = msgspec.msgpack.Encoder()


class Facts(FactsInOrder, FactPacking, Forgetting):
    """Facts are inserted once, with the snapshot and the cursor of the frames they came from."""

    _db: Database

    def progress(self, station: str) -> Progress:
        with self._db.reading():
            return read_progress(self._db, station)

    def revision(self, station: str) -> int:
        """The revision alone, cheaply; 0 for a station that nothing was ever written for."""
        with self._db.reading() as connection:
            row = self._db.sql.revision(connection, station=station)
            return int(row[0]) if row else 0

    def is_behind(self, station: str) -> bool:
        with self._db.reading() as connection:
            return bool(self._db.sql.is_behind(connection, station=station))

    def fact_count(self, station: str) -> int:
        with self._db.reading() as connection:
            return int((self._db.sql.revision(connection, station=station) or (0, 0))[1])

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]:
        with self._db.reading() as connection:
            asked = json.dumps(sorted(stations))
            return dict(self._db.sql.revisions_of(connection, stations=asked))

    def revisions(self) -> int:
        """The sum over all stations: it grows with every write, and with who asks to be let in or is."""
        with self._db.reading() as connection:
            return int(self._db.sql.revisions(connection))

    def save_batch(
        self,
        facts: Sequence[AnyFact],
        progress: Progress,
        retold: Retold | None = None,
        old_before: Instant = BEGINNING,
    ) -> None:
        """
        Insert the facts and replace the progress row together; the stored revision is one further.

        Many that happened before `old_before` go into blocks at once.

        Raises: Overtaken where another writer was faster.
        """
        station = progress.station
        known_at = BEGINNING if retold is None else retold.known_at
        with self._db.writing([station]) as connection:
            count = facts_so_far(self._db, progress)
            if retold is not None and retold.replaces is not None:
                self._replace_facts(station, retold.replaces, retold)
            numbered = list(zip(facts, range(count, count + len(facts)), strict=True))
            if retold is None and old_before > BEGINNING:
                # of the last hour more may be told that happened before
                numbered = self._pack_new(station, numbered, min(old_before, progress.received_at - HOUR))
            self._db.sql.add_facts(
                connection,
                [
                    fact_row(station, n, fact, known_at if fact.received_at < known_at else None)
                    for fact, n in numbered
                ],
            )
            write_progress(self._db, progress, count + len(facts))
            changed = [fact.at for fact in facts]
            if retold is not None and retold.replaces is not None:
                changed.append(retold.behind[0])
            if changed:
                self._db.sql.freshen(connection, station=station, at=min(changed))
            self._look_for_overlooked(progress)
        self._db.read_until.pop(station, None)

    def _replace_facts(self, station: str, first: int, retold: Retold) -> None:
        (at, received_at, n), (last_at, last_received_at, last_n) = retold.behind, retold.until
        for head in heads(self._db, station, Span(at, last_at + 1)):
            unpack(self._db, station, head)
        self._db.sql.replace_facts(
            self._db.connection,
            station=station,
            first=first,
            known_at=retold.known_at,
            at=at,
            received_at=received_at,
            n=n,
            last_at=last_at,
            last_received_at=last_received_at,
            last_n=last_n,
        )

    def _look_for_overlooked(self, progress: Progress) -> None:
        """A frame may have come in behind the cursor while its neighbours were being folded."""
        connection, sql, station = self._db.connection, self._db.sql, progress.station
        _, _, late_seq, late_at, needs_refold = sql.station_row(connection, station=station) or (
            0,
            0,
            0,
            None,
            0,
        )
        if late_at is None or needs_refold:
            return
        if late_seq <= self._db.read_until.get(station, 0):
            sql.forget_late(connection, station=station)
        elif late_at < progress.received_at:
            sql.mark_refold(connection, station=station, needs_refold=1)


def fact_row(station: str, n: int, fact: AnyFact, known_at: Instant | None) -> tuple[object, ...]:
    """Its row of the table."""
    return (station, fact.at, fact.received_at, n, _ENCODER.encode(fact), known_at, *kind_and_socket(fact))
