"""
What is each state called, what does it mean, and which one must never be hidden?

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
    "unknown": "Nothing is known: before the first message, or while our own server was down.",
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
    "unknown": "blank gap",
}

PATTERNED = frozenset(COLOUR) - {"available", "charging", "preparing", "unknown"}

WORST_FIRST = (
    "faulted",
    "offline",
    "unavailable",
    "unknown",
    "suspended",
    "charging",
    "finishing",
    "preparing",
    "reserved",
    "available",
    "connected",
)

_SEVERITY = {state: -rank for rank, state in enumerate(WORST_FIRST)}


def severity(state: str) -> int:
    """Greater is worse; a state that nobody knows is taken for the worst."""
    return _SEVERITY.get(state, 1)


def paint(state: str) -> str:
    """The name of the pattern that fills the state, or nothing where its colour does."""
    return state if state in PATTERNED else ""
