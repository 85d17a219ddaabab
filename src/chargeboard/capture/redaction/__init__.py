"""
How are secrets and people kept out of the journal?

Passwords and keys are masked; what stands for a person, a card or a car becomes a keyed hash, so that the
same stays the same and nobody can tell whose it is. What is hidden is replaced where it stands: no other byte
of a frame changes, whether it is JSON or not. Frames that can hold nothing of the kind are told by their
names alone; no character of any other is looked at more often than a few times.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Sequence

import msgspec

from chargeboard.capture.redaction import table
from chargeboard.capture.redaction.hashing import Hashes, key_in
from chargeboard.capture.redaction.loose import pairs
from chargeboard.capture.redaction.ordinary import TOKENS, ordinary
from chargeboard.capture.redaction.scanning import Scan
from chargeboard.capture.redaction.shapes import everywhere
from chargeboard.capture.redaction.strings import UNREADABLE, Edit, edited, is_json
from chargeboard.capture.redaction.table import Way
from chargeboard.capture.redaction.vocabulary import Rules, Vocabulary, plain

__all__ = ["MASK", "Redactor", "Rules", "key_in", "version_of"]

MASK = "***"

_ID = re.compile(r'\s*+\[\s*+\d++\s*+,\s*+"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_NAME = re.compile(r'"([^"]*+)"\s*+:')
_NAMED = re.compile(r'"(?:key|name)"\s*+:\s*+"([^"]*+)"', re.IGNORECASE)
_TOKEN = re.compile(rf'("(?:{"|".join(TOKENS)})"\s*+:\s*+)(?:"([^"]*+)|(-?\d[\d.eE+-]*+))')
_PLAIN = r'\{\s*+(?:"(?:idToken|type)"\s*+:\s*+(?:"[^"]*+"|null)\s*+,?+\s*+)*+\}'
"""An object in which a token has its own name, and nothing else needs to be looked at."""
_PLAIN_OBJECT = re.compile(_PLAIN)
_TOKENS_INSIDE = re.compile(rf'"(?:{"|".join(TOKENS)})"\s*+:\s*+(?!{_PLAIN})[\[{{]')
_LOOKED_INTO = re.compile("signeddata", re.IGNORECASE)
_MOST_PATTERNS = 500
_NO_RULES = Rules()
_CODE_VERSION = 4
"""Raise it when the same table hides something else than before: what is kept is then hidden again."""


def version_of(rules: Rules) -> str:
    """Names the table, the code and the rules by which is hidden."""
    seen = {name: told for name, told in vars(table).items() if name.isupper()}
    for name, told in seen.items():
        if isinstance(told, frozenset):
            seen[name] = sorted(told)
    del seen["IN_CLEAR"]
    said = msgspec.json.encode((_CODE_VERSION, rules, seen), order="sorted")
    return hashlib.blake2b(said, digest_size=8).hexdigest()


class Redactor:
    """Hides what a frame says about people and secrets. Hiding twice is hiding once."""

    def __init__(self, key: bytes, rules: Rules = _NO_RULES) -> None:
        self.key, self.rules = key, rules
        self._hashes = Hashes(key, rules.tokens_in_clear)
        self.hash_of = self._hashes.of
        self.forgotten_name = self._hashes.forgotten_name
        self._vocabulary = Vocabulary(rules)
        self._read_ordinary: Callable[[str], object] = self._read_first
        self._patterns: dict[frozenset[str], re.Pattern[str]] = {}

    def __call__(self, text: str) -> str:
        """The text with its secrets hidden; every other byte as it was."""
        # what a value might hold: an escape, an address, evidence, a name with its value
        if "\\" in text or "@" in text or "=" in text or "igned" in text or "IGNED" in text:
            return self._looked_at(text)
        try:
            self._read_ordinary(text)
        except UNREADABLE:
            return self._looked_at(text)
        if 'dTag"' not in text and 'dToken"' not in text:
            return text
        return self._looked_at(text) if _TOKENS_INSIDE.search(text) else _TOKEN.sub(self._hide_token, text)

    def _read_first(self, text: str) -> object:
        """Makes the decoder, which takes some milliseconds."""
        self._read_ordinary = ordinary({plain(name) for name in (*self.rules.hide, *self.rules.leave)})
        return self._read_ordinary(text)

    def _looked_at(self, text: str) -> str:
        if not is_json(text):
            text = self._scanned(text)
            return self._searched(text, [*pairs(text, self._vocabulary, self._hide)])
        is_plain = (
            "\\" not in text
            and "=" not in text
            and "PRIVATE KEY" not in text
            and not _LOOKED_INTO.search(text)
        )
        plainly = self._by_names(text) if is_plain else None
        text = self._scanned(text) if plainly is None else plainly
        return self._searched(text) if "@" in text else text

    def _searched(self, text: str, edits: Sequence[Edit] = ()) -> str:
        """The text with these edits, and those of what is told anywhere; a frame's id stays what it is."""
        found = _ID.match(text)
        begin = found.end() if found else 0
        return edited(text, [edit for edit in (*edits, *everywhere(text, self._hide)) if edit.start >= begin])

    def _scanned(self, text: str) -> str:
        return edited(text, Scan(self._vocabulary, self.rules, self._hide).edits(text))

    def _by_names(self, text: str) -> str | None:
        """The text where its names alone tell what is to be hidden; None where more has to be looked at."""
        ways: dict[str, Way] = {}
        is_naming = False
        for name in set(_NAME.findall(text)):
            told = self._vocabulary(name)
            if told.is_telling:
                return None
            is_naming = is_naming or told.is_naming
            if told.way is not None:
                ways[name] = told.way
        if is_naming and (self._vocabulary.has_pairs or self._names_secret(text)):
            return None
        if not ways:
            return text
        edits: list[Edit] = []
        for found in self._pattern(frozenset(ways)).finditer(text):
            kind = found.lastgroup
            way = ways[found[1]]
            if kind == "nested":
                if way == "hash" and _PLAIN_OBJECT.match(text, found.start(kind)):
                    continue
                return None
            if kind is not None:
                value = found[kind]
                hidden = self._hide(way, value)
                if hidden != value:
                    edits.append(Edit(*found.span(kind), hidden if kind == "string" else f'"{hidden}"'))
        return edited(text, edits)

    def _names_secret(self, text: str) -> bool:
        return any(self._vocabulary.of_setting([name]) is not None for name in set(_NAMED.findall(text)))

    def _pattern(self, names: frozenset[str]) -> re.Pattern[str]:
        """Finds the values of these names; an object's are found by its own."""
        known = self._patterns.get(names)
        if known is None:
            either = "|".join(map(re.escape, names))
            known = re.compile(
                rf'"({either})"\s*+:\s*+(?:"(?P<string>[^"]*+)"|(?P<number>-?\d[\d.eE+-]*+)|(?P<nested>[\[{{]))'
            )
            if len(self._patterns) >= _MOST_PATTERNS:
                self._patterns.clear()
            self._patterns[names] = known
        return known

    def _hide_token(self, found: re.Match[str]) -> str:
        name, string, number = found.groups()
        if number is not None:
            return f'{name}"{self.hash_of(number)}"'
        return f'{name}"{self._hide("hash", string)}'

    def _hide(self, way: Way, value: str) -> str:
        if value == MASK or not value:
            return value
        if way == "mask":
            return MASK
        return self.hash_of(value) if value.strip() else value
