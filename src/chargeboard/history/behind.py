"""
From which checkpoint does a look go on, and what is computed behind it?

From the last one that still holds: where facts behind one make untrue what was not settled there, from an
earlier one. What was concluded is kept until something is said, or due.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, cached_property
from operator import attrgetter
from typing import NamedTuple

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import AnyFact
from chargeboard.history.checkpoints import carry_of, checkpoint_for, earlier_than
from chargeboard.history.known_charger import KnownCharger
from chargeboard.history.lasting import true_until
from chargeboard.history.stored import StoredParts
from chargeboard.history.tail import Tail, TailFacts, tail, tail_facts
from chargeboard.ports.store import Store
from chargeboard.time.instants import NEVER, SECOND, Instant


class GoneOn(NamedTuple):
    """What was computed, for when, from where on, and until when time alone leaves all but last states so."""

    at: Instant
    checkpoint: Checkpoint | None
    tail: Tail
    true_until: Instant


@dataclass(frozen=True)
class Behind:
    """What is known of a charger behind what is stored."""

    store: Store
    known: KnownCharger
    remembered: StoredParts
    at: Instant
    known_at: Instant

    @property
    def is_present(self) -> bool:
        """Whether nothing that was received lies ahead."""
        return self.at >= self.known.progress.received_at

    @cached_property
    def checkpoint(self) -> Checkpoint | None:
        """Where one goes on from; raises NotKeptError where what was known then is gone."""
        last = self._last_checkpoint
        if last is None or carry_of(last).unsettled.is_certain:
            return last
        return self.gone_on.checkpoint

    @cached_property
    def gone_on(self) -> GoneOn:
        """What follows."""
        if not self.is_present:
            return self._concluded(is_unwatched=False)
        # a log tells of its own time; behind its end nobody listens
        is_log = self.known.is_log
        version = (*self._version, is_log)
        before: GoneOn | None = self.remembered.known(self.known.profile.id, version, "tail")
        if before is not None and before.at <= self.at < before.true_until:
            return before._replace(at=self.at, tail=before.tail.prolonged(before.at, self.at))
        made = self._concluded(is_unwatched=is_log)
        self._keep(made, version)
        return made

    def settled(self, made: GoneOn) -> None:
        """Who settled the charger concluded this on the way; of a log that is not what a look tells."""
        progress = self.known.progress
        is_whole = progress.dirty_from is None and progress.settled_until == made.tail.stored_until
        if is_whole and made.at == progress.received_at and not (self.known.is_log or self.known.ahead):
            self._keep(made, (*self._version, False))

    def _keep(self, made: GoneOn, version: tuple[object, ...]) -> None:
        self.remembered.keep(self.known.profile.id, version, "tail", made, len(made.tail.told))

    @property
    def _version(self) -> tuple[object, ...]:
        progress = self.known.progress
        return progress.revision, progress.settled_revision, progress.settled_until, self.known.profile.policy

    @cached_property
    def _last_checkpoint(self) -> Checkpoint | None:
        last = self.known.last_checkpoint
        if last is not None and last[0] <= self.at <= self.known_at and self.is_present:
            return last[1]
        checkpoint = checkpoint_for(
            self.store,
            self.known.profile,
            self.known.progress,
            self.at,
            known_at=self.known_at,
            whole_since=self.known.kept_since.evidence,
        )
        progress = self.known.progress
        if checkpoint is not None and self.is_present and checkpoint.at == progress.settled_until:
            self.known.last_checkpoint = (self.at, checkpoint)
        return checkpoint

    def _concluded(self, *, is_unwatched: bool) -> GoneOn:
        profile, checkpoint = self.known.profile, self._last_checkpoint
        while True:
            given = self._tail_facts(checkpoint)
            late = tail(self.store, profile, given, checkpoint, self.at, is_unwatched=is_unwatched)
            if late.found.holds or checkpoint is None:
                break
            earlier = earlier_than(
                self.store, profile, checkpoint, self.known.kept_since.evidence, self.known_at
            )
            if earlier == checkpoint:
                break  # what it would take back is kept for good
            checkpoint = earlier
        return GoneOn(self.at, checkpoint, late, true_until(late, profile.policy, self.at))

    def facts_by(self, checkpoint: Checkpoint, at: Instant) -> Callable[[], list[AnyFact]]:
        """Reads what was said behind a checkpoint by an instant of the present, where that is asked for."""

        @cache
        def read() -> list[AnyFact]:
            facts = self._tail_facts(checkpoint).facts
            return facts[: bisect_right(facts, at, key=attrgetter("at"))]

        return read

    def _tail_facts(self, checkpoint: Checkpoint | None) -> TailFacts:
        if not self.is_present:
            # a stamp that lies further ahead is none that counts
            until = self.at + self.known.profile.policy.clock_skew_max_s * SECOND + 1
            return self._facts_until(checkpoint, until, self.known_at)
        station = self.known.profile.id
        version = (*self._version, checkpoint and checkpoint.at)
        known: TailFacts | None = self.remembered.known(station, version, "tail facts")
        if known is None:
            known = self._facts_until(checkpoint, NEVER, NEVER)
            self.remembered.keep(station, version, "tail facts", known, len(known.facts))
        return known

    def _facts_until(self, checkpoint: Checkpoint | None, until: Instant, known_at: Instant) -> TailFacts:
        return tail_facts(
            self.store,
            self.known.profile,
            self.known.progress,
            checkpoint,
            until=until,
            known_at=known_at,
            ahead=self.known.ahead,
        )
