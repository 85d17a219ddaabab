"""
How many attempts to charge succeeded, day by day, and why did the others fail?

Source: definitions 2.3. A bar is all attempts of the day; the red top is the part that failed.
"""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

import msgspec

from chargeboard.domain.codes import FAILURE_CLASSES, Untold
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.day_rows import SuccessDay
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.panels.before import Before, before, change_on
from chargeboard.panels.days import days_line, days_observed, is_unborn, local_of, observed
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned, bar
from chargeboard.panels.success.words import say
from chargeboard.panels.words import say as say_of_panels
from chargeboard.words.dates import day_month, full_day
from chargeboard.words.formats import count, percent, percent_in_column

TARGET_PCT = 95.0


class Failure(msgspec.Struct, frozen=True):
    """One reason and how often."""

    key: str
    times: str
    reason: str


class SuccessRow(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    successes: str
    attempts: str
    pct: str
    failures: str
    before: str
    """Of the day that many days before."""


class Success(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    headline: str
    is_low: bool
    fraction: str
    chart: Chart | None
    failures: tuple[Failure, ...]
    rows: tuple[SuccessRow, ...]
    heading_before: str
    empty: str
    notes: tuple[Note, ...]


def _window(board: Board) -> str:
    return days_line([day.date for day in board.success], local_of(board).today, observed(board))


def reason_of(outcome: str) -> str:
    """Why an attempt failed, in words; a class that nobody has words for as it is."""
    return say(outcome) if outcome in FAILURE_CLASSES else outcome


def panel(board: Board) -> Success:
    """Success rate of the board's days."""
    head = board.success_headline
    is_tried = any(day.attempts for day in board.success)
    earlier = before(board, Compared.SUCCESS)
    return Success(
        window=_window(board),
        headline=percent(head.pct),
        is_low=head.pct is not None and head.pct < TARGET_PCT,
        fraction=say("fraction", good=head.numerator, n=int(head.denominator)) if head.denominator else "",
        chart=_chart(board, earlier) if is_tried else None,
        failures=_failures([day for day in board.success if not day.partial]),
        rows=tuple(_row(day, earlier) for day in board.success),
        heading_before=earlier.heading,
        empty="" if is_tried else _empty(board),
        notes=notes_beside("success", board),
    )


def _empty(board: Board) -> str:
    if Untold.ATTEMPTS in board.untold:
        return say("untold")
    is_unknown = board.charger.first_seen and not board.success_headline.coverage_pct
    return say_of_panels("nothing_known") if is_unknown else say("none")


def _failures(days: list[SuccessDay]) -> tuple[Failure, ...]:
    total: Counter[str] = Counter()
    for day in days:
        total.update(day.failures)
    return tuple(
        Failure(name, say("times", times=times), reason_of(name))
        for name, times in total.most_common()
        if times
    )


def _why(day: SuccessDay) -> str:
    ordered = sorted(day.failures.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(say("often", times=times, reason=reason_of(name)) for name, times in ordered if times)


def _remark(day: SuccessDay) -> str:
    """Why attempts failed, and what is to be known of the day."""
    marks = [say_of_panels("today_so_far")] if day.partial else []
    if day.pending:
        marks.append(say("open", n=day.pending))
    if day.revised:
        marks.append(say_of_panels("revised"))
    return "; ".join(part for part in (_why(day), ", ".join(marks)) if part)


def _row(day: SuccessDay, earlier: Before) -> SuccessRow:
    return SuccessRow(
        full_day(day.date),
        count(day.successes),
        count(day.attempts),
        percent_in_column(day.pct),
        _remark(day),
        percent_in_column(earlier.days.get(day.date)),
    )


def _chart(board: Board, earlier: Before) -> Chart:
    head = board.success_headline
    return chart(
        [_day(board, day, earlier) for day in board.success],
        top=100,
        written=percent,
        lines=[("target", TARGET_PCT, say("target"), percent(TARGET_PCT))],
        summary=say(
            "summary", window=_window(board), rate=head.pct, good=head.numerator, tried=head.denominator
        ),
        told_before=earlier.told,
    )


def _day(board: Board, day: SuccessDay, earlier: Before) -> Day:
    remark = _remark(day)
    fraction = say("fraction", good=day.successes, n=day.attempts)
    told = {"day": full_day(day.date), "rate": day.pct, "fraction": fraction}
    return Day(
        on=day.date,
        parts=None if day.pct is None else (Part("ink", day.pct), Part("failed", 100 - day.pct)),
        value=percent(day.pct),
        below=f"{count(day.successes)}/{count(day.attempts)}" if day.attempts else "",
        told=say("day_remarked", **told, remark=remark) if remark else say("day", **told),
        why_missing=say_of_panels("unconnected") if is_unborn(board, day.date) else say("no_attempts"),
        is_today=day.partial,
        is_revised=day.revised,
        is_bad=day.pct is not None and day.pct < TARGET_PCT,
        before=earlier.scaled(day.date),
        change=change_on(board, day.date),
    )


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """The headline, and a row a day; where nobody can tell of attempts, just that."""
    if Untold.ATTEMPTS in board.untold and not any(day.attempts for day in board.success):
        return (PlainPanel(say("title"), (say("untold"),)),)
    head = board.success_headline
    whole = say(
        "plain_headline",
        fraction=say("fraction", good=head.numerator, n=int(head.denominator)),
        days=days_observed(head.days, head.observed_days),
    )
    rows = (
        (
            say("so_far", day=day_month(day.date)) if day.partial else day_month(day.date),
            (Toned(f"{percent_in_column(day.pct):>6} ", ""), *bar(day.pct, "good")),
            count(day.successes),
            count(day.attempts),
            _why(day),
        )
        for day in board.success
    )
    return (
        PlainPanel(
            say("title"),
            ((Toned(percent(head.pct), "strong"), Toned(whole, "")),),
            (say("plain_day"), "", say("plain_successes"), say("plain_attempts"), say("plain_failures")),
            tuple(rows),
        ),
    )


PANEL = Panel(
    "success",
    50,
    say,
    of_board(panel),
    plain,
    ("success", "success_headline", "untold"),
    ground=attrgetter("success", "success_headline", "untold"),
)
