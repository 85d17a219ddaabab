"""
How much of the time were the sockets in use, day by day?

Source: definitions 2.2. A bar is charging below and suspended above; together they are the percentage.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board, UtilizationDay
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.view.when import Local, days_line, is_unborn, observed
from chargeboard.words.dates import full_day
from chargeboard.words.formats import count, hours, percent

DEFINITIONS = {
    "session": "charging + suspended",
    "charging": "charging only",
    "occupied": "charging, suspended, preparing and finishing",
}


class Row(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    in_use: str
    available: str
    pct: str
    remark: str


class Utilization(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    headline: str
    fraction: str
    basis: str
    coverage: str
    chart: Chart | None
    rows: tuple[Row, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def _window(board: Board) -> str:
    return days_line([day.date for day in board.utilization], Local.of(board).today, observed(board))


def panel(board: Board) -> Utilization:
    """Utilization of the board's days."""
    head = board.utilization_headline
    known = any(day.known_pct is not None for day in board.utilization)
    return Utilization(
        title="Utilization rate",
        window=_window(board),
        headline=percent(head.pct),
        fraction=f"{hours(head.numerator)} of {hours(head.denominator)} socket hours"
        if head.denominator
        else "",
        basis=DEFINITIONS[board.policy.utilization_basis]
        + (", operative time only" if board.policy.utilization_denominator == "operative" else ""),
        coverage=_coverage(head.coverage_pct),
        chart=_chart(board) if known else None,
        rows=tuple(_row(day) for day in board.utilization),
        empty=""
        if known
        else "Nothing is known of these days."
        if board.charger.first_seen
        else "No day has been observed yet: the first message of the charger starts the count.",
        guide=GUIDES["utilization"],
        notes=notes_beside("utilization", board),
    )


def _coverage(pct: float | None) -> str:
    return f"{percent(pct)} of that time is known" if pct is not None and pct < 99.95 else ""


def _remark(day: UtilizationDay) -> str:
    words = []
    if day.partial:
        words.append("today so far")
    if day.incomplete:
        words.append(f"incomplete data, {percent(day.coverage_pct)} known")
    if day.revised:
        words.append("revised by late messages")
    if day.known_pct is None:
        words.append("no data")
    return ", ".join(words)


def _row(day: UtilizationDay) -> Row:
    return Row(
        full_day(day.date), hours(day.in_use_s), hours(day.available_s), percent(day.known_pct), _remark(day)
    )


def _chart(board: Board) -> Chart:
    days = [_day(day, is_before=is_unborn(board, day.date)) for day in board.utilization]
    head = board.utilization_headline
    mean = [("mean", head.pct, "mean", percent(head.pct))] if head.pct is not None and head.days > 1 else []
    return chart(
        days,
        top=100,
        unit="%",
        lines=mean,
        summary=f"Utilization per day, {_window(board)}: {percent(head.pct)} over all complete days."
        " The figures are in the table below.",
    )


def _below(day: UtilizationDay) -> str:
    if not day.available_s:
        return ""
    if day.available_s >= 1000 * 3600:
        return f"{count(day.in_use_s / 3600)}/{count(day.available_s / 3600)}"
    return f"{hours(day.in_use_s)}/{hours(day.available_s)}"


def _day(day: UtilizationDay, *, is_before: bool) -> Day:
    used = f"{hours(day.in_use_s)} h in use of {hours(day.available_s)} h"
    pct = day.known_pct
    told = f"{full_day(day.date)}: {percent(pct)}, {used}"
    parts = None
    if pct is not None:
        suspended = 100 * day.suspended_s / day.available_s if day.available_s else 0.0
        suspended = min(suspended, pct)
        parts = (Part("charging", pct - suspended), Part("suspended", suspended))
    remark = _remark(day)
    return Day(
        on=day.date,
        parts=parts,
        value=percent(pct),
        below=_below(day),
        told=f"{told} ({remark})" if remark else told,
        why_missing="not connected yet" if is_before else "no data",
        is_today=day.partial,
        is_incomplete=day.incomplete,
        is_revised=day.revised,
    )
