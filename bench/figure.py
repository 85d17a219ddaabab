"""What was measured, beside what others need for it and what cannot be beaten?"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import msgspec


class Figure(msgspec.Struct, kw_only=True):
    """
    One row of the table; `value`, `peer`, `limit` and `target` are in `unit`.

    `peer` is what another program needs for the same, `limit` what remains if everything but the
    unavoidable part is left out. `met` is None where nothing is aimed at.
    """

    name: str
    value: float
    unit: str
    peer: float | None = None
    limit: float | None = None
    target: float | None = None
    met: bool | None = None
    note: str = ""
    """In words: how it was measured, and who peer and limit are."""


def at_least(target: float, figure: Figure) -> Figure:
    """The figure, judged: more is better."""
    figure.target, figure.met = target, figure.value >= target
    return figure


def at_most(target: float, figure: Figure) -> Figure:
    """The figure, judged: less is better."""
    figure.target, figure.met = target, figure.value <= target
    return figure


def spread(values: Sequence[float]) -> str:
    """The extremes around a median, for the note: a wide spread says that the machine was busy."""
    low, middle, high = (shown(value) for value in (min(values), median(values), max(values)))
    return f"{low} to {high} around {middle}"


def shown(value: float | None) -> str:
    """A value with three digits or more."""
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
