"""Which errors are a habit, and were there any at all? (I06, I07)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, ErrorRow, Insight
from chargeboard.guidance.about_faults import is_urgent, often, place_of, repeats, rhythm_of
from chargeboard.guidance.harm import harm_of
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import at_time
from chargeboard.time.instants import HOUR
from chargeboard.words.formats import percent

_KNOWN_PCT: Final = 95
_LAPSE: Final = 24 * HOUR
_OUT_OF_STEP: Final = 2
"""A habit that missed this many of its own intervals, and a day, is over."""
_ACTION: Final = (
    "Look the code up in the manual of this model; fetch the charger's diagnostics if it goes on."
)


def about_errors(board: Board, seen: History) -> Iterator[Insight]:
    """What the list of errors tells beyond what is broken now or dangerous."""
    if seen.window and board.errors_window != board.window:
        return
    if not board.errors and board.errors_coverage_pct:
        yield _none(board.errors_coverage_pct)
    for row in board.errors:
        is_told = not seen.window and (is_urgent(row) or harm_of(row))
        if repeats(row) and not is_told:
            yield _repeating(row, seen)


def _none(coverage_pct: float) -> Insight:
    numbers: dict[str, float | int | str | None] = {"coverage_pct": coverage_pct}
    if coverage_pct >= _KNOWN_PCT:
        return Insight(id="I06", severity="good", text="No recorded faults.", numbers=numbers, panel="errors")
    unknown = percent(100 - coverage_pct)
    text = f"No faults recorded, but {unknown} of the time is unknown."
    return Insight(id="I06", severity="info", text=text, numbers=numbers, panel="errors")


def _repeating(row: ErrorRow, seen: History) -> Insight:
    lapse = max(_LAPSE, _OUT_OF_STEP * (rhythm_of(row, seen) or 0))
    is_over = not row.active and seen.has_come(row.last_seen + lapse)
    when = at_time(row.last_seen, seen.zone, today=seen.today)
    keeps = "came back" if is_over else "keeps coming back"
    active = "open at the end" if seen.window else "active now"
    state = active if row.active else f"not since {when}" if is_over else f"last at {when}"
    return Insight(
        id="I07",
        severity="info" if is_over else "warning",
        text=f"{row.code} {keeps} on {place_of(row.socket)}: {often(row, seen)}; {state}.",
        numbers={"socket": row.socket, "code": row.code, "episodes": row.episodes, "reports": row.reports},
        panel="errors",
        need="" if is_over else "later",
        action=row.action or _ACTION,
    )
