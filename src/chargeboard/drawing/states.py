"""
What is each state called, what does it mean, and how is it painted?

Source: definitions 1.2; colours and patterns are the style sheet's, by the state's name.
"""

from __future__ import annotations

from chargeboard.drawing.words import say

STATES = (
    "available",
    "charging",
    "suspended",
    "preparing",
    "finishing",
    "reserved",
    "unavailable",
    "faulted",
    "offline",
    "unknown",
    "unrecorded",
    "uncommissioned",
)
"""In the order of the legend."""

PATTERNED = frozenset({*STATES, "idle"}) - {"available", "charging", "preparing"}


def label(state: str) -> str:
    """How the state is called."""
    return say(state)


def meaning(state: str) -> str:
    """What the state says of its socket."""
    return say(f"means_{state}")


def colour(state: str) -> str:
    """How the state looks, for who cannot tell colours apart."""
    return say(f"painted_{state}")


def paint(state: str) -> str:
    """The name of the pattern that fills the state, or nothing where its colour does."""
    return state if state in PATTERNED else ""
