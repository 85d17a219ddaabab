"""
Which instant does a cell of a file of sessions mean?

The form is that of the whole column: 03/04/2025 is the third of April or the fourth of March for all of its
rows, or for none. What zone a time is in is said beside it, by the column of zones, or by whoever asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from chargeboard.capture.session_files.tables import Cell
from chargeboard.time.days import zone_of

Order = Literal["day-first", "month-first"]

_DAY = re.compile(r"(\d{1,4})([-/. ])(\d{1,2})\2(\d{1,4})(?:[,T\s]+|$)", re.ASCII)
_NAMED_DAY = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?:(\d{1,2})\.?[\s-]+([a-z]{3,9})\.?[,\s-]+(\d{4}|\d\d)|([a-z]{3,9})\.?\s+(\d{1,2}),?\s+(\d{4}))"
    r"(?:,|\s+at\b)?(?:\s+|$)",
    re.ASCII | re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(\d{1,2})[:.h](\d\d)(?:[:.](\d\d)(?:[.,](\d{1,9}))?)?\s*([ap]\.?\s?m\.?)?\s*(.*)",
    re.ASCII | re.IGNORECASE,
)
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])(\d\d?):?(\d\d)?", re.ASCII | re.IGNORECASE)
_MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januar january januari janv ene enero",
            "feb februar february februari fev fevr febrero",
            "mar mrz maerz march mrt maart mars marzo",
            "apr april avr avril abr abril",
            "may mai mei mayo",
            "jun juni june juin junio",
            "jul juli july juil julio",
            "aug august augustus aout ago agosto",
            "sep sept september septembre septiembre",
            "oct okt october oktober octobre octubre",
            "nov november novembre noviembre",
            "dec dez december dezember decembre dic diciembre",
        ),
        1,
    )
    for name in names.split()
}
_HOURS: Final = {
    "z": 0, "utc": 0, "gmt": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "mez": 1, "cest": 2, "mesz": 2,
    "eet": 2, "eest": 3, "est": -5, "edt": -4, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7,
}  # fmt: skip
"""Names that mean one offset wherever they are used."""
_SERIAL_FIRST, _SERIAL_LAST = 36_526, 73_050
"""The years 2000 to 2099 as spreadsheets count days."""
_SERIAL_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001 - of a zone that is told elsewhere
_EPOCH_S = range(946_684_800, 4_102_444_800)
_NUMBER = re.compile(r"\d{5,13}(?:[.,]\d+)?", re.ASCII)


class Moment(NamedTuple):
    """A time as it stands there: of a zone, or of none."""

    at: datetime
    has_day: bool = True
    """False: a time of day, of 1900-01-01."""


class UnreadError(ValueError):
    """The cell holds no time of that form."""


def order_of(cells: Iterable[Cell]) -> Order | Literal["either", "both"] | None:
    """
    How the dates of columns are ordered, by those that can be meant in one way only.

    None: none of them begins with a day or a month. either: all of them may be both. both: they contradict
    each other.
    """
    first = second = False
    is_there = False
    for cell in cells:
        if not isinstance(cell, str):
            continue
        found = _DAY.match(cell)
        if found is None or len(found[1]) > 2:
            continue
        if found[2] == ".":
            # nobody writes a month first and dots
            first = is_there = True
            continue
        is_there = True
        first = first or int(found[1]) > 12
        second = second or int(found[3]) > 12
        if first and second:
            return "both"
    if not is_there:
        return None
    return "day-first" if first else "month-first" if second else "either"


def moment_of(cell: Cell, order: Order | None) -> Moment:
    """
    The time that a cell holds.

    Raises: UnreadError.
    """
    match cell:
        case datetime():
            return Moment(cell)
        case date():
            return Moment(datetime.combine(cell, time()))
        case time():
            return Moment(datetime.combine(_NO_DAY, cell), has_day=False)
        case bool() | None:
            raise UnreadError
        case int() | float():
            return Moment(_counted(float(cell)))
        case timedelta():
            return Moment(datetime.combine(_NO_DAY, time()) + cell, has_day=False)
    return _read(cell.strip(), order)


_NO_DAY: Final = date(1900, 1, 1)


def _counted(number: float) -> datetime:
    """Days of a spreadsheet, or seconds or milliseconds of Unix."""
    if _SERIAL_FIRST <= number <= _SERIAL_LAST:
        # a day's fraction is no whole second: to the millisecond it is
        return _SERIAL_BEGIN + timedelta(milliseconds=round(number * 86_400_000))
    if int(number) in _EPOCH_S:
        return datetime.fromtimestamp(number, UTC)
    if int(number / 1000) in _EPOCH_S:
        return datetime.fromtimestamp(number / 1000, UTC)
    raise UnreadError


def _read(text: str, order: Order | None) -> Moment:
    try:
        if text[4:5] == "-" and len(text) > 10:
            return Moment(datetime.fromisoformat(text))
    except ValueError:
        pass
    if _NUMBER.fullmatch(text):
        return Moment(_counted(float(text.replace(",", "."))))
    day, rest = _day_in(text, order)
    clock, zone = _clock_in(rest) if rest else (time(), None)
    if day is None and not rest:
        raise UnreadError
    return Moment(datetime.combine(day or _NO_DAY, clock, zone), has_day=day is not None)


def _day_in(text: str, order: Order | None) -> tuple[date | None, str]:
    try:
        if found := _DAY.match(text):
            first, _, second, third = found.groups()
            if len(first) == 4:
                day = date(int(first), int(second), int(third))
            else:
                month, number = (
                    (second, first) if order == "day-first" or found[2] == "." else (first, second)
                )
                day = date(_year(third), int(month), int(number))
            return day, text[found.end() :].strip()
        if found := _NAMED_DAY.match(text):
            number = found[1] or found[5]
            named = _MONTHS.get((found[2] or found[4]).lower())
            if named is None:
                raise UnreadError
            return date(_year(found[3] or found[6]), named, int(number)), text[found.end() :].strip()
    except ValueError as error:
        raise UnreadError from error
    return None, text


def _year(text: str) -> int:
    return int(text) + (2000 if len(text) == 2 else 0)


def _clock_in(text: str) -> tuple[time, tzinfo | None]:
    found = _CLOCK.fullmatch(text)
    if found is None:
        raise UnreadError
    hour, minute, second, fraction, half, rest = found.groups()
    hours = int(hour)
    if half:
        if not 1 <= hours <= 12:
            raise UnreadError
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    rest = rest.removeprefix("Uhr").strip(" ()[]")
    zone = named_zone(rest) if rest else None
    if rest and zone is None:
        raise UnreadError
    try:
        return time(hours, int(minute), int(second or 0), int(f"{(fraction or '')[:6]:0<6}")), zone
    except ValueError as error:
        raise UnreadError from error


@lru_cache(maxsize=512)
def named_zone(text: str) -> tzinfo | None:
    """The zone of a name, an offset or an abbreviation that means one offset only; None for another text."""
    said = text.strip()
    if (hours := _HOURS.get(said.lower())) is not None:
        return timezone(timedelta(hours=hours)) if hours else UTC
    if found := _OFFSET.fullmatch(said):
        sign, hour, minute = found.groups()
        away = timedelta(hours=int(hour), minutes=int(minute or 0))
        return timezone(away if sign == "+" else -away) if away < timedelta(hours=15) else None
    if "/" not in said:
        return None
    try:
        return zone_of(said)
    except (KeyError, ValueError, OSError):
        return None
