"""How do two periods of a charger stand side by side?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.compared import ComparedFigure
from chargeboard.domain.figures.comparison import FirmwareChange, PeriodComparison, SettingsChange
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.evidence.comparison.words import say
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.before import setting_told
from chargeboard.panels.differing import differing
from chargeboard.time.days import day_of
from chargeboard.words.dates import dates_through, day_year


class FigureLine(msgspec.Struct, frozen=True):
    """A figure of both periods."""

    name: str
    first: str
    second: str
    difference: str
    chance: str


class ChangeLines(msgspec.Struct, frozen=True):
    """A change of firmware or settings, and the days on both sides of it."""

    what: str
    before: str
    after: str
    spans: tuple[DateSpan, DateSpan] | None
    """None: no complete day lies on one of its sides."""
    lines: tuple[FigureLine, ...]


class ComparisonPage(msgspec.Struct, frozen=True):
    """The page."""

    first: str
    second: str
    first_days: str
    second_days: str
    lines: tuple[FigureLine, ...]
    empty: str
    changes: tuple[ChangeLines, ...]
    """Of firmware."""
    settings: tuple[ChangeLines, ...]
    at: str
    """As of when it is, on the wall of the charger."""
    reaches_now: bool
    """One of the periods is not over, or ended with yesterday: there may be news of it."""


def page(told: PeriodComparison) -> ComparisonPage:
    """Two periods."""
    return ComparisonPage(
        first=_dates(told.first),
        second=_dates(told.second),
        first_days=say("known_days", n=told.first_days),
        second_days=say("known_days", n=told.second_days),
        lines=tuple(map(figure_line, told.figures)),
        empty="" if told.first_days and told.second_days else say("none"),
        changes=tuple(
            _change(one, say("changed", on=day_year(one.date), was=one.was, became=one.became))
            for one in told.firmware
        ),
        settings=tuple(
            _change(
                one,
                say(
                    "settings_changed",
                    on=day_year(one.date),
                    what=", ".join(map(setting_told, one.settings)),
                ),
            )
            for one in told.settings
        ),
        at=local_of(told.charger).to_the_second(told.charger.at),
        reaches_now=max(told.first.to, told.second.to) >= day_of(told.charger.at, told.charger.timezone),
    )


def _change(one: FirmwareChange | SettingsChange, what: str) -> ChangeLines:
    spans = (one.before, one.after) if one.before and one.after else None
    return ChangeLines(
        what=what,
        before=_dates(spans[0]) if spans else "",
        after=_dates(spans[1]) if spans else "",
        spans=spans,
        lines=tuple(map(figure_line, one.figures)),
    )


def _dates(span: DateSpan) -> str:
    return dates_through(span.from_, span.through)


def figure_line(one: ComparedFigure) -> FigureLine:
    """A figure of both periods, with as many decimals as tell them apart."""
    told = differing(one)
    return FigureLine(say(one.figure), told.first, told.second, told.difference, told.chance)
