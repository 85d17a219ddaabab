"""
By what is the charger known: by its own messages, or by rows of another system?

Messages tell everything. Where there are none, rows of several systems tell together what any of them tells.
"""

from __future__ import annotations

from typing import Final

from msgspec.structs import replace

from chargeboard.domain.facts import CannotTell
from chargeboard.fold.memory import Memory
from chargeboard.time.instants import HOUR, Instant

SILENT: Final = 24 * HOUR
"""Rows beside messages tell nothing of the charger that these do not, until there are none for so long."""


def is_heard(memory: Memory, at: Instant) -> bool:
    """Whether the charger's own messages come: what rows say beside them is known better (B1)."""
    heard_at = memory.links.heard_at
    return heard_at is not None and at - heard_at < SILENT


def tell(memory: Memory, event: CannotTell) -> list[CannotTell]:
    """A row came of a system that cannot tell so much: a fact where that is news."""
    if is_heard(memory, event.received_at):
        return []
    before = memory.untold
    untold = event.what if before is None else tuple(one for one in before if one in event.what)
    if untold == before:
        return []
    memory.untold = untold
    return [replace(event, what=untold)]


def heard(memory: Memory, now: Instant) -> list[CannotTell]:
    """The charger itself was heard: nothing is untold any more."""
    was_untold, memory.untold = bool(memory.untold), None
    return [CannotTell(now, now)] if was_untold else []
