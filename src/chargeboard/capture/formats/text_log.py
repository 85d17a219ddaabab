"""
How does a server's own log become frames?

A grammar says what a line about OCPP looks like. A frame that is printed over several lines is put together
again; lines about other things are counted and left; a line that holds a frame and cannot be read is
rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

import msgspec

from chargeboard.capture.formats.reading import (
    Found,
    LogNotes,
    because,
    closed,
    holds_frame,
    opened,
    unread,
    why,
)
from chargeboard.capture.formats.senders import Sides
from chargeboard.capture.formats.stamps import Stamps, compare_clocks
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import BEGINNING

_MOST_LINES = 5_000
_MOST_CHARACTERS = 1 << 24
LONGEST_HEAD = 1 << 10
"""Characters in which a message's head is looked for: no line takes more than its length, and no frame is
taken for a head."""
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_JOURNAL = re.compile(r"^(?:\S+|\w{3} [ \d]\d \d\d:\d\d:\d\d) \S+ [\w.-]+\[\d+\]: |^[\w.-]+ +\| ")
"""What the system's journal or docker sets before each line, those that go on with a message too."""
_BRACKET = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[\]{}]')

Meaning = Literal["in", "out", "open", "close"]


class Grammar(msgspec.Struct, frozen=True):
    """What the lines of one kind of log look like."""

    message: re.Pattern[str]
    """
    Groups `stamp`, `verb`, `text` and perhaps `station` and `connection`; where there is no stamp, the frame
    has the time BEGINNING.
    """
    begins: re.Pattern[str]
    """Where any record of the log begins; other lines go on with the record before."""
    verbs: dict[str, Meaning]
    about: re.Pattern[str] | None = None
    """Lines that ought to match `message`, though they hold no frame."""
    links: re.Pattern[str] | None = None
    """Lines about links, where they look different; the same groups without `text`."""
    is_utc: bool = False
    """Its times name no zone and are UTC."""
    is_either_side: bool = False
    """Chargers write such logs as well as CSMSs, and `in` is what the writer received."""
    opens_below: bool = False
    """A frame may begin on the line after its head; a blank line ends it."""
    without_content: str = ""
    """The code of why a message is named and has no frame; empty where any text counts as received."""

    def finds(self, line: str) -> bool:
        """Whether the line is a message of such a log."""
        return at_head(self.message, line) is not None


class Line(NamedTuple):
    """A line of a log as text, without colours."""

    number: int
    text: str


def numbered(lines: Iterable[bytes]) -> Iterator[Line]:
    """The lines with their numbers."""
    for number, raw in enumerate(lines, 1):
        text = raw.decode("utf-8", "backslashreplace").rstrip("\r\n")
        yield Line(number, _COLOUR.sub("", text) if "\x1b" in text else text)


class _Record:
    """A message that is not whole yet."""

    def __init__(self, line: int, found: re.Match[str], text: str) -> None:
        self.line, self.found = line, found
        self._parts = [text]
        self._characters = len(text)
        self._depth = _depth_of(text)

    @property
    def text(self) -> str:
        return "\n".join(self._parts).strip()

    @property
    def is_whole(self) -> bool:
        return (
            (self._depth <= 0 and self._characters > 0)
            or len(self._parts) >= _MOST_LINES
            or self._characters >= _MOST_CHARACTERS
        )

    def add(self, line: str) -> None:
        line = _JOURNAL.sub("", line)
        self._parts.append(line)
        self._characters += len(line.strip())
        self._depth += _depth_of(line)


def at_head(pattern: re.Pattern[str], line: str) -> re.Match[str] | None:
    """What a line begins with, looked for in no more of it than a head may be long."""
    return pattern.search(line, 0, LONGEST_HEAD)


def whole(found: re.Match[str], group: str, text: str) -> str:
    """The last group of what was found at the head, with what follows it in the line."""
    return text + found.string[LONGEST_HEAD:] if text and found.end(group) == LONGEST_HEAD else text


