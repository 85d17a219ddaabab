"""By what does a figure of one period differ from that of another, in words?"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chargeboard.domain.figures.compared import Compared, ComparedFigure, PeriodValue
from chargeboard.panels.words import say
from chargeboard.words.formats import (
    DASH,
    Figure,
    energy,
    per_day,
    percent,
    rounded,
    spelled,
    without_zeros,
)

_SHARES = {Compared.SUCCESS, Compared.UTILIZATION, Compared.UPTIME}
_USUAL, _MOST = 1, 4
"""Decimals."""


class Differing(msgspec.Struct, frozen=True):
    """A figure of both periods."""

    first: str
    second: str
    difference: str
    chance: str
    """Whether it may be chance; empty where no test is made of it."""


def differing(one: ComparedFigure) -> Differing:
    """With as many decimals as tell them apart."""
    places = _places(one)
    return Differing(
        first=_value(one.figure, one.first, places),
        second=_value(one.figure, one.second, places),
        difference=_difference(one, places),
        chance=chance_of(one),
    )


def chance_of(one: ComparedFigure) -> str:
    """Whether it may be chance; empty where no test is made of it, and where there is none."""
    if one.may_be_chance is None or not one.difference:
        return ""
    return say("may_be_chance" if one.may_be_chance else "hardly_chance")


def _places(one: ComparedFigure) -> int:
    """With how many decimals both read differently where they are: one, or as many more as tell."""
    values = [_in_unit(one.figure, period.value) for period in (one.first, one.second)]
    first, second = values
    if first is None or second is None or first == second:
        return _USUAL
    return next((n for n in range(_USUAL, _MOST) if _tells(first, second, n)), _MOST)


def _tells(first: float | Decimal, second: float | Decimal, places: int) -> bool:
    """Whether so many decimals tell them from each other, and none reads as all or nothing that is not."""
    shown = rounded(first, places), rounded(second, places)
    seems = any(
        told in {0, 100} and told != value for told, value in zip(shown, (first, second), strict=True)
    )
    return shown[0] != shown[1] and not seems


def _in_unit(figure: Compared, value: Figure) -> Figure:
    """As it is shown: kWh of energy."""
    return None if value is None else value / 1000 if figure == Compared.ENERGY else value


def _value(figure: Compared, told: PeriodValue, places: int) -> str:
    if told.value is None:
        return DASH
    if places == _USUAL:
        if figure in _SHARES:
            return percent(told.value)
        return energy(told.value) if figure == Compared.ENERGY else per_day(told.value)
    number = spelled(rounded(_in_unit(figure, told.value) or 0, places))
    if figure in _SHARES:
        return say("share", number=number)
    return say("kwh", number=number) if figure == Compared.ENERGY else number


def _difference(one: ComparedFigure, places: int) -> str:
    """The difference of what is shown, so that the line adds up."""
    if one.difference is None:
        return DASH
    first, second = (
        rounded(_in_unit(one.figure, period.value) or 0, places) for period in (one.first, one.second)
    )
    size = abs(second - first)
    sign = "−" if second < first else "+" if size else ""
    if one.figure in _SHARES:
        return say("points", sign=sign, points=spelled(without_zeros(size)))
    number = spelled(size)
    return say(
        "more", sign=sign, value=say("kwh", number=number) if one.figure == Compared.ENERGY else number
    )
