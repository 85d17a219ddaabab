"""Does what waits in the log do so for too long?"""

from __future__ import annotations

from chargeboard.time.instants import SECOND, Micros

_TOO_LATE = 0.5


def is_too_late(waited: Micros | float, kept_s: float) -> bool:
    """Whether it waits for more than half of the time that the log keeps what was said."""
    return waited > _TOO_LATE * kept_s * SECOND