def is_one_line(text: str) -> bool:
    """Whether what begins here ends here."""
    # brackets inside strings rarely differ in number, and then they are told apart
    return text.count("[") == text.count("]") or _depth_of(text) <= 0


def _depth_of(text: str) -> int:
    return sum((mark in "[{") - (mark in "]}") for mark in _BRACKET.findall(text) if len(mark) == 1)


def read_log(grammar: Grammar, lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a log in that grammar."""
    reading = _Reading(grammar, notes)
    for number, line in numbered(lines):
        if reading.goes_on(line):
            if reading.is_whole:
                yield reading.taken()
            continue
        if reading.held is not None:
            yield reading.taken()
        if found := reading.begun(number, line):
            yield found
    if reading.held is not None:
        yield reading.taken()


class _Reading:
    """What is known of one log between two of its lines."""

    def __init__(self, grammar: Grammar, notes: LogNotes) -> None:
        self._grammar, self._notes = grammar, notes
        self._stamps = Stamps(notes, is_utc=grammar.is_utc)
        self._sides = Sides(notes.turned) if grammar.is_either_side else None
        self.held: _Record | None = None
        """A message of which lines may follow."""

    def begun(self, number: int, line: str) -> Found | None:
        """What a line gives that goes on with no message before it; None where it is to be held, or left."""
        grammar, notes = self._grammar, self._notes
        found = at_head(grammar.message, line) or (grammar.links and at_head(grammar.links, line))
        if not found:
            if grammar.about and at_head(grammar.about, line) and not holds_frame(line):
                return notes.reject(number, because("line_unreadable"), line)
            return unread(notes, number, line)
        text = found.groupdict().get("text") or ""
        text = whole(found, "text", text).rstrip()
        if grammar.verbs[found["verb"].lower()] in {"open", "close"}:
            return self._found(number, found, text)
        if grammar.opens_below and text[:1] != "[":
            self.held = _Record(number, found, "")
            return None
        if is_one_line(text):
            return self._found(number, found, text)
        self.held = _Record(number, found, text)
        return None

    def goes_on(self, line: str) -> bool:
        """Whether the line goes on with a message that is held; then it is added to it."""
        grammar = self._grammar
        if self.held is None or at_head(grammar.begins, line) or at_head(grammar.message, line):
            return False
        if self._grammar.opens_below and not line.strip():
            return False
        self.held.add(line)
        return True

    @property
    def is_whole(self) -> bool:
        """Whether nothing more can belong to the held message."""
        return self.held is not None and self.held.is_whole

    def taken(self) -> Found:
        """The held message, which is whole or cut off."""
        record, self.held = self.held, None
        assert record is not None  # noqa: S101 - asked only then
        self._notes.torn += not record.is_whole and bool(record.text)
        return self._found(record.line, record.found, record.text)

    def _found(self, line: int, found: re.Match[str], text: str) -> Found:
        notes, groups = self._notes, found.groupdict()
        stamp = groups["stamp"]
        try:
            at = self._stamps.read(stamp) if stamp else BEGINNING
        except ValueError as error:
            return notes.reject(line, why(error), f"{found.string}\n{text}")
        station = groups.get("station") or notes.station
        if not station:
            return notes.reject(line, because("unnamed"), found.string)
        named = groups.get("connection")
        direction = self._grammar.verbs[groups["verb"].lower()]
        if direction == "open":
            notes.links[station] = named or str(at)
            return opened(station, at, notes.links[station])
        if direction == "close":
            return closed(station, at, named or notes.links.pop(station, ""))
        if self._grammar.without_content and text[:1] != "[":
            return notes.reject(line, because(self._grammar.without_content), found.string)
        if self._sides is not None:
            direction = self._sides.direction(station, direction, text)
        if direction == "out" and '"currentTime"' in text:
            compare_clocks(notes, stamp or "", at, text)
        return Frame(station, at, direction, text, named or notes.links.get(station, ""))
