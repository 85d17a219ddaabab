"""What happened at many chargers, in one list: sessions, attempts, failed attempts or errors."""

from __future__ import annotations

import datetime as dt
from typing import Final

import msgspec

from chargeboard.domain.codes import Code, Outcome, Severity
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

LEARNED_LATE: Final = 24 * HOUR
"""Of what longer after its start a session was learned, by that it is found; all others by their start."""


class HappeningKind(Code):
    """Of what kind a list is."""

    FAILURES = "failures"
    """Attempts that failed."""
    ATTEMPTS = "attempts"
    """All attempts."""
    SESSIONS = "sessions"
    """Transactions."""
    ERRORS = "errors"
    """Episodes of errors."""


class HappeningsWanted(msgspec.Struct, frozen=True):
    """A page of a list: what began in a span of local dates, the newest first."""

    kind: HappeningKind = HappeningKind.FAILURES
    dates: tuple[dt.date, dt.date] | None = None
    """The first, and the one behind the last; None: yesterday and today."""
    site: str = ""
    """Of chargers of that site alone."""
    text: str = ""
    """Of chargers whose name, id, site or tags have these words."""
    tag: str = ""
    """Of chargers that have the tag alone."""
    outcome: str = ""
    """Attempts of that outcome alone."""
    learned_since: Instant | None = None
    """Sessions that began before, too, if they go on or were learned of since."""
    offset: int = 0
    limit: int = 50


class KeptHappening(msgspec.Struct, frozen=True, array_like=True):
    """One as it is stored."""

    station: str
    start: Instant
    body: bytes


class RecentHappening(msgspec.Struct, frozen=True, array_like=True):
    """One that has not settled, as it was when the line of its charger was made."""

    kind: HappeningKind
    start: Instant
    outcome: str
    body: bytes


class HappeningsSpan(msgspec.Struct, frozen=True):
    """What a store is asked for: so many that began in a span, of some sites or (None) of all."""

    kind: HappeningKind
    span: Span
    sites: frozenset[str] | None
    words: tuple[str, ...]
    """Parts of name, id or site, folded."""
    outcome: str
    """`failed`: any that is a failure."""
    most: int
    learned_since: Instant | None = None
    """Of sessions also those that began before the span: what has not settled, and what was learned since."""


class Happening(msgspec.Struct, kw_only=True):
    """One row. What its kind has not is null."""

    kind: HappeningKind
    charger: str
    name: str
    site: str
    timezone: str
    socket: int | None
    start: Instant
    end: Instant | None
    """null: it lasts, or is but a moment."""
    duration_s: Number | None
    outcome: Outcome | None
    """Of an attempt."""
    because: str
    """Why an attempt failed or a session ended, or what a charger said beside an error."""
    energy_wh: float | None
    completed: bool | None
    """Whether a transaction is a completed session."""
    session: str | None
    """The key of the session that it is, or that the attempt came to."""
    code: str | None
    vendor_code: str | None
    severity: Severity | None
    active: bool | None
    """Of an error."""
    learned_at: Instant | None = None
    """Of a session that ended: from when on all that is told of it was known."""


class Happenings(msgspec.Struct, kw_only=True):
    """A page of the list."""

    kind: HappeningKind
    window: DateSpan
    """Local dates of `timezone`."""
    timezone: str
    """That of all chargers, or UTC where they have several."""
    offset: int
    limit: int
    more: bool
    """There are more rows behind the page."""
    rows: list[Happening]
