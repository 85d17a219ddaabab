"""
What time is it?

The only module that asks. Everything else is handed `now`.
"""

from __future__ import annotations

import time

from chargeboard.time.instants import Instant


def now() -> Instant:
    """What the clock of this machine says, in UTC."""
    return time.time_ns() // 1000
