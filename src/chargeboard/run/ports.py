"""
What does the running part ask of a store?

Every row belongs to one station; no call touches two stations except `append`, which is a bulk of frames.
A store is met by shape. Calls are synchronous; writes of one call are atomic and durable when it returns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol

from chargeboard.domain.conclusions import (
    Attempt,
    Checkpoint,
    Conclusions,
    DayFigures,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
    State,
)
from chargeboard.domain.facts import AnyFact, Booted, OddityFound, StatusReported
from chargeboard.domain.fleet import FleetCounts, FleetWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import (
    AttemptsWanted,
    Charger,
    Claim,
    Credential,
    FactPlace,
    FleetLine,
    KeptSince,
    Line,
    ListedSession,
    Progress,
    Retold,
    SessionDoc,
    SessionsWanted,
    Stale,
    Stored,
)
from chargeboard.domain.tallies import AttemptCount, SessionTotals
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

FRAMES_AT_ONCE = 4096
"""Of a station so many frames are read at a time."""


class JournalPort(Protocol):
    """Frames as received, before anything is understood."""

    def append(self, frames: Sequence[Frame]) -> int:
        """
        Keep the frames that are new and say how many were; durable when it returns.

        A frame is (station, received_at, direction, text, n-th such among those given since the last
        `begin_source`): bringing a file twice keeps each of its frames once, while a charger's own
        identical retry inside one source is kept. Marks stations whose fold must be redone because a
        frame is older than their newest one.
        """

    def append_heard(self, frames: Sequence[Frame], now: Instant = NEVER) -> None:
        """
        Keep frames that were received just now, each for the first time; durable when it returns.

        What their stations have from the future is pulled back to before them.
        """

    def heads(self) -> dict[str, str]:
        """
        For each charger that was merged, the one that its frames count for in the end; next to free.

        What is appended for such a charger is kept in its own journal and copied to that of the other.
        """

    def copy(self, station: str, head: str, frames: Sequence[Frame]) -> int:
        """
        Copy the station's own frames of these instants to the journal of `head`; how many were copied.

        One that is there already, of whichever id, is there once.
        """

    def own(self, station: str, numbers: Collection[int]) -> set[int]:
        """Which of the frames of these numbers came under the station's own id."""

    def adopt(self, station: str, head: str, frames: Sequence[Frame]) -> None:
        """Frames of `head` that are equal to these of the station are copies of them from now on."""

    def copies_of(self, station: str) -> list[str]:
        """The chargers whose journals have copies of the station's frames."""

    def copied_from(self, head: str) -> list[str]:
        """The stations of whose frames the journal of `head` has copies."""

    def drop_copies(self, head: str, station: str) -> None:
        """Take the station's frames out of the journal of `head`, in bounded parts; it is folded again."""

    def drop_unheard(self, station: str) -> None:
        """A charger that was forgotten and has no frames was never heard: nothing is left of it."""

    def pull_back(self, station: str, before: Instant, now: Instant) -> None:
        """
        Put right what a clock that was more than `AHEAD_MOST` ahead of `now` has stamped, if there is such.

        The frames from `before` on are moved to before it, in their order and as far from each other as there
        is room; the station is folded again.
        """

    def begin_source(self) -> None:
        """A new file or connection: counting of identical frames starts again."""

    def stations(self) -> list[str]:
        """All ids that ever sent a frame."""

    def frames_after(self, station: str, received_at: Instant, seq: int) -> Iterator[list[Stored]]:
        """
        The station's frames behind (received_at, seq), in that order, in batches of `FRAMES_AT_ONCE`.

        One that has fewer is the last there was.
        """

    def frames_in(self, station: str, span: Span, *, newest_first: bool = False) -> Iterator[list[Stored]]:
        """
        The station's frames received in the span, in the asked order, in batches of a few thousand.

        Reads what the caller takes and little more, wherever in the history the span lies.
        """

    def needs_refold(self, station: str) -> bool:
        """Whether a frame arrived that is older than the newest folded one."""

    def unfolded(self) -> list[tuple[str, Instant]]:
        """The stations that have frames which nobody folded yet, and when the first of them was received."""

    def pack(self, station: str, before: Instant, blocks: int | None = None) -> int:
        """
        Keep the frames received before that instant in less room; how many were moved.

        At most so many blocks of them: each is a write of its own.
        """


