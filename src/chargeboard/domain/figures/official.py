"""
What does each official rule make of a charger's time?

Figures by our reading of the rules, to be checked by who reports them. Seconds are of sockets, percentages
are ratios of sums, None means that nothing is measured.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import msgspec

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import Instant


class OfficialSums(msgspec.Struct, kw_only=True):
    """Seconds by how a rule counts them, and what that comes to."""

    up_s: Number
    down_s: Number
    excluded_s: Number
    """Outages that the rule excuses; they count as up."""
    unwatched_s: Number
    """Nobody knows, and it counts as up."""
    exempt_s: Number
    """In no measure."""
    beyond_cap_s: Number
    """Of `down_s`: declared as excused, but beyond what the rule takes."""
    uptime_pct: Number | None


class OfficialSocket(msgspec.Struct, kw_only=True):
    """The sums of one socket, by rule."""

    socket: int
    rules: dict[str, OfficialSums]


class OfficialRate(msgspec.Struct, kw_only=True):
    """So many of what a rule of success counts."""

    successes: int
    of: int
    pct: Number | None


class OfficialMonth(msgspec.Struct, kw_only=True):
    """A calendar month of the charger's zone."""

    month: str
    """`2026-10`."""
    from_: Instant = msgspec.field(name="from")
    to: Instant
    partial: bool
    """It is not over, and in no sum."""
    rules: dict[str, OfficialSums]
    success: dict[str, OfficialRate]
    sockets: list[OfficialSocket]


class OfficialSpan(msgspec.Struct, kw_only=True):
    """Several whole months, summed."""

    dates: DateSpan
    rules: dict[str, OfficialSums]
    success: dict[str, OfficialRate]
    sockets: list[OfficialSocket]


class OfficialCap(msgspec.Struct, kw_only=True):
    """What a rule excuses, and up to how much; null: without end."""

    kind: ExclusionKind
    of_incident_s: Number | None
    of_year_s: Number | None


class OfficialRule(msgspec.Struct, kw_only=True):
    """A rule, as it was read."""

    code: str
    version: int
    of: str
    """`port`: each socket for itself; `network`: all together."""
    source: str
    address: str | None
    """Where it was read; null: our own definitions."""
    read_on: dt.date
    target_pct: Number | None
    least_kw: Number | None
    year_minutes: int | None
    """What a twelve-month figure of a socket is divided by; null: its own minutes."""
    counts: dict[State, str]
    when_closed: str | None
    excuses: list[OfficialCap]
    exempts: list[ExclusionKind]

    def is_missed_by(self, uptime_pct: float | None) -> bool:
        """Whether it is less than the rule's target."""
        return self.target_pct is not None and uptime_pct is not None and uptime_pct < self.target_pct


class OfficialSuccessRule(msgspec.Struct, kw_only=True):
    """A rule of success, as it was read."""

    code: str
    version: int
    of: str
    """What it counts: `attempts`, `sessions` or `visits`."""
    source: str
    address: str | None
    """Where it was read; null: our own definitions."""
    read_on: dt.date


class OfficialFigures(msgspec.Struct, kw_only=True):
    """Twelve months of a charger by every rule. Indicative: our reading of each."""

    charger: Whose
    rated_kw: Number | None
    rules: list[OfficialRule]
    success_rules: list[OfficialSuccessRule]
    twelve_months: OfficialSpan
    calendar_year: OfficialSpan
    """From January through the last of the twelve months."""
    months: list[OfficialMonth]
    """The latest first."""


class OfficialDifference(msgspec.Struct, kw_only=True):
    """Some time that two rules count otherwise."""

    socket: int
    from_: Instant = msgspec.field(name="from")
    to: Instant
    seconds: Number
    state: State
    first: str
    second: str
    """How the rules count it."""
    first_by: ExclusionKind | None
    second_by: ExclusionKind | None
    """What was declared, where it matters to the rule."""


class OfficialDifferences(msgspec.Struct, kw_only=True):
    """All time of a month that two rules count otherwise, by time."""

    charger: Whose
    month: str
    first: str
    second: str
    total: int
    """How many there are; of very many the first ones are told."""
    seconds: Number
    differences: list[OfficialDifference]


class OfficialRow(msgspec.Struct, kw_only=True):
    """What a rule makes of a month of a socket, flat."""

    month: str
    socket: int
    rule: str
    uptime_pct: Number | None
    up_s: Number
    down_s: Number
    excluded_s: Number
    unwatched_s: Number
    exempt_s: Number
    beyond_cap_s: Number
    partial: bool


def rows_of(figures: OfficialFigures) -> Iterator[OfficialRow]:
    """The months of the figures, the latest first, socket by socket and rule by rule."""
    for month in figures.months:
        for one in month.sockets:
            for rule, sums in one.rules.items():
                yield OfficialRow(
                    month=month.month,
                    socket=one.socket,
                    rule=rule,
                    partial=month.partial,
                    **msgspec.structs.asdict(sums),
                )


class NetworkMonth(msgspec.Struct, kw_only=True):
    """A month of many chargers, each by its own calendar."""

    month: str
    chargers: int
    """Of so many it is known; those of whom it is not settled are missing."""
    rules: dict[str, OfficialSums]
    success: dict[str, OfficialRate]


class NetworkSpan(msgspec.Struct, kw_only=True):
    """Several months of many chargers."""

    first: str
    last: str
    rules: dict[str, OfficialSums]
    success: dict[str, OfficialRate]


class NetworkSite(msgspec.Struct, kw_only=True):
    """The chargers of a site over twelve months; an empty name: of no site."""

    site: str
    chargers: int
    rules: dict[str, OfficialSums]


class NetworkFigures(msgspec.Struct, kw_only=True):
    """
    Twelve months of all chargers, or of those of a site: sums of theirs. Indicative: our reading.

    A rule that speaks of fast chargers leaves out those whose rated power is set and less.
    """

    site: str
    """Empty: all."""
    chargers: int
    rules: list[OfficialRule]
    success_rules: list[OfficialSuccessRule]
    twelve_months: NetworkSpan
    calendar_year: NetworkSpan
    months: list[NetworkMonth]
    """The latest first."""
    sites: list[NetworkSite]
