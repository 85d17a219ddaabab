"""
When is it told that we ourselves do not work?

What keeps frames from being kept or understood also keeps alerts from being made. So this goes past the
store: it is told as it is known, by who delivers, to every channel; once, and again when it is over.
"""

from __future__ import annotations

import msgspec

from chargeboard.time.instants import MINUTE, Instant, Micros

LASTING: Micros = 2 * MINUTE
"""What is over within that was a restart, or a lock that somebody held."""


class Ourselves(msgspec.Struct, frozen=True):
    """How we are: since when something is wrong, and whether that was told."""

    wrong_since: Instant | None = None
    is_told: bool = False
    what: str = ""
    """What was told."""


def step(before: Ourselves, wrong: str, now: Instant) -> tuple[Ourselves, str]:
    """
    How we are now, and what is to be told: "fired", "recovered" or nothing.

    `wrong` says what is wrong; empty while all is well.
    """
    if not wrong:
        return Ourselves(), "recovered" if before.is_told else ""
    since = now if before.wrong_since is None else before.wrong_since
    if before.is_told or now - since < LASTING:
        return Ourselves(since, before.is_told, before.what), ""
    return Ourselves(since, is_told=True, what=wrong), "fired"
