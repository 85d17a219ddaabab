"""
By which ids do others know what we tell of?

Ids of OCPI have 36 characters at most, and none differs from another by its case alone. What cannot be one is
told by a digest behind what can be read of it; the same thing has the same id for ever.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from chargeboard.domain.sites import folded

LONGEST: Final = 36
_PLAIN = re.compile(r"[A-Z0-9*_.-]+")
_OTHERS = re.compile(r"[^A-Za-z0-9_.-]+")


def place_id(site: str) -> str:
    """Of a site, however its name is spelled."""
    name = folded(site)
    return f"{_OTHERS.sub('-', name).strip('-')[:19]}-{_digest(name)}".removeprefix("-")


def socket_id(station: str, socket: int) -> str:
    """Of a socket of a charger."""
    whole = f"{station}*{socket}"
    if len(whole) <= LONGEST and _PLAIN.fullmatch(whole):
        return whole
    return f"{_OTHERS.sub('-', station).strip('-')[:12]}-{_digest(station)}*{socket}".removeprefix("-")


def session_id(station: str, key: str) -> str:
    """Of a session: nothing of it can be read, for its key may tell of the driver's card."""
    return hashlib.blake2b(f"{station} {key}".encode(), digest_size=16).hexdigest()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
