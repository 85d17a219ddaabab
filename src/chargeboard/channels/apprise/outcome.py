"""What do a process that sends and who waits for it say to one another?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code


class Order(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be sent, and where; without a body it is only looked whether that is known."""

    url: str
    title: str = ""
    body: str = ""
    kind: str = "info"


class Became(Code):
    """What became of it."""

    SENT = "sent"
    NOT_KNOWN = "not_known"
    """There is no such service."""
    ADDRESS_REFUSED = "address_refused"
    ANSWERED = "answered"
    """By a status that says no."""
    REFUSED = "refused"
    """For a reason that may hold a secret, and is told nobody."""


class Outcome(msgspec.Struct, frozen=True):
    """That, and the status of an answer."""

    became: Became
    status: int = 0
