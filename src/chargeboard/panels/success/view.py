"""
How many attempts to charge succeeded, day by day, and why did the others fail?

Source: definitions 2.3. A bar is all attempts of the day; the red top is the part that failed.
"""

from __future__ import annotations

from collections import Counter

import msgspec

from chargeboard.domain.board import Board, SuccessDay
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.view.when import Local, days_line, is_unborn, observed
from chargeboard.words.dates import full_day
from chargeboard.words.formats import count, percent, several

TARGET_PCT = 95.0

CLASSES: dict[str, str] = {
    "auth_rejected": "card or app refused",
    "start_rejected": "start refused by the charger, or answered with an error",
    "ev_or_connector_fault": "car and charger could not talk, or the plug was not locked",
    "charger_fault": "fault of the charger",
    "preparing_timeout": "plugged in or authorised, but never started",
    "user_cancelled": "stopped by the driver within two minutes, without energy",
    "zero_energy": "session without energy",
}


class Failure(msgspec.Struct, frozen=True):
    """One reason and how often."""

    key: str
    times: str
    reason: str


class Row(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    successes: str
    attempts: str
    pct: str
    failures: str


class Success(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    headline: str
    is_low: bool
    fraction: str
    chart: Chart | None
    failures: tuple[Failure, ...]
    rows: tuple[Row, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def _window(board: Board) -> str:
    return days_line([day.date for day in board.success], Local.of(board).today, observed(board))


def panel(board: Board) -> Success:
    """Success rate of the board's days."""
    head = board.success_headline
    tried = any(day.attempts for day in board.success)
    return Success(
        title="Success rate",
        window=_window(board),
        headline=percent(head.pct),
        is_low=head.pct is not None and head.pct < TARGET_PCT,
        fraction=f"{count(head.numerator)} of {several(int(head.denominator), 'attempt')}"
        if head.denominator
        else "",
        chart=_chart(board) if tried else None,
        failures=_failures([day for day in board.success if not day.partial]),
        rows=tuple(_row(day) for day in board.success),
        empty=""
        if tried
        else "Nothing is known of these days."
        if board.charger.first_seen and not head.coverage_pct
        else "No attempt to charge in these days, so there is no rate: – is not 0 % and not 100 %.",
        guide=GUIDES["success"],
        notes=notes_beside("success", board),
    )


def _failures(days: list[SuccessDay]) -> tuple[Failure, ...]:
    total: Counter[str] = Counter()
    for day in days:
        total.update(day.failures)
    return tuple(
        Failure(name, f"{count(n)}×", CLASSES.get(name, name)) for name, n in total.most_common() if n
    )


def _why(day: SuccessDay) -> str:
    ordered = sorted(day.failures.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{count(n)}× {CLASSES.get(name, name)}" for name, n in ordered if n)


def _remark(day: SuccessDay) -> str:
    words = ["today so far"] if day.partial else []
    if day.pending:
        words.append(f"{several(day.pending, 'attempt')} still open")
    if day.revised:
        words.append("revised by late messages")
    return ", ".join(words)


def _row(day: SuccessDay) -> Row:
    why = "; ".join(part for part in (_why(day), _remark(day)) if part)
    return Row(full_day(day.date), count(day.successes), count(day.attempts), percent(day.pct), why)


def _chart(board: Board) -> Chart:
    head = board.success_headline
    return chart(
        [_day(day, is_before=is_unborn(board, day.date)) for day in board.success],
        top=100,
        unit="%",
        lines=[("target", TARGET_PCT, "target", percent(TARGET_PCT))],
        summary=f"Success rate per day, {_window(board)}: {percent(head.pct)} over all complete days,"
        f" {count(head.numerator)} of {count(head.denominator)} attempts. The table below has the figures.",
    )


def _day(day: SuccessDay, *, is_before: bool) -> Day:
    attempts = several(day.attempts, "attempt")
    told = f"{full_day(day.date)}: {percent(day.pct)}, {count(day.successes)} of {attempts}"
    extra = "; ".join(part for part in (_why(day), _remark(day)) if part)
    return Day(
        on=day.date,
        parts=None if day.pct is None else (Part("ink", day.pct), Part("failed", 100 - day.pct)),
        value=percent(day.pct),
        below=f"{count(day.successes)}/{count(day.attempts)}" if day.attempts else "",
        told=f"{told} ({extra})" if extra else told,
        why_missing="not connected yet" if is_before else "no attempts",
        is_today=day.partial,
        is_revised=day.revised,
        is_bad=day.pct is not None and day.pct < TARGET_PCT,
    )
