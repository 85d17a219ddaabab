"""
What is new in the tables of SteVe?

Most of its rows have no number, and none says when it was written: they are read by the charger's stamp, all
of them up to a few seconds ago. Rows may appear behind that; so what was lately read is read again, and from
time to time what was read some hours ago. A row that is read twice is the same frame, and kept once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, Final, Protocol

import msgspec

from chargeboard.capture.feeds.clocks import see_that_it_is_now
from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.feeds.steve import rows
from chargeboard.capture.feeds.steve.charge_boxes import ChargeBoxes
from chargeboard.capture.formats.reading import LineError, Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, datetime_of

AT_ONCE: Final = 20_000
"""Values that are read at once."""
LAG: Final = 3 * SECOND
"""A row is read so long after its stamp: until then others may be written that lie before it."""
_AGAIN: Final = MINUTE
"""How far back is read again each time."""
_VALUES_AGAIN: Final = 15 * SECOND
_FAR: Final = 6 * HOUR
"""How far back is looked for what came late, every so often."""
_FAR_EVERY: Final = 10 * MINUTE
_DAY: Final = 24 * HOUR
_VALUE_AT: Final = 2
_NUMBERS_AGAIN: Final = 200
_NONE_NEW: Final = 2**32 - 1
_MOST_OPEN, _MOST_SEEN = 5_000, 500_000
_TURNS: Final = ('["steve","transaction_start"', '["steve","transaction_stop"')
"""Of one instant a transaction stands before the statuses that SteVe wrote with it."""


class Cursor(msgspec.Struct, frozen=True):
    """How far was read."""

    until: Instant = rows.FIRST
    """What is stamped before it was read, but for what came late."""
    top: int = 0
    """The highest number of a transaction."""
    open: tuple[int, ...] = ()
    """Transactions whose stop is awaited."""
    by_hand: tuple[int, ...] = ()
    """Those of them that somebody stopped by hand: the charger's own stop may follow."""
    taken: int = 0
    """How many rows."""
    boxes: str = ""
    """What the chargers were, as a digest."""


class Database(Protocol):
    """A database of SteVe."""

    @property
    def is_open(self) -> bool: ...

    def moment(self) -> AbstractContextManager[None]: ...

    def asked(self, sql: str, values: Mapping[str, object] | None = None) -> list[tuple[Any, ...]]: ...

    def columns(self) -> Mapping[str, set[str]]: ...

    def close(self) -> None: ...


class _Span(msgspec.Struct, frozen=True):
    """What is read: stamps of [first, end)."""

    first: Instant
    end: Instant
    is_live: bool


