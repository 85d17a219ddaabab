"""
What is kept about a station besides frames, facts and conclusions?

The rows that the running part and the stores hand to each other.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import msgspec

from chargeboard.domain.figures.fleet_protocol import SideTroubles
from chargeboard.domain.figures.happenings import RecentHappening
from chargeboard.domain.frame import Frame
from chargeboard.domain.load import DayLoad
from chargeboard.domain.totals import DayTotals
from chargeboard.time.instants import BEGINNING, NEVER, Instant, Micros
from chargeboard.time.spans import Span


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a station has been understood. `received_at` and `seq` are the last folded frame's."""

    station: str
    received_at: Instant = 0
    seq: int = 0
    fold_version: str = ""
    snapshot: bytes = b""
    """The fold's state, as JSON."""
    first_fact_at: Instant | None = None
    newest_fact_at: Instant | None = None
    dirty_from: Instant | None = None
    """The earliest `at` among facts that no conclusion has used yet; None: conclusions are up to date."""
    settled_until: Instant | None = None
    """Stored conclusions and days reach up to here: the last checkpoint's instant."""
    conclusions_version: str = ""
    """Digest of policy, zone and metrics version that the stored conclusions were made with."""
    revision: int = 0
    """
    Grows with every write of facts or conclusions; equal revisions mean equal rows. A writer hands back the
    revision that it read and is refused (`Overtaken`) where another was faster; what is stored is one more.
    """
    settled_revision: int = 0
    """The revision at which conclusions were last replaced."""


class OfficialMonthRow(msgspec.Struct, frozen=True, kw_only=True):
    """What official rules make of a month of a station, as it is kept."""

    station: str
    month: str
    """`2026-10`."""
    until_at: Instant
    """Its end."""
    rules: str
    """Names the rules that it was made by, and their versions."""
    version: str
    """Names what conclusions were made by."""
    body: bytes


FactPlace = tuple[Instant, Instant, int]
"""Where a fact stands among others: when it happened, when it was received, its number."""
FIRST_PLACE: FactPlace = (BEGINNING, BEGINNING, 0)
LAST_PLACE: FactPlace = (NEVER, NEVER, NEVER)


class KeptSince(msgspec.Struct, frozen=True):
    """What of a station was let go of, as the settings ask: of each kind all from before an instant."""

    frames: Instant = BEGINNING
    """By receipt."""
    evidence: Instant = BEGINNING
    """Facts, and the readings of sessions, by when they happened. There is a checkpoint there."""
    sessions: Instant = BEGINNING
    """Sessions, attempts and stray stops, by their start."""
    thinned: Instant = BEGINNING
    """How far the readings of sessions are gone."""
    mark: bytes = b""
    """What the frames that are gone left behind, as JSON of a fold's memory."""


class SeenStation(NamedTuple):
    """With what a look at a station begins."""

    progress: Progress
    kept_since: KeptSince
    is_log: bool
    """All that is known of it came from logs."""
    has_others: bool
    """Others were merged into it."""
    look: bytes | None
    """What the last look found, if it was one at the conclusions that are stored."""


class NotKeptError(Exception):
    """What was known of a station at that instant is not kept any more; `since` is the earliest that is."""

    def __init__(self, station: str, since: Instant) -> None:
        super().__init__(station)
        self.station = station
        self.since = since


class Retold(msgspec.Struct, frozen=True):
    """
    Facts are told again, for a clock proved to be off (T8).

    Those received before `known_at` count from then on; a look at an earlier instant sees what they replace.
    """

    known_at: Instant
    replaces: int | None = None
    """The number of the first fact that goes, with all that were told after it; None: none goes."""
    behind: FactPlace = FIRST_PLACE
    """Of those the ones behind this place go,"""
    until: FactPlace = LAST_PLACE
    """up to this one."""


class Overtaken(Exception):  # noqa: N818 - it names what happened, and nothing is wrong
    """Another writer replaced the station's progress meanwhile: read it again and go on from there."""


class Unforeseen(Exception):  # noqa: N818 - it names what happened, and the block can be begun again
    """More stations are written of than were named when the block began."""


class Claim(msgspec.Struct, frozen=True):
    """A settlement that takes long: it holds while nothing from before its end is learned."""

    station: str
    number: int


class Unavailable(Exception):  # noqa: N818 - it names how the store is
    """The store cannot be used at the moment: locked, full, or its disk failed. Waiting may help."""

    lasted_s: float | None = None
    """For how long that is so; None where it is not known."""


class Away(Unavailable):
    """Nobody reaches the store, whatever is asked of it: waiting is all that helps."""


class Stored(msgspec.Struct, frozen=True, gc=False):
    """A frame with its place in the journal of its station."""

    seq: int
    frame: Frame


