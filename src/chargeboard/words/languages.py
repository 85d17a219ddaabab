"""Which language is spoken now?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from gettext import NullTranslations
from typing import Protocol


class Translations(Protocol):
    """A catalogue of gettext: messages by their context, which is the full code of the sentence."""

    def pgettext(self, context: str, message: str, /) -> str: ...

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int, /) -> str: ...


@dataclass(frozen=True, eq=False)
class Language:
    """A language by its tag (BCP 47), and what it makes of the English sentences."""

    tag: str
    translations: Translations


ENGLISH = Language("en", NullTranslations())
SPOKEN: ContextVar[Language] = ContextVar("SPOKEN", default=ENGLISH)


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """All that is said inside is said in that language."""
    token = SPOKEN.set(language)
    try:
        yield
    finally:
        SPOKEN.reset(token)
