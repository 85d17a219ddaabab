"""How are some dates of a site put for people?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.figures.site import SiteDays
from chargeboard.time.days import day_of
from chargeboard.web.site.words import say
from chargeboard.web.urls.links import site_url
from chargeboard.words.dates import dates_through, full_day
from chargeboard.words.formats import DASH, count, kilo, percent_in_column

_HEADS = ("utilization", "success", "sessions", "energy", "uptime", "errors")


class DayRow(msgspec.Struct, frozen=True):
    """A date, or all of them."""

    day: str
    url: str
    cells: tuple[str, ...]


class DaysPage(msgspec.Struct, frozen=True):
    """The page."""

    facts: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[DayRow, ...]
    earlier: tuple[date, date] | None
    later: tuple[date, date] | None
    """First and last date of as many days before and after."""


def days_page(told: SiteDays) -> DaysPage:
    """What all dates come to, then each, the latest first."""
    window = told.window
    length = window.to - window.from_
    today = day_of(told.at, told.timezone)
    whole = DayRow(say("all_days"), "", _cells(told.whole if told.whole.days else None))
    return DaysPage(
        facts=(dates_through(window.from_, window.through), say("n_chargers", n=told.chargers)),
        heads=tuple(say(f"day_{head}") for head in _HEADS),
        rows=(
            whole,
            *(
                DayRow(full_day(day.date), site_url(told.site, "load", day=day.date), _cells(day.figures))
                for day in reversed(told.days)
            ),
        ),
        earlier=(window.from_ - length, window.through - length) if told.whole.days else None,
        later=None if window.to >= today else (window.from_ + length, window.through + length),
    )


def _cells(figures: SpanFigures | None) -> tuple[str, ...]:
    if figures is None:
        return (DASH,) * len(_HEADS)
    return (
        percent_in_column(figures.utilization_pct),
        say("tried", share=figures.success_pct, good=figures.successes, tried=figures.attempts)
        if figures.attempts
        else DASH,
        count(figures.sessions),
        kilo(figures.energy_wh),
        percent_in_column(figures.uptime_pct),
        count(figures.errors),
    )
