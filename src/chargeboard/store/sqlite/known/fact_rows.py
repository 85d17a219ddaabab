"""What is known to have happened at a station, and up to which frame?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import msgspec

from chargeboard.domain.facts import AnyFact, Booted, OddityFound, StatusReported
from chargeboard.domain.records import FactPlace, Progress, Retold
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.store.sqlite.known.dropping import MOST_ROWS, drop_conclusions, floor_of, forget_conclusions
from chargeboard.store.sqlite.known.kept_since import kept_since
from chargeboard.store.sqlite.known.progress_row import facts_so_far, read_progress, write_progress
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

END_OF_TIME: Instant = 2**63 - 1
_KINDS: dict[type[AnyFact], str] = {kind: str(kind.__struct_config__.tag) for kind in get_args(AnyFact)}
_OF_SOCKET = frozenset(kind for kind in _KINDS if "socket" in kind.__struct_fields__)
_IN_PART = "forgotten in part"
"""A version of the fold that there is not."""
_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[AnyFact])
_TURN = msgspec.msgpack.Decoder(Booted | StatusReported)
_ODDITY = msgspec.msgpack.Decoder(OddityFound)


class Facts:
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

    def fact_count(self, station: str) -> int:
        with self._db.reading() as connection:
            return int((self._db.sql.revision(connection, station=station) or (0, 0))[1])

    def revisions(self) -> int:
        """The sum over all stations: it grows with every write, and with who asks to be let in or is."""
        with self._db.reading() as connection:
            return int(self._db.sql.revisions(connection))

    def save_batch(self, facts: Sequence[AnyFact], progress: Progress, retold: Retold | None = None) -> None:
        """
        Insert the facts and replace the progress row together; the stored revision is one further.

        Raises: Overtaken where another writer was faster.
        """
        station, encode = progress.station, _ENCODER.encode
        known_at = BEGINNING if retold is None else retold.known_at
        with self._db.writing() as connection:
            count = facts_so_far(self._db, progress)
            if retold is not None and retold.replaces is not None:
                self._replace_facts(station, retold.replaces, retold)
            self._db.sql.add_facts(
                connection,
                [
                    (
                        station,
                        fact.at,
                        fact.received_at,
                        n,
                        encode(fact),
                        known_at if fact.received_at < known_at else None,
                        *_columns(fact),
                    )
                    for n, fact in enumerate(facts, count)
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

    def facts_part(self, station: str, since: Instant, until: FactPlace) -> FactPlace | None:
        at, received_at, n = until
        with self._db.reading() as connection:
            fact_place: FactPlace | None = self._db.sql.fact_before(
                connection,
                station=station,
                since=since,
                at=at,
                received_at=received_at,
                n=n,
                newest=MOST_ROWS,
            )
        return fact_place

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

    def facts(
        self, station: str, span: Span, received_until: Instant | None = None, most: int | None = None
    ) -> list[AnyFact]:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            bodies = [
                body
                for (body,) in self._db.sql.facts(
                    connection,
                    station=station,
                    first=span.start,
                    last=span.end,
                    received_until=until,
                    most=-1 if most is None else most,
                )
            ]
        return _DECODER.decode(b"\xdd" + len(bodies).to_bytes(4) + b"".join(bodies))

    def last_fact_at(self, station: str, before: Instant) -> Instant | None:
        with self._db.reading() as connection:
            at: Instant | None = self._db.sql.last_fact_at(connection, station=station, before=before)
            return at

    def any_late(self, station: str, span: Span, received_after: Instant) -> bool:
        with self._db.reading() as connection:
            found = self._db.sql.any_late(
                connection, station=station, first=span.start, last=span.end, received_after=received_after
            )
            return found is not None

    def retold(self, station: str, span: Span) -> list[tuple[Instant, Instant]]:
        with self._db.reading() as connection:
            return list(self._db.sql.retold(connection, station=station, first=span.start, last=span.end))

    def oddities(self, station: str, span: Span, received_until: Instant | None = None) -> list[OddityFound]:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            return [
                _ODDITY.decode(body)
                for (body,) in self._db.sql.oddities(
                    connection, station=station, first=span.start, last=span.end, received_until=until
                )
            ]

    def turns(
        self, station: str, span: Span, received_until: Instant | None = None
    ) -> list[Booted | StatusReported]:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            return [
                _TURN.decode(row[0])
                for row in self._db.sql.turns(
                    connection, station=station, first=span.start, last=span.end, received_until=until
                )
            ]

    def forget(self, station: str) -> None:
        while not self.forget_some(station):
            pass

    def forget_some(self, station: str) -> bool:
        sql = self._db.sql
        with self._db.writing() as connection:
            progress = read_progress(self._db, station)
            facts = (sql.revision(connection, station=station) or (0, 0))[1]
            # what cannot be made again stays: facts of frames that are gone, conclusions of such facts
            whole = kept_since(self._db, station)
            kept = sql.fact_behind(connection, station=station, received_from=whole.frames, newest=MOST_ROWS)
            since = (
                floor_of(self._db, station, whole.evidence) if kept is None else max(kept[0], whole.evidence)
            )
            sql.drop_claim(connection, station=station)
            at, received_at, n = kept or (-END_OF_TIME, 0, 0)
            sql.forget_facts(
                connection, station=station, received_from=whole.frames, at=at, received_at=received_at, n=n
            )
            if since is None:
                forget_conclusions(self._db, station, whole.evidence)
                begun, held = self._begun_again(progress)
                write_progress(self._db, begun, held)
                sql.mark_refold(connection, station=station, needs_refold=0)
            else:
                drop_conclusions(self._db, station, since)
                dirty = since if progress.dirty_from is None else min(since, progress.dirty_from)
                partly = msgspec.structs.replace(progress, fold_version=_IN_PART, dirty_from=dirty)
                write_progress(self._db, partly, facts)
        self._db.read_until.pop(station, None)
        return since is None

    def _begun_again(self, progress: Progress) -> tuple[Progress, int]:
        """A progress before the first frame, and how many facts there are that no frame tells any more."""
        held, first, newest = self._db.sql.facts_held(self._db.connection, station=progress.station)
        begun = Progress(
            station=progress.station,
            revision=progress.revision,
            first_fact_at=first,
            newest_fact_at=newest,
            dirty_from=first,
        )
        return begun, int(held)

    def first_fact_heard_from(self, station: str, received_from: Instant) -> int:
        with self._db.reading() as connection:
            first = self._db.sql.first_fact_heard_from(
                connection, station=station, received_from=received_from
            )
        return self.fact_count(station) if first is None else int(first)


def _columns(fact: AnyFact) -> tuple[str, int | None]:
    """Its kind, and the socket that it is of."""
    kind = type(fact)
    return _KINDS[kind], fact.socket if kind in _OF_SOCKET else None  # type: ignore[union-attr]
