"""
Which facts lie in blocks, and how do they get there and out again?

What is older than what looks read often is packed, a bounded part at a time: the block is written in the
write that removes its rows. A fact that comes late is a row beside the blocks until it is packed with the one
that it belongs into; facts that give way to others are rows again first.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from chargeboard.domain.facts import Booted, OddityFound, StatusReported
from chargeboard.domain.records import FactPlace
from chargeboard.store.sqlite.bodies.fact_block import FactBlock, FactRow, packed_facts
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

MOST = 512
"""So many facts are usually in a block; half as many more where some came late."""
_MOST_ANEW = 4 * MOST
"""What late facts belong into is written anew up to so many; more of one instant lie beside each other."""
WEEK = 7 * 24 * HOUR
"""No block is longer."""
_ODDITY, _BOOT, _STATUS = (str(kind.__struct_config__.tag) for kind in (OddityFound, Booted, StatusReported))


class Head(NamedTuple):
    """What is known of a block without opening it."""

    id: int
    first_at: Instant
    last_at: Instant
    facts: int
    first_n: int
    last_n: int
    first_received_at: Instant
    last_received_at: Instant
    is_retold: int
    has_oddities: int
    has_boots: int
    has_statuses_of_all: int


def heads(db: Database, station: str, span: Span) -> list[Head]:
    """Of the blocks that reach into the span, in their order."""
    return [
        Head(*row)
        for row in db.sql.fact_blocks(db.connection, station=station, first=span.start, last=span.end)
    ]


def heads_before(db: Database, station: str, before: Instant) -> Iterator[Head]:
    """Of the blocks that begin before an instant, the newest first, one at a time."""
    yield from (
        Head(*row) for row in db.sql.fact_blocks_before(db.connection, station=station, before=before)
    )


def opened(db: Database, head: Head) -> FactBlock:
    """The block."""
    return FactBlock(db.sql.fact_block(db.connection, id=head.id))


def unpack(db: Database, station: str, head: Head) -> None:
    """Make rows of a block, inside a writing transaction."""
    db.sql.add_unpacked_facts(db.connection, [(station, *row) for row in opened(db, head).rows()])
    db.sql.drop_fact_block(db.connection, id=head.id)


def newest_places(db: Database, station: str, since: Instant, until: FactPlace, most: int) -> list[FactPlace]:
    """The newest places from an instant up to a place, wherever the facts are, the newest first."""
    at, received_at, n = until
    found: list[FactPlace] = list(
        db.sql.fact_places(
            db.connection, station=station, since=since, at=at, received_at=received_at, n=n, most=most
        )
    )
    packed: list[FactPlace] = []
    first_at = at
    for head in reversed(heads(db, station, Span(since, at + 1))):
        if len(packed) >= most and head.last_at < first_at:
            break
        packed += [place for place in opened(db, head).places if since <= place[0] and place <= until]
        first_at = min(first_at, head.first_at)
    return sorted(found + packed, reverse=True)[:most]


class FactPacking:
    """What is old is put into less room."""

    _db: Database

    def pack_facts(self, station: str, before: Instant, blocks: int | None = None) -> int:
        count, made = 0, 0
        while made != blocks and (packed := self._pack_facts(station, before)):
            count += packed
            made += 1
        return count

    def _pack_facts(self, station: str, before: Instant) -> int:
        """A block, or one that late facts belong into written anew; how many rows are gone."""
        sql = self._db.sql
        with self._db.writing() as connection:
            rows = [
                FactRow(*row)
                for row in sql.facts_to_pack(connection, station=station, before=before, most=MOST)
            ]
            if not rows:
                return 0
            begin = rows[0].at
            there = heads(self._db, station, Span(begin, begin + 1))
            if there:
                last_at = max(head.last_at for head in there)
                rows = [row for row in rows if row.at <= last_at]
                if sum(head.facts for head in there) > _MOST_ANEW:
                    there = []  # a clock that stood still
            elif not (rows := self._of_a_week(station, rows, before)):
                return 0
            whole = rows
            if there:
                whole = rows + [row for head in there for row in opened(self._db, head).rows()]
                whole.sort(key=lambda row: row.place)
            for head in there:
                sql.drop_fact_block(connection, id=head.id)
            for part in _parts(whole):
                _add(self._db, station, part)
            at, received_at, n = rows[-1].place
            sql.drop_facts(connection, station=station, at=at, received_at=received_at, n=n)
        return len(rows)

    def _of_a_week(self, station: str, rows: list[FactRow], before: Instant) -> list[FactRow]:
        """Those that a block is made of; none while more of their week may follow."""
        begin = rows[0].at
        end = (begin // WEEK + 1) * WEEK
        is_full = len(rows) == MOST
        behind = heads(self._db, station, Span(begin, end))
        if behind:
            end, is_full = behind[0].first_at, True
        some = [row for row in rows if row.at < end]
        if len(some) == MOST and some[0].at < some[-1].at:
            # the last instant may go on behind it
            some = [row for row in some if row.at < some[-1].at]
        return some if is_full or end <= before else []


def _parts(rows: list[FactRow]) -> Iterator[list[FactRow]]:
    count = max(1, round(len(rows) / MOST))
    edges = [len(rows) * n // count for n in range(count + 1)]
    yield from (rows[begin:end] for begin, end in pairwise(edges))


def _add(db: Database, station: str, rows: list[FactRow]) -> None:
    ats, received_at, numbers, _, known_at, replaced_at, kinds, sockets = zip(*rows, strict=True)
    db.sql.add_fact_block(
        db.connection,
        station=station,
        first_at=ats[0],
        last_at=ats[-1],
        facts=len(rows),
        first_n=min(numbers),
        last_n=max(numbers),
        first_received_at=min(received_at),
        last_received_at=max(received_at),
        is_retold=int({*known_at, *replaced_at} != {None}),
        has_oddities=int(_ODDITY in kinds),
        has_boots=int(_BOOT in kinds),
        has_statuses_of_all=int((_STATUS, 0) in zip(kinds, sockets, strict=True)),
        body=packed_facts(rows),
    )
