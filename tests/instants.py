"""Which instant does a text name?"""

from __future__ import annotations

from datetime import datetime

from chargeboard.time.instants import Instant, instant_of


def instant(text: str) -> Instant:
    """RFC 3339, with its zone."""
    return instant_of(datetime.fromisoformat(text))
