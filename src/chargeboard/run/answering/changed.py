"""What is told otherwise of a charger than it was, and when may time alone change it again?"""

from __future__ import annotations

from dataclasses import dataclass

from chargeboard.domain.transitions import Cause, Due, Transition
from chargeboard.guidance.found import spoken
from chargeboard.history.changes import changes_since
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.lasting import dues
from chargeboard.metrics.transitions import Told
from chargeboard.run.answering.board import make_board
from chargeboard.time.instants import Instant


@dataclass(frozen=True, slots=True)
class Changed:
    """The changes since an earlier look, for who keeps what that one told."""

    transitions: list[Transition]
    told: Told
    """What is told now."""
    dues: list[Due]
    """What time alone may change, the next first: until then nobody has to look unless the charger speaks."""


def changed(history: ChargerHistory, since: Instant, before: Told) -> Changed:
    """Everything that is told otherwise now than `before`, at an earlier instant: rules of guidance too."""
    made = make_board(history)
    transitions, told = changes_since(history, since, before, spoken(made.board.insights))
    due = dues(history.tail, history.policy, history.at)
    if made.true_until < due[0].at:
        due.insert(0, Due(made.true_until, Cause.RULE))
    return Changed(transitions, told, due)
