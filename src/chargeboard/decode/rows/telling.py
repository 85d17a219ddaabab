"""
Which table is a row of, and who reads it?

`[system, table, {column: value}]`. Total: any text gives facts or an oddity, never an exception.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import NamedTuple, TypeAlias

import msgspec
from msgspec import Raw

import chargeboard.decode.rows
from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.notes import Notes
from chargeboard.domain.codes import OddityKind, Untold
from chargeboard.domain.facts import RowRead
from chargeboard.domain.reasons import Oddity
from chargeboard.domain.stamps import Stamps

Teller: TypeAlias = Callable[[Raw, Notes], None]
_ROW = msgspec.json.Decoder(tuple[str, str, Raw])


class System(NamedTuple):
    """A system whose rows are read."""

    tables: Mapping[str, Teller]
    """Who reads the rows of each."""
    cannot_tell: tuple[Untold, ...]
    """What no row of it can tell."""
    repeats_charger: bool = False
    """It writes down what the charger says to it: all its sessions, with their reasons and cards."""


@cache
def systems() -> Mapping[str, System]:
    """All, by name: each folder here is one."""
    found: dict[str, System] = {}
    for module in pkgutil.iter_modules(chargeboard.decode.rows.__path__):
        if module.ispkg:
            found[module.name] = import_module(f"chargeboard.decode.rows.{module.name}").SYSTEM
    return found


def tell_row(text: str, notes: Notes) -> None:
    """Notes what a row tells; of a table that nobody knows it is kept and tells nothing."""
    try:
        system, table, columns = _ROW.decode(text)
    except UNREADABLE:
        notes.odd(OddityKind.QUARANTINED, Oddity.NO_ROW, text, "Q34")
        return
    known = systems().get(system)
    teller = None if known is None else known.tables.get(table)
    if known is None or teller is None:
        notes.nonconformant(Oddity.UNKNOWN_WORD, f"{system}.{table}", field="table")
        return
    # what another system believed proves nothing of the charger's clock (T8)
    notes.stamps = Stamps()
    now = notes.received_at
    notes.tell(RowRead(now, now, system, known.cannot_tell, known.repeats_charger))
    teller(columns, notes)


def system_of(text: str) -> str | None:
    """The system that a row names; None where it is no row."""
    table = table_of(text)
    return None if table is None else table.partition(".")[0]


def table_of(text: str) -> str | None:
    """The system and the table that a row names; None where it is no row."""
    try:
        system, table, _ = _ROW.decode(text)
    except UNREADABLE:
        return None
    return f"{system}.{table}"
