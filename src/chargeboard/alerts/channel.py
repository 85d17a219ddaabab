"""Where is an alert sent, and what waits to be sent there?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.time.instants import Instant

CHARGERS, NOBODY, EVERYBODY = "chargers", "none", "all"
"""The setting of a channel that says of whom it shows how they stand: of nobody, of all, or of sites."""


class StoredChannel(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place that the operator named."""

    name: str
    kind: str
    """Which folder of `channels/` sends there."""
    settings: Mapping[str, str] = {}
    secrets: Mapping[str, str] = {}
    """Sealed: only who has the key beside the database can read them."""
    is_off: bool = False
    """Nothing is sent or shown there."""
    only_reports: bool = False
    """No alert is sent there."""

    @property
    def shows_chargers(self) -> bool:
        """Whether it is shown there how chargers stand."""
        return not self.is_off and self.settings.get(CHARGERS, NOBODY) != NOBODY


REPORTS = "reports/"
"""What stands before the name of a channel where what waits for it is a report: no alert waits behind one."""


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A message that waits to be accepted by a channel."""

    id: str
    """The notice's."""
    channel: str
    body: bytes
    """A `Message` as JSON."""
    kept_at: Instant
    tries: int = 0
    next_at: Instant = 0
    """Before that it is not tried again."""


class Delivered(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a message."""

    id: str
    channel: str
    sent_at: Instant | None = None
    given_up_at: Instant | None = None
    tries: int = 0
    why: str = ""
    """Of the last failure."""


class Undelivered(msgspec.Struct, frozen=True):
    """What does not get through."""

    waiting: int = 0
    """Messages that were tried and are tried again."""
    given_up: int = 0
    """Those of the last day that are not."""
    channel: str = ""
    """One of the channels."""
    why: str = ""


class Unshown(msgspec.Struct, frozen=True):
    """A channel cannot show how things stand: since when, and why."""

    since: Instant
    why: str
