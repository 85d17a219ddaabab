"""
What changed of a charger between two instants, and what is told of it now?

Who is to be told of changes keeps what was told last, looks again when the charger says something or when
time alone may change something (`lasting.dues`), and is given what is told otherwise.
"""

from __future__ import annotations

from chargeboard.domain.transitions import Kind, Subject, Transition
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.transitions import (
    Known,
    Told,
    states_of_errors,
    states_of_rules,
    states_of_the_link,
    told,
    transitions,
)
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


def changes_since(
    history: ChargerHistory, since: Instant, before: Told, said: Told
) -> tuple[list[Transition], Told]:
    """
    What is told otherwise now than `before`, at an earlier instant; and what is told now.

    `said` are the rules of guidance that speak now, by their severity.
    """
    span = Span(since, history.at)
    known = {**_known(history, span), **states_of_rules(said, before, span)}
    return transitions(before, known, span), told(known, history.at)


def _known(history: ChargerHistory, span: Span) -> Known:
    """What is known of a span and of the instant before it."""
    whole = Span(span.start - 1, span.end)
    return {
        **{Subject(Kind.SOCKET, socket): states for socket, states in history.states(whole).items()},
        **states_of_the_link(history.gaps(whole), history.carry.first_at, whole),
        **states_of_errors(history.episodes(whole)),
    }
