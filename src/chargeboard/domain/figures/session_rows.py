"""What is told of sessions, of all of a window and of each?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import EndedBy, SessionFlag
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.measures import Number
from chargeboard.domain.reasons import Reason
from chargeboard.time.instants import Instant


class Overview(msgspec.Struct, kw_only=True):
    """Completed sessions ended in the window (2.5)."""

    days: int
    total_sessions: int
    sessions_per_day: float | None
    avg_duration_s: float | None
    median_duration_s: float | None
    avg_consumption_wh: float | None
    total_consumption_wh: float
    mean_power_w: float | None
    energy_unknown: int = 0
    observed_days: int | None = None
    """On how many of `days` anything is known; on none, there is no number per day. null: not told."""
    from_: dt.date | None = msgspec.field(default=None, name="from")
    to: dt.date | None = None
    through: dt.date | None = None
    """The last date, included; `to` is the day after it."""


class OngoingSession(msgspec.Struct, kw_only=True):
    """An open transaction at `at` (2.6)."""

    socket: int | None
    start: Instant
    duration_s: Number
    energy_wh: float | None
    power_w: float | None
    power_at: Instant | None
    power_age_s: Number | None
    power_is_old: bool
    power_estimated_w: float | None
    soc_pct: float | None
    state: State
    stale: bool
    last_contact: Instant | None
    key: str = ""
    recent_power: list[tuple[Instant, float]] = []
    """Power of the last two hours in W, at most 60 points with the extremes; from the meter if need be."""
    export_wh: float | None = None
    """What the vehicle has fed back so far; null: no meter told of it."""


class Ongoing(msgspec.Struct, kw_only=True):
    """The sessions that are running."""

    active_sessions: int
    energy_wh: float
    sessions: list[OngoingSession]
    export_wh: float = 0
    """What the vehicles have fed back so far; never netted with what they were given."""


class SessionRow(msgspec.Struct, kw_only=True):
    """One transaction."""

    key: str
    socket: int | None
    start: Instant
    end: Instant | None
    duration_s: Number | None
    energy_wh: float | None
    reason: str | None
    end_inferred: bool
    completed: bool
    flags: list[SessionFlag]
    why: list[Reason[SessionFlag]]
    """What was inferred or repaired."""
    transaction_ids: list[str]
    export_wh: float | None = None
    """What the vehicle fed back (V2G), never netted with `energy_wh`; null: no meter told of it."""
    peak_w: float | None = None
    """The highest power that was reported; null: none was."""
    start_soc_pct: float | None = None
    end_soc_pct: float | None = None
    """The first and the last state of charge that was reported."""
    ended_by: EndedBy | None = None
    """Who ended it, by the reason of its stop and what triggered it; null while it is open."""
    learned_at: Instant | None = None
    """From when on all that is told of it was known, its end or later; null while it is open."""
