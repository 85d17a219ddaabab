"""
What lies behind the bars of one local day?

Which seconds, sessions and attempts, socket by socket; what is not known of it; on which of its time the
official rules differ; and by how much its figures changed after the day seemed final.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import DoubtKind, LateKind, MissingWhy, Verdict
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UptimeDay, UptimeSocket, UtilizationDay
from chargeboard.domain.figures.evidence import AttemptRow, Rule, Whose
from chargeboard.domain.figures.measures import DateSpan, InstantSpan, Number
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import Instant


class DaySession(msgspec.Struct, kw_only=True):
    """A session that touches the day, and its share of the day's figures."""

    session: SessionRow
    energy_on_day_wh: float
    counts_on_day: bool
    """It is one of the day's completed sessions: it ended on this day (2.4)."""
    export_on_day_wh: float = 0
    """What the vehicle fed back on the day."""


class SocketDay(msgspec.Struct, kw_only=True):
    """
    What one socket is in the day's figures; the rows of all sockets add up to them.

    Sessions and energy are None where nothing is known of the socket on that day.
    """

    socket: int | None
    """null: what no socket can be named for."""
    utilization: UtilizationDay | None
    success: SuccessDay
    uptime: UptimeSocket | None
    sessions: int | None
    energy_wh: float | None
    export_wh: float | None = None


class Missing(msgspec.Struct, kw_only=True):
    """Time of the day of which nothing or little is known, or that no figure counts."""

    from_: Instant = msgspec.field(name="from")
    to: Instant
    why: MissingWhy
    socket: int | None
    """null: all sockets."""
    lost_s: Number
    """By how much the sockets' time is unknown for it: the rows add up to what coverage lacks of 100 %."""


class Doubt(msgspec.Struct, kw_only=True):
    """What makes figures of the day provisional or uncertain, although its time is known."""

    what: DoubtKind
    count: int
    figures: list[str]
    """Which figures it touches."""
    sessions: list[str] = []
    """The keys of the sessions that it is about."""


class Difference(msgspec.Struct, kw_only=True):
    """Time that the uptime rules judge differently (2.8)."""

    socket: int
    from_: Instant = msgspec.field(name="from")
    to: Instant
    state: State
    nevi: Verdict
    uk_reg7: Verdict
    uk_template: Verdict


class Change(msgspec.Struct, kw_only=True):
    """A figure that became another. null: it was not known."""

    figure: str
    """As named on the board; of a socket's seconds the state."""
    socket: int | None
    before: Number | None
    after: Number | None


class LateNews(msgspec.Struct, kw_only=True):
    """Messages of one kind that arrived when the day seemed final."""

    what: LateKind
    count: int
    first_received_at: Instant
    last_received_at: Instant
    most_late_s: Number
    """The longest time from when something happened to when we learned it."""


class Revision(msgspec.Struct, kw_only=True):
    """What came together when the day seemed final, and which figures it changed."""

    first_received_at: Instant
    last_received_at: Instant
    """Of its messages; without any: the instant by which the passing of time alone had changed figures."""
    messages: list[LateNews]
    changes: list[Change]


class DayEvidence(msgspec.Struct, kw_only=True):
    """One local day: every bar of it, and what it was made of."""

    charger: Whose
    date: dt.date
    span: InstantSpan
    length_s: Number
    is_partial: bool
    utilization: UtilizationDay | None
    success: SuccessDay | None
    uptime: UptimeDay | None
    charge_end: Headline
    """Sessions with any energy that ended on the day as they should (ChargeX)."""
    session_success: Headline
    """Attempts that gave any energy and ended as they should (ChargeX)."""
    sessions_completed: int | None
    energy_wh: float | None
    coverage_pct: float | None
    by_socket: list[SocketDay]
    states_s: dict[int, dict[str, Number]]
    """Seconds by socket and state: of observed time, within opening hours where there are any."""
    timeline: dict[int, list[tuple[Instant, Instant, State]]]
    final_at: Instant
    """When the day's figures were final, had nothing more arrived."""
    revised: bool
    changes: list[Change]
    """From what was known at `final_at` to what is known now."""
    revisions: list[Revision]
    """Step by step, the first one first; the last may hold several where there were many."""
    late: list[LateNews]
    missing: list[Missing]
    doubts: list[Doubt]
    differences: list[Difference]
    sessions: list[DaySession]
    attempts: list[AttemptRow]
    policy: Policy
    """The settings in effect."""
    rules: list[Rule]
    export_wh: float | None = None
    """What vehicles fed back on the day (V2G); never netted with `energy_wh`."""


class DayRow(msgspec.Struct, kw_only=True):
    """One day of a window."""

    date: dt.date
    utilization: UtilizationDay | None
    success: SuccessDay | None
    uptime: UptimeDay | None
    sessions: int | None
    energy_wh: float | None
    revised: bool
    export_wh: float | None = None


class DayList(msgspec.Struct, kw_only=True):
    """The days of a window: what its headline percentages are sums of."""

    charger: Whose
    window: DateSpan
    utilization: Headline
    success: Headline
    days: list[DayRow]
    rules: list[Rule]
