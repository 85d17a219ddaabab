"""
What is new in tables whose rows are numbered?

Each row is a message, or a turn of a connection, with the instant of it. Clocks that disagree are said, and
nothing is read until they do not; a row that nothing can be made of is put aside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import msgspec

from chargeboard.capture.feeds.clocks import NEVER_TRUE, see_that_clocks_agree
from chargeboard.capture.feeds.cursor import Cursor
from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.formats.reading import (
    LONGEST_SHOWN,
    UNREADABLE,
    LineError,
    Rejected,
    because,
    why,
)
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, Instant

AT_ONCE = 5_000
"""Rows of a range that are read at once."""
_Cursors = dict[str, Cursor]
_DECODER = msgspec.json.Decoder(_Cursors)


class Table(NamedTuple):
    """A table, and how its rows are read."""

    name: str
    sql: str
    """
    Of ranges of numbers, as two arrays, and of at most so many rows of each: number, instant, when it was
    written, what the frame is made of, and what time it is there.
    """
    frame_of: Callable[[Instant, tuple[Any, ...]], Frame | None]
    """None: the row says nothing. Raises: one of UNREADABLE, where nothing can be made of it."""


class _Row(NamedTuple):
    number: int
    at: Instant | None
    written_at: Instant | None
    said: tuple[Any, ...]


class NumberedRows:
    """Tables, as they are read."""

    def __init__(
        self,
        name: str,
        asked: Callable[[str, Sequence[object]], list[tuple[Any, ...]]],
        close: Callable[[], None],
        tables: Sequence[Table],
    ) -> None:
        """`asked` gives the rows of a statement."""
        self._name, self._asked, self.close, self._tables = name, asked, close, tables

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        before: _Cursors = _DECODER.decode(cursor) if cursor else {}
        behind, is_all = dict(before), True
        frames, rejected = list[tuple[Instant, int, int, Frame]](), list[Rejected]()
        for table in self._tables:
            known = before.get(table.name, Cursor())
            found = self._asked(table.sql, [*known.asked, AT_ONCE])
            if not found:
                continue
            rows, there_now = [_Row(row[0], row[1], row[2], row[3:-1]) for row in found], found[-1][-1]
            see_that_clocks_agree((row.at for row in rows if row.at), now)
            for row in rows:
                frame = self._frame(table, row, now)
                if isinstance(frame, Rejected):
                    rejected.append(frame)
                elif frame is not None:
                    frames.append((frame.received_at, _place(frame), row.number, frame))
            written = [(row.number, row.written_at or there_now) for row in rows]
            behind[table.name] = known.behind(written, there_now)
            is_all &= sum(row.number > known.top for row in rows) < AT_ONCE
        frames.sort(key=lambda one: one[:3])
        told = cursor if behind == before else msgspec.json.encode(behind).decode()
        return Part([one[3] for one in frames], rejected, told, is_all)

    def _frame(self, table: Table, row: _Row, now: Instant) -> Frame | Rejected | None:
        shown = str(row.said[-1] or "")[:LONGEST_SHOWN]
        if row.at is not None and row.at - now > NEVER_TRUE:
            code = because("ahead_of_clock", seconds=(row.at - now) // SECOND)
            return Rejected(self._name, row.number, code, shown, is_ahead=True)
        try:
            if row.at is None:
                raise LineError("not_a_time", text="null")
            return table.frame_of(row.at, row.said)
        except UNREADABLE as error:
            return Rejected(self._name, row.number, why(error), shown)


def _place(frame: Frame) -> int:
    """Of one instant a connection opens, a call is said and answered, and a connection closes."""
    if frame.direction == "ws":
        return 0 if frame.text.startswith('["open"') else 3
    return 1 if frame.text.lstrip()[1:2] == "2" else 2