class FactsPort(Protocol):
    """Facts, snapshot and journal cursor: one atomic batch of one station."""

    def progress(self, station: str) -> Progress: ...

    def revision(self, station: str) -> int:
        """`progress.revision` alone, cheap enough to be asked several times a second."""

    def revisions(self) -> int:
        """It grows when any station's revision does, and when a charger asks to be let in or is."""

    def save_batch(self, facts: Sequence[AnyFact], progress: Progress, retold: Retold | None = None) -> None:
        """
        Insert the facts and replace the progress row together; `progress.revision + 1` is stored.

        Facts that are `retold` count from the instant at which that was known, and those that they replace
        until then.

        Raises: Overtaken where another writer was faster.
        """

    def facts_part(self, station: str, since: Instant, until: FactPlace) -> FactPlace | None:
        """
        Of the facts from `since` up to a place: behind which of them are as many as one step may change.

        None where all together are no more.
        """

    def facts(
        self, station: str, span: Span, received_until: Instant | None = None, most: int | None = None
    ) -> list[AnyFact]:
        """Facts with `at` in the span, by (at, received_at, order of insertion); the first `most` of them."""

    def last_fact_at(self, station: str, before: Instant) -> Instant | None:
        """When the last thing before an instant happened; None: nothing did. Must read no other fact."""

    def any_late(self, station: str, span: Span, received_after: Instant) -> bool:
        """Whether a fact with `at` in the span was received after that instant; must not read the facts."""

    def retold(self, station: str, span: Span) -> list[tuple[Instant, Instant]]:
        """
        Where facts in the span were told again or gave way: (at, since when that is known), by `at`.

        Must not read the other facts.
        """

    def oddities(self, station: str, span: Span, received_until: Instant | None = None) -> list[OddityFound]:
        """What had to be forgiven in the span; must not read the other facts."""

    def turns(
        self, station: str, span: Span, received_until: Instant | None = None
    ) -> list[Booted | StatusReported]:
        """
        Boots and statuses of connector 0 in the span, and the latest of each before it, in order.

        Must not read the other facts.
        """

    def fact_count(self, station: str) -> int:
        """How many facts there are, without reading them."""

    def forget(self, station: str) -> None:
        """Drop facts, conclusions and progress, but for a higher revision; the journal stays."""

    def forget_some(self, station: str) -> bool:
        """
        A bounded part of it, the newest first; whether all is gone.

        In between the station's progress names no version of the fold, so that whoever comes goes on with it.
        """


class ConclusionsPort(Protocol):
    """Conclusions before the last checkpoint."""

    def checkpoint(self, station: str, at_most: Instant, received_until: Instant | None) -> Checkpoint | None:
        """The latest checkpoint with `at <= at_most` and, if given, `received_until` not above it."""

    def settle(
        self,
        progress: Progress,
        since: Instant,
        found: Conclusions,
        docs: Sequence[bytes],
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
    ) -> None:
        """
        Replace all conclusions and days from `since` on, checkpoints after it, and the progress row.

        Rows whose start is at or after `since` go; episodes are replaced by (socket, code, vendor code,
        start). Days from the local date that the first given day names go. `docs` are the encoded
        SessionRows of `found.sessions`, in order. `progress.revision + 1` is stored.

        Raises: Overtaken where another writer was faster.
        """

    def take_back(self, progress: Progress, since: Instant, claim: Claim | None = None) -> bool:
        """
        Where more is kept from `since` on than one step should replace: drop a part, the newest first.

        Whether that was so: the progress is another one then. Raises: Overtaken.
        """

    def claim(self, progress: Progress) -> Claim:
        """
        Begin a settlement that takes long. It holds while nothing from before its end is learned.

        Raises: Overtaken where another writer was faster.
        """

    def settle_part(
        self,
        claim: Claim,
        since: Instant | None,
        until: Instant,
        found: Conclusions,
        docs: Sequence[bytes],
        number: int,
    ) -> None:
        """
        Add a part of what will hold up to `until`; the first one names `since`, from where on all goes.

        `number` is that of the part's first row of a kind. Nobody reads it before the checkpoints of
        `settle_claimed`. Raises: Overtaken.
        """

    def settle_claimed(
        self,
        claim: Claim,
        progress: Progress,
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
    ) -> None:
        """
        All parts are there: replace the days, and add checkpoints.

        Of `progress` only what was settled is taken. Raises: Overtaken.
        """

    def conclusions(self, station: str, span: Span) -> Conclusions:
        """Attempts, segments, gaps and episodes that overlap the span; sessions and orphans left empty."""

    def attempts(self, station: str, span: Span) -> list[Attempt]:
        """Attempts that overlap the span, by start; and so on for the other kinds."""

    def segments(self, station: str, span: Span) -> list[Segment]: ...

    def segments_begun(self, station: str, span: Span) -> Iterator[tuple[int, Instant, Instant, State]]:
        """(socket, start, end, state) of segments that start in the span, by start, one at a time."""

    def no_energy(self, station: str, span: Span) -> list[NoEnergy]: ...

    def gaps(self, station: str, span: Span) -> list[Gap]: ...

    def episodes(self, station: str, span: Span) -> list[Episode]: ...

    def sessions(self, station: str, span: Span) -> list[Session]:
        """Sessions that overlap the span or ended at its first instant, by start."""

    def session_docs(self, station: str, span: Span) -> list[SessionDoc]:
        """The same, cheaply: what the overview and the page need. Must not read readings."""

    def orphans(self, station: str, span: Span) -> list[Orphan]:
        """Stops in the span that fit no transaction, by instant."""

    def days(self, station: str, first: date, end: date) -> list[DayFigures]:
        """Stored days in [first, end), by date; those that are blank take no room and are not among them."""


