"""What is a feed?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import Protocol
from urllib.parse import urlsplit, urlunsplit

import msgspec

from chargeboard.capture.feeds.words import say
from chargeboard.capture.formats.reading import Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant


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


class Source(Protocol):
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
    open: Callable[[str, str], Source]
    """Of an address, and what the feed is called. Raises: FeedError."""
    cannot_tell: Callable[[], str]
    """What it does not know about chargers, in words."""
    needs: tuple[str, str]
    """A module that is not always there, and the extra that brings it."""

    def called(self, url: str) -> str:
        """
        What a feed is called: its kind and its address, without the password.

        Raises: FeedError for an address that is none of this kind.
        """
        try:
            parts = urlsplit(url)
            _ = parts.port
        except ValueError:
            raise FeedError(say("not_an_address", example=self.example), is_lasting=True) from None
        if parts.scheme not in self.schemes:
            raise FeedError(say("not_an_address", example=self.example), is_lasting=True)
        user, at, host = parts.netloc.rpartition("@")
        shown = f"{user.partition(':')[0]}{at}{host}"
        kept = "&".join(one for one in parts.query.split("&") if not one.lower().startswith("password="))
        return f"{self.name} {urlunsplit((parts.scheme, shown, parts.path, kept, ''))}"


def see_that_it_is_there(kind: Kind) -> None:
    """Raises: FeedError where the module that it needs is not installed."""
    module, extra = kind.needs
    if find_spec(module) is None:
        raise FeedError(say("needs_extra", kind=kind.name, module=module, extra=extra), is_lasting=True)
