"""What does an answer of a party of OCPI say, and what is said where it refuses?"""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from typing import Any, Final, TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
import msgspec

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.capture.formats.reading import UNREADABLE
from chargeboard.capture.redaction import MASK
from chargeboard.time.instants import Instant, instant_of
from chargeboard.vocabularies.ocpi import VERSIONS, Role

T = TypeVar("T")
OK: Final = 200
CREATED: Final = 201
NOT_ALLOWED: Final = 405
REFUSED: Final = (401, 403)
_NOT_FOUND, _TOO_MANY = 404, 429
_AGAIN: Final = frozenset({408, 409, 425})
"""Answers below 500 after which it is worth asking again."""
_WAIT_S: Final = 60
"""After a 429 that does not say how long."""
_WAIT_MOST_S: Final = 3600
_SHOWN: Final = 200


class TooOftenError(FeedError):
    """It is asked too often."""

    def __init__(self, wait_s: int) -> None:
        super().__init__(say("too_many", seconds=wait_s))
        self.wait_s = wait_s


class NoVersionError(FeedError):
    """It speaks none of our versions."""

    def __init__(self, theirs: Iterable[str]) -> None:
        told = {"ours": ", ".join(VERSIONS), "theirs": ", ".join(sorted(theirs)) or "-"}
        super().__init__(say("no_version", **told), is_lasting=True)


class Envelope(msgspec.Struct):
    """What every answer is in; `status_code` tells whether it is one at all."""

    status_code: int
    data: Any = None
    status_message: str | None = None

    def message(self, secrets: Iterable[str]) -> str:
        """In a line, without what it repeats of our secrets."""
        said = self.status_message or "-"
        for secret in filter(None, secrets):
            said = said.replace(secret, MASK)
        return " ".join(said.split())[:_SHOWN]


class Version(msgspec.Struct):
    """A version that it speaks, and where its modules are told."""

    version: str
    url: str


class Endpoint(msgspec.Struct):
    """Where a module is, and at which end of it."""

    identifier: str
    url: str
    role: str = Role.SENDER
    """Older versions have none."""


class Details(msgspec.Struct):
    """What it offers in a version."""

    endpoints: list[Endpoint]


def refusal(answer: httpx.Response, url: str) -> FeedError:
    """Why it gave nothing; lasting where somebody has to change something."""
    status, headers, where = answer.status_code, answer.headers, shown(url)
    if status in REFUSED:
        return FeedError(say("refused", status=status), is_lasting=True)
    if status == _NOT_FOUND:
        return FeedError(say("nothing_there", where=where), is_lasting=True)
    if status == _TOO_MANY:
        asked = headers.get("Retry-After", "")
        return TooOftenError(min(int(asked), _WAIT_MOST_S) if asked.isdecimal() else _WAIT_S)
    if httpx.codes.is_redirect(status):
        to = shown(urljoin(url, headers.get("Location", "")))
        return FeedError(say("redirected", status=status, where=to), is_lasting=True)
    is_ours = 400 <= status < 500 and status not in _AGAIN
    return FeedError(say("answered", status=status, where=where), is_lasting=is_ours)


def envelope_of(body: bytes, url: str) -> Envelope:
    """What an answer is in; some put that into a list of one. Raises: FeedError."""
    try:
        said = msgspec.json.decode(body)
        return msgspec.convert(said[0] if isinstance(said, list) and said else said, Envelope)
    except UNREADABLE:
        raise FeedError(say("no_ocpi", where=shown(url))) from None


def read(said: object, kind: type[T], where: str) -> T:
    """Raises: FeedError where it is something else."""
    try:
        return msgspec.convert(said, kind)
    except msgspec.ValidationError:
        raise FeedError(say("no_ocpi", where=where)) from None


def date_of(headers: httpx.Headers) -> Instant | None:
    """What time it was there; None: it does not say."""
    try:
        return instant_of(parsedate_to_datetime(headers.get("Date", "")))
    except (ValueError, TypeError):
        return None


def shown(url: str) -> str:
    """An address, without what was asked for."""
    parts = urlsplit(url)
    return f"{parts.hostname or '?'}{parts.path}"[:_SHOWN]
