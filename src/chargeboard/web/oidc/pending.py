"""
Which log-in is it that comes back from a service?

What was drawn for it at random (state, nonce and the proof of PKCE) goes along in a cookie of the browser
that began it, sealed, so that nothing is kept here of who only began.
"""

from __future__ import annotations

import base64
import binascii
import secrets
from collections.abc import Callable

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chargeboard.time.instants import MINUTE, SECOND, Instant

LASTS = 10 * MINUTE
LASTS_S = LASTS // SECOND
_NONCE = 12


class Pending(msgspec.Struct, frozen=True):
    """A log-in that was begun, and is not over."""

    state: str
    nonce: str
    verifier: str
    goes_to: str
    """Which of our pages they wanted."""
    until: Instant


_DECODER = msgspec.json.Decoder(Pending)


class Pendings:
    """Begins them, seals and opens them."""

    def __init__(self, key: bytes, now: Callable[[], Instant]) -> None:
        drawn = HKDF(SHA256(), 32, salt=None, info=b"chargeboard: log-ins by another service").derive(key)
        self._cipher, self._now = AESGCM(drawn), now

    def new(self, goes_to: str) -> Pending:
        """One that is begun now."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return Pending(state, nonce, verifier, goes_to, self._now() + LASTS)

    def sealed(self, pending: Pending) -> str:
        """As the browser keeps it."""
        number = secrets.token_bytes(_NONCE)
        told = number + self._cipher.encrypt(number, msgspec.json.encode(pending), None)
        return base64.urlsafe_b64encode(told).decode()

    def opened(self, cookie: str, state: str) -> Pending | None:
        """The one that a browser began and that comes back now; None: there is none, or it is too old."""
        try:
            body = base64.urlsafe_b64decode(cookie)
            found = _DECODER.decode(self._cipher.decrypt(body[:_NONCE], body[_NONCE:], None))
        except (binascii.Error, ValueError, InvalidTag, msgspec.MsgspecError):
            return None
        is_same = secrets.compare_digest(found.state.encode(), state.encode())
        return found if is_same and found.until > self._now() else None
