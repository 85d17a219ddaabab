"""
What does this charger's own data say, and does anything need attention?

Guidance comes the most urgent first. Each is shown in the panel that it explains, save what is told at the
top of the page: nothing is said twice.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.domain.codes import Weight
from chargeboard.domain.figures.board import Board, Insight
from chargeboard.domain.figures.needs import ALL_RIGHT, worst_first
from chargeboard.guidance.saying import Clock, action_of, clock_of, text_of
from chargeboard.panels.figure_dates import is_over, is_usual
from chargeboard.panels.registry import is_panel
from chargeboard.panels.words import say

SHOWN = 3
"""More things than this wait behind a fold."""
ABOUT_ALL = "quality"
"""The panel of what is said of the data as a whole."""

WORSE_FIRMWARE = "I25"
"""What is told of a charger because of others: its evidence is not on its own pages."""


class Note(msgspec.Struct, frozen=True):
    """One sentence, and what to do about it."""

    severity: Weight
    word: str
    text: str
    panel: str
    action: str = ""
    charger: str = ""
    is_of_cohort: bool = False
    """Whether the evidence of it is on the page that sets the charger beside others."""


class Attention(msgspec.Struct, frozen=True):
    """What needs a look, in words."""

    headline: str
    checked: str
    """What was looked at, where all is right."""
    notes: tuple[Note, ...]
    more: tuple[Note, ...]
    """Behind a fold."""
    is_critical: bool


def notes(insights: Iterable[Insight], clock: Clock, station: str = "") -> tuple[Note, ...]:
    """Those of a charger, the most urgent first; one that names no panel is about the data as a whole."""
    return tuple(
        Note(
            severity=insight.severity,
            word=_word(insight),
            text=text_of(insight, clock),
            panel=_panel_of(insight),
            action=action_of(insight),
            charger=station,
            is_of_cohort=bool(station) and insight.id == WORSE_FIRMWARE,
        )
        for insight in worst_first(insights)
    )


def _word(insight: Insight) -> str:
    """Why somebody has to act, in a word or two, or that nobody has to."""
    if insight.need:
        return say(f"need_{insight.need}")
    return say("good" if insight.severity == Weight.GOOD else "note")


def notes_for(panel: str, board: Board) -> tuple[Note, ...]:
    """
    The sentences of one panel, save those that the top of the page tells, with a link to it.

    Of dates that have passed it tells none: nothing that was said of them is to be done.
    """
    return notes(said_in(panel, board), clock_of(board), board.charger.id)


def said_in(panel: str, board: Board) -> list[Insight]:
    """What the sentences of one panel tell."""
    here = [insight for insight in board.insights if _panel_of(insight) == panel and insight.id != ALL_RIGHT]
    told = _urgent(board)[:SHOWN] if here else []
    return [insight for insight in here if insight not in told]


def _panel_of(insight: Insight) -> str:
    return insight.panel if is_panel(insight.panel) else ABOUT_ALL


def _urgent(board: Board) -> list[Insight]:
    return worst_first(insight for insight in board.insights if insight.need)


def notes_beside(panel: str, board: Board) -> tuple[Note, ...]:
    """
    The sentences of a panel whose dates can be chosen.

    Guidance speaks of the last days, or of dates that have passed; beside other figures it would contradict
    them.
    """
    return notes_for(panel, board) if is_usual(board) or is_over(board) else ()


def attention(board: Board) -> Attention:
    """What needs somebody; the headline counts it. Else that all is right, where that is known."""
    clock = clock_of(board)
    urgent = notes(_urgent(board), clock)
    if urgent:
        return Attention(
            headline=say("needs_attention", n=len(urgent)),
            checked="",
            notes=urgent[:SHOWN],
            more=urgent[SHOWN:],
            is_critical=any(note.severity == Weight.CRITICAL for note in urgent),
        )
    headline, checked = verdict(board.insights, clock) or (
        say("nothing_else" if board.charger.is_online is False else "nothing"),
        "",
    )
    return Attention(headline, checked, (), (), is_critical=False)


def verdict(insights: Iterable[Insight], clock: Clock) -> tuple[str, str] | None:
    """That all is right, and what was looked at; None where that is not said."""
    right = next((insight for insight in insights if insight.id == ALL_RIGHT), None)
    if right is None:
        return None
    return text_of(right, clock, "all_right_in_short"), text_of(right, clock, "what_was_checked")
