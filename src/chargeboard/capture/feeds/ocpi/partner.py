"""
How is a party of OCPI asked, and what it answers put into words?

The token goes to the address that the operator wrote, and to where that party says its modules are. What a
name stands for is looked up once and connected to; no redirect is followed, and no proxy of the environment.
Who is asked by https is asked so everywhere.
"""

from __future__ import annotations

import base64
import ipaddress
import logging
import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from math import inf
from time import monotonic
from typing import Any, Final, NamedTuple
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

import httpx
import msgspec

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi.answers import (
    CREATED,
    NOT_ALLOWED,
    OK,
    REFUSED,
    Details,
    NoVersionError,
    Version,
    date_of,
    envelope_of,
    read,
    refusal,
    shown,
)
from chargeboard.capture.feeds.ocpi.words import say
from chargeboard.domain.addresses import is_refused
from chargeboard.time.instants import Instant
from chargeboard.vocabularies.ocpi import SUCCESS, VERSIONS, Module, Role

READ: Final = (Module.LOCATIONS, Module.SESSIONS, Module.CDRS)
_PORTS: Final = {"https": 443, "http": 80}
logging.getLogger("httpx").setLevel(logging.WARNING)  # it tells of each request
logging.getLogger("httpcore").setLevel(logging.WARNING)


class Bounds(NamedTuple):
    """How much is taken of a party, and where."""

    most_bytes: int
    """Of an answer."""
    patience_s: float
    """So long it may say nothing."""
    all_s: float
    """So long all that it is asked may take."""
    is_own_network: bool
    """It may be in a network of our own, and asked in clear: the operator wrote its address."""


READING: Final = Bounds(64 << 20, 30, inf, is_own_network=True)
REGISTERING: Final = Bounds(1 << 20, 10, 20, is_own_network=False)
"""Of somebody who says where it is, while it waits."""


class Page(NamedTuple):
    """Objects, and where more of them are."""

    objects: list[Any]
    next: str
    """Empty: these were the last."""
    at: Instant | None
    """What time it was there; None: it does not say."""


class _Said(NamedTuple):
    """What it answered, out of its envelope."""

    data: Any
    headers: httpx.Headers
    link: str


@contextmanager
def _explained() -> Iterator[None]:
    """Raises: FeedError where it is not reached, or names an address that is none."""
    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        raise FeedError(say("away", said=str(error) or type(error).__name__)) from error


