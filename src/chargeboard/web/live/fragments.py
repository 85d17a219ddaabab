"""
What of an open page has changed?

A page is a handful of fragments, each with an id of its own. A viewer tells which it has by their digests, so
nothing is kept for it: after a lost connection or a new start of the server it is sent what it lacks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import blake2b

import msgspec

from chargeboard.time.instants import Instant

MOST_TOLD = 400
"""Digests in a token: it travels in a header. What is beyond is sent again after a reconnect."""
_MOST_ENCODED = 32
# the browser moves these on by itself
_MOVING = re.compile(r"(<time\b[^>]*>)[^<]*")


class Fragment(msgspec.Struct, frozen=True):
    """One element with an id; equal digests mean that there is no news in it."""

    html: str
    digest: str


def fragment(html: str, news: bytes = b"") -> Fragment:
    """A piece of HTML and its digest: of `news`, or of the HTML but for the text of its `<time>`."""
    return Fragment(html, blake2b(news or _MOVING.sub(r"\1", html).encode(), digest_size=6).hexdigest())


class State:
    """A page at one moment. What a viewer lacks is encoded once for all who lack the same."""

    def __init__(self, fragments: Sequence[Fragment]) -> None:
        self.fragments = fragments
        self.token = token_of(fragments)
        self._clock = b""
        self._encoded: dict[str, bytes] = {}

    def since(self, token: str, clock: bytes) -> bytes:
        """The event that brings a viewer of another state here; `clock` says when it was made."""
        if clock != self._clock or len(self._encoded) >= _MOST_ENCODED:
            self._clock = clock
            self._encoded.clear()
        if token not in self._encoded:
            known = set(token.split("."))
            # a row of a table is only read where nothing else stands before it
            lacking = [
                f"<template>{one.html}</template>" for one in self.fragments if one.digest not in known
            ]
            self._encoded[token] = _event("panels", clock, "\n".join(lacking), self.token)
        return self._encoded[token]


def token_of(fragments: Sequence[Fragment]) -> str:
    """What a viewer has, in one word: the digest of each fragment, and one for all beyond."""
    told = [one.digest for one in fragments[:MOST_TOLD]]
    beyond = "".join(one.digest for one in fragments[MOST_TOLD:])
    return ".".join([*told, blake2b(beyond.encode(), digest_size=6).hexdigest()] if beyond else told)


def clock(now: Instant, text: str) -> bytes:
    """The moment for programs and for people, as the first line of an event."""
    return f"{now // 1000} {text}".encode()


def beat(at: bytes) -> bytes:
    """The event that says: all that you have was still so at this moment."""
    return _event("beat", at)


def _event(name: str, at: bytes, html: str = "", token: str = "") -> bytes:
    lines = b"".join(b"data: %s\n" % line.encode() for line in html.splitlines() if line)
    ident = b"id: %s\n" % token.encode() if token else b""
    return b"%sevent: %s\ndata: %s\n%s\n" % (ident, name.encode(), at, lines)
