"""
How is a charger found by a part of a word?

By three characters that stand one behind the other in what it is found by: each of its places begins such a
gram, shorter ones at the end, so that one or two characters begin some gram too.
"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.fleet_span import SpanWanted
from chargeboard.metrics.fleet import tag_word
from chargeboard.store.sql.database.connection import Database

_LONG = 3
_BEHIND = "\U0010ffff"
_RARE = 20
_OFTEN = 1_000
"""A gram that so many have is not counted further."""


def grams(text: str) -> frozenset[str]:
    """What a text is found by."""
    return frozenset(text[at : at + _LONG] for at in range(len(text)))


def words_of(wanted: FleetWanted | SpanWanted) -> list[str]:
    """What is looked for, all of it."""
    words = wanted.text.casefold().split()
    return [*words, tag_word(wanted.tag)] if wanted.tag else words


def is_found(text: str, words: Sequence[str]) -> bool:
    """Whether each word is a part of the text."""
    return all(word in text for word in words)


def rarest(db: Database, words: Sequence[str]) -> dict[str, str]:
    """The gram of the words that the fewest have, as a range of grams."""
    begins = {word[at : at + _LONG] for word in words for at in range(max(1, len(word) - _LONG + 1))}
    fewest, rare = _OFTEN + 1, ""
    for gram in sorted(begins):
        number = db.sql.fleet_gram_count(db.connection, gram=gram, behind=gram + _BEHIND, most=_OFTEN)
        if number < fewest:
            fewest, rare = number, gram
        if number <= _RARE:
            break
    return {"gram": rare, "behind": rare + _BEHIND}
