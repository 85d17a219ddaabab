"""
How is a figure written on the page?

Source: definitions 2.9. Everything before this module is exact; everything after it is text.
Rounding is half up on the decimal that the figure prints as, so 2.25 reads 2.3 whatever its bits.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

Figure = int | float | Decimal | None

DASH = "–"


def _rounded(value: float | Decimal, places: int) -> Decimal:
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def percent(value: Figure) -> str:
    """One decimal without a trailing ".0"; 100 % only if exactly 100, 0 % only if exactly 0."""
    if value is None:
        return DASH
    shown = _rounded(value, 1)
    if value > 0 and shown == 0:
        return "<0.1%"
    if value < 100 <= shown:
        shown = Decimal("99.9")
    return f"{shown:,f}".removesuffix(".0") + "%"


def energy(value_wh: Figure) -> str:
    """Watt-hours as kWh with one decimal."""
    return DASH if value_wh is None else f"{kilo(value_wh)} kWh"


def kilo(value: Figure) -> str:
    """A thousandth with one decimal and no unit, for a table that names the unit in its heading."""
    return DASH if value is None else f"{_rounded(Decimal(str(value)) / 1000, 1):,f}"


def power(value_w: Figure) -> str:
    """Watts as kW with one decimal."""
    return DASH if value_w is None else f"{kilo(value_w)} kW"


def duration(value_s: Figure) -> str:
    """Exact to the second: `45s`, `28m 46s`, `1h 2m 5s`."""
    if value_s is None:
        return DASH
    minutes, seconds = divmod(int(_rounded(value_s, 0)), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours:,}h {minutes}m {seconds}s"
    return f"{minutes}m {seconds}s" if minutes else f"{seconds}s"


def about(value_s: Figure) -> str:
    """Two units are enough for a glance: `38 min`, `2 h 10 min`, `3 d 4 h`; never rounded up."""
    if value_s is None:
        return DASH
    whole = int(value_s)
    days, hours, minutes = whole // 86_400, whole // 3600 % 24, whole // 60 % 60
    if days:
        return f"{days:,} d {hours} h" if hours else f"{days:,} d"
    if hours:
        return f"{hours} h {minutes} min" if minutes else f"{hours} h"
    return f"{minutes} min" if minutes else f"{whole} s"


def count(value: Figure) -> str:
    """A whole number with a thousands separator."""
    return DASH if value is None else f"{int(_rounded(value, 0)):,}"


def per_day(value: Figure) -> str:
    """An average a day, with one decimal."""
    return DASH if value is None else f"{_rounded(value, 1):,f}"


def hours(value_s: Figure) -> str:
    """Seconds as hours with at most one decimal and no unit."""
    return DASH if value_s is None else f"{_rounded(Decimal(str(value_s)) / 3600, 1):,f}".removesuffix(".0")


def several(n: int, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 session`, `1,300 sessions`."""
    return f"{count(n)} {one if n == 1 else many or one + 's'}"


_BY_TYPE: dict[str, Callable[[Figure], str]] = {
    "percent": percent,
    "duration_s": duration,
    "energy_wh": energy,
    "count": count,
    "per_day": per_day,
}


def display(kind: str, value: Figure) -> str:
    """
    The text of a figure by the name of its type.

    Raises: KeyError for a type that the definitions do not name.
    """
    return _BY_TYPE[kind](value)
