"""What is settled at once: facts behind a checkpoint, and what follows from them?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import AnyFact
from chargeboard.metrics.conclude import Evidence, Found
from chargeboard.time.instants import Instant


@dataclass(frozen=True, slots=True)
class Stretch:
    """Facts behind a checkpoint, and what follows from them by `now`."""

    checkpoint: Checkpoint | None
    begin: Instant
    facts: Sequence[AnyFact]
    found: Found
    evidence: Evidence
    held: Sequence[AnyFact]
    """What is no fact yet, because it is still being counted: nothing at or after it is settled."""
    heard_at: Instant | None
    now: Instant
    is_last: bool
    """There is no fact behind it."""
    is_cut: bool
    """It has as many facts as were asked for, and ends before its span does."""
    retold: Sequence[tuple[Instant, Instant]] = ()
    """Where facts were told again, for a clock proved to be off, and since when that is known."""
    went_back: bool = False
    """It begins before the checkpoint that was gone on from, which turned out not to hold."""
