"""What do pages need for alerts?"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import msgspec

from chargeboard.alerts.channel import StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.channels.sealing import Seal
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.excluding import Exclusions


class Alerts(msgspec.Struct, frozen=True):
    """What the page needs for alerts."""

    book: AlertBook
    seal: Seal
    send: Callable[[StoredChannel, Message], Awaitable[None]]
    """Sends a message to a channel now."""
    url: str
    """Where the page is, as alerts name it."""
    exclusions: Exclusions
    """When nobody is alerted."""
