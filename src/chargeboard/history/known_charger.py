"""What is kept of a charger besides facts and conclusions?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.figures.board import ChargerChange
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import KeptSince, Progress
from chargeboard.time.instants import Instant


@dataclass(slots=True)
class KnownCharger:
    """What is kept of a charger besides conclusions; it changes where something is written alone."""

    profile: Profile
    progress: Progress
    kept_since: KeptSince
    """Since when what is kept of it is whole."""
    renamings: list[ChargerChange]
    is_log: bool
    """All that is known of it came from logs."""
    revision: int
    """Of what is kept."""
    ahead: Sequence[AnyFact] = ()
    """What it told beyond that: it is understood for one look alone."""
    look: bytes | None = None
    """What the last look found, if it was of these conclusions and is not known yet."""
    last_checkpoint: tuple[Instant, Checkpoint] | None = None
    """Since when the last of all is the one to go on from."""
