"""How do chargers compare over any dates?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.board import SocketNow
from chargeboard.domain.figures.compared import ComparedFigure
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import Instant


class SpanOrder(Code):
    """By what chargers over some dates are ordered; `reverse` turns each round."""

    SUCCESS = "success"
    """The lowest first."""
    NAME = "name"
    """By name, or id."""
    STATE = "state"
    """Faulted ones first, then those without contact; those in use last."""
    UTILIZATION = "utilization"
    """The highest first."""
    UPTIME = "uptime"
    """The lowest first."""
    ERRORS = "errors"
    """Most first."""
    LAST_ERROR = "last_error"
    """Active ones first, then the latest."""
    SESSIONS = "sessions"
    """Most first."""
    ENERGY = "energy"
    """Most first."""
    LAST_CONTACT = "last_contact"
    """Those that were silent for longest first."""


class CohortBy(Code):
    """By what chargers are put together."""

    MODEL = "model"
    """By maker and model."""
    FIRMWARE = "firmware"
    """By maker, model and firmware."""
    MAKER = "maker"
    """By maker."""
    SITE = "site"
    """By site."""
    PROTOCOL = "protocol"
    """By the version of OCPP that they speak now."""
    TAG = "tag"
    """By tag; a charger with several counts in each."""


class SpanWanted(msgspec.Struct, frozen=True):
    """A page of all chargers over local dates, `end` the day after the last one."""

    first: date
    end: date
    text: str = ""
    sort: SpanOrder = SpanOrder.SUCCESS
    is_reversed: bool = False
    offset: int = 0
    limit: int = 100
    tag: str = ""
    """Of chargers that have it alone."""


class SpanFigures(msgspec.Struct, kw_only=True):
    """What complete days of one charger, or of several, come to: ratios of sums, null where of nothing."""

    days: int
    """Days of a charger of which anything is known."""
    attempts: int
    successes: int
    success_pct: float | None
    sessions: int
    energy_wh: float
    in_use_s: Number
    available_s: Number
    utilization_pct: float | None
    up_s: Number
    timed_s: Number
    uptime_pct: float | None
    """Indicative, by NEVI's rule."""
    errors: int
    """Those that began."""
    errors_per_1000: float | None
    """Per 1,000 sessions."""
    unsettled_days: int
    """Days that a session which is still open may change."""


class ChargerSpan(msgspec.Struct, kw_only=True):
    """One charger: how it is now, and what its days came to."""

    id: str
    name: str
    site: str
    timezone: str
    sockets: list[SocketNow]
    is_online: bool | None
    is_history: bool
    last_contact: Instant | None
    active_errors: int
    last_error: Instant | None
    """When the last one began; of those that cleared in the last hour it may not tell."""
    figures: SpanFigures


class FleetSpan(msgspec.Struct, kw_only=True):
    """A page of chargers over some dates, and all that are wanted together."""

    window: DateSpan
    chargers: int
    totals: SpanFigures
    rows: list[ChargerSpan]
    wanted: SpanWanted


class Interval(msgspec.Struct, kw_only=True):
    """Between which values a figure lies at 95 %, as far as chance alone goes."""

    low: float
    high: float


class CohortFigures(msgspec.Struct, kw_only=True):
    """Chargers that have something in common, over some dates; empty words are not known."""

    site: str = ""
    protocol: str = ""
    tag: str = ""
    maker: str = ""
    model: str = ""
    firmware: str = ""
    chargers: int
    """Those of which anything is known on these dates."""
    figures: SpanFigures
    success: Interval | None
    """Of the success rate in percent, by Wilson; null without attempts."""
    errors: Interval | None
    """Of the errors per 1,000 sessions, exact for a Poisson count up to 100 errors; null without sessions."""


class BesideCohort(msgspec.Struct, kw_only=True):
    """A charger beside the others of a cohort that it belongs to, over the days on which it did."""

    own: CohortFigures
    others: SpanFigures
    others_chargers: int
    compared: list[ComparedFigure]
    """Success, uptime and errors: the others first, then the charger."""


class Worse(msgspec.Struct, kw_only=True):
    """A firmware with which a model does worse than with its other versions over the same dates."""

    maker: str
    model: str
    firmware: str
    figure: str
    """`success` or `errors`."""
    value: float
    others: float
    """Of the other versions together; errors are per 1,000 sessions."""
    chance: float
    """How likely such a difference is if all versions were alike."""


class FleetCohorts(msgspec.Struct, kw_only=True):
    """All chargers over some dates by what they were then, or where they stand."""

    window: DateSpan
    by: CohortBy
    cohorts: list[CohortFigures]
    whole: SpanFigures
    worse: list[Worse]
    """By firmware alone."""
    charger: str = ""
    """The one that was asked to be set beside its cohort."""
    beside: list[BesideCohort] = []
    """It in each cohort that it belonged to."""
