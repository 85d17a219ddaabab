"""Which days are the headline percentages sums of?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import msgspec

from chargeboard.domain.figures.day_evidence import DayList, DayRow
from chargeboard.evidence.days.words import say
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.words import say as say_of_evidence
from chargeboard.words.dates import dates_through, full_day
from chargeboard.words.formats import count, hours_in_column, kilo, percent_in_column


class DayLine(msgspec.Struct, frozen=True):
    """A day of a window."""

    on: date
    day: str
    in_use: str
    pct: str
    coverage: str
    fraction: str
    success: str
    sessions: str
    energy_kwh: str
    uptime: str
    remark: str


class DaysPage(msgspec.Struct, frozen=True):
    """The days of a window."""

    window: str
    facts: tuple[str, ...]
    rows: tuple[DayLine, ...]


def page(days: DayList) -> DaysPage:
    """The days that the headline percentages are sums of."""
    today = local_of(days.charger).today
    return DaysPage(
        window=dates_through(days.window.from_, days.window.through),
        facts=tuple(_facts(days)),
        rows=tuple(_line(row, today) for row in days.days),
    )


def _facts(days: DayList) -> Iterator[str]:
    use, tried = days.utilization, days.success
    if use.denominator:
        yield say("fact_utilization", rate=use.pct, used=use.numerator, available=use.denominator)
    if tried.denominator:
        yield say("fact_success", rate=tried.pct, good=tried.numerator, tried=tried.denominator)
    if use.coverage_pct is not None:
        yield say_of_evidence("coverage", share=use.coverage_pct)


def _line(row: DayRow, today: date) -> DayLine:
    use, tried = row.utilization, row.success
    marks = {
        say_of_evidence("today_so_far"): row.date == today,
        say("incomplete"): use is not None and use.incomplete,
        say_of_evidence("revised"): row.revised,
    }
    return DayLine(
        on=row.date,
        day=full_day(row.date),
        in_use=_in_use(row),
        pct=percent_in_column(use.known_pct if use else None),
        coverage=percent_in_column(use.coverage_pct if use else None),
        fraction=say_of_evidence("share", part=tried.successes, whole=tried.attempts)
        if tried and tried.attempts
        else "",
        success=percent_in_column(tried.pct if tried else None),
        sessions=count(row.sessions),
        energy_kwh=kilo(row.energy_wh),
        uptime=percent_in_column(row.uptime.nevi_pct if row.uptime else None),
        remark=", ".join(mark for mark, holds in marks.items() if holds),
    )


def _in_use(row: DayRow) -> str:
    use = row.utilization
    if use is None or not use.available_s:
        return ""
    return say("used", used=hours_in_column(use.in_use_s), available=use.available_s)
