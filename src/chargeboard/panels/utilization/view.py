"""
How much of the time were the sockets in use, day by day?

Source: definitions 2.2. A bar is charging below and suspended above; together they are the percentage.
"""

from __future__ import annotations

from operator import attrgetter

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.day_rows import UtilizationDay
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.panels.before import Before, before, change_on
from chargeboard.panels.days import days_line, days_observed, is_unborn, local_of, observed
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned, bar
from chargeboard.panels.utilization.words import say
from chargeboard.panels.words import say as say_of_panels
from chargeboard.words.dates import day_month, full_day
from chargeboard.words.formats import count, duration, hours, percent, percent_in_column


class UtilizationRow(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    in_use: str
    available: str
    pct: str
    remark: str
    before: str
    """Of the day that many days before."""


class Utilization(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    headline: str
    fraction: str
    coverage: str
    chart: Chart | None
    rows: tuple[UtilizationRow, ...]
    heading_before: str
    empty: str
    notes: tuple[Note, ...]


def _window(board: Board) -> str:
    return days_line([day.date for day in board.utilization], local_of(board).today, observed(board))


def panel(board: Board) -> Utilization:
    """Utilization of the board's days."""
    head = board.utilization_headline
    is_known = any(day.known_pct is not None for day in board.utilization)
    earlier = before(board, Compared.UTILIZATION)
    return Utilization(
        window=_window(board),
        headline=percent(head.pct),
        fraction=say("fraction", used=head.numerator, available=head.denominator) if head.denominator else "",
        coverage=_coverage(head.coverage_pct),
        chart=_chart(board, earlier) if is_known else None,
        rows=tuple(_row(day, earlier) for day in board.utilization),
        heading_before=earlier.heading,
        empty="" if is_known else _empty(board),
        notes=notes_beside("utilization", board),
    )


def _empty(board: Board) -> str:
    return say_of_panels("nothing_known") if board.charger.first_seen else say("unobserved")


def _coverage(pct: float | None) -> str:
    return say("coverage", share=pct) if pct is not None and pct < 99.95 else ""


def _remark(day: UtilizationDay) -> str:
    remarks = [say_of_panels("today_so_far")] if day.partial else []
    if day.incomplete:
        remarks.append(say("incomplete", share=day.coverage_pct))
    if day.revised:
        remarks.append(say_of_panels("revised"))
    if day.known_pct is None:
        remarks.append(say_of_panels("no_data"))
    return ", ".join(remarks)


def _row(day: UtilizationDay, earlier: Before) -> UtilizationRow:
    return UtilizationRow(
        full_day(day.date),
        hours(day.in_use_s),
        hours(day.available_s),
        percent_in_column(day.known_pct),
        _remark(day),
        percent_in_column(earlier.days.get(day.date)),
    )


def _chart(board: Board, earlier: Before) -> Chart:
    head, rate = board.utilization_headline, percent(board.utilization_headline.pct)
    has_mean = head.pct is not None and head.days > 1
    return chart(
        [_day(board, day, earlier) for day in board.utilization],
        top=100,
        written=percent,
        lines=[("mean", head.pct, say_of_panels("mean"), rate)] if has_mean and head.pct is not None else [],
        summary=say("summary", window=_window(board), rate=head.pct),
        told_before=earlier.told,
    )


def _below(day: UtilizationDay) -> str:
    if not day.available_s:
        return ""
    if day.available_s >= 1000 * 3600:
        return f"{count(day.in_use_s / 3600)}/{count(day.available_s / 3600)}"
    return f"{hours(day.in_use_s)}/{hours(day.available_s)}"


def _day(board: Board, day: UtilizationDay, earlier: Before) -> Day:
    pct, remark = day.known_pct, _remark(day)
    used = say("used", used=day.in_use_s, available=day.available_s)
    told = {"day": full_day(day.date), "rate": pct, "used": used}
    parts = None
    if pct is not None:
        suspended = 100 * day.suspended_s / day.available_s if day.available_s else 0.0
        suspended = min(suspended, pct)
        parts = (Part("charging", pct - suspended), Part("suspended", suspended))
    return Day(
        on=day.date,
        parts=parts,
        value=percent(pct),
        below=_below(day),
        told=say("day_remarked", **told, remark=remark) if remark else say("day", **told),
        why_missing=say_of_panels("unconnected" if is_unborn(board, day.date) else "no_data"),
        is_today=day.partial,
        is_incomplete=day.incomplete,
        is_revised=day.revised,
        before=earlier.scaled(day.date),
        change=change_on(board, day.date),
    )


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """The headline, and a row a day."""
    head = board.utilization_headline
    whole = say(
        "plain_headline",
        used=duration(head.numerator),
        available=duration(head.denominator),
        days=days_observed(head.days, head.observed_days),
    )
    rows = (
        (
            _plain_day(day),
            (Toned(f"{percent_in_column(day.known_pct):>6} ", ""), *bar(day.known_pct, "used")),
            duration(day.in_use_s),
            duration(day.available_s),
        )
        for day in board.utilization
    )
    return (
        PlainPanel(
            say("title"),
            ((Toned(percent(head.pct), "strong"), Toned(whole, "")),),
            (say("plain_day"), "", say("plain_used"), say("plain_of")),
            tuple(rows),
        ),
    )


def _plain_day(day: UtilizationDay) -> str:
    on = day_month(day.date)
    if day.partial:
        return say("so_far", day=on)
    return say("day_incomplete", day=on) if day.incomplete else on


PANEL = Panel(
    "utilization",
    40,
    say,
    of_board(panel),
    plain,
    ("utilization", "utilization_headline", "before", "firmware_days", "setting_days"),
    ground=attrgetter("utilization", "utilization_headline"),
)
