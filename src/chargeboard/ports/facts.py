"""What is asked of what was said: facts, the fold's snapshot and how far it got?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from chargeboard.domain.facts import AnyFact, Booted, OddityFound, StatusReported
from chargeboard.domain.records import Ahead, FactPlace, Progress, Retold
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span


class FactsPort(Protocol):
    """Facts, snapshot and journal cursor: one atomic batch of one station."""

    def progress(self, station: str) -> Progress: ...

    def revision(self, station: str) -> int:
        """`progress.revision` alone, cheap enough to be asked several times a second."""

    def is_behind(self, station: str) -> bool:
        """Whether it has frames that are newer than all that are folded; as cheap."""

    def revisions_of(self, stations: Collection[str]) -> dict[str, int]:
        """Of many stations at once, those for which anything was ever written."""

    def revisions(self) -> int:
        """It grows when any station's revision does, and when a charger asks to be let in or is."""

    def save_batch(
        self,
        facts: Sequence[AnyFact],
        progress: Progress,
        retold: Retold | None = None,
        old_before: Instant = BEGINNING,
    ) -> None:
        """
        Insert the facts and replace the progress row together; `progress.revision + 1` is stored.

        Facts that are `retold` count from the instant at which that was known, and those that they replace
        until then. What happened before `old_before` may be put into little room at once.

        Raises: Overtaken where another writer was faster.
        """

    def plainly_ahead(self, stations: Collection[str], most: int) -> list[Ahead]:
        """
        Of each station all frames that nobody folded yet; at most so many of all together.

        Those are left out that are not plainly gone on with: a frame came late or may lie in a block, all is
        to be folded again, nothing is folded yet, or there are too many.
        """

    def save_batches(self, batches: Sequence[tuple[Sequence[AnyFact], Progress]]) -> list[str]:
        """
        `save_batch` of many stations in one write.

        Those are left out of whom another writer was faster: their names.
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

    def pack_facts(self, station: str, before: Instant, blocks: int | None = None) -> int:
        """
        Put facts from before an instant into less room, `blocks` times at most; how many were.

        They are read as before. The last ones may wait for others of their week.
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