class Partner:
    """A party; where it is, and where its modules are once it was asked."""

    def __init__(self, url: str, token: str, bounds: Bounds = READING) -> None:
        self._url, self._at = url, urlsplit(url)
        self._bounds, self._ends = bounds, monotonic() + bounds.all_s
        self._client: httpx.Client | None = None
        # the standard's form first, then that of older partners
        self._forms = (base64.b64encode(token.encode()).decode(), token)
        self._given: tuple[str, ...] = ()
        """Secrets that it is told."""
        self._form: int | None = None
        """Which of them it takes; None: nobody knows."""
        self._last: list[Any] = []
        self._counted = "", ""
        """The link that it gave last, and where that would be by counting."""
        self._links_lead_nowhere = False

    @property
    def takes_plain_token(self) -> bool:
        """Whether it takes the token as it is, against OCPI 2.2.1."""
        return self._form == 1

    def endpoints(self) -> Mapping[Module, str]:
        """
        Where each module is whose objects it owns.

        Raises: FeedError.
        """
        found: dict[Module, str] = {module: url for module, url in self.offered().items() if module in READ}
        if not found:
            raise FeedError(say("no_module", modules=", ".join(READ)), is_lasting=True)
        return found

    @_explained()
    def offered(self) -> Mapping[Module, str]:
        """
        Where each module is that we know: as their owner, or where credentials are exchanged.

        Raises: FeedError.
        """
        said, where = self._asked(self._url).data, self._at.netloc
        if isinstance(said, list):
            versions = {one.version: one.url for one in read(said, list[Version], where)}
            best = next((version for version in VERSIONS if version in versions), None)
            if best is None:
                raise NoVersionError(versions)
            said = self._asked(self._own(versions[best])).data
        known: tuple[Module, ...] = (*READ, Module.CREDENTIALS)
        return {
            module: self._own(one.url)
            for one in read(said, Details, where).endpoints
            for module in known
            if one.identifier.lower() == module
            and (one.role.upper() == Role.SENDER or module is Module.CREDENTIALS)
        }

    @_explained()
    def posted(self, url: str, body: object, secret: str) -> object:
        """
        What it answers to an object that is given to it, and has a secret in it.

        Raises: FeedError.
        """
        self._given = (secret,)
        return self._asked(url, msgspec.json.encode(body)).data

    @_explained()
    def page(self, url: str) -> Page:
        """
        Objects of a module.

        Raises: FeedError.
        """
        try:
            said = self._asked(url)
        except FeedError as error:
            # some give a link that leads nowhere, and do as they are asked
            link, otherwise = self._counted
            if not error.is_lasting or link != url or not otherwise:
                raise
            url, said = otherwise, self._asked(otherwise)
            self._links_lead_nowhere = True
        # of no objects some answer null
        objects = [] if said.data is None else said.data
        if not isinstance(objects, list):
            raise FeedError(say("no_ocpi", where=shown(url)))
        # who pays no heed to what is asked for would give the same for ever
        is_again = bool(objects) and objects == self._last
        self._last = objects
        following = self._next(url, said) if objects and not is_again else ""
        return Page([] if is_again else objects, following, date_of(said.headers))

    def close(self) -> None:
        """Give the connection back."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def _next(self, url: str, said: _Said) -> str:
        """By the link that it gives, else by how many there are in all."""
        counted, total, parts = "", said.headers.get("X-Total-Count", ""), urlsplit(url)
        asked = dict(parse_qsl(parts.query))
        offset = asked.get("offset", "0")
        behind = (int(offset) if offset.isdecimal() else 0) + len(said.data)
        if total.isdecimal() and behind < int(total):
            counted = parts._replace(query=urlencode({**asked, "offset": str(behind)})).geturl()
        link = self._own(urljoin(url, said.link)) if said.link and not self._links_lead_nowhere else ""
        self._counted = link, counted
        following = link or counted
        return "" if following == url else following

    def _own(self, url: str) -> str:
        """The host that the operator wrote is asked as he wrote it, whatever its proxy makes it say."""
        parts = urlsplit(urljoin(self._url, url))
        if parts.hostname == self._at.hostname:
            parts = parts._replace(scheme=self._at.scheme, netloc=self._at.netloc)
        return parts._replace(fragment="").geturl()

    def _asked(self, url: str, body: bytes | None = None) -> _Said:
        forms = (0, 1) if self._form is None else (self._form,)
        for form in forms:
            answer = self._got(url, form, body)
            self._form = form
            if answer.status_code not in REFUSED:
                break
        else:
            # it may be told meanwhile to take another form
            self._form = None
        if body is not None and answer.status_code == NOT_ALLOWED:
            raise FeedError(say("registered_before"), is_lasting=True)
        if answer.status_code not in {OK, CREATED}:
            raise refusal(answer, url)
        said = envelope_of(answer.content, url)
        if not SUCCESS <= said.status_code < 2 * SUCCESS:
            message = said.message((*self._forms, *self._given))
            raise FeedError(say("said_no", code=said.status_code, where=shown(url), said=message))
        link = str(answer.links.get("next", {}).get("url", ""))
        return _Said(said.data, answer.headers, link)

    def _got(self, url: str, form: int, given: bytes | None) -> httpx.Response:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port or _PORTS.get(parts.scheme, 0)
        with _explained():
            address = self._address(parts, host, port)
            netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
            if self._client is None:
                self._client = httpx.Client(
                    verify=_trusted(),
                    timeout=self._bounds.patience_s,
                    follow_redirects=False,
                    trust_env=False,
                )
            with self._client.stream(
                "GET" if given is None else "POST",
                parts._replace(netloc=netloc).geturl(),
                headers={
                    "Authorization": f"Token {self._forms[form]}",
                    "Accept": "application/json",
                    "User-Agent": "chargeboard",
                    "Host": parts.netloc,
                    **({} if given is None else {"Content-Type": "application/json"}),
                },
                content=given,
                extensions={"sni_hostname": host},
            ) as answer:
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > self._bounds.most_bytes:
                        most = self._bounds.most_bytes >> 20
                        raise FeedError(say("too_large", where=shown(url), most=most))
                    if monotonic() > self._ends:
                        raise httpx.ReadTimeout(say("too_slow", seconds=self._bounds.all_s))
                headers = [one for one in answer.headers.multi_items() if one[0] != "content-encoding"]
                return httpx.Response(answer.status_code, headers=headers, content=bytes(body))

    def _address(self, parts: SplitResult, host: str, port: int) -> str:
        """What a name stands for; elsewhere than the operator wrote, only what everybody can reach."""
        is_trusted = self._bounds.is_own_network
        is_in_clear = parts.scheme == "http" and (self._at.scheme == "https" or not is_trusted)
        if parts.scheme not in _PORTS or not host or is_in_clear:
            raise FeedError(say("address_refused", address=shown(parts.geturl())), is_lasting=True)
        addresses = [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        for address in addresses:
            is_own = is_trusted and host == self._at.hostname
            if is_refused(address) or not (is_own or ipaddress.ip_address(address).is_global):
                raise FeedError(say("address_refused", address=address), is_lasting=True)
        return addresses[0]


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
