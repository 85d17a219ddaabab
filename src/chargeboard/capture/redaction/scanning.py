"""
Which parts of a text are to be hidden?

Piece by piece, whatever the text is: a name is a string before a colon, and what is around it is remembered
while it is open. A string that holds such text is read the same way, and so on inwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import TypeAlias

from chargeboard.capture.redaction.loose import pairs
from chargeboard.capture.redaction.shapes import Hide, everywhere, in_vendors_own
from chargeboard.capture.redaction.strings import Edit, inner_of, is_json, value_of
from chargeboard.capture.redaction.table import FREE, HELD, NAMING, PARTS, TEXTS, Way
from chargeboard.capture.redaction.vocabulary import Place, Rules, Told, Vocabulary, plain

_PIECE = re.compile(r'"((?:[^"\\]++|\\.)*+\\?)(?:"|\Z)|([{}\[\],:])|([^\s"{}\[\],:]++)', re.DOTALL)
_NUMBER = re.compile(r"-?\d[\d.eE+-]*")
_OCMF_ID = re.compile(r'"ID"\s*+:\s*+"(?P<value>[^"\\]++)')
_VENDORS = frozenset({"DataTransfer"})
_STRING, _SIGN, _BARE = 1, 2, 3
_DEEPEST = 16
"""Strings inside strings."""
_MOST_OPEN = 200
"""Objects and lists inside each other."""

_Value: TypeAlias = tuple[int, int, str | None]
"""Where a value stands, and the string that it is; None: a number."""


class _Box:
    """An object or a list that is open."""

    __slots__ = ("format", "is_free", "name", "names", "names_inside", "signed", "values", "way")

    def __init__(self, name: str, way: Way | None, *, is_free: bool) -> None:
        self.name, self.way, self.is_free = name, way, is_free
        self.names: list[str] | None = None
        """Which settings it names."""
        self.names_inside: list[str] | None = None
        """Which the objects in it name."""
        self.values: list[_Value] | None = None
        """Where values of settings stand that nobody named yet, and what they are."""
        self.format = ""
        self.signed: tuple[int, int, str] | None = None
        """A value that is signed data, if its format says so."""


class Scan:
    """The edits of one text."""

    def __init__(
        self,
        vocabulary: Vocabulary,
        rules: Rules,
        hide: Hide,
        *,
        action: str | None = None,
        is_free: bool = False,
        depth: int = 0,
    ) -> None:
        self._vocabulary, self._rules, self._hide = vocabulary, rules, hide
        self._action, self._depth = action, depth
        self._is_free = is_free
        self._boxes = [_Box("", None, is_free=is_free)]
        self._around: Counter[str] = Counter()
        """The names of the boxes."""
        self._edits: list[Edit] = []
        self._text = ""
        self._name = ""
        """The name whose value comes next, as it is written together; empty: none does."""
        self._told = Told("")
        self._deeper = 0
        """How many objects and lists are open inside the deepest that is looked at."""
        self._element = 0
        """Which one of a frame's."""

    def edits(self, text: str) -> list[Edit]:
        """What to replace in the text."""
        self._text = text
        held: tuple[int, int, str] | None = None  # a string that may turn out to be a name
        for found in _PIECE.finditer(text):
            kind = found.lastindex or _BARE
            piece = found[kind]
            if held is not None:
                if piece == ":" and kind == _SIGN:
                    self._begin_value(value_of(held[2]))
                    held = None
                    continue
                self._string(*held)
                held = None
            if kind == _STRING:
                held = (*found.span(kind), piece)
            elif kind == _BARE:
                self._bare(found.start(), found.end(), piece)
            elif piece in "{[":
                self._open()
            elif piece in "}]":
                self._close()
            elif piece == ",":
                self._name = ""
                self._element += len(self._boxes) == 2
        if held is not None:
            self._string(*held)
        self._deeper = 0
        while len(self._boxes) > 1:
            self._close()
        self._judge(self._boxes[0])
        return self._edits

    def _begin_value(self, name: str) -> None:
        self._told = self._vocabulary(name)
        self._name = self._told.name or "?"

    def _open(self) -> None:
        if len(self._boxes) > _MOST_OPEN:
            self._deeper += 1
            return
        above = self._boxes[-1]
        way = above.way
        name = self._name
        if name:
            own = self._told.way or self._by_place(self._told.places)
            way = own or (way if way == "mask" else None)
            self._around[name] += 1
        self._boxes.append(_Box(name, way, is_free=above.is_free or name in FREE))
        self._name = ""

    def _close(self) -> None:
        self._name = ""
        if self._deeper:
            self._deeper -= 1
            return
        if len(self._boxes) == 1:
            self._judge(self._boxes[0])
            return
        box = self._boxes.pop()
        if box.name:
            self._around[box.name] -= 1
            if not self._around[box.name]:
                del self._around[box.name]
        self._judge(box)
        above = self._boxes[-1]
        if box.name and box.names:
            if above.names_inside is None:
                above.names_inside = []
            above.names_inside += box.names
        if box.values:
            if above.values:
                above.values += box.values
            else:
                above.values = box.values

    def _judge(self, box: _Box) -> None:
        """What was named in a box tells what its values are."""
        self._see_signed(box)
        if box.values and (box.names or box.names_inside):
            way = self._vocabulary.of_setting([*(box.names or ()), *(box.names_inside or ())])
            if way is not None:
                for start, end, escaped in box.values:
                    self._replace(way, start, end, escaped)
            box.values = None

    def _hold(self, box: _Box, value: _Value) -> None:
        if box.values is None:
            box.values = []
        box.values.append(value)

    def _see_signed(self, box: _Box) -> None:
        if box.signed is not None and box.format == "signeddata" and not self._rules.keep_signed:
            start, end, escaped = box.signed
            self._sign(start, end, escaped)

    def _sign(self, start: int, end: int, escaped: str) -> None:
        """Of readable signed data the token is hidden, of other all."""
        if "OCMF|" not in escaped:
            self._replace("mask", start, end, escaped)

    def _bare(self, start: int, end: int, bare: str) -> None:
        if _NUMBER.fullmatch(bare):
            way = self._way()
            if way is not None:
                self._replace(way, start, end, None)
            elif self._name in HELD:
                self._hold(self._boxes[-1], (start, end, None))
            elif self._boxes[-1].is_free and len(bare) > 12:
                self._edits += (
                    Edit(start, end, f'"{edit.by}"')
                    for edit in in_vendors_own(bare, self._hide)
                    if (edit.start, edit.end) == (0, len(bare))
                )
        self._name = ""

    def _string(self, start: int, end: int, escaped: str) -> None:
        box, name = self._boxes[-1], self._name
        self._name = ""
        if not name and self._action is None and len(self._boxes) == 2 and self._element in {1, 2}:
            self._begin_frame(escaped)
            return
        way = self._way_of(name, box)
        if way is not None:
            self._replace(way, start, end, escaped)
            return
        if name in NAMING:
            if box.names is None:
                box.names = []
            box.names.append(value_of(escaped))
        elif name in HELD:
            self._hold(box, (start, end, escaped))
            if name == "value":
                box.signed = (start, end, escaped)
        elif name == "format":
            box.format = plain(escaped)
        elif name == "signedmeterdata" and not self._rules.keep_signed:
            self._sign(start, end, escaped)
            if "OCMF|" not in escaped:
                return
        is_said = name in TEXTS or (not name and len(self._boxes) == 2)  # that of an error is a frame's own
        self._edits += self._inside(
            start, escaped, is_free=box.is_free or name in FREE, is_said=is_said and "=" in escaped
        )

    def _begin_frame(self, escaped: str) -> None:
        """A frame's id stays as it is; what comes behind it is its action."""
        if self._element == 2:
            self._action = value_of(escaped)
            self._boxes[-1].is_free = self._action in _VENDORS

    def _inside(self, start: int, escaped: str, *, is_free: bool, is_said: bool) -> Iterator[Edit]:
        """What is to be hidden inside a string; `is_said`: it may say `name=value`."""
        if len(escaped) < 4 or self._depth >= _DEEPEST:
            return
        inner = inner_of(escaped)
        text = inner.text
        edits: list[Edit] = []
        is_text = is_free or is_said
        if '"' in text and ":" in text:
            is_text = not is_json(text) or is_said
            if "OCMF|" in text:
                if self._rules.keep_signed:
                    return
                edits += (
                    Edit(*one.span("value"), self._hide("hash", one["value"]))
                    for one in _OCMF_ID.finditer(text)
                )
            edits += Scan(
                self._vocabulary,
                self._rules,
                self._hide,
                action=self._action or "",
                is_free=is_free,
                depth=self._depth + 1,
            ).edits(text)
        if is_free:
            edits += in_vendors_own(text, self._hide)
        if is_text:
            edits += pairs(text, self._vocabulary, self._hide)
        edits += everywhere(text, self._hide)
        for edit in edits:
            outer = inner.outer(edit)
            yield Edit(start + outer.start, start + outer.end, outer.by)

    def _way(self) -> Way | None:
        return self._way_of(self._name, self._boxes[-1])

    def _way_of(self, name: str, box: _Box) -> Way | None:
        """What becomes of a value of that name here."""
        if not name:
            return box.way
        told = self._told
        way = told.way or (self._by_place(told.places) if told.places else None)
        if way is None and (box.way == "mask" or (box.way == "hash" and name in PARTS)):
            return box.way
        return way

    def _by_place(self, places: tuple[Place, ...]) -> Way | None:
        return next((place.way for place in places if place.is_at(self._around.keys(), self._action)), None)

    def _replace(self, way: Way, start: int, end: int, escaped: str | None) -> None:
        """A string's value is replaced inside its quotes, a number by a string."""
        if escaped is None:
            self._edits.append(Edit(start, end, f'"{self._hide(way, self._text[start:end])}"'))
            return
        value = value_of(escaped)
        hidden = self._hide(way, value)
        if hidden != value:
            self._edits.append(Edit(start, end, hidden))
