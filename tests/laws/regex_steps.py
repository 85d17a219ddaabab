"""
How many steps does a pattern take?

A matcher that goes as CPython's does, backtracking in the same order, and counts: so that a pattern can be
shown to be linear without a clock. It knows what our patterns use, and says so where one uses more.
"""

from __future__ import annotations

import re
from re import _constants as c
from re import _parser as parser

SINGLE = {c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN}


class Steps:
    """One pattern, and how many steps were taken so far."""

    def __init__(self, pattern):
        self.tree, self.flags = parser.parse(pattern.pattern, pattern.flags), pattern.flags
        self.count = 0
        self.text, self.groups, self._fits = "", {}, {}
        self._ends = {
            c.AT: self._at,
            c.SUBPATTERN: self._group,
            c.BRANCH: self._branch,
            c.ASSERT: self._held,
            c.ASSERT_NOT: self._not_held,
            c.ATOMIC_GROUP: self._atomic,
            c.GROUPREF: self._reference,
            c.MAX_REPEAT: self._greedy,
            c.MIN_REPEAT: self._lazy,
            c.POSSESSIVE_REPEAT: self._possessive,
        }

    def search_all(self, text):
        """All matches, as `finditer` finds them; (start, end) of each."""
        at, found = 0, []
        while at <= len(text):
            self.count += 1
            end = self.match(text, at)
            if end is not None:
                found.append((at, end))
            at = at + 1 if end is None or end == at else end
        return found

    def match(self, text, at=0):
        """Where the pattern ends that begins there, as `match` finds it."""
        self.text, self.groups = text, {}
        return next(self._sequence(self.tree, at), None)

    def _sequence(self, items, at, first=0):
        """Where the items from the first on can end, in the order in which they are tried."""
        while first < len(items) and items[first][0] in SINGLE:
            self.count += 1
            if not self._one(items[first], at):
                return
            at, first = at + 1, first + 1
        if first == len(items):
            yield at
            return
        op, value = items[first]
        self.count += 1
        for end in self._ends[op](value, at):
            yield from self._sequence(items, end, first + 1)

    def _group(self, value, at):
        group, added, removed, body = value
        assert not added
        assert not removed
        for end in self._sequence(body, at):
            if group is not None:
                self.groups[group] = (at, end)
            yield end

    def _branch(self, value, at):
        for one in value[1]:
            yield from self._sequence(one, at)

    def _looks(self, value, at):
        direction, body = value
        least, most = body.getwidth()
        assert direction > 0 or least == most
        begin = at if direction > 0 else at - least
        return begin >= 0 and next(self._sequence(body, begin), None) is not None

    def _held(self, value, at):
        if self._looks(value, at):
            yield at

    def _not_held(self, value, at):
        if not self._looks(value, at):
            yield at

    def _atomic(self, value, at):
        end = next(self._sequence(value, at), None)
        if end is not None:
            yield end

    def _reference(self, value, at):
        begin, end = self.groups[value]
        said = self.text[begin:end]
        self.count += len(said)
        if self.text.startswith(said, at):
            yield at + len(said)

    def _possessive(self, value, at):
        least, most, body = value
        times = 0
        while times < most:
            end = next(self._sequence(body, at), None)
            if end is None or (end == at and times >= least):
                break
            at, times = end, times + 1
        if times >= least:
            yield at

    def _greedy(self, value, at, times=0):
        least, most, body = value
        if len(body) == 1 and body[0][0] in SINGLE:
            end = at
            while end - at < most and self._one(body[0], end):
                self.count += 1
                end += 1
            for stop in range(end, at + least - 1, -1):
                self.count += 1
                yield stop
            return
        if times < most:
            for end in self._sequence(body, at):
                if end > at or times < least:
                    yield from self._greedy(value, end, times + 1)
        if times >= least:
            yield at

    def _lazy(self, value, at):
        least, most, body = value
        assert len(body) == 1
        assert body[0][0] in SINGLE
        times = 0
        while times < least or times <= most:
            self.count += 1
            if times >= least:
                yield at + times
            if not self._one(body[0], at + times):
                return
            times += 1

    def _one(self, item, at):
        if at >= len(self.text):
            return False
        key = (id(item), self.text[at])
        if key not in self._fits:
            self._fits[key] = self._is_of(*item, self.text[at])
        return self._fits[key]

    def _is_of(self, op, value, char):
        forms = {char, char.lower(), char.upper()} if self.flags & re.IGNORECASE else {char}
        codes = {ord(form) for form in forms if len(form) == 1}
        match op:
            case c.LITERAL:
                return value in codes
            case c.NOT_LITERAL:
                return value not in codes
            case c.ANY:
                return char != "\n" or bool(self.flags & re.DOTALL)
        return (value[0][0] is c.NEGATE) is not any(_is_in(one, codes, char) for one in value)

    def _at(self, value, at):
        text = self.text
        holds = {
            c.AT_END_STRING: at == len(text),
            c.AT_END: text[at:] in {"", "\n"},
            c.AT_BEGINNING_STRING: at == 0,
            c.AT_BEGINNING: at == 0 or bool(self.flags & re.MULTILINE and text[at - 1] == "\n"),
            c.AT_BOUNDARY: self._is_word(at - 1) is not self._is_word(at),
        }
        if holds[value]:
            yield at

    def _is_word(self, at):
        return 0 <= at < len(self.text) and (self.text[at].isalnum() or self.text[at] == "_")


def _is_in(one, codes, char):
    op, value = one
    match op:
        case c.NEGATE:
            return False
        case c.LITERAL:
            return value in codes
        case c.RANGE:
            return any(value[0] <= code <= value[1] for code in codes)
        case c.CATEGORY:
            name = str(value)
            kinds = {"DIGIT": char.isdigit(), "SPACE": char.isspace(), "WORD": char.isalnum() or char == "_"}
            return next(holds for kind, holds in kinds.items() if name.endswith(kind)) is not (
                "_NOT_" in name
            )
    raise NotImplementedError(op)
