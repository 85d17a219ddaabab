"""
What does a JSON string say, and where in the text does each of its characters stand?

A string may hold JSON again, escaped once more; what is found in there is replaced where it stands in the
frame, so that no other byte changes.
"""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|.)|\\\Z", re.DOTALL)
_SHORT = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f"}


class Edit(NamedTuple):
    """What stands from `start` to `end` is replaced."""

    start: int
    end: int
    by: str


class Inner(NamedTuple):
    """The text that an escaped one stands for."""

    text: str
    begins: Sequence[int]
    """Where a run of characters begins that stand as they are, in the text; the escapes are between."""
    places: Sequence[int]
    """Where that is in the escaped one."""
    end: int

    def outer(self, edit: Edit) -> Edit:
        """The edit in the escaped text."""
        by = json.dumps(edit.by)[1:-1] if '"' in edit.by else edit.by
        return Edit(self._place(edit.start), self._place(edit.end), by)

    def _place(self, at: int) -> int:
        if at >= len(self.text):
            return self.end
        run = bisect_right(self.begins, at) - 1
        return self.places[run] + at - self.begins[run]


def inner_of(escaped: str) -> Inner:
    """The text that a string stands for, half of a pair of surrogates as it is."""
    if "\\" not in escaped:
        return Inner(escaped, [0], [0], len(escaped))
    parts: list[str] = []
    # of a large message there are millions
    begins, places = array("I"), array("I")
    length = at = 0
    for found in _ESCAPE.finditer(escaped):
        if found.start() > at:
            begins.append(length)
            places.append(at)
            parts.append(escaped[at : found.start()])
            length += found.start() - at
        begins.append(length)
        places.append(found.start())
        parts.append(_meant(found[0]))
        length += 1
        at = found.end()
    if at < len(escaped):
        begins.append(length)
        places.append(at)
        parts.append(escaped[at:])
    return Inner("".join(parts), begins, places, len(escaped))


def _meant(escape: str) -> str:
    if len(escape) == len("\\u0000"):
        return chr(int(escape.removeprefix("\\u"), 16))
    return _SHORT.get(escape[1:], escape[1:]) or "\\"


def value_of(escaped: str) -> str:
    """What a string stands for; itself where that cannot be told."""
    if "\\" not in escaped:
        return escaped
    try:
        return str(json.loads(f'"{escaped}"', strict=False))
    except ValueError:
        return escaped


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text with its edits made; of those that overlap the first, or the longer."""
    parts: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda one: (one.start, -one.end)):
        if edit.start >= at:
            parts += (text[at : edit.start], edit.by)
            at = edit.end
    if not parts:
        return text
    parts.append(text[at:])
    return "".join(parts)


UNREADABLE = (msgspec.DecodeError, RecursionError, UnicodeEncodeError)
"""What a decoder says of a text that is no JSON, is too deep, or has half a pair of surrogates."""


def is_json(text: str) -> bool:
    """Whether the text is well formed."""
    try:
        msgspec.json.decode(text)
    except UNREADABLE:
        return False
    return True