class Reading:
    """SteVe, as it is read."""

    def __init__(
        self,
        database: Database,
        name: str,
        queries: Callable[[Mapping[str, set[str]]], Mapping[str, str]],
    ) -> None:
        """`queries` are what is asked of a database of such columns."""
        self._database, self._name, self._queries_of = database, name, queries
        self._queries: Mapping[str, str] = {}
        self._stands: tuple[str, Instant] | None = None
        """Up to when was read with the cursor that was given out last."""
        self._seen: dict[int, Instant] = {}
        self._far_at = 0
        self._boxes, self._boxes_at = ChargeBoxes(), 0
        self._places: dict[int | str, rows.Place] = {}
        """Connectors by their number, and chargers by their id."""
        self._others: set[int | str] = set()
        self._rejected: list[Rejected] = []

    def close(self) -> None:
        """Give the connection back."""
        self._database.close()

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        before = msgspec.json.decode(cursor, type=Cursor) if cursor else Cursor()
        self._rejected = []
        was_open = self._database.is_open
        with self._database.moment():
            if not (was_open and self._queries):
                self._queries = self._queries_of(self._database.columns())
            ((there_text,),) = self._asked("now")
            there = rows.instant(there_text) or now
            see_that_it_is_now(there, now)
            span = self._span(cursor, before, there - LAG)
            frames, after = self._rows(before, span)
            described, boxes = self._described(before, span)
        after = msgspec.structs.replace(after, boxes=boxes)
        fresh = [*self._unseen(frames, after.until), *described]
        if fresh or not span.is_live:
            after = msgspec.structs.replace(after, taken=before.taken + len(fresh))
            cursor = msgspec.json.encode(after).decode()
        self._stands = cursor, after.until
        return Part(fresh, self._rejected, cursor, span.is_live)

    def _described(self, before: Cursor, span: _Span) -> tuple[list[Frame], str]:
        """What chargers are, where that is news; looked at every so often."""
        if not span.is_live or span.end - self._boxes_at < _FAR_EVERY:
            return [], before.boxes
        self._boxes_at = span.end
        return self._boxes.news(self._asked("charge_boxes"), span.end, before.boxes)

    def _span(self, cursor: str, before: Cursor, due: Instant) -> _Span:
        """From where reading goes on: to the present, or a day of what was written before."""
        is_going_on = self._stands is not None and self._stands[0] == cursor
        stands = self._stands[1] if self._stands is not None and is_going_on else before.until
        if due - stands > MINUTE:
            first = stands if is_going_on else max(rows.FIRST, stands - _AGAIN)
            ((text,),) = self._asked("next_stamp", first=_text(first))
            following = rows.instant(text)
            if following is not None and following < due - MINUTE:
                return _Span(following, min(following + _DAY, due), is_live=False)
            stands = max(stands, due - MINUTE)
        return _Span(stands, max(stands, due), is_live=True)

    def _rows(self, before: Cursor, span: _Span) -> tuple[list[Frame], Cursor]:
        again = _AGAIN if span.is_live else 0
        values, end = self._values(span)
        first = span.first - again
        started = self._known(
            "starts",
            first=_text(first),
            end=_text(end),
            top=before.top - _NUMBERS_AGAIN if span.is_live else _NONE_NEW,
        )
        waiting = sorted({*before.open, *(told[1] for told in started)})[-_MOST_OPEN:]
        stops, by_hand, over = self._stops(before, waiting, end)
        statuses = self._known("statuses", first=_text(first), end=_text(end))
        if span.is_live:
            if over:
                values += self._asked("values_of", numbers=over, first=_text(rows.FIRST), end=_text(first))
            if end - self._far_at >= _FAR_EVERY:
                self._far_at, far = end, _text(end - _FAR)
                statuses += self._known("statuses", first=far, end=_text(first))
                if waiting:
                    values += self._asked("values_of", numbers=waiting, first=far, end=_text(first))
        failed = self._known("failed_stops", first=_text(first), end=_text(end))
        self._learn(told[0] for told in values)
        frames = [
            *self._made(rows.start, started),
            *stops,
            *self._made(rows.failed_stop, failed),
            *self._made(rows.status, statuses),
            *rows.readings(self._places, values),
        ]
        after = Cursor(
            until=end,
            top=max([before.top, *(told[1] for told in started)]),
            open=tuple(number for number in waiting if number not in over),
            by_hand=tuple(number for number in by_hand if number not in over)[-_MOST_OPEN:],
        )
        return sorted(frames, key=_place), after

    def _values(self, span: _Span) -> tuple[list[tuple[Any, ...]], Instant]:
        """Values of a span, or of as much of it as is read at once; and its end then."""
        first, end = span.first, span.end
        if span.is_live:
            return self._asked(
                "values", first=_text(first - _VALUES_AGAIN), end=_text(end), most=_NONE_NEW
            ), end
        values = self._asked("values", first=_text(first), end=_text(end), most=AT_ONCE)
        if len(values) < AT_ONCE:
            return values, end
        last = rows.instant(values[-1][_VALUE_AT]) or end
        if last > first:
            return [told for told in values if told[_VALUE_AT] != values[-1][_VALUE_AT]], last
        return self._asked("values", first=_text(first), end=_text(first + 1), most=_NONE_NEW), first + 1

    def _stops(
        self, before: Cursor, waiting: list[int], end: Instant
    ) -> tuple[list[Frame], list[int], list[int]]:
        """Stops before an instant; which transactions were stopped by hand, and which by their charger."""
        frames, by_hand, over = list[Frame](), [*before.by_hand], list[int]()
        for told in self._known("stops", numbers=waiting) if waiting else ():
            number, is_by_hand = told[1], told[2] == "manual"
            for frame in self._made(rows.stop, [told]):
                if frame.received_at < end and not (is_by_hand and number in before.by_hand):
                    frames.append(frame)
                    (by_hand if is_by_hand else over).append(number)
        return frames, by_hand, over

    def _made(
        self, make: Callable[[rows.Place, rows.Told], Frame], found: Iterable[tuple[Any, ...]]
    ) -> Iterator[Frame]:
        """Rows of OCPP 1.6 as frames; one that has no time is put aside."""
        for name, *told in found:
            try:
                yield make(self._places[name], told)
            except LineError as error:
                number = told[0] if isinstance(told[0], int) else 0
                self._rejected.append(Rejected(self._name, number, error.why, str(told)))

    def _known(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        """Rows of connectors and chargers of OCPP 1.6."""
        found = self._asked(query, **values)
        self._learn(told[0] for told in found)
        return [told for told in found if told[0] in self._places]

    def _learn(self, connectors: Iterable[int | str]) -> None:
        """Which chargers these are connectors of; one that is none of OCPP 1.6 is not asked for again."""
        if unknown := {*connectors} - self._places.keys() - self._others:
            for number, station, protocol, connector in self._asked("places"):
                self._places[number] = rows.Place(station, protocol, connector)
                self._places[station] = rows.Place(station, protocol, None)
            self._others |= unknown - self._places.keys()

    def _unseen(self, frames: Iterable[Frame], until: Instant) -> list[Frame]:
        fresh: list[Frame] = []
        for frame in frames:
            # the text of a row begins with its table and names its instant
            name = hash((frame.station, frame.text))
            if name not in self._seen:
                self._seen[name] = frame.received_at
                fresh.append(frame)
        if len(self._seen) > _MOST_SEEN or not fresh:
            self._forget(until - _FAR - _FAR_EVERY)
        return fresh

    def _forget(self, before: Instant) -> None:
        """What is not read again any more; of too much the oldest, which the journal knows all the same."""
        oldest = next(iter(self._seen.values()), before)
        if oldest < before or len(self._seen) > _MOST_SEEN:
            kept = [(name, at) for name, at in self._seen.items() if at >= before]
            self._seen = dict(kept[-_MOST_SEEN // 2 :])

    def _asked(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        return self._database.asked(self._queries[query], values or None)


def _place(frame: Frame) -> tuple[Instant, bool, str]:
    return frame.received_at, not frame.text.startswith(_TURNS), frame.text


def _text(at: Instant) -> str:
    """As the database's text has it, which is UTC whatever its zone is."""
    return f"{datetime_of(at):%Y-%m-%d %H:%M:%S.%f}"
