"""
Which chargers does a list name that passwords are to be made for?

A CSV file as spreadsheets and other systems write it: any usual delimiter, with or without a heading. Each
line that cannot be taken is told with its number, so that all of it is taken or nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from chargeboard.capture.csms.identity import password_is_possible, wrong_with
from chargeboard.capture.csv_rows import NotCsvError, csv_rows
from chargeboard.capture.words import say

_HEADINGS = frozenset(
    {
        "id",
        "identity",
        "charger",
        "chargerid",
        "chargebox",
        "chargeboxid",
        "chargeboxidentity",
        "chargepoint",
        "chargepointid",
        "chargepointidentity",
        "chargingstation",
        "chargingstationid",
        "cpid",
        "ocppid",
        "ocppidentity",
        "station",
        "stationid",
    }
)
"""Letters of the column that holds the id, whatever stands between them."""
_NOT_A_LETTER = re.compile(r"[\W_]+")


class Listed(msgspec.Struct, frozen=True):
    """A charger of the list, and the line that names it."""

    line: int
    station: str


class Onboarding(msgspec.Struct):
    """What a list says, and why it cannot be taken."""

    chargers: list[Listed] = []
    complaints: list[tuple[int, str]] = []
    """Line and words."""


def read_list(data: bytes) -> Onboarding:
    """The chargers that a CSV file names. What is wrong with it is told; nothing raises."""
    onboarding = Onboarding()
    rows = _rows(data, onboarding)
    first = next(rows, None)
    if first is None:
        if not onboarding.complaints:
            onboarding.complaints.append((1, say("list_empty")))
        return onboarding
    column = _column(first, onboarding)
    if column is None:
        return onboarding
    seen: dict[str, int] = {}
    if not _is_heading(first[1][column]):
        _take(first, column, seen, onboarding)
    for row in rows:
        _take(row, column, seen, onboarding)
    if not (onboarding.chargers or onboarding.complaints):
        onboarding.complaints.append((first[0], say("heading_only")))
    return onboarding


def _rows(data: bytes, onboarding: Onboarding) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their first line."""
    try:
        yield from csv_rows(data)
    except NotCsvError as error:
        onboarding.complaints.append((error.line, str(error)))


def _column(first: tuple[int, list[str]], onboarding: Onboarding) -> int | None:
    """The column of the ids, by the first row; None after a complaint."""
    number, cells = first
    named = [place for place, cell in enumerate(cells) if _is_heading(cell)]
    if len(named) == 1:
        return named[0]
    if named:
        columns = " and ".join(f'"{cells[place]}"' for place in named)
        onboarding.complaints.append((number, say("columns_unclear", columns=columns)))
        return None
    if len(cells) == 1:
        return 0
    onboarding.complaints.append((number, say("no_id_column")))
    return None


def _is_heading(cell: str) -> bool:
    return _NOT_A_LETTER.sub("", cell).lower() in _HEADINGS


def _take(row: tuple[int, list[str]], column: int, seen: dict[str, int], onboarding: Onboarding) -> None:
    number, cells = row
    station = cells[column] if column < len(cells) else ""
    if not station:
        onboarding.complaints.append((number, say("no_id")))
    elif why := wrong_with(station):
        onboarding.complaints.append((number, say("wrong_id", why=why)))
    elif not password_is_possible(station):
        onboarding.complaints.append((number, say("colon_in_id", station=station)))
    elif station in seen:
        onboarding.complaints.append((number, say("named_twice", station=station, line=seen[station])))
    else:
        seen[station] = number
        onboarding.chargers.append(Listed(number, station))
