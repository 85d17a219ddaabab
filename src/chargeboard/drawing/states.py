"""
What is each state called, and what does it mean?

Source: definitions 1.2; colours and patterns are the style sheet's, by the state's name.
"""

from __future__ import annotations

MEANING: dict[str, str] = {
    "available": "Socket is ready and waiting for a new session.",
    "charging": "Active charging session in progress.",
    "suspended": "Session in progress, but no energy flows: the car or the charger has paused it.",
    "preparing": "Cable, card or bay is taken, but no session has started yet.",
    "finishing": "Session has ended, but the socket is not free yet.",
    "reserved": "Held for one driver.",
    "unavailable": "Out of service, by command or by itself.",
    "faulted": "A fault prevents charging.",
    "offline": "No communication, and no proof that it charged.",
    "unknown": "Nothing is known yet of this socket.",
    "unrecorded": "Our server was down, or a log had ended: nothing is recorded, nor counted as downtime.",
    "uncommissioned": "Before the first message of this socket.",
}
"""In the order of the legend."""

COLOUR: dict[str, str] = {
    "available": "green",
    "charging": "blue",
    "suspended": "blue, stripes",
    "preparing": "amber",
    "finishing": "amber, stripes",
    "reserved": "purple, dots",
    "unavailable": "grey, lines",
    "faulted": "red, cross-hatch",
    "offline": "gap with tick marks",
    "unknown": "gap with dots",
    "unrecorded": "gap with slashes",
    "uncommissioned": "a thin line",
}

PATTERNED = frozenset({*COLOUR, "idle"}) - {"available", "charging", "preparing"}

LABEL: dict[str, str] = {"unrecorded": "not recorded", "uncommissioned": "not yet commissioned"}
"""Names that are more than one word."""


def label(state: str) -> str:
    """How the state is called."""
    return LABEL.get(state, state)


def paint(state: str) -> str:
    """The name of the pattern that fills the state, or nothing where its colour does."""
    return state if state in PATTERNED else ""
