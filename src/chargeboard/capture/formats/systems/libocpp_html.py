"""
The same log of libocpp (EVerest) as HTML: a row of a table for each frame, its JSON over many lines.

In the raw one the frame stands where the other has the action.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

from chargeboard.capture.formats.reading import Found, LogNotes, because, closed, opened, unread, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.capture.formats.text_log import at_head, numbered
from chargeboard.domain.frame import Frame

BEGINS = re.compile(r'<tr class="(?:ChargePoint|CentralSystem|SYS)"> ?<td>\d{4}-\d\d-\d\dT')
_ENDS = "</tr>"
_TO_END = r"(?:[^<]++|<(?!/b></td>|/pre></td>))*+"
"""A cell, which a raw log does not escape."""
_ROW = re.compile(
    r'<tr class="(?P<who>ChargePoint|CentralSystem|SYS)"> ?<td>(?P<stamp>[^<]+)</td> ?<td>[^<]*</td> ?'
    rf"<td><b>(?P<left>{_TO_END})</b></td> ?<td><b>(?P<right>{_TO_END})</b></td> ?"
    rf'<td><pre lang="json">(?P<text>{_TO_END})</pre></td> ?</tr>'
)
_MOST_CHARACTERS = 1 << 24


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a page."""
    stamps = Stamps(notes, is_utc=True)
    held: list[str] = []
    begun = begun_at = characters = 0
    for number, line in numbered(lines):
        begins = at_head(BEGINS, line)
        if begins and held:
            yield notes.reject(begun, because("row_cut_off"), "\n".join(held))
            held.clear()
        if begins:
            begun, begun_at, characters = number, begins.start(), 0
        elif not held:
            if rejected := unread(notes, number, line):
                yield rejected
            continue
        held.append(line)
        characters += len(line)
        if _ENDS in line or characters > _MOST_CHARACTERS:
            if found := _found(begun, "\n".join(held)[begun_at:], notes, stamps):
                yield found
            held.clear()
    if held:
        yield notes.reject(begun, because("row_cut_off"), "\n".join(held))


def _found(line: int, row: str, notes: LogNotes, stamps: Stamps) -> Found | None:
    cells = _ROW.match(row)
    if cells is None:
        return notes.reject(line, because("html_row_unreadable"), row)
    said = _unescaped(cells["left"] or cells["right"]).strip()
    text = _unescaped(cells["text"]).strip() or (said if said[:1] == "[" else "")
    is_link = cells["who"] == "SYS"
    if is_link and said not in {"Connected", "Disconnected"}:
        notes.other_lines += 1
        return None
    try:
        at = stamps.read(cells["stamp"])
    except ValueError as error:
        return notes.reject(line, why(error), row)
    station = notes.station
    if not station:
        return notes.reject(line, because("unnamed"), row)
    if said == "Connected" and is_link:
        notes.links[station] = str(at)
        return opened(station, at, str(at))
    if is_link:
        return closed(station, at, notes.links.pop(station, ""))
    if not text:
        return notes.reject(line, because("head_without_frame"), row)
    direction: Literal["in", "out"] = "in" if cells["who"] == "ChargePoint" else "out"
    return Frame(station, at, direction, text, notes.links.get(station, ""))


def _unescaped(text: str) -> str:
    """The writer escapes these two and nothing else."""
    return text.replace("&lt;", "<").replace("&gt;", ">")
