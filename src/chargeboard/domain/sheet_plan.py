"""What would a list of chargers change? Line by line, before anything is changed."""

from __future__ import annotations

import hashlib

import msgspec


class CellChange(msgspec.Struct, frozen=True):
    """A cell that is otherwise than what was set; empty: nothing."""

    column: str
    before: str
    after: str


class RowChange(msgspec.Struct, frozen=True):
    """A charger that would be added or changed."""

    line: int
    """In the file, from 1."""
    charger: str
    is_new: bool
    cells: tuple[CellChange, ...]


class RefusedRow(msgspec.Struct, frozen=True):
    """A line that cannot be taken."""

    line: int
    charger: str
    why: str


class SheetPlan(msgspec.Struct, frozen=True):
    """All that a list would change; nothing of it is while a line is refused."""

    rows: tuple[RowChange, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    unchanged: int = 0
    """Lines that say what is set anyway."""

    @property
    def digest(self) -> str:
        """Names exactly these changes, and what is there before them."""
        return hashlib.sha256(msgspec.json.encode((self.rows, self.refused))).hexdigest()[:32]

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to change, and nothing in the way."""
        return bool(self.rows) and not self.refused


class PlanChangedError(Exception):
    """What a list would change is not what was looked at; `plan` is what it would now."""

    def __init__(self, plan: SheetPlan) -> None:
        super().__init__()
        self.plan = plan
