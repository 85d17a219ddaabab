"""
Which table is a row of, and who reads it?

`[system, table, {column: value}]`. Total: any text gives facts or an oddity, never an exception.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import TypeAlias

import msgspec
from msgspec import Raw

import chargeboard.decode.rows
from chargeboard.decode.framing import UNREADABLE
from chargeboard.decode.notes import Notes
from chargeboard.domain.codes import OddityKind
from chargeboard.domain.reasons import Oddity
from chargeboard.domain.stamps import Stamps

Teller: TypeAlias = Callable[[Raw, Notes], None]
_ROW = msgspec.json.Decoder(tuple[str, str, Raw])


@cache
def tables() -> Mapping[tuple[str, str], Teller]:
    """Who reads the rows of each table, by system and table: each folder here is a system."""
    found: dict[tuple[str, str], Teller] = {}
    for module in pkgutil.iter_modules(chargeboard.decode.rows.__path__):
        if module.ispkg:
            system = import_module(f"chargeboard.decode.rows.{module.name}")
            found |= {(module.name, table): teller for table, teller in system.TABLES.items()}
    return found


def tell_row(text: str, notes: Notes) -> None:
    """Notes what a row tells; of a table that nobody knows it is kept and tells nothing."""
    try:
        system, table, columns = _ROW.decode(text)
    except UNREADABLE:
        notes.odd(OddityKind.QUARANTINED, Oddity.NO_ROW, text, "Q34")
        return
    teller = tables().get((system, table))
    if teller is None:
        notes.nonconformant(Oddity.UNKNOWN_WORD, f"{system}.{table}", field="table")
        return
    # what another system believed proves nothing of the charger's clock (T8)
    notes.stamps = Stamps()
    teller(columns, notes)


def table_of(text: str) -> str | None:
    """The system and the table that a row names; None where it is no row."""
    try:
        system, table, _ = _ROW.decode(text)
    except UNREADABLE:
        return None
    return f"{system}.{table}"
