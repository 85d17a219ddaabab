"""
Which facts lie in blocks, and how do they get there and out again?

What is older than what looks read often is packed, a bounded part at a time: the block is written in the
write that removes its rows. A fact that comes late is a row beside the blocks until it is packed with the one
that it belongs into; facts that give way to others are rows again first.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple, TypeAlias, TypeVar

from chargeboard.domain.facts import AnyFact, Booted, OddityFound, StatusReported
from chargeboard.domain.records import FactPlace
from chargeboard.store.sql.bodies.fact_block import FactBlock, FactRow, facts_of, packed_facts, packed_new
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import BEGINNING, HOUR, Instant
from chargeboard.time.spans import Span

MOST = 512
"""So many facts are usually in a block; half as many more where some came late."""
_MOST_ANEW = 4 * MOST
"""What late facts belong into is written anew up to so many; more of one instant lie beside each other."""
WEEK = 7 * 24 * HOUR
"""No block is longer."""
_ODDITY, _BOOT, _STATUS = (str(kind.__struct_config__.tag) for kind in (OddityFound, Booted, StatusReported))


Numbered: TypeAlias = tuple[AnyFact, int]
"""A fact and the number that it was given."""
_Placed: TypeAlias = tuple[Instant, Instant, int, AnyFact]
"""A fact behind its place."""


class Head(NamedTuple):
    """What is known of a block without opening it."""

    station: str
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

    @property
    def key(self) -> dict[str, object]:
        """What it is found by."""
        return {
            "station": self.station,
            "first_at": self.first_at,
            "last_at": self.last_at,
            "first_n": self.first_n,
        }


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
    return FactBlock(db.sql.fact_block(db.connection, **head.key))


def unpack(db: Database, station: str, head: Head) -> None:
    """Make rows of a block, inside a writing transaction."""
    db.sql.add_unpacked_facts(db.connection, [(station, *row) for row in opened(db, head).rows()])
    db.sql.drop_fact_block(db.connection, **head.key)


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

    def _pack_new(self, station: str, numbered: list[Numbered], before: Instant) -> list[Numbered]:
        """
        Put facts that are told now into blocks, which happened before an instant and behind all that are
        in blocks, where those are many; the others, which are to be rows.
        """
        if len(numbered) < MOST:
            return numbered
        sql, connection = self._db.sql, self._db.connection
        packed_until = sql.facts_packed_until(connection, station=station)
        packed_until = BEGINNING if packed_until is None else packed_until
        old = [
            (fact.at, fact.received_at, n, fact) for fact, n in numbered if packed_until < fact.at < before
        ]
        if len(old) < MOST:
            return numbered
        asked = {"station": station, "packed_until": packed_until, "before": before}
        rows = list(sql.facts_behind_blocks(connection, **asked, most=2 * MOST))
        if len(rows) == 2 * MOST or any(row[1] is not None or row[2] is not None for row in rows):
            return numbered
        left = (
            []
            if len(old) == len(numbered)
            else [one for one in numbered if not packed_until < one[0].at < before]
        )
        waiting = zip(facts_of([row[3] for row in rows]), (row[0] for row in rows), strict=True)
        old += [(fact.at, fact.received_at, n, fact) for fact, n in waiting]
        old.sort()
        weeks = list(_weeks(old))
        # more of the last one may follow
        rest = weeks.pop() if len(weeks[-1]) < MOST else []
        for part in (part for week in weeks for part in _parts(week)):
            _add_new(self._db, station, part)
        if weeks:
            sql.drop_facts_behind_blocks(connection, **asked)
            left += [(fact, n) for _, _, n, fact in rest]
        return left if weeks else numbered

    def pack_facts(self, station: str, before: Instant, blocks: int | None = None) -> int:
        count, made = 0, 0
        while made != blocks and (packed := self._pack_facts(station, before)):
            count += packed
            made += 1
        return count

    def _pack_facts(self, station: str, before: Instant) -> int:
        """A block, or one that late facts belong into written anew; how many rows are gone."""
        sql = self._db.sql
        with self._db.writing([station]) as connection:
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
                sql.drop_fact_block(connection, **head.key)
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


_T = TypeVar("_T")


def _parts(rows: Sequence[_T]) -> Iterator[Sequence[_T]]:
    count = max(1, round(len(rows) / MOST))
    edges = [len(rows) * n // count for n in range(count + 1)]
    yield from (rows[begin:end] for begin, end in pairwise(edges))


def _weeks(placed: Sequence[_Placed]) -> Iterator[Sequence[_Placed]]:
    """The facts of each week, which are in their order."""
    begin = 0
    while begin < len(placed):
        end = bisect_left(placed, (placed[begin][0] // WEEK + 1) * WEEK, begin, key=itemgetter(0))
        yield placed[begin:end]
        begin = end


def _add_new(db: Database, station: str, placed: Sequence[_Placed]) -> None:
    ats, received_at, numbers, facts = zip(*placed, strict=True)
    kinds = set(map(type, facts))
    db.sql.add_fact_block(
        db.connection,
        station=station,
        first_at=ats[0],
        last_at=ats[-1],
        facts=len(facts),
        first_n=min(numbers),
        last_n=max(numbers),
        first_received_at=min(received_at),
        last_received_at=max(received_at),
        is_retold=0,
        has_oddities=int(OddityFound in kinds),
        has_boots=int(Booted in kinds),
        has_statuses_of_all=int(
            StatusReported in kinds
            and any(type(fact) is StatusReported and fact.socket == 0 for fact in facts)
        ),
        body=packed_new(facts, numbers),
    )


def _add(db: Database, station: str, rows: Sequence[FactRow]) -> None:
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
