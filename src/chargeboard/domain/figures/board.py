"""
What does the page of one charger show?

Its figures, field by field, of which `documents/` makes what `GET /api/v1/chargers/{id}/board` tells. Values
are unrounded; percentages are 0-100; None means not known. Dates are the charger's local dates.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import (
    ChangeKind,
    ErrorGroup,
    EventKind,
    Need,
    Severity,
    Untold,
    Weight,
)
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.compared import Compared, PeriodBefore
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UptimeDay, UtilizationDay
from chargeboard.domain.figures.measures import DateSpan, InstantSpan, Number
from chargeboard.domain.figures.session_rows import Ongoing, Overview, SessionRow
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Sentences
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span


class ChargerChange(msgspec.Struct, kw_only=True):
    """The charger is another one, or is called otherwise, and its history goes on."""

    at: Instant
    kind: ChangeKind
    was: str
    became: str


class ChargerInfo(msgspec.Struct, kw_only=True):
    """Who the charger is and whether it is there."""

    id: str
    name: str
    site: str
    timezone: str
    timezone_is_default: bool
    vendor: str | None = None
    model: str | None = None
    serial: str | None = None
    firmware: str | None = None
    rated_kw: float | None = None
    protocols: list[str] = []
    first_seen: Instant | None = None
    last_contact: Instant | None = None
    is_online: bool | None = None
    """None: never connected, or not known at this instant."""
    offline_since: Instant | None = None
    is_history: bool = False
    """
    All is known from a log that has ended, or nothing was heard on the thirty complete days before `at`.

    Nobody has to act.
    """
    commissioned_on: dt.date | None = None
    sockets: list[int] = []
    socket_names: dict[int, str] = {}
    """What is written on sockets, as the operator says; a number that is not there has no name."""
    changes: list[ChargerChange] = []
    """The latest first."""


class SocketNow(msgspec.Struct, kw_only=True):
    """The present state of one socket."""

    socket: int
    state: State
    since: Instant | None


class ChargerEvent(msgspec.Struct, kw_only=True):
    """Something that happened in the timeline's span, or still held when it began."""

    at: Instant
    kind: EventKind
    name: str
    detail: str = ""
    socket: int = 0
    """0: the charger."""
    until: Instant | None = None
    """None: it lasts, or was but a moment (boot, firmware)."""


class ErrorRow(msgspec.Struct, kw_only=True):
    """One row of the latest errors (2.7, E3)."""

    socket: int
    code: str
    vendor_code: str | None
    severity: Severity
    group: ErrorGroup
    episodes: int
    reports: int
    active: bool
    first_seen: Instant
    last_seen: Instant
    first_ever: Instant
    cleared_at: Instant | None
    open_s: Number
    """How long it was open within the window, in seconds; episodes at the same time count once."""
    info: str
    meaning: Sentences = ()
    action: Sentences = ()
    mrec: str | None = None
    turn: list[str] = []
    """Who has to act by the vocabulary's own table: driver, operator, charger, car."""
    vocabulary: str = ""
    """The agreed vocabulary that the code is of: ChargeX MREC, EVgo MREC or CharIN UEC."""
    component: str = ""
    variable: str = ""
    """What of a 2.x station reported it."""


class ClockOffset(msgspec.Struct, kw_only=True):
    """How far the charger's clock is off, found by its messages; its stamps are corrected by that (T8)."""

    offset_s: Number
    """Positive: behind ours."""
    since: Instant
    """Receipt of the first message that it stamped."""


class KeptSince(msgspec.Struct, kw_only=True):
    """Since when what is kept is whole, where something was let go of; null: nothing of the kind was."""

    frames: Instant | None = None
    """Messages, by their receipt."""
    evidence: Instant | None = None
    """What figures were concluded from: statuses, stops, the readings of sessions. The figures stay."""
    sessions: Instant | None = None
    """Sessions and attempts, by their start. The sums of days stay."""


class DataQuality(msgspec.Struct, kw_only=True):
    """
    What had to be repaired, inferred or left out, counted over all that was received by `at`.

    Of a window that ended before today over all that happened up to its end.
    """

    quarantined: int = 0
    repaired: int = 0
    nonconformant: int = 0
    duplicate_starts: int = 0
    duplicate_stops: int = 0
    orphan_stops: int = 0
    inferred_ends: int = 0
    energy_unknown: int = 0
    clock_repaired: int = 0
    connection_flaps: int = 0
    collector_gap_s: Number = 0
    sessions_in_kwh: int = 0
    """Sessions whose register seems to count kWh although it says Wh (Q20)."""
    clock_offset: ClockOffset | None = None
    """Of the charger's clock as it is now; null: right to 5 s, or not known."""


