"""
How is a figure written on the page?

Source: definitions 2.9. Everything before this module is exact; everything after it is text.
Rounding is half up on the decimal that the figure prints as, so 2.25 reads 2.3 whatever its bits.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from chargeboard.domain.figures import (
    DASH,
    Figure,
    count,
    duration,
    energy,
    kilo,
    per_day,
    percent,
    rounded,
    several,
    shown_of,
)

__all__ = [
    "DASH",
    "Figure",
    "about",
    "count",
    "display",
    "duration",
    "energy",
    "hours",
    "hours_in_column",
    "kilo",
    "per_day",
    "percent",
    "power",
    "several",
    "shown_of",
]


def power(value_w: Figure) -> str:
    """Watts as kW with one decimal."""
    return DASH if value_w is None else f"{kilo(value_w)} kW"


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


def hours(value_s: Figure) -> str:
    """Seconds as hours with at most one decimal and no unit."""
    return hours_in_column(value_s).removesuffix(".0")


def hours_in_column(value_s: Figure) -> str:
    """The same with its decimal, so that the digits of a column stand below each other."""
    return DASH if value_s is None else f"{rounded(Decimal(str(value_s)) / 3600, 1):,f}"


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
