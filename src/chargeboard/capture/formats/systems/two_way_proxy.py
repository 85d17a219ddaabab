"""
ocpp-2w-proxy's log: `2026-06-01 10:00:00 DEBUG ocpp_2w_proxy.traffic: ID charger -> Call Heartbeat id=7 {}`,
in local time to the second. The content is a Python literal, and only there at DEBUG with `log_payloads`;
of id tags it keeps the last four characters.

What it says to and hears from its backends is the same traffic once more, and left.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from typing import Literal

from chargeboard.capture.formats.reading import Found, LineError, LogNotes, because, framed, unread, why
from chargeboard.capture.formats.stamps import STAMP, Stamps, compare_clocks
from chargeboard.capture.formats.text_log import at_head, numbered, whole
from chargeboard.domain.frame import Frame

LINE = re.compile(
    rf"(?P<stamp>{STAMP})\s+\w+\s+ocpp_2w_proxy\.traffic:\s+(?P<station>\S*)\s+"
    r"(?P<way>charger ->|-> charger|-> \S+|<- \S+)\s+"
    r"(?P<kind>CallResult|CallError|Call)\b\s*(?P<rest>.*)"
)
_REST = re.compile(r"(?P<what>\S+ )?id=(?P<id>\S+)\s*(?P<content>.*)")
_DESCRIPTION = re.compile(r"None|'(?:[^'\\]++|\\.)*+'|" r'"(?:[^"\\]++|\\.)*+"')


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a log."""
    stamps = Stamps(notes)
    for number, line in numbered(lines):
        found = at_head(LINE, line)
        if found is None:
            if rejected := unread(notes, number, line):
                yield rejected
        elif "charger" not in found["way"]:
            notes.other_lines += 1
        else:
            yield _found(number, found, notes, stamps)


def _found(line: int, found: re.Match[str], notes: LogNotes, stamps: Stamps) -> Found:
    try:
        at, text = stamps.read(found["stamp"]), _text_of(found["kind"], whole(found, "rest", found["rest"]))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError) as error:
        return notes.reject(line, why(error), found.string)
    station = found["station"] or notes.station
    if not station:
        return notes.reject(line, because("unnamed"), found.string)
    direction: Literal["in", "out"] = "in" if found["way"] == "charger ->" else "out"
    if direction == "out":
        compare_clocks(notes, found["stamp"], at, text)
    return Frame(station, at, direction, text)


def _text_of(kind: str, rest: str) -> str:
    parts = _REST.match(rest)
    if parts is None or not parts["content"]:
        raise LineError("two_way_proxy_without_content")
    content, what = parts["content"], (parts["what"] or "").strip()
    if kind == "CallError":
        description, details = _error_of(content)
        return framed(4, parts["id"], what, description, details)
    payload = ast.literal_eval(content)
    return framed(2, parts["id"], what, payload) if kind == "Call" else framed(3, parts["id"], payload)


def _error_of(content: str) -> tuple[object, object]:
    """The description, as Python prints it, and the details behind it."""
    description = _DESCRIPTION.match(content)
    if description is None or content[description.end() :][:2] != " {":
        raise LineError("two_way_proxy_without_content")
    return ast.literal_eval(description[0]), ast.literal_eval(content[description.end() :].strip())
