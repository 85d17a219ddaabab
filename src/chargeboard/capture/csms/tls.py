"""
How is a charger's connection encrypted (OCPP security profiles 2 and 3)?

The event loop can accept encrypted connections by itself, but is silent about those that fail. So TLS begins
here, on a connection that was accepted without.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from contextlib import suppress
from typing import Any, cast

from chargeboard.capture.csms.link import HANDSHAKE_S, Link
from chargeboard.capture.csms.words import say

Tell = Callable[[object, str], None]
"""Is told the other side's socket address, and why there is no TLS with it."""
_SHUTDOWN_S = 5.0

_MODERN = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM"
_LEGACY = f"{_MODERN}:AES128-GCM-SHA256:AES256-GCM-SHA384:AES128-SHA256:AES256-SHA256:@SECLEVEL=1"


def server_context(
    certificate: str,
    key: str = "",
    *,
    ca: str = "",
    require_certificate: bool = False,
    legacy_rsa_kx: bool = False,
) -> ssl.SSLContext:
    """
    TLS 1.2 and newer. OCPP 1.6 stations may know RSA key exchange only, which Python leaves out by default.

    Raises: OSError where a file cannot be read or is not what it should be.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_LEGACY if legacy_rsa_kx else _MODERN)
    context.load_cert_chain(certificate, key or None)
    if ca:
        context.load_verify_locations(ca)
        context.verify_mode = ssl.CERT_REQUIRED if require_certificate else ssl.CERT_OPTIONAL
    return context


_CODES = {
    "HTTP_REQUEST": "tls_plain",
    "WRONG_VERSION_NUMBER": "tls_not_tls",
    "UNSUPPORTED_PROTOCOL": "tls_too_old",
    "TLSV1_ALERT_PROTOCOL_VERSION": "tls_too_old",
    "NO_SHARED_CIPHER": "tls_no_cipher",
    "PEER_DID_NOT_RETURN_A_CERTIFICATE": "tls_no_client_certificate",
    "TLSV1_ALERT_UNKNOWN_CA": "tls_unknown_authority",
    "SSLV3_ALERT_CERTIFICATE_UNKNOWN": "tls_not_accepted",
    "SSLV3_ALERT_BAD_CERTIFICATE": "tls_not_accepted",
    "SSLV3_ALERT_CERTIFICATE_EXPIRED": "tls_expired",
    "SSLV3_ALERT_HANDSHAKE_FAILURE": "tls_no_encryption",
    "UNEXPECTED_EOF_WHILE_READING": "tls_hung_up",
}
"""Of the words for what OpenSSL tells."""


def in_words(error: BaseException) -> str:
    """Why there is no TLS."""
    match error:
        case ssl.SSLCertVerificationError():
            return say("tls_client_certificate", why=error.verify_message)
        case ssl.SSLError():
            reason = getattr(error, "reason", None) or say("tls_fault")
            code = _CODES.get(reason)
            return say(code) if code else reason.replace("_", " ").lower().replace("tls", "TLS")
        case TimeoutError() | ConnectionAbortedError():
            return say("tls_timeout", seconds=f"{HANDSHAKE_S:.0f}")
        case _:
            return say("tls_hung_up")


class _Hall(asyncio.Protocol):
    """Where what comes right behind the handshake waits until the connection has begun."""

    def __init__(self) -> None:
        self.came: list[bytes] = []

    def data_received(self, data: bytes) -> None:
        """Keep it."""
        self.came.append(data)


class SecureLink(Link):
    """A connection that is nobody's until TLS is agreed on."""

    def __init__(self, context: ssl.SSLContext, tell: Tell, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - those of a connection
        super().__init__(*arguments, **options)
        self._context, self._tell = context, tell
        self._greeting: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Agree on TLS first."""
        plain = cast("asyncio.Transport", transport)
        plain.pause_reading()  # nothing may be read before TLS takes over
        self._greeting = self.loop.create_task(self._greet(plain))

    def connection_lost(self, exc: Exception | None) -> None:
        """Of a connection that never began there is nothing to end."""
        if hasattr(self, "transport"):
            super().connection_lost(exc)

    async def _greet(self, plain: asyncio.Transport) -> None:
        peer, hall = plain.get_extra_info("peername"), _Hall()
        try:
            secure = await self.loop.start_tls(
                plain,
                hall,
                self._context,
                server_side=True,
                ssl_handshake_timeout=HANDSHAKE_S,
                ssl_shutdown_timeout=_SHUTDOWN_S,
            )
        except OSError as error:
            self._tell(peer, in_words(error))
            with suppress(OSError):
                plain.abort()
            return
        if secure is None or secure.is_closing():
            return
        secure.set_protocol(self)
        super().connection_made(secure)
        for data in hall.came:
            self.data_received(data)
