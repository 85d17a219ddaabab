"""What does a name say about its value?"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from chargeboard.capture.redaction.table import (
    ALWAYS,
    CLEAR_ENDINGS,
    FIELDS,
    FREE,
    KINDS,
    LAST_WORDS,
    NAMING,
    Field,
    Way,
)

_MOST_KNOWN = 20_000
_LONGEST_KNOWN = 100
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Place(NamedTuple):
    """A field that is only meant in some places; names as they are written together."""

    way: Way
    within: frozenset[str]
    not_within: frozenset[str]
    only_in: frozenset[str]
    not_in: frozenset[str]

    def is_at(self, around: AbstractSet[str], action: str | None) -> bool:
        """Whether that is here: inside fields of such names, in a call of that action."""
        return (
            (not self.within or not self.within.isdisjoint(around))
            and self.not_within.isdisjoint(around)
            and (not self.only_in or action in self.only_in)
            and action not in self.not_in
        )


class Told(NamedTuple):
    """What a name says by itself, and what it says in some places."""

    name: str
    """As it is written together."""
    way: Way | None = None
    places: tuple[Place, ...] = ()
    is_naming: bool = False
    """It says which setting its neighbours belong to."""
    is_telling: bool = False
    """What is around or inside it has to be looked at."""


class Rules(NamedTuple):
    """What an installation adds: names of fields and settings, tokens, and whether evidence is kept."""

    hide: tuple[str, ...] = ()
    leave: tuple[str, ...] = ()
    tokens_in_clear: tuple[str, ...] = ()
    keep_signed: bool = False


_NO_RULES = Rules()


class Vocabulary:
    """All names that were asked for, and what they say."""

    def __init__(self, rules: Rules = _NO_RULES) -> None:
        self._hidden = {plain(name) for name in rules.hide}
        self._pairs = {frozenset(map(plain, name.split(".", 1))) for name in rules.hide if "." in name}
        self.has_pairs = bool(self._pairs)
        self._left = {plain(name) for name in rules.leave}
        self._known: dict[str, Told] = {}
        self._kinds: dict[str, Way | None] = {}

    def __call__(self, name: str) -> Told:
        """What a field of that name holds."""
        known = self._known.get(name)
        if known is None:
            known = self._judged(name)
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            if len(name) <= _LONGEST_KNOWN:
                self._known[name] = known
        return known

    def of_setting(self, names: Sequence[str]) -> Way | None:
        """What a setting of that name holds, or one of that component and variable."""
        for name in names:
            way = self._kinds[name] if name in self._kinds else self._remembered(name)
            if way is not None:
                return way
        if self._pairs and frozenset(map(plain, names)) in self._pairs:
            return "mask"
        return None

    def _remembered(self, name: str) -> Way | None:
        way = self._by_kind(name)
        if len(self._kinds) >= _MOST_KNOWN:
            self._kinds.clear()
        if len(name) <= _LONGEST_KNOWN:
            self._kinds[name] = way
        return way

    def _judged(self, name: str) -> Told:
        one = plain(name)
        is_naming, is_telling = one in NAMING, one in FREE or one in _ABOVE or one in _SIGNED
        if one in self._hidden:
            return Told(one, "mask")
        if one in self._left:
            return Told(one, None, (), is_naming, is_telling)
        places = _PLACES.get(one, ())
        is_telling = is_telling or any(not place.within for place in places)
        return Told(one, _EVERYWHERE.get(one) or self._by_kind(name), places, is_naming, is_telling)

    def _by_kind(self, name: str) -> Way | None:
        one = plain(name)
        if one in self._hidden:
            return "mask"
        if one in self._left:
            return None
        if any(stem in one for stem in _ALWAYS):
            return "mask"
        words = [word.lower() for word in _WORD.findall(name)]
        if words and words[-1] in _CLEAR_ENDINGS:
            return None
        last = set(_last_of(words))
        for kind in _KINDS:
            if any(stem in one for stem in kind.stems) or not kind.words.isdisjoint(last):
                return kind.way
        return None


def _last_of(words: Sequence[str]) -> Iterator[str]:
    """The last word of a name, and those before what changes nothing."""
    for word in reversed(words):
        yield word
        if word not in _LAST_WORDS and not word.isdecimal():
            return


def plain(name: str) -> str:
    """A name without what only sets its words apart."""
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _plain_all(names: str) -> frozenset[str]:
    return frozenset(map(plain, names.split()))


class _Stems(NamedTuple):
    """A kind, taken apart."""

    way: Way
    stems: tuple[str, ...]
    words: frozenset[str]


def _is_bounded(field: Field) -> bool:
    return bool(field.within or field.only_in or field.not_in or field.not_within)


_KINDS = [_Stems(kind.way, tuple(kind.stems.split()), frozenset(kind.words.split())) for kind in KINDS]
_ALWAYS = tuple(ALWAYS.split())
_CLEAR_ENDINGS, _LAST_WORDS = frozenset(CLEAR_ENDINGS.split()), frozenset(LAST_WORDS.split())
_EVERYWHERE = {
    name: field.way for field in FIELDS if not _is_bounded(field) for name in _plain_all(field.names)
}
_PLACES: dict[str, tuple[Place, ...]] = {}
for _field in filter(_is_bounded, FIELDS):
    _place = Place(
        _field.way,
        _plain_all(_field.within),
        _plain_all(_field.not_within),
        frozenset(_field.only_in.split()),
        frozenset(_field.not_in.split()),
    )
    for _name in _plain_all(_field.names):
        _PLACES[_name] = (*_PLACES.get(_name, ()), _place)
_ABOVE = frozenset[str]().union(*(_plain_all(field.within) for field in FIELDS))
_SIGNED = frozenset({"signedmeterdata"})
