"""
What are the columns of what leaves for other programs in bulk: frames, facts, sessions and days?

Sessions and days have the columns of their sheets, with types. Facts have a column for each field of any
fact, empty where a fact has no such field. What a column is called and holds is a promise: whoever changes
that raises `SCHEMA`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from operator import attrgetter
from typing import Any, get_args

import msgspec

from chargeboard.documents import sheets
from chargeboard.documents.columns import TELLS, Kind, Tell, annotation_at, kind_of
from chargeboard.domain.facts import AnyFact, Phases
from chargeboard.domain.figures.day_evidence import DayRow
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.records import Stored

SCHEMA = 1
"""Of all tables together."""
Told = tuple[int, Callable[[Any], Any], Tell | None]
"""Which column a value goes into, where it is found in a row, and how it is told."""
_PHASES = ("l1", "l2", "l3")


@dataclass(frozen=True)
class Table:
    """Its columns by name, which columns it is in the order of, and how rows of a type fill them."""

    name: str
    columns: Mapping[str, Kind]
    order: tuple[str, ...]
    filled: Mapping[type, list[Told]]
    whose: Mapping[str, Callable[[Whose], str]] = field(default_factory=lambda: {"charger": attrgetter("id")})
    """What each row tells of the charger."""

    def filled_with(self, whose: Whose, rows: list[Any]) -> list[list[Any]]:
        """The rows, a list for each column."""
        columns: list[list[Any]] = [[None] * len(rows) for _ in self.columns]
        for place, name in enumerate(self.columns):
            if name in self.whose:
                columns[place] = [self.whose[name](whose)] * len(rows)
        for number, row in enumerate(rows):
            for place, find, tell in self.filled[type(row)]:
                value = find(row)
                if value is not None:
                    columns[place][number] = value if tell is None else tell(value)
        return columns


def _frames() -> Table:
    columns = {
        "charger": Kind.WORD,
        "received_at": Kind.INSTANT,
        "number": Kind.WHOLE,
        "direction": Kind.WORD,
        "protocol": Kind.WORD,
        "connection": Kind.TEXT,
        "text": Kind.TEXT,
    }
    paths = {name: f"frame.{name}" for name in columns if name != "charger"} | {"number": "seq"}
    told = _told(columns, {name: attrgetter(path) for name, path in paths.items()})
    return Table("frames", columns, ("charger", "received_at", "number"), {Stored: told})


def _facts() -> Table:
    columns = {
        "charger": Kind.WORD,
        "at": Kind.INSTANT,
        "received_at": Kind.INSTANT,
        "fact": Kind.WORD,
    }
    found: dict[type, dict[str, Callable[[Any], Any]]] = {}
    for kind in get_args(AnyFact):
        found[kind] = {"fact": _always(str(kind.__struct_config__.tag))}
        for name, annotation, find in _fields(kind):
            holds = kind_of(name, annotation)
            if columns.setdefault(name, holds) is not holds:
                columns[name] = Kind.TEXT  # a word in one fact, any text in another
            found[kind][name] = find
    told = {kind: _told(columns, finds) for kind, finds in found.items()}
    return Table("facts", columns, ("charger", "at", "received_at"), told)


def _fields(kind: type[msgspec.Struct]) -> Iterator[tuple[str, Any, Callable[[Any], Any]]]:
    """Name, annotation and whereabouts of what a fact tells; phases are a column each."""
    for one in msgspec.structs.fields(kind):
        if Phases in get_args(one.type):
            for phase in _PHASES:
                yield f"{one.name}_{phase}", float, _of_phase(attrgetter(one.name), phase)
        else:
            is_of_none = one.default == 0 and kind_of(one.name, one.type) is Kind.INSTANT
            yield one.name, one.type, (_unless_zero if is_of_none else attrgetter)(one.name)


def _always(tag: str) -> Callable[[Any], str]:
    return lambda _: tag


def _of_phase(find: Callable[[Any], Phases | None], phase: str) -> Callable[[Any], float | None]:
    def found(row: object) -> float | None:
        phases = find(row)
        value: float | None = None if phases is None else getattr(phases, phase)
        return value

    return found


def _unless_zero(name: str) -> Callable[[Any], Any]:
    """An instant that was not stated is kept as 0."""
    return lambda row: getattr(row, name) or None


def _listed(sheet: sheets.Sheet, row: type[msgspec.Struct], order: str) -> Table:
    """A sheet with types."""
    whose = {
        "charger": attrgetter("id"),
        "name": attrgetter("name"),
        "site": attrgetter("site"),
        "timezone": attrgetter("timezone"),
    }
    columns = {
        head: Kind.WORD if head in whose else kind_of(head, annotation_at(row, sheet.columns[head]))
        for head in sheet.heads
    }
    finds = {head: _along(path) for head, path in sheet.columns.items()}
    return Table(sheet.name, columns, ("charger", order), {row: _told(columns, finds)}, whose)


def _along(path: str) -> Callable[[Any], Any]:
    """What a path leads to; None where something on the way is not there."""
    first, _, rest = path.partition(".")
    if not rest:
        return attrgetter(first)
    further = _along(rest)

    def found(row: object) -> object:
        there = getattr(row, first)
        return None if there is None else further(there)

    return found


def _told(columns: Mapping[str, Kind], finds: Mapping[str, Callable[[Any], Any]]) -> list[Told]:
    places = {name: place for place, name in enumerate(columns)}
    return [(places[name], find, TELLS[columns[name]]) for name, find in finds.items()]


@cache
def tables() -> Mapping[str, Table]:
    """By name; made when one is asked for, so that nobody else waits."""
    made = (
        _frames(),
        _facts(),
        _listed(sheets.SESSIONS, SessionRow, "start"),
        _listed(sheets.DAYS, DayRow, "date"),
    )
    return {table.name: table for table in made}