class ListsPort(Protocol):
    """Stored conclusions as lists. A page reads its own rows alone; others are passed by in an index."""

    def session_totals(self, station: str, wanted: SessionsWanted, window: Span) -> SessionTotals:
        """How many are wanted in all; `window` is where they have to end to be counted."""

    def session_page(
        self, station: str, wanted: SessionsWanted, offset: int, limit: int
    ) -> list[ListedSession]: ...

    def attempt_counts(self, station: str, span: Span, socket: int | None) -> list[AttemptCount]:
        """The attempts that start in the span, by outcome and stage."""

    def attempt_page(
        self, station: str, wanted: AttemptsWanted, offset: int, limit: int
    ) -> list[Attempt]: ...


class ChargersPort(Protocol):
    """What operators say about chargers."""

    def charger(self, station: str) -> Charger | None: ...

    def chargers(self) -> list[Charger]: ...

    def charger_marks(self) -> list[tuple[str, bool]]:
        """The ids alone, and whether each is hidden or counts as another."""

    def save_charger(self, charger: Charger) -> None: ...

    def drop_charger(self, station: str) -> None:
        """Nothing was ever said about the charger."""


class LivePort(Protocol):
    """What a listening process keeps besides frames."""

    def transaction_id(self, station: str, key: str) -> int:
        """The id of a 1.6 start: unique for ever, and the same for the same key."""

    def credential(self, station: str) -> Credential | None: ...

    def credentials(self) -> list[Credential]: ...

    def waiting_credentials(self) -> list[Credential]:
        """Of the chargers that nobody approved those that ask, the first first; must not read the others."""

    def save_credential(self, credential: Credential) -> None: ...

    def credential_changes(self) -> int:
        """How often anything was said about who may connect, ever."""

    def changed_credentials(self, after: int) -> list[tuple[int, str]]:
        """Whose credential changed since there were so many changes, each with its number; reads no other."""

    def save_waiting(self, credential: Credential, most: int) -> None:
        """
        Keep one that nobody approved, and of which nothing is kept yet.

        Of such at most so many: who asked first makes way.
        """

    def dropped_waiting(self) -> int:
        """How many have made way, ever."""

    def end_ticket(self, name: str, until: Instant, now: Instant) -> None:
        """Remember until then that a log-in was given back; those whose time is over are forgotten."""

    def ended_tickets(self) -> dict[str, Instant]:
        """The log-ins that were given back, and until when they would have counted."""

    def fleet_stale(self, now: Instant) -> list[Stale]:
        """Of the listed chargers that have facts those whose line is not true, or not there."""

    def fleet_stations(self) -> list[str]:
        """Chargers that have facts and are not hidden, by id."""

    def fleet_next_due(self, now: Instant) -> Instant:
        """When time alone makes the next of the true lines untrue; NEVER where it makes none."""

    def fleet_unheard(self, declared: Iterable[str]) -> list[str]:
        """Chargers that are declared or were named, are not hidden, and have no facts; by id."""

    def fleet_page(self, wanted: FleetWanted, own: Sequence[Line]) -> list[tuple[str, bytes | None]]:
        """
        Chargers of a page and their rows as JSON.

        Lines of the asker's `own` stand for those that are kept; None is the row of such a one.
        """

    def fleet_counts(self, wanted: FleetWanted, own: Sequence[Line]) -> FleetCounts:
        """What is true of those that are wanted, on all pages together."""

    def fleet_due(self, now: Instant, most: int) -> list[str]:
        """The stations whose lines time has made untrue, the longest ago first."""

    def save_fleet(self, line: FleetLine) -> None: ...


