"""What did a week or a month of one charger come to?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import attrgetter

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.report import (
    FirmwareTold,
    Report,
    ReportDay,
    ReportOf,
    ReportSessions,
    ReportUptime,
)
from chargeboard.domain.periods import Period
from chargeboard.domain.totals import Totals
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.compared import compared
from chargeboard.metrics.days.uptime import uptime_over
from chargeboard.metrics.span_figures import span_figures
from chargeboard.run.answering import error_list
from chargeboard.run.answering.board import make_board
from chargeboard.run.answering.comparing.complete_days import over, totals_by_day
from chargeboard.run.answering.comparing.turning_days import turns_since
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.whose import whose
from chargeboard.time.days import dates, midnight

MOST_ERRORS = 500
_A_DAY = date.resolution


def charger_report(history: ChargerHistory, period: Period, end: date) -> Report:
    """The period, of which the dates before `end` are over."""
    known, window = whose(history), (period.first, end)
    board = make_board(history, window).board
    days, before = totals_by_day(history, *window), period.before
    own = over(days, *window)
    earlier = over(totals_by_day(history, before.first, before.end), before.first, before.end)
    up = uptime_over(day for day in board.uptime if not day.partial)
    errors = error_list.errors(history, ListScope(window=window), ListFilter(limit=MOST_ERRORS))
    return Report(
        of=ReportOf.CHARGER,
        id=known.id,
        name=known.name,
        site=known.site,
        timezone=known.timezone,
        at=known.at,
        every=period.every,
        period=period.name,
        window=DateSpan(from_=period.first, to=period.end),
        through=end - _A_DAY,
        is_over=end == period.end,
        before=DateSpan(from_=before.first, to=before.end),
        figures=span_figures(own),
        earlier=span_figures(earlier),
        changes=compared(earlier, own, list(Compared)),
        chargers=1,
        coverage_pct=board.utilization_headline.coverage_pct,
        days=[*_days(board, days, period.first, end)],
        uptime=ReportUptime(uk_reg7_pct=up.uk_reg7_pct, uk_template_pct=up.uk_template_pct),
        sessions=ReportSessions(
            avg_duration_s=board.overview.avg_duration_s, avg_energy_wh=board.overview.avg_consumption_wh
        ),
        errors=sorted(
            (one.error for one in errors.errors), key=lambda row: (-row.open_s, -row.reports, row.code)
        ),
        maker=board.charger.vendor or "",
        model=board.charger.model or "",
        firmware=[*_firmware(history, period.first, end)],
    )


def _days(board: Board, days: Mapping[date, Totals], first: date, end: date) -> Iterator[ReportDay]:
    covered = {day.date: day.coverage_pct for day in board.utilization}
    for on in dates(first, end):
        yield ReportDay(date=on, figures=span_figures(days.get(on, Totals())), coverage_pct=covered.get(on))


def _firmware(history: ChargerHistory, first: date, end: date) -> Iterator[FirmwareTold]:
    """Changes of one day are one."""
    turns = turns_since(history, midnight(first, history.zone))
    for on, some in groupby(turns, attrgetter("on")):
        of_day = [*some]
        if on < end and of_day[0].was != of_day[-1].became:
            yield FirmwareTold(date=on, was=of_day[0].was, became=of_day[-1].became)
