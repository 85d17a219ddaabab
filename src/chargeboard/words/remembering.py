"""How is a text that is wanted often not made anew each time?"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import TypeVar

from chargeboard.words.languages import SPOKEN, Language

T = TypeVar("T")
_MOST = 2048
"""Texts of one format that are kept: a page has a few hundred, and the next one most of them again."""


def remembered(write: Callable[[T], str]) -> Callable[[T], str]:
    """A format that keeps what it wrote last, by language; equal numbers are written alike."""

    @lru_cache(maxsize=_MOST)
    def in_language(_: Language, value: T) -> str:
        return write(value)

    @wraps(write)
    def told(value: T) -> str:
        return in_language(SPOKEN.get(), value)

    return told
