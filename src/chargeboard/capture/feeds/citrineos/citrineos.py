"""
What is new in the table OCPPMessages of CitrineOS?

A row is a whole message with the instant at which it was received or sent. The table's own pairing of answers
with calls mixes up stations, so it is not asked: messages of a station are paired by us, in the order of
their instants. A message that CitrineOS could not read is there as a text.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import msgspec

from chargeboard.capture.feeds.citrineos.cursor import Cursor
from chargeboard.capture.feeds.citrineos.words import say
from chargeboard.capture.feeds.kind import FeedError, Kind, Part, Source
from chargeboard.capture.feeds.words import say as say_of_feeds
from chargeboard.capture.formats.reading import LONGEST_SHOWN, UNREADABLE, Rejected, because, protocol_of, why
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import HOUR, SECOND, Instant

TABLE = '"OCPPMessages"'
_COLUMNS = ("id", "stationId", "origin", "protocol", "message", "timestamp", "createdAt")
_AT_ONCE = 5_000
"""Rows of a range that are read at once."""
_NEVER_TRUE = 24 * HOUR
"""A row that is further ahead is wrong, whichever clock is: nothing waits for its time to come."""
_NEW = Path(__file__).with_name("new.sql").read_text(encoding="utf-8")

_Row = tuple[int, str | None, str | None, str | None, str | None, Instant | None, Instant | None, Instant]


class Messages:
    """The table, as it is read."""

    def __init__(
        self, name: str, asked: Callable[[str, list[object]], list[_Row]], close: Callable[[], None]
    ) -> None:
        """`asked` gives the rows of a statement."""
        self._name, self._asked, self.close = name, asked, close

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        before = msgspec.json.decode(cursor, type=Cursor) if cursor else Cursor()
        rows = self._asked(_NEW, [*before.asked, _AT_ONCE])
        if not rows:
            return Part((), (), cursor, is_all=True)
        self._see_that_clocks_agree(rows, now)
        frames, rejected = list[tuple[Instant, bool, int, Frame]](), list[Rejected]()
        for row in rows:
            found = self._read(row, now)
            if isinstance(found, Rejected):
                rejected.append(found)
            else:
                # of one instant the call comes before its answer
                frames.append((found.received_at, found.text.lstrip()[1:2] != "2", row[0], found))
        frames.sort(key=lambda one: one[:3])
        written = [(row[0], row[6] or row[7]) for row in rows]
        behind = before.behind(written, rows[-1][7])
        is_all = sum(row[0] > before.top for row in rows) < _AT_ONCE
        return Part([one[3] for one in frames], rejected, msgspec.json.encode(behind).decode(), is_all)

    def _see_that_clocks_agree(self, rows: list[_Row], now: Instant) -> None:
        ahead = max((row[5] - now for row in rows if row[5] and row[5] - now <= _NEVER_TRUE), default=0)
        if ahead > AHEAD_MOST:
            raise FeedError(say_of_feeds("clock_ahead", seconds=ahead // SECOND))

    def _read(self, row: _Row, now: Instant) -> Frame | Rejected:
        number, station, origin, protocol, message, at, *_ = row
        shown = (message or "")[:LONGEST_SHOWN]
        if at is None or not message or not station or origin not in {"cs", "csms"}:
            return Rejected(self._name, number, because("sender_unknown"), shown)
        if at - now > _NEVER_TRUE:
            seconds = (at - now) // SECOND
            return Rejected(
                self._name, number, because("ahead_of_clock", seconds=seconds), shown, is_ahead=True
            )
        try:
            text = msgspec.json.decode(message, type=str) if message[:1] == '"' else message
        except UNREADABLE as error:
            return Rejected(self._name, number, why(error), shown)
        return Frame(station, at, "in" if origin == "cs" else "out", text, "", protocol_of(protocol))


def _open(url: str, name: str) -> Source:
    if find_spec("psycopg") is None:
        module, extra = KIND.needs
        needed = say_of_feeds("needs_extra", kind=KIND.name, module=module, extra=extra)
        raise FeedError(needed, is_lasting=True)
    from chargeboard.capture.feeds.postgres import ReadOnly  # noqa: PLC0415 - it may not be there

    connection = ReadOnly(url, say("title"), TABLE, _COLUMNS)
    return Messages(name, connection.asked, connection.close)


KIND = Kind(
    name="citrineos",
    title=lambda: say("title"),
    example="postgresql://reader@db.example.org/citrine",
    schemes=("postgresql", "postgres"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("psycopg", "postgres"),
)
