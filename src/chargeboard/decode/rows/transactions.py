"""What does a table of transactions tell that has a row, or half a row, for each beginning and each end?"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chargeboard.decode.meters.measurands import energy
from chargeboard.decode.notes import Notes
from chargeboard.domain.facts import Answered, StartReported, StopReported


class Register(msgspec.Struct, frozen=True):
    """Where the register stood, and the column that says so."""

    wh: Decimal | None
    column: str


def tell_began(
    notes: Notes,
    stamp: str | None,
    transaction_id: str,
    socket: int,
    token: str,
    *,
    register: Register,
    read: str | None,
    answered: str = "",
) -> None:
    """
    A transaction began, and what its start was answered as far as that is known.

    `read` is the register in the spelling by which a repeat of the row is the same.
    """
    at, clock_repaired, stated_at = notes.when(stamp)
    same = socket, token, read, stamp or notes.received_at
    notes.tell(
        StartReported(
            at,
            notes.received_at,
            notes.ref,
            msgspec.json.encode(same).decode(),
            socket,
            token,
            energy(register.wh, register.column, notes),
            clock_repaired,
            stated_at,
        )
    )
    notes.tell(Answered(at, notes.received_at, notes.ref, answered, transaction_id))


def tell_ended(notes: Notes, stamp: str | None, transaction_id: str, register: Register, reason: str) -> None:
    """A transaction ended."""
    at, clock_repaired, stated_at = notes.when(stamp)
    notes.tell(
        StopReported(
            at,
            notes.received_at,
            transaction_id,
            energy(register.wh, register.column, notes),
            reason,
            clock_repaired=clock_repaired,
            stated_at=stated_at,
        )
    )
