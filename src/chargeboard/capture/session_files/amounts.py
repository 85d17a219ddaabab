"""
How much does a cell of a file of sessions say?

The decimal mark is that of the whole file: 1,234 is one thousand and more, or one and a bit, for all of its
rows, or for none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final, Literal

from chargeboard.capture.session_files.moments import UnreadError
from chargeboard.capture.session_files.tables import Cell

Mark = Literal["comma", "point"]

UNITS: Final = {"wh": Decimal(1), "kwh": Decimal(1000), "mwh": Decimal(1_000_000)}
DURATION_UNITS: Final = {"seconds": 1, "minutes": 60, "hours": 3600}
_UNIT = re.compile(r"[kKmM]?[wW][hH]$")
_AMOUNT = re.compile(r"[+-]?[\d.,'’\s]*\d[.,]?")
_BLANK = re.compile(r"[\s'’]")
_GROUPS = re.compile(r"[1-9]\d{0,2}(?:[.,]\d{3})+")
_CLOCK = re.compile(
    r"(?:(\d{1,9})\s*d(?:ays?)?,?\s+|(\d{1,9})\.)?(\d{1,4}):([0-5]?\d)(?::([0-5]?\d)(?:[.,]\d+)?)?", re.ASCII
)
_PARTS = re.compile(
    r"P?T?(?:(\d{1,9})\s*(?:d|days?|tage?)\s*T?)?\s*(?:(\d{1,9})\s*(?:h|hr|hrs|hours?|std\.?|stunden?|uur)\s*)?"
    r"(?:(\d{1,9})\s*(?:m|min|mins|minutes?|minuten?)\.?\s*)?(?:(\d{1,9})(?:[.,]\d+)?\s*(?:s|sec|secs|seconds?|sek\.?|sekunden?)\s*)?",
    re.ASCII | re.IGNORECASE,
)


def mark_of(cells: Iterable[Cell]) -> Mark | Literal["either", "both"] | None:
    """
    The decimal mark, by amounts that can be meant in one way only.

    None: no amount has a mark. either: all may be groups of thousands. both: they contradict each other.
    """
    comma = point = False
    open_marks = set[str]()
    for cell in cells:
        if not isinstance(cell, str):
            continue
        text = _BLANK.sub("", _UNIT.sub("", cell.strip())).lstrip("+-")
        if not _AMOUNT.fullmatch(text):
            continue
        commas, points = text.count(","), text.count(".")
        if not commas and not points:
            continue
        if commas and points:
            comma, point = (
                comma or text.rfind(",") > text.rfind("."),
                point or text.rfind(".") > text.rfind(","),
            )
        elif commas > 1 or points > 1:
            # only thousands come more than once
            comma, point = comma or points > 1, point or commas > 1
        elif _GROUPS.fullmatch(text):
            open_marks.add("," if commas else ".")
            continue
        else:
            comma, point = comma or bool(commas), point or bool(points)
        if comma and point:
            return "both"
    if comma or point:
        return "comma" if comma else "point"
    return "either" if open_marks else None


def amount_of(cell: Cell, mark: Mark) -> tuple[Decimal | None, Decimal | None]:
    """
    The number of a cell, None where it is empty; and the factor to Wh where it names its unit.

    Raises: UnreadError.
    """
    match cell:
        case None:
            return None, None
        case bool() | datetime() | time() | timedelta():
            raise UnreadError
        case int() | float() | Decimal():
            return _number(str(cell)), None
        case str():
            pass
        case _:
            raise UnreadError
    text, factor = cell.strip(), None
    if unit := _UNIT.search(text):
        factor, text = UNITS[unit[0].lower()], text[: unit.start()].rstrip()
    if text in {"", "-", "–", "—"}:
        return None, None
    if not _AMOUNT.fullmatch(text):
        return _number(text), factor  # an exponent
    plain = _BLANK.sub("", text)
    plain = plain.replace(".", "").replace(",", ".") if mark == "comma" else plain.replace(",", "")
    return _number(plain), factor


def _number(text: str) -> Decimal:
    try:
        found = Decimal(text)
    except InvalidOperation:
        raise UnreadError from None
    if not found.is_finite() or abs(found) > 10**15:
        raise UnreadError
    return found


def duration_of(cell: Cell, unit: str, mark: Mark) -> timedelta | None:
    """
    How long it took; `unit`: of plain numbers, or what the two parts of 1:30 are (hh:mm, mm:ss).

    None where it is empty. Raises: UnreadError.
    """
    match cell:
        case timedelta():
            return cell
        case datetime():
            return _since_midnight(cell)
        case time():
            return timedelta(hours=cell.hour, minutes=cell.minute, seconds=cell.second)
        case str() if (found := _in_words(cell.strip(), unit)) is not None:
            return found
    amount, _ = amount_of(cell, mark)
    if amount is None:
        return None
    if unit not in DURATION_UNITS or amount > 10**9:
        raise UnreadError
    return timedelta(seconds=float(amount) * DURATION_UNITS[unit])


def _since_midnight(cell: datetime) -> timedelta:
    """A duration that a spreadsheet takes for a time of its first days."""
    if cell.tzinfo is not None or cell.year >= 1910:
        raise UnreadError
    return cell - datetime(1899, 12, 30)  # noqa: DTZ001 - days of a spreadsheet


def _in_words(text: str, unit: str) -> timedelta | None:
    """1:30:00, 1 h 30 min, PT90M."""
    if (found := _clock_in(text, unit)) is not None:
        return found
    if (parts := _PARTS.fullmatch(text)) and any(parts.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    return None


def _clock_in(text: str, unit: str) -> timedelta | None:
    """A duration with colons."""
    found = _CLOCK.fullmatch(text)
    if found is None:
        return None
    days, dotted, first, second, third = found.groups()
    whole = timedelta(days=int(days or dotted or 0))
    if third is not None:
        return whole + timedelta(hours=int(first), minutes=int(second), seconds=int(third))
    if unit == "hh:mm":
        return whole + timedelta(hours=int(first), minutes=int(second))
    if unit == "mm:ss":
        return whole + timedelta(minutes=int(first), seconds=int(second))
    raise UnreadError


def has_two_parts(cell: Cell) -> bool:
    """Whether it is 1:30, which may be hours and minutes or minutes and seconds."""
    found = _CLOCK.fullmatch(cell.strip()) if isinstance(cell, str) else None
    return found is not None and found[5] is None
