"""How are a station's facts read in the order in which they happened, wherever they are kept?"""

from __future__ import annotations

from operator import itemgetter
from typing import Final, TypeVar

import msgspec

from chargeboard.domain.facts import AnyFact, Booted, Fact, OddityFound, StatusReported
from chargeboard.domain.records import FactPlace
from chargeboard.store.sql.bodies.fact_block import FactBlock, facts_of
from chargeboard.store.sql.database.connection import ALL, Database
from chargeboard.store.sql.known.dropping import MOST_ROWS
from chargeboard.store.sql.known.fact_blocks import (
    WEEK,
    Head,
    heads,
    heads_before,
    newest_places,
    opened,
)
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

END_OF_TIME: Instant = 2**63 - 1
_T = TypeVar("_T", bound=Fact)
_Turn = Booted | StatusReported
_TurnPlaced = tuple[FactPlace, _Turn]
_Placed = tuple[FactPlace, msgspec.Raw | bytes]
_TURN = msgspec.msgpack.Decoder(Booted | StatusReported)
_ODDITY = msgspec.msgpack.Decoder(OddityFound)
_PLACE = itemgetter(0)
_BOTH: Final[tuple[type[_Turn], ...]] = (Booted, StatusReported)


class FactsInOrder:
    """New facts are rows, older ones lie in blocks; one that came late is a row where a block is."""

    _db: Database

    def facts(
        self, station: str, span: Span, received_until: Instant | None = None, most: int | None = None
    ) -> list[AnyFact]:
        until = END_OF_TIME if received_until is None else received_until
        asked = {
            "station": station,
            "first": span.start,
            "last": span.end,
            "received_until": until,
            "most": ALL if most is None else most,
        }
        sql = self._db.sql
        with self._db.reading() as connection:
            there = _first_of(heads(self._db, station, span), most, until)
            if not there:
                return facts_of([body for (body,) in sql.facts(connection, **asked)])
            rows: list[_Placed] = [
                (tuple(place), body) for *place, body in sql.facts_placed(connection, **asked)
            ]
            if _is_in_order(there, rows):
                found = [fact for head in there for fact in self._packed(head, span, until)]
                return (found + facts_of([body for _, body in rows]))[:most]
            for head in there:
                block = opened(self._db, head)
                some = block.counting(block.within(span.start, span.end), until)
                rows += zip((block.places[n] for n in some), block.bodies(some), strict=True)
        rows.sort(key=_PLACE)
        return facts_of([body for _, body in rows[:most]])

    def _packed(self, head: Head, span: Span, received_until: Instant) -> list[AnyFact]:
        """What counts of a block in the span."""
        block = opened(self._db, head)
        all_count = head.last_received_at <= received_until and not head.is_retold
        if all_count and span.start <= head.first_at and head.last_at < span.end:
            return block.whole()
        some = block.within(span.start, span.end)
        return facts_of(block.bodies(some if all_count else block.counting(some, received_until)))

    def facts_part(self, station: str, since: Instant, until: FactPlace) -> FactPlace | None:
        with self._db.reading():
            newest = newest_places(self._db, station, since, until, MOST_ROWS + 1)
        return newest[MOST_ROWS] if len(newest) > MOST_ROWS else None

    def last_fact_at(self, station: str, before: Instant) -> Instant | None:
        with self._db.reading() as connection:
            last: Instant | None = self._db.sql.last_fact_at(connection, station=station, before=before)
            for head in heads_before(self._db, station, before):
                if last is not None and head.first_at < last - WEEK:
                    break
                if not head.is_retold and head.last_at < before:
                    last = head.last_at if last is None else max(last, head.last_at)
                elif last is None or head.last_at > last:
                    block = opened(self._db, head)
                    found = block.in_force(block.within(BEGINNING, before))
                    last = max(
                        [block.places[n][0] for n in found[-1:]] + ([] if last is None else [last]),
                        default=None,
                    )
        return last

    def any_late(self, station: str, span: Span, received_after: Instant) -> bool:
        with self._db.reading() as connection:
            found = self._db.sql.any_late(
                connection, station=station, first=span.start, last=span.end, received_after=received_after
            )
            return found is not None or any(
                block.places[n][1] > received_after
                for head in heads(self._db, station, span)
                if head.last_received_at > received_after
                for block in [opened(self._db, head)]
                for n in block.in_force(block.within(span.start, span.end))
            )

    def retold(self, station: str, span: Span) -> list[tuple[Instant, Instant]]:
        with self._db.reading() as connection:
            found: list[tuple[Instant, Instant]] = list(
                self._db.sql.retold(connection, station=station, first=span.start, last=span.end)
            )
            for head in heads(self._db, station, span):
                if head.is_retold:
                    block = opened(self._db, head)
                    found += block.retold(block.within(span.start, span.end))
        return sorted(found, key=itemgetter(0))

    def oddities(self, station: str, span: Span, received_until: Instant | None = None) -> list[OddityFound]:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            rows = self._db.sql.oddities(
                connection, station=station, first=span.start, last=span.end, received_until=until
            )
            found = [(tuple(place), _ODDITY.decode(body)) for body, *place in rows]
            for head in heads(self._db, station, span):
                if head.has_oddities:
                    found += _those(opened(self._db, head), span, until, OddityFound)
        found.sort(key=_PLACE)
        return [fact for _, fact in found]

    def turns(
        self, station: str, span: Span, received_until: Instant | None = None
    ) -> list[Booted | StatusReported]:
        until = END_OF_TIME if received_until is None else received_until
        with self._db.reading() as connection:
            rows = self._db.sql.turns(
                connection, station=station, first=span.start, last=span.end, received_until=until
            )
            found = [(tuple(place), _TURN.decode(body)) for body, *place in rows]
            for head in heads(self._db, station, span):
                if head.has_boots or head.has_statuses_of_all:
                    found += _turns(opened(self._db, head), span, until, _BOTH)
            earlier = [one for one in found if one[0][0] < span.start]
            found = [one for one in found if one[0][0] >= span.start]
            for kind in _BOTH:
                own = [one for one in earlier if isinstance(one[1], kind)]
                found += self._latest(station, span.start, until, kind, own)
        found.sort(key=_PLACE)
        return [fact for _, fact in found]

    def _latest(
        self,
        station: str,
        before: Instant,
        received_until: Instant,
        kind: type[_Turn],
        rows: list[_TurnPlaced],
    ) -> list[_TurnPlaced]:
        """The latest turn of a kind before an instant, in a block or that row, if there is one."""
        latest = rows
        for head in heads_before(self._db, station, before):
            if latest and head.first_at < latest[0][0][0] - WEEK:
                break
            if head.has_boots if kind is Booted else head.has_statuses_of_all:
                some = _turns(opened(self._db, head), Span(BEGINNING, before), received_until, (kind,))
                latest = sorted(latest + some, key=_PLACE)[-1:]
        return latest


