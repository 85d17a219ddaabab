"""How much of a report's dates is known?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from chargeboard.domain.figures.report import Report, ReportOf
from chargeboard.web.reporting.words import say
from chargeboard.words.dates import day_month

NEARLY_ALL = 0.95
"""A share that counts as all of it."""
_MOST_RUNS = 6
_INCOMPLETE_PCT = 90


def what_is_known(report: Report) -> Iterator[str]:
    """What is not known, said first; then what may still change."""
    if not report.is_over:
        yield say("not_over", through=day_month(report.through), period=say(f"the_{report.every}"))
    length = (report.through - report.window.from_).days + 1
    if report.of == ReportOf.CHARGER:
        yield from _known_days(report, length)
    else:
        yield say("charger_days", known=report.figures.days, whole=report.chargers * length)
    if report.figures.unsettled_days:
        yield say("unsettled", n=report.figures.unsettled_days)


def _known_days(report: Report, length: int) -> Iterator[str]:
    away = [day.date for day in report.days if not day.figures.days and day.figures.timed_s]
    unknown = [day.date for day in report.days if not day.figures.timed_s]
    if unknown:
        yield say("unknown_days", known=length - len(unknown), n=length, days=_dates(unknown))
    else:
        yield say("all_days", n=length)
    if away:
        yield say("away_days", days=_dates(away))
    if report.coverage_pct is not None:
        yield say("covered", share=report.coverage_pct)
    low = [
        day.date
        for day in report.days
        if day.figures.days and day.coverage_pct is not None and day.coverage_pct < _INCOMPLETE_PCT
    ]
    if low:
        yield say("incomplete_days", days=_dates(low))


def _dates(some: Sequence[date]) -> str:
    """Dates that follow each other by the first and the last of them."""
    runs: list[list[date]] = []
    for on in some:
        if runs and (on - runs[-1][-1]).days == 1:
            runs[-1].append(on)
        else:
            runs.append([on])
    told = ", ".join(_run(run) for run in runs[:_MOST_RUNS])
    more = sum(map(len, runs[_MOST_RUNS:]))
    return say("and_more_days", days=told, n=more) if more else told


def _run(run: Sequence[date]) -> str:
    if len(run) == 1:
        return day_month(run[0])
    return say("through", first=day_month(run[0]), last=day_month(run[-1]))
