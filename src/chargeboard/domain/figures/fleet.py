"""What may be asked of the list of chargers, and what does it answer?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.board import FleetRow
from chargeboard.time.instants import Instant


class FleetKind(Code):
    """Which chargers of the list are shown."""

    ALL = ""
    """Every one."""
    ATTENTION = "attention"
    """Those with something that needs somebody."""
    OFFLINE = "offline"
    """Those out of contact."""
    FAULTED = "faulted"
    """Those with a faulted socket."""


class FleetOrder(Code):
    """By what the list is ordered."""

    NEED = "need"
    """The worst first."""
    NAME = "name"
    """By name, or id."""
    SESSIONS = "sessions"
    """Most sessions today first."""
    ENERGY = "energy"
    """Most energy today first."""
    UTILIZATION = "utilization"
    """The highest first."""
    SUCCESS = "success"
    """The lowest first."""


class FleetWanted(msgspec.Struct, frozen=True):
    """A page of the list. `text` is looked for in name, id, site and tags, each word of it."""

    text: str = ""
    tag: str = ""
    """Those alone that have the tag; empty: whatever they have."""
    show: FleetKind = FleetKind.ALL
    sort: FleetOrder = FleetOrder.NEED
    offset: int = 0
    limit: int = 100


class FleetCounts(msgspec.Struct, frozen=True, kw_only=True):
    """What is true of some chargers together."""

    chargers: int
    attention: int
    """How many have something that needs somebody."""
    offline: int
    faulted: int
    """How many have a faulted socket."""
    active_sessions: int
    energy_now_wh: float
    timezone: str | None
    """The zone of all of them; None where they have several."""


class SiteCounts(msgspec.Struct, frozen=True, array_like=True):
    """What is true of the chargers of a site together."""

    site: str
    chargers: int = 0
    attention: int = 0
    """How many have something that needs somebody."""
    offline: int = 0
    faulted: int = 0
    """How many have a faulted socket."""
    active_sessions: int = 0


class FleetPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list."""

    at: Instant
    rows: list[FleetRow]
    counts: FleetCounts
    """Of all chargers."""
    among: FleetCounts
    """Of those with the wanted text, whatever is shown of them."""
    shown: FleetCounts
    """Of those that are wanted, on all pages."""
    wanted: FleetWanted
    as_of: Mapping[str, Instant] = {}
    """By charger, until when a row was true that has not been for longer than a live page may be behind."""

    @property
    def total(self) -> int:
        """How many are wanted, on all pages."""
        return self.shown.chargers


class SocketTold(msgspec.Struct, gc=False):
    """The state of a socket."""

    state: State


class PercentTold(msgspec.Struct, gc=False):
    """A ratio."""

    pct: float | None


class FleetNumbers(msgspec.Struct, gc=False, kw_only=True):
    """A line as far as it is numbers: read in a third of the time of a `FleetRow`, whose fields they are."""

    id: str
    name: str
    site: str
    is_online: bool | None
    last_contact: Instant | None
    sockets: list[SocketTold]
    active_sessions: int
    utilization: PercentTold
    success: PercentTold
    sessions_today: int | None
    energy_today_wh: float | None
    active_errors: int
    is_history: bool = False
    attention: int = 0


class FleetInNumbers(msgspec.Struct, frozen=True):
    """All that is wanted of the list, as numbers."""

    rows: list[FleetNumbers]
    counts: FleetCounts
    """Of these."""


class WaitingCharger(msgspec.Struct, frozen=True):
    """A charger that nobody approved yet: since when it asks, and the zone that it would have."""

    station: str
    asked_at: Instant
    timezone: str


class Leave(msgspec.Struct, frozen=True):
    """Whether a charger may connect, by what the operator said."""

    is_approved: bool
    has_password: bool
    withdrawn_at: Instant | None
    """Since when it stays out."""