class Ahead(msgspec.Struct, frozen=True):
    """A station and its next frames."""

    progress: Progress
    frames: list[Stored]


class Completed(msgspec.Struct, frozen=True, array_like=True):
    """Completed sessions by start, as far as sums take them, a column each."""

    ends: list[Instant] = []
    durations: list[Micros] = []
    counted_wh: list[float | None] = []
    """None: it is not known, or the operator wants it in no sum (S3)."""

    def within(self, window: Span) -> Completed:
        """Those that ended in a window."""
        ends = self.ends
        if not ends or (window.start <= min(ends) and max(ends) < window.end):
            return self
        kept = [n for n, end in enumerate(ends) if window.start <= end < window.end]
        return Completed(
            [ends[n] for n in kept],
            [self.durations[n] for n in kept],
            [self.counted_wh[n] for n in kept],
        )


@dataclass(frozen=True)
class StoredSessions:
    """Sessions that began one after the other: what sums need of them, and their rows where they are read."""

    began: Span
    """In which all of them began."""
    completed: Completed
    last_end: Instant | None
    """Of any of them; None: none has ended."""
    has_reasons: bool
    """Whether a row tells why something of it is so."""
    opened: Callable[[], bytes]
    """Reads the rows as `kept_session` wrote them, by start, with a comma between two."""


class Called(msgspec.Struct, frozen=True):
    """What a charger was called up to an instant."""

    name: str
    until: Instant


class Charger(msgspec.Struct, frozen=True, kw_only=True):
    """What the shell or the page set for a charger; it wins over the settings file."""

    id: str
    name: str = ""
    site: str = ""
    settings: Mapping[str, object] = {}
    """Policy keys that were set, by name."""
    merged_into: str | None = None
    merged_at: Instant | None = None
    """None, although it is merged: that was before copies of frames were told apart."""
    called: tuple[Called, ...] = ()
    """Its former names, the oldest first."""
    deleted: bool = False


class Credential(msgspec.Struct, frozen=True, kw_only=True):
    """Whether a charger may connect, and the salted hash of its password where it has one."""

    station: str
    approved: bool
    salt: bytes | None = None
    digest: bytes | None = None
    """None: it has no password. Empty: it was withdrawn, and none is right until there is a new one."""
    asked_at: Instant | None = None
    """When it first tried to connect while nobody had approved it."""
    withdrawn_at: Instant | None = None
    """Since when it stays out, whoever else is let in; until it is approved again."""
    certificates_after: Instant | None = None
    """A client certificate that was issued before that is not the charger's any more."""


class Line(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What a charger is ordered, found and counted by in the list of chargers."""

    station: str
    name: str
    """In small letters."""
    text: str
    """Name, id and site, folded: what it is found by."""
    timezone: str
    worst: int
    """How urgent the most urgent of its guidance is, 5 (danger) to 1 (can wait); 0: nothing needs anybody."""
    faulted: int
    """Sockets that are."""
    is_offline: bool
    active_errors: int
    attention: int
    """Guidance that needs somebody."""
    sessions_today: int
    energy_today_wh: float
    utilization_pct: float
    success_pct: float
    active_sessions: int
    energy_now_wh: float
    site: str = ""
    protocol: str = ""
    tags: str = "[]"
    """A list as JSON."""


class FleetLine(msgspec.Struct, frozen=True):
    """A charger's line of the list: of which revision, until when it stays true, and what it says."""

    line: Line
    revision: int
    true_until: Instant
    doc: bytes
    """JSON of a FleetRow."""
    look: bytes = b""
    """What the look found that it was made by, for the next one; empty: nothing is kept of it."""
    part: bytes = b""
    """What the sum of its site needs, as MessagePack of a ChargerPart; empty: nothing is known of it."""
    recent: Sequence[RecentHappening] = ()
    """What has not settled, for the lists of many chargers."""
    ahead: Sequence[DayTotals] = ()
    """What days that are over come to, from the first on that is not settled."""
    loads_ahead: Sequence[DayLoad] = ()
    """What was drawn on those of them on which something was observed."""
    settled_revision: int = 0
    """Of what is settled they are made of; they are nothing where that has gone on."""
    troubles: Sequence[SideTroubles] = ()
    """What went wrong in its conversation lately, by the side at fault."""


class LineBehind(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line that is there and tells less than is known."""

    station: str
    true_until: Instant
    """Until when time alone leaves it true; 0: something besides facts made it untrue, such as its name."""
    told_at: Instant | None
    """When something was first said since besides that the charger is there and what its meters show."""
    snapshot: bytes
    """The present state of the charger."""


class Stale(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charger whose line is not true any more, or not there yet."""

    station: str
    revision: int
    """The present one."""
    is_denied: bool
    """Whether something besides its facts changed, say its name."""
    is_kept: bool
    """Whether there is a line at all."""
