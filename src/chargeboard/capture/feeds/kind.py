"""What is a feed?"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

import msgspec

from chargeboard.capture.feeds.words import say
from chargeboard.capture.formats.reading import Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

_SECRET = {"password", "sslpassword"}
"""Parameters of an address that are not shown."""


class FeedError(Exception):
    """
    Why nothing can be read at the moment, in words that name no secret.

    `is_lasting`: waiting will not help, somebody has to change something.
    """

    def __init__(self, why: str, *, is_lasting: bool = False) -> None:
        super().__init__(why)
        self.is_lasting = is_lasting


class Part(msgspec.Struct, frozen=True):
    """What was new."""

    frames: Sequence[Frame]
    """By the instant of each."""
    rejected: Sequence[Rejected]
    cursor: str
    """Where reading goes on once this is kept; as before where nothing was new."""
    is_all: bool
    """Whether there was no more."""


class OpenFeed(Protocol):
    """A system that is being read."""

    def read(self, cursor: str, now: Instant) -> Part:
        """
        What is there behind the cursor; it is read only, and `now` is our own time.

        Raises: FeedError.
        """

    def close(self) -> None: ...


class Kind(msgspec.Struct, frozen=True, kw_only=True):
    """A system whose rows can be read."""

    name: str
    title: Callable[[], str]
    """What the system is called."""
    example: str
    """An address such as it takes."""
    schemes: tuple[str, ...]
    open: Callable[[str, str], OpenFeed]
    """Of an address, and what the feed is called. Raises: FeedError."""
    cannot_tell: Callable[[], str]
    """What it does not know about chargers, in words."""
    needs: tuple[str, str] | None = None
    """A module that is not always there, and the extra that brings it."""
    variable: str = ""
    """The variable of the environment that holds the password, where its library knows none."""
    is_for_pages: bool = True
    """Whoever may set up the server in the page may choose it: it reads no file of this machine."""
    listens: bool = False
    """Its address is one of ours, where others bring what is new."""
    shown: Callable[[str], str] | None = None
    """
    How an address is written that is none of a server.

    Raises: FeedError.
    """

    def called(self, url: str) -> str:
        """
        What a feed is called: its kind and its address, without the password.

        Raises: FeedError for an address that is none of this kind.
        """
        return f"{self.name} {self._address(url) if self.shown is None else self.shown(url)}"

    def _address(self, url: str) -> str:
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise FeedError(say("not_an_address", example=self.example), is_lasting=True) from None
        if parts.scheme not in self.schemes:
            raise FeedError(say("not_an_address", example=self.example), is_lasting=True)
        user, at, host = parts.netloc.rpartition("@")
        user = user.partition(":")[0]
        shown = f"{user}{at}{host}" if user else host
        kept = "&".join(one for one in parts.query.split("&") if _name(one) not in _SECRET)
        return urlunsplit((parts.scheme, shown, parts.path, kept, ""))


def password_in(parts: SplitResult, variable: str) -> str:
    """The password of an address, else that of a variable of the environment."""
    return unquote(parts.password or "") or os.environ.get(variable, "")


def _name(parameter: str) -> str:
    return unquote(parameter.partition("=")[0]).lower()


def see_that_it_is_there(kind: Kind) -> None:
    """Raises: FeedError where the module that it needs is not installed."""
    if kind.needs is None:
        return
    module, extra = kind.needs
    if find_spec(module) is None:
        raise FeedError(say("needs_extra", kind=kind.name, module=module, extra=extra), is_lasting=True)
