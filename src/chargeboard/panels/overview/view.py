"""
What do the sessions of the window come to?

Source: definitions 2.5. It differs from the energy bars by the sessions across the edges.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Final

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.session_rows import Overview as SessionSums
from chargeboard.panels.days import days_observed
from chargeboard.panels.differing import chance_of
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.overview.words import say
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, energy, per_day

NO_SESSIONS: Final = SessionSums(
    days=0,
    total_sessions=0,
    sessions_per_day=None,
    avg_duration_s=None,
    median_duration_s=None,
    avg_consumption_wh=None,
    total_consumption_wh=0,
    mean_power_w=None,
)
"""Of days before of which nothing is known."""


class Metric(msgspec.Struct, frozen=True):
    """One figure, and what it means."""

    name: str
    value: str
    meaning: str
    since: str = ""
    """By how much it is more or less than in the days before; empty: that is not known."""


class Overview(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    rows: tuple[Metric, ...]
    edge: str
    before: str
    """Which days before, and whether there were other sessions a day by more than chance."""
    notes: tuple[Note, ...]


def panel(board: Board) -> Overview:
    """The sessions overview."""
    return Overview(
        window=_window(board),
        rows=(*_metrics(board), *_fed_back(board)),
        edge=say("edge") if board.overview.total_sessions else "",
        before=_before(board),
        notes=notes_for("overview", board),
    )


def _window(board: Board) -> str:
    seen = board.overview
    days = days_observed(seen.days, seen.observed_days)
    if seen.from_ is None or seen.through is None:
        return days
    return say("window", dates=dates_through(seen.from_, seen.through), days=days)


def _before(board: Board) -> str:
    before, sessions = board.overview_before, board.before.get(Compared.SESSIONS)
    if before is None or before.from_ is None or before.to is None:
        return ""
    chance = chance_of(sessions.compared) if sessions else ""
    number = (before.to - before.from_).days
    return say("before_by_chance", n=number, chance=chance) if chance else say("before", n=number)


def _since(
    own: float | None, before: float | None, write: Callable[[float | None], str], *, is_like: bool = True
) -> str:
    """A difference of what is shown, with its sign."""
    if own is None or before is None or not is_like:
        return ""
    more = own - before
    sign = "−" if more < 0 else "+" if more else "±"
    return say("since", sign=sign, difference=write(abs(more)))


def _metrics(board: Board) -> tuple[Metric, ...]:
    seen, before = board.overview, board.overview_before or NO_SESSIONS
    # sums of unlike numbers of days differ by these
    is_like = 0 < before.days == seen.days and before.observed_days == seen.observed_days
    is_unknown = seen.observed_days == 0 and not seen.total_sessions
    return (
        Metric(
            say("total"),
            DASH if is_unknown else count(seen.total_sessions),
            say("total_meaning"),
            _since(seen.total_sessions, before.total_sessions, count, is_like=is_like),
        ),
        Metric(
            say("per_day"),
            per_day(seen.sessions_per_day),
            say("per_day_meaning", days=days_observed(seen.days, seen.observed_days)),
            _since(seen.sessions_per_day, before.sessions_per_day, per_day),
        ),
        Metric(
            say("duration"),
            duration(seen.avg_duration_s),
            say("duration_meaning")
            if seen.median_duration_s is None
            else say("median_meaning", median=seen.median_duration_s),
            _since(seen.avg_duration_s, before.avg_duration_s, duration),
        ),
        Metric(
            say("consumption"),
            energy(seen.avg_consumption_wh),
            say("consumption_meaning")
            if seen.mean_power_w is None
            else say("power_meaning", mean=seen.mean_power_w),
            _since(seen.avg_consumption_wh, before.avg_consumption_wh, energy),
        ),
        Metric(
            say("consumed"),
            DASH if is_unknown else energy(seen.total_consumption_wh),
            say("unknown_meaning", unknown=seen.energy_unknown)
            if seen.energy_unknown
            else say("consumed_meaning"),
            _since(seen.total_consumption_wh, before.total_consumption_wh, energy, is_like=is_like),
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
    ("overview", "overview_before"),
    ground=attrgetter("overview", "overview_before", "export_per_day_wh"),
)
