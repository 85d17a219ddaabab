"""How does an instant stand in the address of a page?"""

from __future__ import annotations

from chargeboard.time.instants import Instant, text_of


def url_instant(instant: Instant) -> str:
    """RFC 3339 in UTC: who reads the address can tell it."""
    return text_of(instant)
