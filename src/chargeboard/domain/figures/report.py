"""What did a week or a month of a charger, of a site or of all come to?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.board import ErrorRow
from chargeboard.domain.figures.compared import ComparedFigure
from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.periods import Every
from chargeboard.domain.reasons import Sentences
from chargeboard.time.instants import Instant


class ReportOf(Code):
    """What a report is about."""

    CHARGER = "charger"
    """One charger."""
    SITE = "site"
    """The chargers of one site together."""
    ALL = "all"
    """All chargers that the reader may see."""


class ReportDay(msgspec.Struct, kw_only=True):
    """A local day of a charger; `days` is 0 where nothing is known of it."""

    date: dt.date
    figures: SpanFigures
    coverage_pct: float | None
    """Known of available time (T7); null: the charger was not there yet."""


class ReportUptime(msgspec.Struct, kw_only=True):
    """Indicative uptime by the other rules (2.8); that of NEVI stands among the figures."""

    uk_reg7_pct: float | None
    uk_template_pct: float | None


class ReportSessions(msgspec.Struct, kw_only=True):
    """What a completed session was like (2.5)."""

    avg_duration_s: float | None
    avg_energy_wh: float | None


class ReportErrorKind(msgspec.Struct, kw_only=True):
    """Errors of one code that began at several chargers."""

    code: str
    vendor_code: str | None
    episodes: int
    chargers: int
    """At how many of them."""
    meaning: Sentences = ()
    action: Sentences = ()


class FirmwareTold(msgspec.Struct, kw_only=True):
    """From a day on the charger had another firmware."""

    date: dt.date
    was: str
    became: str


class ReportCharger(msgspec.Struct, kw_only=True):
    """One charger among several, by what its days came to."""

    id: str
    name: str
    site: str
    figures: SpanFigures


class Report(msgspec.Struct, kw_only=True):
    """A week or a month, against the one before: sums of complete days, and ratios of such sums."""

    of: ReportOf
    id: str
    """Of the charger, or the name of the site; empty: of all."""
    name: str
    site: str
    timezone: str
    at: Instant
    every: Every
    period: str
    """`2026-10` or `2026-W44`."""
    window: DateSpan
    """The dates of the period."""
    through: dt.date
    """The last complete day of it so far."""
    is_over: bool
    before: DateSpan
    figures: SpanFigures
    earlier: SpanFigures
    """Of the period before."""
    changes: list[ComparedFigure]
    """This period against the one before."""
    chargers: int
    """How many chargers it is about."""
    coverage_pct: float | None = None
    """Known of available time; null: nothing is, or it is about several chargers."""
    days: list[ReportDay] = []
    """Of one charger, those of the window up to the last complete one."""
    uptime: ReportUptime | None = None
    """Of one charger."""
    sessions: ReportSessions | None = None
    """Of one charger."""
    errors: list[ErrorRow] = []
    """Of one charger, as they stood at the end; those open for longest first."""
    error_kinds: list[ReportErrorKind] = []
    """Of several chargers, those of most chargers first."""
    newest_errors: int | None = None
    """Of so many, the newest, they are told; null: of all."""
    maker: str = ""
    model: str = ""
    firmware: list[FirmwareTold] = []
    """Changes in the window."""
    rows: list[ReportCharger] = []
    """Of several chargers, by success, the lowest first."""