class Insight(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule of guidance found (definitions 3); its words are said where text is made."""

    id: str
    severity: Weight
    code: str
    """Of its words."""
    numbers: Numbers = {}
    """What stands in them, and what was looked at besides."""
    panel: str = ""
    """utilization, success, errors, events, ongoing, sessions, energy, overview or quality."""
    need: Need = Need.NOBODY
    action: Phrase | None = None
    """What to do about it."""
    since: Instant | None = None
    """Since when it lasts, where it is a thing of now."""
    true_until: Instant = NEVER
    """Until when time alone leaves it true."""

    def __hash__(self) -> int:
        return hash((self.id, self.code, self.since))


class FirmwareDay(msgspec.Struct, kw_only=True):
    """A day on which a charger told another firmware; the last one that it told counts."""

    was: str
    became: str
    before: DateSpan | None = None
    after: DateSpan | None = None
    """As many complete days on either side, as far as the next change; null, both: one side has none."""


class SettingTold(msgspec.Struct, kw_only=True):
    """A setting that the management system changed; a value is null where it is not known, or not shown."""

    name: str
    """A key of OCPP 1.6, else component and variable."""
    was: str | None
    became: str | None


class SettingsDay(msgspec.Struct, kw_only=True):
    """A day on which settings of a charger changed; the last value of each counts."""

    settings: list[SettingTold]
    before: DateSpan | None = None
    after: DateSpan | None = None
    """As many complete days on either side, as far as the next change; null, both: one side has none."""


class Board(msgspec.Struct, kw_only=True):
    """The whole document."""

    charger: ChargerInfo
    at: Instant
    window: DateSpan
    timeline: InstantSpan
    now: list[SocketNow]
    states: dict[int, list[tuple[Instant, Instant, State]]]
    """By socket."""
    offline_gaps: list[Span]
    collector_gaps: list[Span]
    kept_since: KeptSince | None = None
    """Null: nothing was let go of."""
    observed_since: dict[int, Instant] = {}
    """When each socket was first heard of; before, it is not yet commissioned."""
    charger_events: list[ChargerEvent] = []
    """Boots, changes of firmware, statuses of the charger itself, and where errors began, in the timeline."""
    no_energy: dict[int, list[Span]] = {}
    """By socket: where it was charging and no energy flowed for ten minutes or longer, in the timeline."""
    utilization: list[UtilizationDay]
    utilization_headline: Headline
    success: list[SuccessDay]
    success_headline: Headline
    sessions_per_day: dict[dt.date, int | None]
    energy_per_day_wh: dict[dt.date, float | None]
    export_per_day_wh: dict[dt.date, float] = {}
    """What vehicles fed back (V2G), by the same rule and never netted; only days on which one did."""
    revised_days: list[dt.date]
    overview: Overview
    ongoing: Ongoing
    errors: list[ErrorRow]
    errors_window: DateSpan
    """Whose errors: the window, where it ended before today, as they stood at its end; else the last days."""
    errors_coverage_pct: float | None
    sessions: list[SessionRow]
    uptime: list[UptimeDay]
    data_quality: DataQuality
    insights: list[Insight]
    untold: list[Untold] = []
    """What the systems that it is known from cannot tell at `at`; figures of it are not known."""
    policy: Policy = Policy()
    version: str = ""
    before: dict[Compared, PeriodBefore] = {}
    """By figure, the period before that of its panel; none of which nothing is known."""
    overview_before: Overview | None = None
    """Of as many days before those of the overview."""
    firmware_days: dict[dt.date, FirmwareDay] = {}
    """The days of the window on which the charger told another firmware."""
    setting_days: dict[dt.date, SettingsDay] = {}
    """Those on which it took other settings."""

    def fed_back_on(self, on: dt.date) -> float | None:
        """What vehicles fed back on a day in Wh; None: nothing is known of the day."""
        is_known = self.energy_per_day_wh.get(on) is not None
        return self.export_per_day_wh.get(on, 0.0 if is_known else None)


class FleetRow(msgspec.Struct, kw_only=True):
    """One line of the list of chargers."""

    id: str
    name: str
    site: str
    timezone: str
    is_online: bool | None
    last_contact: Instant | None
    sockets: list[SocketNow]
    active_sessions: int
    energy_now_wh: float
    utilization: Headline
    success: Headline
    sessions_today: int | None
    energy_today_wh: float | None
    active_errors: int
    export_today_wh: float | None = None
    """What vehicles fed back today, never netted."""
    is_history: bool = False
    """As `ChargerInfo.is_history`: it is neither out of contact nor in need of anybody."""
    worst_insight: Insight | None = None
    """What needs somebody most; else that all is right, or what else comes first."""
    attention: int = 0
    """How many things need somebody."""
    tags: list[str] = []
    """Whatever the operator groups chargers by."""
    protocol: str = ""
    """The version of OCPP that it speaks; empty: it was never heard."""