class CollectorPort(Protocol):
    """Our own presence: what a process that starts must know of the one before it."""

    def put_alive(self, at: Instant) -> None:
        """We were alive at that instant."""

    def hold_link(self, station: str, name: str) -> None:
        """We hold this connection of the station from now on; those that were lost are made up for."""

    def let_link_go(self, station: str, name: str) -> None:
        """The connection is over, and we saw it end."""

    def let_lost_go(self, station: str) -> None:
        """That the station's connection was lost has been written down."""

    def lose_links(self) -> dict[str, Instant]:
        """
        A process starts: no connection is held any more.

        The stations whose connection was lost with the former process, and when we were last there for them.
        """

    def is_log(self, station: str) -> bool:
        """Whether all that is known of the station came from imported logs."""

    def put_log(self, station: str, *, is_log: bool) -> None:
        """Say so, or that it was heard otherwise."""

    def newest_frame_at(self, station: str) -> Instant | None:
        """When the station's newest frame was received."""


class RetentionPort(Protocol):
    """What is older than it is to be kept: gone, a bounded part at a time."""

    def kept_since(self, station: str) -> KeptSince:
        """Since when what is kept of a station is whole."""

    def all_kept_since(self) -> dict[str, KeptSince]:
        """Of the stations that anything was let go of."""

    def let_frames_go(self, station: str, until: Instant, mark: bytes) -> None:
        """
        Drop the frames received before; `mark` is what a fold of them leaves behind.

        From then on older ones are not taken.
        """

    def let_evidence_go(self, station: str, until: Instant) -> bool:
        """
        Drop a part of the facts, and of sessions' readings, from before a checkpoint; whether there was one.

        Conclusions from before it stay as they are, for ever.
        """

    def let_sessions_go(self, station: str, until: Instant) -> bool:
        """Drop a part of the sessions, attempts and stray stops from before; whether there was one."""

    def facts_told(self, station: str) -> int:
        """The number that the station's next fact gets."""

    def first_fact_heard_from(self, station: str, received_from: Instant) -> int:
        """The number of the first fact that was received then or later."""


class HidingPort(Protocol):
    """By which rules secrets and people are hidden in what is kept; those of this process are the store's."""

    def begin_hiding(self) -> None:
        """Frames are kept from now on, hidden by the rules of this process: all others are to be so, too."""

    def unhidden(self) -> list[str]:
        """The stations whose frames may be hidden by other rules."""

    @property
    def is_hidden(self) -> bool:
        """Whether all that is kept is hidden by the rules of this process."""

    def hide_some(self, station: str) -> bool | None:
        """
        Hide a bounded part of a station's frames, from where that was left.

        None: there is more. Else whether any frame changed; the station is marked to be folded again then.
        """

    def all_hidden(self) -> None:
        """Note that all is, if it is."""

    @property
    def is_wiped(self) -> bool:
        """Whether no free part of the file can hold what was not hidden."""

    @property
    def size_bytes(self) -> int:
        """Of all that is kept."""

    @property
    def has_room_to_be_written_anew(self) -> bool:
        """Whether the disk has room for that."""

    def write_anew(self) -> None:
        """Write everything anew without what is free in it; nobody else writes for so long."""

    def empty_log(self) -> bool:
        """Then give up what was written before that, too; False: somebody reads there, try again."""


class TokensPort(Protocol):
    """What names a token, whatever it is."""

    def sessions_of(self, station: str, token: str) -> list[bytes]:
        """The stored sessions that it started: JSON of SessionRows, by start."""

    def attempts_of(self, station: str, token: str) -> list[Attempt]:
        """The stored attempts with it, by start."""

    def forgetting(self, salt: str) -> str:
        """
        Begin to forget; the salt to do it with: that of an earlier time that did not come to its end.

        What gives way from now on is overwritten in the file too.
        """

    def forgotten(self) -> None:
        """It is done: the salt is forgotten."""

    def replace_token(self, station: str, old: str, new: str) -> int:
        """
        Let `new`, which is as long, stand wherever `old` does; in how many rows it did.

        Raises: ValueError where it is not as long.
        """


class Store(
    JournalPort,
    FactsPort,
    ConclusionsPort,
    ListsPort,
    ChargersPort,
    LivePort,
    CollectorPort,
    RetentionPort,
    HidingPort,
    TokensPort,
    Protocol,
):
    """All of it."""

    def together(self) -> AbstractContextManager[object]:
        """All writes inside are one commit: durable together when the block ends, or undone together."""

    def reading(self) -> AbstractContextManager[object]:
        """Everything read inside is of one moment."""

    def data_version(self) -> tuple[int, int]:
        """Differs after anybody, in this process or another, wrote something; costs next to nothing."""

    def close(self) -> None: ...
