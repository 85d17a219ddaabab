"""
How is a figure written on the page?

Source: definitions 2.9. Everything before this module is exact; everything after it is text.
Rounding is half up on the decimal that the figure prints as, so 2.25 reads 2.3 whatever its bits.
"""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.words.formats import (
    DASH,
    Figure,
    about,
    count,
    duration,
    energy,
    hours,
    hours_in_column,
    kilo,
    per_day,
    percent,
    power,
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
