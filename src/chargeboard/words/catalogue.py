"""What does a room say, by code?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from markupsafe import Markup

from chargeboard.words.languages import ENGLISH, SPOKEN, Language
from chargeboard.words.sentences import Sentence, WordsError, sentence_of


@dataclass(frozen=True, slots=True)
class Plural:
    """A sentence that goes by `n`."""

    singular: str
    plural: str


class Words:
    """The sentences of one room in English, said in the language in force."""

    def __init__(self, room: str, texts: Mapping[str, str | Plural]) -> None:
        """Enter the room into the catalogue; a text is parsed when it is said."""
        self.room = room
        self.texts = texts
        self._parsed: dict[Language, dict[str, Sentence]] = {}
        ROOMS[room] = self

    def __call__(self, code: str, /, **numbers: object) -> str:
        """
        The sentence of a code with its numbers.

        Raises: WordsError for a code that the room does not have, or for wrong placeholders.
        """
        sentence = self._sentence(code, numbers)
        return sentence.template % sentence.values(numbers) if sentence.places else sentence.alone

    def html(self, code: str, /, **numbers: object) -> Markup:
        """A sentence whose text holds marks; what is put in is escaped, unless it is markup itself."""
        sentence = self._sentence(code, numbers)
        return Markup(sentence.template) % sentence.values(numbers)  # noqa: S704 - the text is the project's

    def names(self, code: str) -> frozenset[str]:
        """The placeholders of a sentence."""
        text = self.texts[code]
        if isinstance(text, str):
            return sentence_of(text).names
        forms = (sentence_of(form, is_plural=True) for form in (text.singular, text.plural))
        return frozenset({"n"}).union(*(form.names for form in forms))

    def _sentence(self, code: str, numbers: Mapping[str, object]) -> Sentence:
        language = SPOKEN.get()
        parsed = self._parsed.get(language) or self._parsed.setdefault(language, {})
        sentence = parsed.get(code)
        if sentence is not None and sentence.names == numbers.keys():
            return sentence
        text = self.texts.get(code)
        if isinstance(text, str):
            sentence = parsed[code] = self._simple(code, text)
        elif text is not None and isinstance(number := numbers.get("n"), int):
            sentence = self._plural(code, text, number)
        else:
            raise WordsError(f"{self.room}.{code}: no such code, or a plural without its n")
        if (
            sentence.names != numbers.keys()
            and not sentence.names <= (own := self.names(code)) == numbers.keys()
        ):
            raise WordsError(f"{self.room}.{code} takes {sorted(own)}, was given {sorted(numbers)}")
        return sentence

    def _simple(self, code: str, text: str) -> Sentence:
        language = SPOKEN.get()
        if language is not ENGLISH:
            text = language.translations.pgettext(f"{self.room}.{code}", text)
        return sentence_of(text)

    def _plural(self, code: str, text: Plural, number: int) -> Sentence:
        language = SPOKEN.get()
        if language is ENGLISH:
            form = text.singular if number == 1 else text.plural
        else:
            full = f"{self.room}.{code}"
            form = language.translations.npgettext(full, text.singular, text.plural, number)
        return sentence_of(form, is_plural=True)


ROOMS: dict[str, Words] = {}
"""All rooms that have been loaded, by their names."""


def words_of(room: str) -> Words:
    """The words of a room, loaded where nobody has needed them yet."""
    if room not in ROOMS:
        import_module(f"chargeboard.{room}.words")
    return ROOMS[room]


def said(full_code: str, /, **numbers: object) -> str:
    """The sentence of a full code, `room.code`, of any room."""
    room, _, code = full_code.rpartition(".")
    return words_of(room)(code, **numbers)
