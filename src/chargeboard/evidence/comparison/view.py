"""How do two periods of a charger stand side by side?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.comparison import Compared, ComparedFigure, PeriodComparison, PeriodValue
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.evidence.comparison.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, energy, per_day, percent

_SHARES = {Compared.SUCCESS, Compared.UTILIZATION, Compared.UPTIME}


class FigureLine(msgspec.Struct, frozen=True):
    """A figure of both periods."""

    name: str
    first: str
    second: str
    difference: str
    chance: str


class ComparisonPage(msgspec.Struct, frozen=True):
    """The page."""

    first: str
    second: str
    first_days: str
    second_days: str
    lines: tuple[FigureLine, ...]
    empty: str


def page(told: PeriodComparison) -> ComparisonPage:
    """Two periods."""
    return ComparisonPage(
        first=_dates(told.first),
        second=_dates(told.second),
        first_days=say("known_days", n=told.first_days),
        second_days=say("known_days", n=told.second_days),
        lines=tuple(map(_line, told.figures)),
        empty="" if told.first_days and told.second_days else say("none"),
    )


def _dates(span: DateSpan) -> str:
    return dates_through(span.from_, span.through)


def _line(one: ComparedFigure) -> FigureLine:
    return FigureLine(
        name=say(one.figure),
        first=_value(one.figure, one.first),
        second=_value(one.figure, one.second),
        difference=_difference(one),
        chance="" if one.may_be_chance is None else say("may_be_chance" if one.may_be_chance else "is_none"),
    )


def _value(figure: Compared, told: PeriodValue) -> str:
    if told.value is None:
        return DASH
    if figure in _SHARES:
        return percent(told.value)
    return energy(told.value) if figure == Compared.ENERGY else per_day(told.value)


def _difference(one: ComparedFigure) -> str:
    if one.difference is None:
        return DASH
    size = abs(one.difference)
    sign = "−" if one.difference < 0 else "+" if size else ""
    if one.figure in _SHARES:
        return say("points", sign=sign, points=round(size, 1))
    return say("more", sign=sign, value=energy(size) if one.figure == Compared.ENERGY else per_day(size))