def _turns(
    block: FactBlock, span: Span, received_until: Instant, kinds: tuple[type[_Turn], ...]
) -> list[_TurnPlaced]:
    """Boots, and statuses of the charger as a whole."""
    return [
        (place, turn)
        for kind in kinds
        for place, turn in _those(block, span, received_until, kind)
        if not (isinstance(turn, StatusReported) and turn.socket)
    ]


def _those(
    block: FactBlock, span: Span, received_until: Instant, kind: type[_T]
) -> list[tuple[FactPlace, _T]]:
    """What counts of one kind in a span."""
    tag = str(kind.__struct_config__.tag)
    some = block.counting(block.of_kind(tag, block.within(span.start, span.end)), received_until)
    found = zip(some, facts_of(block.bodies(some)), strict=True)
    return [(block.places[n], fact) for n, fact in found if isinstance(fact, kind)]


def _first_of(there: list[Head], most: int | None, received_until: Instant) -> list[Head]:
    """Those of the blocks that hold the first so many facts."""
    if most is None:
        return there
    count, last_at = 0, BEGINNING
    for number, head in enumerate(there):
        if count >= most and head.first_at > last_at:
            return there[:number]
        # of the first one the span may leave out all
        if number and not head.is_retold and head.last_received_at <= received_until:
            count += head.facts
        last_at = max(last_at, head.last_at)
    return there


def _is_in_order(there: list[Head], rows: list[_Placed]) -> bool:
    """Whether each block ends before the next one begins, and all rows lie behind them."""
    begins = [head.first_at for head in there[1:]] + [rows[0][0][0] for _ in rows[:1]]
    return all(head.last_at < begin for head, begin in zip(there, begins, strict=False))
