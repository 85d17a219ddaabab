"""How are cohorts of chargers put for people?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.fleet_span import CohortBy, CohortFigures, FleetCohorts, Interval, Worse
from chargeboard.panels.success.view import TARGET_PCT
from chargeboard.web.comparing.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, kilo, per_day, percent


class CohortLine(msgspec.Struct, frozen=True):
    """A cohort."""

    name: str
    search: str
    """What finds a site's chargers in the list over the same dates; empty: nothing does."""
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


class CohortsPage(msgspec.Struct, frozen=True):
    """The page."""

    dates: str
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
    return CohortsPage(
        dates=dates_through(told.window.from_, told.window.through),
        heading=say(f"by_{told.by}"),
        lines=tuple(_line(one, told.by) for one in ordered),
        found=tuple(map(_worse, told.worse)),
        found_none=say("no_worse") if is_by_firmware and ordered and not told.worse else "",
        empty="" if ordered else say("nothing_known"),
    )


def _line(one: CohortFigures, by: CohortBy) -> CohortLine:
    figures = one.figures
    return CohortLine(
        name=_name(one, by),
        search=one.site,
        chargers=count(one.chargers),
        success=percent(figures.success_pct),
        success_counts=say("of_attempts", part=figures.successes, whole=figures.attempts)
        if figures.attempts
        else "",
        success_between=_between(one.success, percent),
        is_low=figures.success_pct is not None and figures.success_pct < TARGET_PCT,
        uptime=percent(figures.uptime_pct),
        errors=DASH if figures.errors_per_1000 is None else per_day(figures.errors_per_1000),
        errors_between=_between(one.errors, per_day),
        sessions=count(figures.sessions),
        energy=kilo(figures.energy_wh),
    )


def _name(one: CohortFigures, by: CohortBy) -> str:
    if by == CohortBy.SITE:
        return one.site or say("no_site")
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
