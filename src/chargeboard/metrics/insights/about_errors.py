"""Which errors need somebody? (I06-I08)"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from statistics import median
from typing import Final

from chargeboard.domain.board import Board, ErrorRow, Insight
from chargeboard.domain.figures import percent, several
from chargeboard.domain.instants import MINUTE, instant_of
from chargeboard.metrics.insights.history import History
from chargeboard.metrics.insights.words import about, at_time, lasting

_KNOWN_PCT: Final = 95
_LONG_FAULT: Final = 30 * MINUTE


def about_errors(board: Board, seen: History) -> Iterator[Insight]:
    """What the list of errors and the present states tell."""
    if not board.errors and board.errors_coverage_pct is not None:
        yield _none(board.errors_coverage_pct)
    for row in board.errors:
        if row.episodes >= 3 or row.reports >= 10:
            yield _repeating(row, seen)
    for now in board.now:
        since = None if now.since is None else instant_of(datetime.fromisoformat(now.since))
        if now.state == "faulted" and since is not None and seen.now - since > _LONG_FAULT:
            known = [r for r in board.errors if r.active and r.severity == "fault" and r.socket == now.socket]
            why = f" ({', '.join(dict.fromkeys(r.code for r in known))})" if known else ""
            yield Insight(
                id="I08",
                severity="critical",
                text=f"Socket {now.socket} has been out of order{why} for {lasting(seen.now - since)},"
                f" since {at_time(since, seen.zone, today=seen.today)}.",
                numbers={"socket": now.socket, "since": now.since},
                panel="errors",
            )


def _none(coverage_pct: float) -> Insight:
    numbers: dict[str, float | int | str | None] = {"coverage_pct": coverage_pct}
    if coverage_pct >= _KNOWN_PCT:
        return Insight(id="I06", severity="good", text="No recorded faults.", numbers=numbers, panel="errors")
    unknown = percent(100 - coverage_pct)
    text = f"No faults recorded, but {unknown} of the time is unknown."
    return Insight(id="I06", severity="info", text=text, numbers=numbers, panel="errors")


def _repeating(row: ErrorRow, seen: History) -> Insight:
    starts = sorted(
        e.start
        for e in seen.episodes
        if (e.socket, e.code, e.vendor_code) == (row.socket, row.code, row.vendor_code)
    )
    steps = [after - before for before, after in pairwise(starts)]
    rhythm = f", {about(round(median(steps)))}" if len(steps) >= 2 else ""
    where = "the charger" if row.socket == 0 else f"socket {row.socket}"
    state = "; it is active now" if row.active else ""
    advice = f" {row.action}" if row.action else ""
    return Insight(
        id="I07",
        severity="warning",
        text=f"{row.code} keeps coming back on {where}: {several(row.reports, 'report', 'reports')} in"
        f" {several(row.episodes, 'episode', 'episodes')}{rhythm}{state}.{advice}",
        numbers={"socket": row.socket, "code": row.code, "episodes": row.episodes, "reports": row.reports},
        panel="errors",
    )
