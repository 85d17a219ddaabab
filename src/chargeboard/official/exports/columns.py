"""What may stand in a column of a file for a regulator, and what is wrong where it does not?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal

import msgspec

from chargeboard.domain.codes import Code

_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


class FaultCode(Code):
    """What is wrong."""

    NO_COLUMN = "no_column"
    UNKNOWN_COLUMN = "unknown_column"
    TWICE = "twice"
    NO_ROWS = "no_rows"
    EMPTY = "empty"
    BLANK = "blank"
    TOO_LONG = "too_long"
    NO_INSTANT = "no_instant"
    NO_NUMBER = "no_number"
    TOO_MANY_DIGITS = "too_many_digits"
    TOO_MANY_PLACES = "too_many_places"
    TOO_SMALL = "too_small"
    NOT_ALLOWED = "not_allowed"


class Fault(msgspec.Struct, frozen=True):
    """Where and what; line 0: the heading."""

    line: int
    column: str
    code: FaultCode


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column: of what kind, and whether it has to be there and filled."""

    name: str
    kind: Literal["text", "instant", "decimal"] = "text"
    is_required: bool = True
    may_be_empty: bool = False
    """It has to be there, but a cell may be empty."""
    most_length: int = 255
    digits: int = 0
    """Of a decimal, behind the point too."""
    places: int = 2
    least: float = 0


class Module(msgspec.Struct, frozen=True, kw_only=True):
    """A file: its columns in order, and those that a row without news leaves empty together."""

    number: int
    columns: tuple[Column, ...]
    all_or_none: tuple[str, ...] = ()

    @property
    def heads(self) -> list[str]:
        """The headings, in order."""
        return [column.name for column in self.columns]


def faults(module: Module, heads: Sequence[str], rows: Iterable[Mapping[str, str]]) -> list[Fault]:
    """All that is wrong with a file; rows by heading, counted from 1. Blank rows are skipped."""
    known = {column.name: column for column in module.columns}
    found = [Fault(0, name, FaultCode.UNKNOWN_COLUMN) for name in heads if name not in known]
    found += [Fault(0, name, FaultCode.TWICE) for name in sorted(set(heads)) if list(heads).count(name) > 1]
    found += [
        Fault(0, one.name, FaultCode.NO_COLUMN)
        for one in module.columns
        if one.is_required and one.name not in heads
    ]
    count = 0
    for line, row in enumerate(rows, 1):
        if not any(row.values()):
            continue
        count += 1
        found += _of_row(module, known, line, row)
    return found if count else [*found, Fault(0, "", FaultCode.NO_ROWS)]


def _of_row(
    module: Module, known: Mapping[str, Column], line: int, row: Mapping[str, str]
) -> Iterable[Fault]:
    is_without = bool(module.all_or_none) and not any(row.get(name) for name in module.all_or_none)
    for name, value in row.items():
        column = known.get(name)
        if column is None:
            continue
        if value == "":
            may_be = column.may_be_empty or not column.is_required
            if not may_be and not (is_without and name in module.all_or_none):
                yield Fault(line, name, FaultCode.EMPTY)
            continue
        yield from (Fault(line, name, code) for code in _of_value(column, value))


def _of_value(column: Column, value: str) -> Iterable[FaultCode]:
    if column.kind == "text":
        if column.is_required and value.isspace():
            yield FaultCode.BLANK
        if len(value) > column.most_length:
            yield FaultCode.TOO_LONG
    elif column.kind == "instant":
        if not _is_instant(value):
            yield FaultCode.NO_INSTANT
    elif _NUMBER.fullmatch(value) is None:
        yield FaultCode.NO_NUMBER
    else:
        whole, _, part = value.lstrip("+-").partition(".")
        if len(whole) > column.digits - column.places:
            yield FaultCode.TOO_MANY_DIGITS
        if len(part) > column.places:
            yield FaultCode.TOO_MANY_PLACES
        if float(value) < column.least:
            yield FaultCode.TOO_SMALL


def _is_instant(value: str) -> bool:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return _INSTANT.fullmatch(value) is not None
