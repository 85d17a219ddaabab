"""How are cohorts of chargers put for people?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

import msgspec

from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.fleet_span import (
    BesideCohort,
    CohortBy,
    CohortFigures,
    FleetCohorts,
    Interval,
    Worse,
)
from chargeboard.panels.differing import differing
from chargeboard.panels.success.view import TARGET_PCT
from chargeboard.web.comparing.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, kilo, per_day, percent, percent_in_column

_PARTS: Final = {
    CohortBy.SITE: "no_site",
    CohortBy.PROTOCOL: "unknown_protocol",
    CohortBy.TAG: "no_tag",
}
"""By what chargers are put together that is one word, and what is said where there is none."""
_FIGURES: Final = {
    Compared.SUCCESS: "success",
    Compared.UPTIME: "uptime",
    Compared.ERRORS: "error_rate",
}


class CohortLine(msgspec.Struct, frozen=True):
    """A cohort."""

    name: str
    is_own: bool
    """Whether the charger that was asked for belongs to it."""
    search: dict[str, str]
    """What finds its chargers in the list over the same dates, of a site or a tag; empty: nothing does."""
    chargers: str
    success: str
    success_counts: str
    success_between: str
    is_low: bool
    uptime: str
    errors: str
    errors_between: str
    sessions: str
    energy: str


class BesideLine(msgspec.Struct, frozen=True):
    """A figure of the charger and of the others."""

    name: str
    own: str
    others: str
    difference: str
    chance: str


class Beside(msgspec.Struct, frozen=True):
    """The charger beside a cohort of its own."""

    title: str
    lines: tuple[BesideLine, ...]
    """Empty: it stands alone."""


class CohortsPage(msgspec.Struct, frozen=True):
    """The page."""

    dates: str
    beside: tuple[Beside, ...]
    beside_none: str
    """Why there are none, where a charger was asked for."""
    heading: str
    lines: tuple[CohortLine, ...]
    found: tuple[str, ...]
    """A sentence for each firmware that does worse than others of its model."""
    found_none: str
    empty: str


def cohorts_page(told: FleetCohorts) -> CohortsPage:
    """The cohorts, those with most sessions first."""
    ordered = sorted(told.cohorts, key=lambda one: -one.figures.sessions)
    is_by_firmware = told.by == CohortBy.FIRMWARE
    own = {_name(one.own, told.by) for one in told.beside}
    return CohortsPage(
        dates=dates_through(told.window.from_, told.window.through),
        beside=tuple(_beside(one, told.by) for one in told.beside),
        beside_none=say("beside_none") if told.charger and not told.beside else "",
        heading=say(f"by_{told.by}"),
        lines=tuple(_line(one, told.by, own) for one in ordered),
        found=tuple(map(_worse, told.worse)),
        found_none=say("no_worse") if is_by_firmware and ordered and not told.worse else "",
        empty="" if ordered else say("nothing_known"),
    )


def _beside(one: BesideCohort, by: CohortBy) -> Beside:
    told = [(figure.figure, differing(figure)) for figure in one.compared]
    name = _name(one.own, by)
    return Beside(
        title=say("beside", n=one.others_chargers, cohort=name)
        if one.others_chargers
        else say("alone", cohort=name),
        lines=tuple(
            BesideLine(say(_FIGURES[figure]), line.second, line.first, line.difference, line.chance)
            for figure, line in told
            if one.others_chargers
        ),
    )


def _line(one: CohortFigures, by: CohortBy, own: Collection[str]) -> CohortLine:
    figures, name = one.figures, _name(one, by)
    return CohortLine(
        name=name,
        is_own=name in own,
        search={"text": one.site} if one.site else {"tag": one.tag} if one.tag else {},
        chargers=count(one.chargers),
        success=percent_in_column(figures.success_pct),
        success_counts=say("of_attempts", part=figures.successes, whole=figures.attempts)
        if figures.attempts
        else "",
        success_between=_between(one.success, percent),
        is_low=figures.success_pct is not None and figures.success_pct < TARGET_PCT,
        uptime=percent_in_column(figures.uptime_pct),
        errors=DASH if figures.errors_per_1000 is None else per_day(figures.errors_per_1000),
        errors_between=_between(one.errors, per_day),
        sessions=count(figures.sessions),
        energy=kilo(figures.energy_wh),
    )


def _name(one: CohortFigures, by: CohortBy) -> str:
    if by in _PARTS:
        return str(getattr(one, by)) or say(_PARTS[by])
    told = " ".join(filter(None, (one.maker, one.model)))
    if by == CohortBy.FIRMWARE and one.firmware:
        return say("with_firmware", model=told or say("unknown_model"), firmware=one.firmware)
    return told or say("unknown_model")


def _between(interval: Interval | None, said: Callable[[float], str]) -> str:
    return "" if interval is None else say("between", low=said(interval.low), high=said(interval.high))


def _worse(one: Worse) -> str:
    shown = percent if one.figure == "success" else per_day
    return say(
        f"worse_{one.figure}",
        model=" ".join(filter(None, (one.maker, one.model))),
        firmware=one.firmware or say("unknown_firmware"),
        value=shown(one.value),
        others=shown(one.others),
        chance=say("one_in", n=round(1 / one.chance)) if one.chance > 1e-6 else say("one_in_a_million"),
    )
