"""What of alerts does not get through, as every page tells it?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.trouble import Trouble
from chargeboard.domain.records import Unavailable
from chargeboard.ports.alerts import AlertsPort
from chargeboard.time.instants import HOUR, Instant

_SHOWN_FOR = 24 * HOUR


def with_outbox(trouble: Trouble, store: AlertsPort, now: Callable[[], Instant]) -> Trouble:
    """Trouble, and which channel took nothing of what was given up in the last day."""
    try:
        lost = store.undelivered(now() - _SHOWN_FOR)
    except Unavailable:
        return trouble  # that the store cannot be asked is told without it
    if not lost.given_up:
        return trouble
    return msgspec.structs.replace(trouble, alerts=f"{lost.channel}: {lost.why}")
