"""What does not get through to channels, as every page tells it?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.ports.alerts import AlertsPort
from chargeboard.time.instants import HOUR, MINUTE, Instant

_SHOWN_FOR = 24 * HOUR
_UNSHOWN_FOR = 2 * MINUTE
"""A broker that begins anew is back by then."""


def with_outbox(impairment: Impairment, store: AlertsPort, now: Callable[[], Instant]) -> Impairment:
    """It, which channel took nothing of what was given up in the last day, and which shows nothing."""
    try:
        lost, unshown = store.undelivered(now() - _SHOWN_FOR), store.unshown()
    except Unavailable:
        return impairment  # that the store cannot be asked is told without it
    if lost.given_up:
        impairment = msgspec.structs.replace(impairment, alerts=f"{lost.channel}: {lost.why}")
    for channel, told in unshown.items():
        if now() - told.since >= _UNSHOWN_FOR:
            return msgspec.structs.replace(impairment, unshown=f"{channel}: {told.why}")
    return impairment
