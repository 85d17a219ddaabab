"""
By what is a session named to whoever may not learn which ones were by the same card?

The key of a session of 1.6 holds the hash that stands for its card. What replaces that here is a digest of
the whole key, so it is another one for each session.
"""

from __future__ import annotations

import re
from hashlib import blake2b

_WITH_CARD = re.compile(
    r"(-?[0-9]+(/|%2F)[0-9]+\2)[tf](?::|%3A)[0-9a-f]{16}\2(?:None|-?[0-9.]+(?:E(?:[+-]|%2B)?[0-9]+)?)"
)
"""Start, socket, card, what its meter read; as it is or as addresses have it."""


def without_cards(text: str) -> str:
    """A key, or any text that names sessions by theirs, without cards; else it stays what it is."""
    return _WITH_CARD.sub(_told, text)


def is_named(key: str, name: str) -> bool:
    """Whether a name stands for the session of a key: the key itself, or that without its card."""
    return name in (key, without_cards(key))


def _told(found: re.Match[str]) -> str:
    key = found[0].replace("%2F", "/").replace("%3A", ":").replace("%2B", "+")
    digest = blake2b(key.encode(), digest_size=6).hexdigest()
    return f"{found[1]}~{digest}"
