"""What is remembered of a rule between two looks, and what is told of it?"""

from __future__ import annotations

import msgspec

from chargeboard.alerts.rule import Kind
from chargeboard.domain.codes import Code
from chargeboard.time.instants import NEVER, Instant


class Event(Code):
    """What is told of an alert."""

    FIRED = "fired"
    """It lasts as long as the rule says."""
    REPEATED = "repeated"
    """It lasts still, and nobody acknowledged it."""
    RECOVERED = "recovered"
    """It is over."""
    HELD_BACK = "held_back"
    """It came and went in quiet hours: nobody was told."""


class Member(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Of a charger's socket (0: the charger), and of a thing, the rule holds."""

    station: str
    socket: int = 0
    what: str = ""
    """Which error, which danger, or which state."""
    since: Instant
    known_at: Instant
    """When that was known first."""
    name: str = ""
    socket_name: str = ""
    """What is written on the socket, where somebody said so."""
    zone: str = "UTC"
    last_contact: Instant | None = None
    until: Instant = NEVER
    """When it ends by itself."""
    alert: str = ""
    """The alert that tells of it; empty: none does yet."""

    @property
    def place(self) -> tuple[str, int, str]:
        """What tells it from other members of its rule."""
        return self.station, self.socket, self.what


class Alert(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """Something was told, and it is not over, or not told yet that it is."""

    id: str
    fired_at: Instant
    members: tuple[Member, ...]
    """Of whom it told first."""
    size: int = 0
    """Of a whole site: how many chargers it has; 0: of one charger."""
    told_at: Instant
    told: int = 1
    """How many times something was told of it."""
    over_at: Instant | None = None
    acknowledged_at: Instant | None = None
    snoozed_until: Instant | None = None
    note: str = ""
    """What was said to it."""


class Group(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is told together: a site's chargers, or one charger."""

    key: str
    """Begins with `site ` or `charger `."""
    members: tuple[Member, ...] = ()
    alerts: tuple[Alert, ...] = ()

    @property
    def site(self) -> str:
        """The site; empty where it is one charger."""
        return self.key.removeprefix("site ") if self.key.startswith("site ") else ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing has to be remembered of it."""
        return not (self.members or self.alerts)


class Notice(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing that is told of an alert. Its id is the same whenever it is computed."""

    id: str
    alert: str
    rule: str
    kind: Kind
    event: Event
    at: Instant
    site: str = ""
    """The site as a whole, where it is about that."""
    size: int = 0
    """How many chargers that has."""
    members: tuple[Member, ...]
    is_sent: bool = True
    """Whether anybody is told; else it is only remembered."""
    note: str = ""

    @property
    def since(self) -> Instant:
        """Since when it holds of the first of them."""
        return min(member.since for member in self.members)

    @property
    def chargers(self) -> tuple[str, ...]:
        """The ids of those whom it is about."""
        return tuple(dict.fromkeys(member.station for member in self.members))
