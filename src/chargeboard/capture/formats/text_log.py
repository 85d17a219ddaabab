"""
How does a server's own log become frames?

A grammar says what a line about OCPP looks like. A frame that is printed over several lines is put together
again; lines about other things are counted and left; a line that is about OCPP and cannot be read is
rejected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

import msgspec

from chargeboard.capture.formats.reading import Found, Source, closed, opened
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import Instant

_MOST_LINES = 2_000
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")

Meaning = Literal["in", "out", "open", "close"]


class Grammar(msgspec.Struct, frozen=True):
    """What the lines of one kind of log look like."""

    message: re.Pattern[str]
    """Groups `stamp`, `station`, `verb`, `text` and perhaps `connection`."""
    begins: re.Pattern[str]
    """Where any record of the log begins; other lines go on with the record before."""
    about: re.Pattern[str]
    """Lines that ought to match `message`."""
    stamp: tuple[str, ...]
    """How its times are written, for `strptime`."""
    verbs: dict[str, Meaning]
    links: re.Pattern[str] | None = None
    """Lines about links, where they look different; the same groups without `text`."""


class _Record(msgspec.Struct):
    line: int
    found: re.Match[str]
    text: str
    lines: int = 1

    @property
    def is_whole(self) -> bool:
        return self.text.rstrip().endswith("]") or self.lines >= _MOST_LINES


def read_log(grammar: Grammar, lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of a log in that grammar."""
    stamps = Stamps(source)
    links = source.links
    held: _Record | None = None
    for number, raw in enumerate(lines, 1):
        line = _COLOUR.sub("", raw.decode("utf-8", "backslashreplace")).rstrip("\r\n")
        if held is not None:
            if not grammar.begins.search(line):
                held = _Record(held.line, held.found, f"{held.text}\n{line}", held.lines + 1)
                if not held.is_whole:
                    continue
                line = ""
            yield _frame(grammar, held, source, stamps, links)
            held = None
        if not line.strip():
            continue
        found = grammar.message.search(line) or (grammar.links and grammar.links.search(line))
        if not found:
            if grammar.about.search(line):
                yield source.reject(number, "an OCPP line that cannot be read", line)
            else:
                source.other_lines += 1
            continue
        record = _Record(number, found, found.groupdict().get("text") or "")
        if grammar.verbs[found["verb"].lower()] in {"open", "close"} or record.is_whole:
            yield _frame(grammar, record, source, stamps, links)
        else:
            held = record
    if held is not None:
        yield _frame(grammar, held, source, stamps, links)


def _frame(grammar: Grammar, record: _Record, source: Source, stamps: Stamps, links: dict[str, str]) -> Found:
    found = record.found
    try:
        at = _instant(grammar, found["stamp"], stamps)
    except ValueError as error:
        return source.reject(record.line, str(error), f"{found.string}\n{record.text}")
    station = found["station"] or source.station
    if not station:
        return source.reject(record.line, "names no charger: give --station", found.string)
    named = found.groupdict().get("connection")
    match grammar.verbs[found["verb"].lower()]:
        case "open":
            links[station] = named or str(at)
            return opened(station, at, links[station])
        case "close":
            return closed(station, at, named or links.pop(station, ""))
        case direction:
            return Frame(station, at, direction, record.text.strip(), named or links.get(station, ""))


def _instant(grammar: Grammar, stamp: str, stamps: Stamps) -> Instant:
    text = re.sub(r"[\sT]+", " ", stamp.replace(",", "."))
    for form in grammar.stamp:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007 - the log names no zone; the operator does
        except ValueError:
            continue
        return stamps.instant(moment)
    raise ValueError(f"no time: {stamp[:40]!r}")
