"""
By what is the charger known: by its own messages, or by rows of another system?

Messages tell everything. Where there are none, rows of several systems tell together what any of them tells;
how a socket is, one of them tells alone (B5).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import AnyFact, CannotTell, OddityFound, RowRead, StatusReported
from chargeboard.fold.memory import Memory, Teller
from chargeboard.time.instants import HOUR, Instant

SILENT: Final = 24 * HOUR
"""What is better evidence counts alone, until none came for so long."""


def tell(memory: Memory, row: RowRead) -> list[CannotTell]:
    """A row came of a system that cannot tell so much: a fact where that is news."""
    memory.rows_at[row.source] = row.received_at
    if _is_heard(memory, row.received_at):
        return []
    before = memory.untold
    untold = row.cannot_tell if before is None else tuple(one for one in before if one in row.cannot_tell)
    if untold == before:
        return []
    memory.untold = untold
    return [CannotTell(row.at, row.received_at, untold)]


def believed(memory: Memory, row: RowRead, events: Sequence[AnyFact]) -> list[AnyFact]:
    """
    What a row says that nobody else says better; what was odd in it stays.

    Beside the charger's own messages that is nothing (B1); beside rows of a better system no status (B5).
    """
    if _is_heard(memory, row.received_at):
        return [event for event in events if isinstance(event, OddityFound)]
    return [
        event for event in events if type(event) is not StatusReported or _may_tell(memory, row, event.socket)
    ]


def heard(memory: Memory, now: Instant) -> list[CannotTell]:
    """The charger itself was heard: nothing is untold any more."""
    was_untold, memory.untold = bool(memory.untold), None
    return [CannotTell(now, now)] if was_untold else []


def _is_heard(memory: Memory, at: Instant) -> bool:
    """Whether the charger's own messages come: what rows say beside them is known better (B1)."""
    heard_at = memory.links.heard_at
    return heard_at is not None and at - heard_at < SILENT


def _may_tell(memory: Memory, row: RowRead, socket: int) -> bool:
    """Whether nobody better tells how this socket is; the row's system does from here on."""
    present = memory.tellers.get(socket)
    teller = Teller(not row.repeats_charger, Untold.STATUSES in row.cannot_tell, row.source)
    if present is not None and present < teller:
        last_row_at = memory.rows_at[present.source]
        if row.received_at - last_row_at < SILENT:
            return False
    memory.tellers[socket] = teller
    return True
