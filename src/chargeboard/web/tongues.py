"""
In which language is somebody answered?

That of their account, else the one that was chosen in this browser, else that of the settings, else the first
of those that the browser asks for and we speak, else English.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from litestar.connection import ASGIConnection
from litestar.datastructures.cookie import Cookie
from litestar.types import HTTPScope

from chargeboard.domain.people import Reader
from chargeboard.words.languages import ENGLISH, SPOKEN, Language, speaking
from chargeboard.words.words import say

COOKIE = "language"
"""What was chosen in a browser where nobody has an account."""
_YEAR_S = 365 * 24 * 3600
_MOST_ASKED = 32
"""Languages that one browser may ask for; none asks for more than a few."""


class Tongues:
    """The languages that are spoken here; by itself English alone."""

    def __init__(self, known: Iterable[Language] = (ENGLISH,), usual: Language | None = None) -> None:
        """`usual`: that of the settings; None: they leave it to the browser."""
        self._known = {one.tag.lower(): one for one in known}
        self._usual = usual

    @property
    def names(self) -> dict[str, str]:
        """What each that may be chosen calls itself, by its tag (BCP 47)."""
        return {one.tag: _name_of(one) for one in self._known.values()}

    def of(self, tag: str) -> Language | None:
        """The language of a tag; `de-AT` is told in German, too. None: it is not spoken here."""
        whole = tag.strip().lower().replace("_", "-")
        return self._known.get(whole) or self._known.get(whole.partition("-")[0])

    @contextmanager
    def spoken_to(self, scope: HTTPScope) -> Iterator[None]:
        """A request is answered in the language of whose browser asks."""
        with speaking(self._of_browser(scope)):
            yield

    def speak_to(self, one: Reader) -> None:
        """From here on this request is answered in the language of who asks, where they chose one."""
        chosen = self.of(one.language) if one.language else None
        if chosen is not None:
            SPOKEN.set(chosen)

    def _of_browser(self, scope: HTTPScope) -> Language:
        asked = ASGIConnection[Any, Any, Any, Any](scope)
        chosen = self.of(asked.cookies.get(COOKIE, ""))
        return chosen or self._usual or self._first_of(asked.headers.get("accept-language", ""))

    def _first_of(self, asked: str) -> Language:
        return next(filter(None, map(self.of, in_order(asked))), ENGLISH)


def _name_of(language: Language) -> str:
    with speaking(language):
        return say("language_name")


def cookie_of(tag: str, path: str, *, is_secure: bool) -> Cookie:
    """By which a browser remembers what was chosen in it; an empty tag has it forget."""
    age = _YEAR_S if tag else 0
    return Cookie(COOKIE, value=tag, path=path, max_age=age, samesite="lax", secure=is_secure)


def in_order(asked: str) -> list[str]:
    """The tags of an `Accept-Language` header, what is wanted most first (RFC 9110, 12.5.4)."""
    wanted: list[tuple[float, str]] = []
    for part in asked.split(",")[:_MOST_ASKED]:
        tag, _, weight = part.partition(";")
        try:
            share = float(weight.partition("=")[2]) if weight else 1.0
        except ValueError:
            continue
        if share > 0:
            wanted.append((share, tag.strip()))
    return [tag for _, tag in sorted(wanted, key=lambda one: -one[0])]
