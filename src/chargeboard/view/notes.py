"""
What does this charger's own data say, and does anything need attention?

Insights come worst first. Each is shown in the panel that it explains, save a warning that is told at the
top of the page: nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.domain.board import Board, ErrorRow, Insight
from chargeboard.view.display import several
from chargeboard.view.figure_dates import is_usual

_ORDER = {"critical": 0, "warning": 1, "info": 2, "good": 3}
_WORD = {"critical": "Critical", "warning": "Warning", "info": "Note", "good": "Good"}

SHOWN = 4
"""More things than this (and one) wait behind a fold."""

PANELS = (
    "events",
    "ongoing",
    "utilization",
    "success",
    "errors",
    "sessions",
    "energy",
    "overview",
    "quality",
)


class Note(msgspec.Struct, frozen=True):
    """One sentence."""

    severity: str
    word: str
    text: str
    panel: str


class Attention(msgspec.Struct, frozen=True):
    """What needs a look, in words."""

    headline: str
    notes: tuple[Note, ...]
    more: tuple[Note, ...]
    """Behind a fold."""
    is_critical: bool


def notes(insights: Sequence[Insight]) -> tuple[Note, ...]:
    """All insights, worst first; one that names no panel is about the data as a whole."""
    ordered = sorted(insights, key=lambda i: _ORDER.get(i.severity, 2))
    return tuple(
        Note(i.severity, _WORD.get(i.severity, "Note"), i.text, i.panel if i.panel in PANELS else "quality")
        for i in ordered
    )


def notes_for(panel: str, insights: Sequence[Insight]) -> tuple[Note, ...]:
    """The sentences of one panel, save those that the top of the page tells, with a link to it."""
    told = attention(insights).notes
    return tuple(note for note in notes(insights) if note.panel == panel and note not in told)


def notes_beside(panel: str, board: Board) -> tuple[Note, ...]:
    """
    The sentences of a panel whose dates can be chosen.

    Guidance speaks of the last days; beside the figures of other dates it would contradict them.
    """
    return notes_for(panel, board.insights) if is_usual(board) else ()


def attention(
    insights: Sequence[Insight], errors: Sequence[ErrorRow] = (), *, is_gone: bool = False
) -> Attention:
    """
    Warnings and worse; the headline counts them. Lost contact is told beside it.

    A fault that is active needs attention also where no state and no rule speaks of it, as a part's in 2.x.
    """
    urgent = tuple(note for note in notes(insights) if note.severity in {"critical", "warning"})
    faults = [row.code for row in errors if row.active and row.severity == "fault"]
    if faults and all(note.panel != "errors" for note in urgent):
        codes = ", ".join(dict.fromkeys(faults))
        urgent += (
            Note("warning", _WORD["warning"], f"{several(len(faults), 'fault')} active: {codes}.", "errors"),
        )
    calm = "Nothing else needs attention" if is_gone else "Nothing needs attention"
    headline = f"Needs attention: {several(len(urgent), 'thing')}" if urgent else calm
    shown = urgent if len(urgent) <= SHOWN + 1 else urgent[:SHOWN]
    return Attention(
        headline, shown, urgent[len(shown) :], any(note.severity == "critical" for note in urgent)
    )
