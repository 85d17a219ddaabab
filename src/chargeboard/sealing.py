"""
How is a secret kept that has to be known again?

Encrypted with a key that is drawn, for its purpose, from the one beside the database, and bound to its place:
who has the database alone reads none, and who copies one elsewhere gets nothing of it.
"""

from __future__ import annotations

import base64
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE = 12


class SealError(ValueError):
    """It was sealed with another key, for another purpose or place, or is damaged."""


class Sealer:
    """Seals and opens secrets of one purpose."""

    def __init__(self, key: bytes, purpose: bytes) -> None:
        drawn = HKDF(SHA256(), 32, salt=None, info=b"chargeboard: " + purpose).derive(key)
        self._cipher = AESGCM(drawn)

    def sealed(self, place: str, text: str) -> str:
        """As it is kept there."""
        nonce = secrets.token_bytes(_NONCE)
        body = nonce + self._cipher.encrypt(nonce, text.encode(), place.encode())
        return base64.b64encode(body).decode()

    def opened(self, place: str, text: str) -> str:
        """What was sealed for that place. Raises: SealError."""
        try:
            body = base64.b64decode(text, validate=True)
            return self._cipher.decrypt(body[:_NONCE], body[_NONCE:], place.encode()).decode()
        except (ValueError, InvalidTag) as error:
            raise SealError from error
