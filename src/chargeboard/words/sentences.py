"""What is a sentence with named places, and how are they filled?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from string import Formatter
from typing import Any

Format = Callable[[Any], str]
FORMATS: dict[str, Format] = {}
"""By the name that stands after a colon: `{share:percent}`. `words/formats.py` enters them."""


class WordsError(LookupError):
    """A code that nobody defined, or placeholders that its sentence does not have."""


class Sentence:
    """A text, parsed once: a template of `%s`, and what goes into each."""

    __slots__ = ("alone", "names", "places", "template")

    def __init__(self, text: str, *, is_plural: bool) -> None:
        """Look up the formats that the text names; the `n` of a plural is a count where it names none."""
        places: list[tuple[str, Format]] = []
        template = ""
        for literal, name, spec, _ in Formatter().parse(text):
            template += literal.replace("%", "%%")
            if name is not None:
                places.append(
                    (name, _format_of(text, spec or ("count" if is_plural and name == "n" else "")))
                )
                template += "%s"
        self.template = template
        self.alone = template.replace("%%", "%")
        self.places = tuple(places)
        self.names = frozenset(name for name, _ in places)

    def values(self, numbers: Mapping[str, object]) -> tuple[str, ...]:
        """What goes into each place, in the order of the text."""
        return tuple([put(numbers[name]) for name, put in self.places])


@cache
def sentence_of(text: str, *, is_plural: bool = False) -> Sentence:
    """A text as it is said; each is parsed when it is said first."""
    return Sentence(text, is_plural=is_plural)


def _format_of(text: str, spec: str) -> Format:
    if not spec:
        return _as_it_is
    try:
        return FORMATS[spec]
    except KeyError:
        raise WordsError(f"{text!r} names a format that does not exist: {spec}") from None


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - markup stays markup
    return value
