"""In which language does this installation speak?"""

from __future__ import annotations

from gettext import GNUTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable

from chargeboard.config.words import say
from chargeboard.words.languages import ENGLISH, Language

TRANSLATIONS = files("chargeboard.words") / "translations"
"""Where each language but English has its file, `TAG.mo`."""


def tags() -> list[str]:
    """The languages that there are."""
    return sorted({ENGLISH.tag, *_translated()})


def language_of(tag: str) -> Language:
    """
    The language of a tag such as `de`.

    Raises: ValueError that names those that there are.
    """
    if tag == ENGLISH.tag:
        return ENGLISH
    there = _translated()
    if tag not in there:
        raise ValueError(say("no_such_language", tag=tag, known=", ".join(tags())))
    with there[tag].open("rb") as file:
        return Language(tag, GNUTranslations(file))


def _translated() -> dict[str, Traversable]:
    """The file of each language but English, by its tag."""
    if not TRANSLATIONS.is_dir():
        return {}
    return {path.name.removesuffix(".mo"): path for path in TRANSLATIONS.iterdir()}
