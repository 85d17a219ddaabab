"""What can go wrong with a log, and what can its owner do about it?"""

from __future__ import annotations


class LogError(Exception):
    """Says what happened, where, and what to do."""

    def __init__(self, what: str, where: str, what_to_do: str) -> None:
        super().__init__(f"{what}: {where}\n{what_to_do}")


class LogAwayError(LogError):
    """None of its servers can be reached, or they have no majority: waiting may help."""
