"""In which languages can this installation speak, and in which does it?"""

from __future__ import annotations

from functools import cache, cached_property
from gettext import GNUTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from chargeboard.config.words import say
from chargeboard.words.languages import ENGLISH, Language

TRANSLATIONS = files("chargeboard.words") / "translations"
"""Where each language but English has its file, `TAG.mo`."""
BROWSER = "browser"
"""The setting by which each reader is answered in the language that their browser asks for."""


def tags() -> list[str]:
    """The languages that there are."""
    return sorted({ENGLISH.tag, *_translated()})


def spoken() -> list[Language]:
    """The languages that there are, in the order of their tags."""
    others = [_read(str(path)) for path in _translated().values()]
    return sorted([ENGLISH, *others], key=lambda one: one.tag)


def usual_of(setting: str) -> Language | None:
    """
    The language of a setting such as `de`; None where the readers' browsers decide.

    Raises: ValueError that names those that there are.
    """
    if setting == BROWSER:
        return None
    if setting == ENGLISH.tag:
        return ENGLISH
    there = _translated()
    if setting not in there:
        known = ", ".join([BROWSER, *tags()])
        raise ValueError(say("no_such_language", tag=setting, known=known))
    return _read(str(there[setting]))


def language_of(setting: str) -> Language:
    """
    What the log, the shell and messages speak by that setting; English where browsers decide.

    Raises: ValueError as above.
    """
    return usual_of(setting) or ENGLISH


class _OnDisk:
    """A catalogue that is read once somebody is answered in its language: it takes two megabytes."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _read(self) -> GNUTranslations:
        with self._path.open("rb") as file:
            return GNUTranslations(file)

    def pgettext(self, context: str, message: str, /) -> str:
        return self._read.pgettext(context, message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int, /) -> str:
        return self._read.npgettext(context, msgid1, msgid2, n)


@cache
def _read(path: str) -> Language:
    """A language is one, whoever asks for it: what is remembered of its sentences goes by that."""
    return Language(Path(path).stem, _OnDisk(Path(path)))


def _translated() -> dict[str, Traversable]:
    """The file of each language but English, by its tag."""
    if not TRANSLATIONS.is_dir():
        return {}
    found = (path for path in TRANSLATIONS.iterdir() if path.name.endswith(".mo"))
    return {path.name.removesuffix(".mo"): path for path in found}
