"""
Which chargers does a list name that passwords are to be made for?

A CSV file as spreadsheets and other systems write it: any usual delimiter, with or without a heading. Each
line that cannot be taken is told with its number, so that all of it is taken or nothing.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

import msgspec

from chargeboard.capture.csms.identity import password_is_possible, wrong_with
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
_DELIMITERS = ",;\t"
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
    try:
        text = _text(data)
    except UnicodeDecodeError:
        return Onboarding(complaints=[(1, say("list_not_utf"))])
    onboarding = Onboarding()
    rows = _rows(text, onboarding)
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


def _text(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    return data.decode("utf-8-sig")


def _rows(text: str, onboarding: Onboarding) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, with their first line."""
    lines = list(StringIO(text, newline=""))
    first = next((line for line in lines if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    while True:
        number = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            onboarding.complaints.append((number, say("not_csv", error=error)))
            return
        if any(cell.strip() for cell in cells):
            yield number, [cell.strip() for cell in cells]


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
