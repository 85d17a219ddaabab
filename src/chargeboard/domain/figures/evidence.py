"""
What lies behind the figures of a charger's page?

The figures of the pages and endpoints of evidence, field by field. As on the board, values are unrounded,
percentages are 0-100, None means not known, and dates are the charger's own.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code, EndedBy, FindingKind, Outcome, Stage
from chargeboard.domain.conclusions import State
from chargeboard.domain.figures.board import DataQuality, ErrorRow, KeptSince
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.reasons import Because, Reason, Sentences
from chargeboard.time.instants import Instant


class Whose(msgspec.Struct, kw_only=True):
    """The charger that the evidence is about, and the instant of the question."""

    id: str
    name: str
    site: str = ""
    timezone: str
    at: Instant
    sockets: list[int] = []
    socket_names: dict[int, str] = {}
    """What is written on sockets, as the operator says."""
    kept_since: KeptSince | None = None
    """Null: nothing was let go of."""


class Rule(msgspec.Struct, kw_only=True):
    """How a figure was computed: the rule in a sentence, where it is defined, and its settings."""

    figure: str
    rule: Sentences
    source: str
    settings: dict[str, object] = {}
    changed: list[str] = []
    """Which of them the operator set; the others have their defaults."""


class SessionList(msgspec.Struct, kw_only=True):
    """Transactions that overlap the window, filtered, sorted and cut to a page."""

    charger: Whose
    window: DateSpan
    total: int
    """How many there are on all pages."""
    whole: int = 0
    """How many there are without the filter."""
    counted: int
    """How many of them are completed charging sessions that ended in the window (S2, 2.5)."""
    energy_wh: float
    """The energy of these."""
    offset: int
    limit: int
    sort: str
    sessions: list[SessionRow]


class Stamp(msgspec.Struct, kw_only=True):
    """A message of a transaction whose stamp was corrected (T8) or not believed (T5)."""

    message: str
    """StartTransaction, StopTransaction, or the event of 2.x: Started, Updated or Ended."""
    stated_at: Instant
    """As the charger said it."""
    at: Instant
    """When it happened by our clock: what the figures use."""
    received_at: Instant


class Sample(msgspec.Struct, kw_only=True, omit_defaults=True):
    """What the meter read at one instant; phases are L1 to L3."""

    at: Instant
    stated_at: Instant | None = None
    """The charger's own stamp, where it is another instant."""
    register_wh: float | None = None
    power_w: float | None = None
    soc_pct: float | None = None
    current_a: list[float | None] | None = None
    voltage_v: list[float | None] | None = None
    power_by_phase_w: list[float | None] | None = None
    offered_w: float | None = None
    offered_a: float | None = None
    temperature_c: float | None = None
    export_wh: float | None = None
    export_w: float | None = None
    net_wh: float | None = None
    location: str = ""
    """Where the register was read; "" is the outlet."""
    context: str = ""


class SessionDetail(msgspec.Struct, kw_only=True):
    """One transaction with everything that it was concluded from."""

    charger: Whose
    session: SessionRow
    states: list[tuple[Instant, Instant, State]]
    """The socket's states meanwhile: from, to, state."""
    readings: list[tuple[Instant, float]]
    """The accepted readings: the energy that had been delivered at each instant."""
    export_readings: list[tuple[Instant, float]] = []
    """The accepted readings of what the vehicle fed back."""
    samples: list[Sample]
    stamps: list[Stamp]
    duplicate_starts: int
    duplicate_stops: int
    rules: list[Rule]
    ended_by: EndedBy | None = None
    """Who ended it, by the reason of its stop; null while it is open."""
    peak_w: float | None = None
    """The highest power that was reported; null: none was. So with the states of charge."""
    start_soc_pct: float | None = None
    end_soc_pct: float | None = None


class AttemptRow(msgspec.Struct, kw_only=True):
    """One attempt by a driver (2.3), and how far it came."""

    socket: int | None
    start: Instant
    end: Instant | None
    duration_s: Number | None
    outcome: Outcome
    counts: bool
    """Whether it is in the denominator of the success rate."""
    stage: Stage
    """The last step that it reached."""
    plugged_at: Instant | None
    authorised_at: Instant | None
    started_at: Instant | None
    because: Reason[Because]
    session_keys: list[str]


class Funnel(msgspec.Struct, kw_only=True):
    """How many of the decided attempts reached each step; one that was never plugged in may be authorised."""

    attempts: int
    plugged: int
    authorised: int
    started: int
    energy: int


class AttemptList(msgspec.Struct, kw_only=True):
    """Attempts that began in the window, newest first, with what became of all of them."""

    charger: Whose
    window: DateSpan
    total: int
    whole: int = 0
    """How many began in the window, without any filter."""
    offset: int
    limit: int
    funnel: Funnel
    outcomes: dict[Outcome, int]
    success: Headline
    charger_success: Headline
    """Without the failures that are the driver's or the operator's."""
    charge_end: Headline
    """Sessions with any energy that ended as they should (ChargeX)."""
    session_success: Headline
    """Attempts that gave any energy and ended as they should (ChargeX)."""
    rules: list[Rule]
    attempts: list[AttemptRow]


class EpisodeRow(msgspec.Struct, kw_only=True):
    """An error from its first report until it cleared."""

    start: Instant
    end: Instant | None
    """When it cleared; null: it is still there, or it never lasted."""
    last_seen: Instant
    momentary: bool
    reports: int
    info: str


class ErrorEvidence(msgspec.Struct, kw_only=True):
    """A row of the errors with its episodes, newest first."""

    error: ErrorRow
    mrec_name: str
    rhythm_s: Number | None
    """The usual time from the beginning of an episode to the next one; null below three episodes."""
    episodes: list[EpisodeRow]


class ErrorList(msgspec.Struct, kw_only=True):
    """Errors of the window, active ones first, then the latest."""

    charger: Whose
    window: DateSpan
    coverage_pct: float | None
    """How much of the window is known: without it "no faults" means little."""
    total: int
    whole: int = 0
    """How many there are without the filter."""
    active: int
    offset: int
    limit: int
    errors: list[ErrorEvidence]


class Finding(msgspec.Struct, kw_only=True):
    """Something that had to be repaired, inferred or left out."""

    at: Instant
    kind: FindingKind
    what: list[Reason[Code]]
    raw: str = ""
    """What a charger said, in the words of OCPP."""
    rule: str
    count: int = 1
    session: str | None = None
    """The key of the session that it is about."""
    proved_at: Instant | None = None
    """When it was known, where that was later than it was so."""


class RejectedLine(msgspec.Struct, kw_only=True):
    """A line of an imported file that could not be read; of no charger in particular."""

    file: str
    line: int
    reason: str
    text: str


class QualityList(msgspec.Struct, kw_only=True):
    """All findings of the window, newest first, and the counts over all time."""

    charger: Whose
    window: DateSpan
    all_time: DataQuality
    kinds: dict[FindingKind, int]
    """How often each kind was found in the window; a finding may stand for several in a row."""
    total: int
    whole: int = 0
    """How many there are without the filter."""
    offset: int
    limit: int
    findings: list[Finding]
    rejected: list[RejectedLine]
