"""
What do the sessions of the window come to?

Source: definitions 2.5. It differs from the energy bars by the sessions across the edges.
"""

from __future__ import annotations

from operator import attrgetter

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import days_observed
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.overview.words import say
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, energy, per_day


class Metric(msgspec.Struct, frozen=True):
    """One figure, and what it means."""

    name: str
    value: str
    meaning: str


class Overview(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    rows: tuple[Metric, ...]
    edge: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Overview:
    """The sessions overview."""
    return Overview(
        window=_window(board),
        rows=(*_metrics(board), *_fed_back(board)),
        edge=say("edge") if board.overview.total_sessions else "",
        notes=notes_for("overview", board),
    )


def _window(board: Board) -> str:
    seen = board.overview
    days = days_observed(seen.days, seen.observed_days)
    if seen.from_ is None or seen.through is None:
        return days
    return say("window", dates=dates_through(seen.from_, seen.through), days=days)


def _metrics(board: Board) -> tuple[Metric, ...]:
    seen = board.overview
    is_unknown = seen.observed_days == 0 and not seen.total_sessions
    return (
        Metric(say("total"), DASH if is_unknown else count(seen.total_sessions), say("total_meaning")),
        Metric(
            say("per_day"),
            per_day(seen.sessions_per_day),
            say("per_day_meaning", days=days_observed(seen.days, seen.observed_days)),
        ),
        Metric(
            say("duration"),
            duration(seen.avg_duration_s),
            say("duration_meaning")
            if seen.median_duration_s is None
            else say("median_meaning", median=seen.median_duration_s),
        ),
        Metric(
            say("consumption"),
            energy(seen.avg_consumption_wh),
            say("consumption_meaning")
            if seen.mean_power_w is None
            else say("power_meaning", mean=seen.mean_power_w),
        ),
        Metric(
            say("consumed"),
            DASH if is_unknown else energy(seen.total_consumption_wh),
            say("unknown_meaning", unknown=seen.energy_unknown)
            if seen.energy_unknown
            else say("consumed_meaning"),
        ),
    )


def _fed_back(board: Board) -> list[Metric]:
    """What vehicles fed back in the same days, where one did; it is not taken off the consumption (V2G)."""
    first, last = board.overview.from_, board.overview.through
    total = sum(
        wh
        for day, wh in board.export_per_day_wh.items()
        if first is None or last is None or first <= day <= last
    )
    return [Metric(say("fed_back"), energy(total), say("fed_back_meaning"))] if total else []


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """The figures with their names."""
    rows = tuple((metric.name, Toned(metric.value, "strong")) for metric in _metrics(board))
    return (PlainPanel(say("title"), (Toned(_window(board), "aside"),), rows=rows),)


PANEL = Panel(
    "overview",
    30,
    say,
    of_board(panel),
    plain,
    ("overview",),
    ground=attrgetter("overview", "export_per_day_wh"),
)
