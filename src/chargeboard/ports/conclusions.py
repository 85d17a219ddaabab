"""What is asked of conclusions that no passing of time can change?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from chargeboard.domain.conclusions import (
    Attempt,
    AttemptInBrief,
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
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.load import DayLoad
from chargeboard.domain.records import Claim, Progress, SeenStation, StoredSessions
from chargeboard.domain.totals import DayTotals, KindSince
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span


class ConclusionsPort(Protocol):
    """Conclusions before the last checkpoint."""

    def checkpoint(self, station: str, at_most: Instant, received_until: Instant | None) -> Checkpoint | None:
        """The latest checkpoint with `at <= at_most` and, if given, `received_until` not above it."""

    def settle(  # noqa: PLR0913 - all that one step replaces
        self,
        progress: Progress,
        since: Instant,
        conclusions: Conclusions,
        docs: Sequence[bytes],
        days: Sequence[DayFigures],
        checkpoints: Sequence[Checkpoint],
        *,
        totals: Sequence[DayTotals] = (),
        kinds: Sequence[KindSince] = (),
        loads: Sequence[DayLoad] = (),
    ) -> None:
        """
        Replace all conclusions and days from `since` on, checkpoints after it, and the progress row.

        Sessions, attempts, stretches without energy and orphans go that settle at or after `since`, of the
        others those that begin then; episodes are replaced by (socket, code, vendor code, start). Days from
        the local date that the first given day names go. `docs` are the encoded SessionRows of
        `found.sessions`, in order; `totals` what each of the days adds to sums,
        `kinds` what the charger was from when on, `loads` what was drawn on each of the days.
        `progress.revision + 1` is stored.

        Raises: Overtaken where another writer was faster.
        """

    def take_back(self, progress: Progress, since: Instant, claim: Claim | None = None) -> bool:
        """
        Where more is kept from `since` on than one step should replace: drop a part, the newest first.

        Whether that was so: the progress is another one then. Raises: Overtaken.
        """

    def earliest_open(self, station: str, at: Instant) -> Instant | None:
        """When the first session or attempt began that began before an instant and settled behind it."""

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
        conclusions: Conclusions,
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
        *,
        totals: Sequence[DayTotals] = (),
        kinds: Sequence[KindSince] = (),
        loads: Sequence[DayLoad] = (),
    ) -> None:
        """
        All parts are there: replace the days, and add checkpoints.

        Of `progress` only what was settled is taken. Raises: Overtaken.
        """

    def conclusions(self, station: str, span: Span) -> Conclusions:
        """Attempts, segments, gaps and episodes that overlap the span; sessions and orphans left empty."""

    def seen_station(self, station: str, recalled: int) -> SeenStation:
        """
        With what a look begins, asked for at once.

        `recalled`: the settled revision of which what the last look found is known; it is not read again.
        """

    def attempts(self, station: str, span: Span) -> list[Attempt]:
        """Attempts that overlap the span, by start; and so on for the other kinds."""

    def attempts_in_brief(self, station: str, span: Span) -> list[AttemptInBrief]:
        """Those that began in the span, by start, from an index alone."""

    def segments(self, station: str, span: Span) -> list[Segment]: ...

    def segments_begun(self, station: str, span: Span) -> Iterator[tuple[int, Instant, Instant, State]]:
        """(socket, start, end, state) of segments that start in the span, by start, one at a time."""

    def no_energy(self, station: str, span: Span) -> list[NoEnergy]: ...

    def gaps(self, station: str, span: Span) -> list[Gap]: ...

    def episodes(self, station: str, span: Span) -> list[Episode]: ...

    def sessions(self, station: str, span: Span) -> list[Session]:
        """Sessions that overlap the span or ended at its first instant, by start."""

    def session_outlines(self, station: str, span: Span) -> list[Session]:
        """Sessions as `sessions` gives them, each with its first and last reading alone, and no powers."""

    def sessions_in_brief(
        self, station: str, span: Span, settled_by: Instant = NEVER
    ) -> list[StoredSessions]:
        """
        Those of them by start that had settled by then, some at a time: what sums need.

        Must read neither readings nor rows.
        """

    def stays(self, station: str, span: Span, settled_by: Instant = NEVER) -> list[Stay]:
        """What of those that had settled by then lasts into the span, by start."""

    def orphans(self, station: str, span: Span) -> list[Orphan]:
        """Stops in the span that fit no transaction, by instant."""

    def days(self, station: str, first: date, end: date) -> list[DayFigures]:
        """Stored days in [first, end), by date; those that are blank take no room and are not among them."""
