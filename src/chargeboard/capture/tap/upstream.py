"""Where is the CSMS, and what is in the way to it?"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import suppress
from typing import NamedTuple
from urllib.parse import urlsplit

from chargeboard.capture.doubts import Doubt, doubt_in
from chargeboard.capture.tap.words import say

UNIX = "unix:"
_CONNECT_S = 30.0
_PROBE_S = 5.0
_NOT_BELIEVED = {
    Doubt.NOT_YET: "certificate_not_yet",
    Doubt.EXPIRED: "certificate_expired",
    Doubt.SELF_SIGNED: "certificate_self_signed",
    Doubt.OF_UNKNOWN: "certificate_of_unknown",
}
_REFUSED = {
    "TLSV13_ALERT_CERTIFICATE_REQUIRED": "wants_certificate",
    "SSLV3_ALERT_BAD_CERTIFICATE": "refuses_certificate",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "refuses_certificate",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "refuses_certificate",
    "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE": "refuses_certificate",
    "TLSV1_ALERT_UNKNOWN_CA": "refuses_certificate",
    "WRONG_VERSION_NUMBER": "speaks_no_tls",
}
"""By what OpenSSL calls it."""


class Credentials(NamedTuple):
    """How a CSMS is known, and by what it knows us; files, empty: what the system has, or nothing."""

    ca: str = ""
    name: str = ""
    """For which name its certificate has to be; empty: that of its address."""
    certificate: str = ""
    key: str = ""


class Upstream(NamedTuple):
    """A CSMS."""

    host: str = ""
    port: int = 0
    tls: ssl.SSLContext | None = None
    name: str = ""
    """Of its certificate, where that is another one than its address."""
    path: str = ""
    """Of a UNIX socket."""

    @property
    def authority(self) -> bytes:
        """What a Host header says of it."""
        if self.path:
            return b"localhost"
        name = f"[{self.host}]" if ":" in self.host else self.host
        usual = 443 if self.tls else 80
        return (name if self.port == usual else f"{name}:{self.port}").encode()

    @property
    def shown(self) -> str:
        """What people are told of where it is."""
        return f"{UNIX}{self.path}" if self.path else self.authority.decode()

    async def connect(self, protocol: asyncio.Protocol, within_s: float = _CONNECT_S) -> None:
        """
        Make a connection to it.

        Raises: OSError.
        """
        loop = asyncio.get_running_loop()
        async with asyncio.timeout(within_s):
            if self.path:
                await loop.create_unix_connection(lambda: protocol, self.path)
            else:
                await loop.create_connection(
                    lambda: protocol,
                    self.host,
                    self.port,
                    ssl=self.tls,
                    server_hostname=(self.name or self.host) if self.tls else None,
                )


def upstream_of(url: str, credentials: Credentials = Credentials()) -> Upstream:  # noqa: B008 - it is frozen
    """
    The CSMS that `ws://HOST[:PORT]`, `wss://HOST[:PORT]` or `unix:PATH` names.

    Raises: ValueError that says what is wrong; OSError where a file of the credentials cannot be used.
    """
    if url.startswith(UNIX) and len(url) > len(UNIX):
        return Upstream(path=url.removeprefix(UNIX))
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise ValueError(say("not_a_csms", url=url)) from error
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise ValueError(say("not_a_csms", url=url))
    if parts.path.strip("/") or parts.query:
        raise ValueError(say("path_is_the_chargers", url=url, path=parts.path))
    is_tls = parts.scheme == "wss"
    return Upstream(
        parts.hostname,
        port or (443 if is_tls else 80),
        _context(credentials) if is_tls else None,
        credentials.name,
    )


def _context(credentials: Credentials) -> ssl.SSLContext:
    context = ssl.create_default_context(cafile=credentials.ca or None)
    if credentials.certificate:
        context.load_cert_chain(credentials.certificate, credentials.key or None)
    return context


class Routes:
    """Which CSMS a charger belongs to, by the path that it asks for."""

    def __init__(self, rest: Upstream | None, by_path: Mapping[str, Upstream] | None = None) -> None:
        """`rest`: the one of paths that begin otherwise; None: there is none."""
        self._rest = rest
        self._by_path = sorted(
            ((path.rstrip("/").encode(), upstream) for path, upstream in (by_path or {}).items()),
            key=lambda one: len(one[0]),
            reverse=True,
        )

    @property
    def only(self) -> Upstream | None:
        """The one that all belong to; None: the path decides."""
        return None if self._by_path else self._rest

    @property
    def all(self) -> list[Upstream]:
        """Each of them."""
        return [*(upstream for _, upstream in self._by_path), *([self._rest] if self._rest else [])]

    def of(self, request: bytes) -> Upstream | None:
        """That of a request, of which the first line is there; None: none."""
        path = _path(request)
        for begin, upstream in self._by_path:
            if path == begin or path.startswith(begin + b"/"):
                return upstream
        return self._rest


def _path(request: bytes) -> bytes:
    target = request.partition(b" ")[2].split(b"\n", 1)[0].strip().rpartition(b" ")[0]
    if not target.startswith(b"/") and b"://" in target:
        target = b"/" + target.partition(b"://")[2].partition(b"/")[2]
    return target.partition(b"?")[0]


def in_words(error: BaseException, upstream: Upstream) -> str:
    """Why a CSMS cannot be reached."""
    match error:
        case ssl.SSLCertVerificationError():
            doubt = doubt_in(error)
            if doubt is Doubt.OF_ANOTHER:
                return say("certificate_of_another", name=upstream.name or upstream.host)
            code = _NOT_BELIEVED.get(doubt)
            return say(code) if code else say("certificate_not_believed", why=error.verify_message)
        case ssl.SSLError():
            code = _REFUSED.get(getattr(error, "reason", None) or "")
            return say(code) if code else say("tls_fault", why=getattr(error, "reason", None) or str(error))
        case TimeoutError():
            return say("no_answer")
        case _:
            return str(error)


class _Probe(asyncio.Protocol):
    """Waits a moment for what is said of our certificate, which TLS 1.3 tells behind the handshake."""

    def __init__(self) -> None:
        self.lost: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self.transport: asyncio.BaseTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It is there."""
        self.transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        if not self.lost.done():
            self.lost.set_result(exc)


_VERDICT_S = 0.3


async def why_out_of_reach(upstream: Upstream) -> str:
    """Why a CSMS cannot be reached at the moment, in words; empty where it can."""
    probe = _Probe()
    try:
        await upstream.connect(probe, _PROBE_S)
    except OSError as error:
        return in_words(error, upstream)
    hung_up, verdict = False, None
    if upstream.tls is not None:
        with suppress(TimeoutError):
            verdict = await asyncio.wait_for(asyncio.shield(probe.lost), _VERDICT_S)
            hung_up = True
    if probe.transport is not None:
        probe.transport.close()
    if isinstance(verdict, ssl.SSLError):
        return in_words(verdict, upstream)
    return say("hangs_up") if hung_up else ""
