"""
What of a charger's figures does the sum of its site need?

A part of each charger is kept beside its line of the list and added to the others: days by their local date,
numerators and denominators apart, so that a site's percentage is a ratio of sums.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import Outcome
from chargeboard.domain.figures.board import Board, ErrorRow
from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.session_rows import OngoingSession
from chargeboard.domain.load import DayLoad
from chargeboard.time.instants import Instant, Micros


class PartDay(msgspec.Struct, frozen=True, array_like=True):
    """A local day of a charger. None: nothing is known of the day."""

    on: dt.date
    sessions: int | None = None
    energy_wh: float | None = None
    export_wh: float = 0
    is_revised: bool = False


class PartUse(msgspec.Struct, frozen=True, array_like=True):
    """How the time of a local day was spent, in microseconds summed over the sockets, and its attempts."""

    on: dt.date
    used: Micros
    available: Micros
    charging: Micros
    suspended: Micros
    occupied: Micros
    known: Micros
    observed: Micros
    is_revised: bool
    attempts: int
    successes: int
    failures: dict[Outcome, int]
    pending: int
    charger_attempts: int
    """Attempts without the failures that are the driver's or the operator's."""


class PartSessions(msgspec.Struct, frozen=True, array_like=True):
    """What the completed sessions of the overview's days add up to."""

    days: int = 0
    """Since the charger is there."""
    observed_days: int = 0
    sessions: int = 0
    duration_s: float = 0
    energy_wh: float = 0
    energy_unknown: int = 0
    metered_s: float = 0
    """How long those lasted whose energy is known."""
    are_kept: bool = True
    """Whether none of them was let go of; else their durations are not known."""


class ChargerPart(msgspec.Struct, frozen=True, array_like=True):
    """The whole part of a charger, as it was known at an instant."""

    at: Instant
    first_seen: Instant | None
    commissioned_on: dt.date | None
    sockets: list[int]
    socket_names: dict[int, str]
    days: list[PartDay]
    use: list[PartUse]
    sums: PartSessions
    ongoing: list[OngoingSession]
    errors: list[ErrorRow]
    gaps: list[tuple[Instant, Instant | None]] = []
    """When it was out of contact in the days of `use`; None: it still is."""
    loads: list[DayLoad] = []
    """What was drawn on those of its last days that had not settled, today among them, by date."""


class ContactLoss(msgspec.Struct, frozen=True):
    """Contact was lost: by all chargers of a site that had it, or by one of them."""

    first_lost: Instant
    last_lost: Instant
    """Behind that all of them were out of contact; its distance from the first is the width."""
    first_back: Instant | None
    all_back: Instant | None
    """null: not yet."""
    chargers: list[str]
    already_out: int
    """How many others had no contact anyway."""
    is_site: bool
    """Whether it is an event of the site."""


class SiteCharger(msgspec.Struct, kw_only=True):
    """A charger of a site, and by which numbers its sockets go in the figures of the site."""

    id: str
    name: str
    is_online: bool | None
    last_contact: Instant | None
    sockets: dict[int, int] = {}
    """By its own number (0: the charger itself) that by which the figures of the site tell of it."""
    socket_names: dict[int, str] = {}
    """What is written on sockets, as the operator says."""


class SiteDay(msgspec.Struct, kw_only=True):
    """A complete local date of the chargers of a site."""

    date: dt.date
    figures: SpanFigures | None
    """null: nothing is known of any charger."""


class SiteDays(msgspec.Struct, kw_only=True):
    """Some dates of a site: sums over its chargers, by the local dates of each."""

    site: str
    at: Instant
    timezone: str
    window: DateSpan
    chargers: int
    whole: SpanFigures
    """Of all the days: what they add up to."""
    days: list[SiteDay]


class SiteBoard(msgspec.Struct, kw_only=True):
    """The figures of a site: sums of those of its chargers."""

    site: str
    board: Board
    """As that of one charger, whose sockets are those of all; their numbers are told by `chargers`."""
    chargers: list[SiteCharger]
    """By name."""
    contact_losses: list[ContactLoss]
    """Those that began in the last seven complete days and today, the newest first."""
