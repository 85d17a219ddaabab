"""When was a day's figure thought to be final (definitions T5, Q11: "revised")?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.instants import MINUTE, Instant
from chargeboard.domain.span import day_of, day_span, midnight

SETTLING = 15 * MINUTE
"""How long after an instant the windows of all rules are closed."""


def final_at(on: date, found: Conclusions, zone: str) -> Instant:
    """
    The instant from which a local day's figures were final, had nothing more arrived.

    A quarter of an hour after its end, or after the end of a session or an attempt that reached over it.
    """
    span = day_span(on, zone)
    reaching = [
        one.end
        for one in found.sessions
        if one.start < span.end and one.end is not None and one.end > span.end
    ] + [
        one.end
        for one in found.attempts
        if one.start < span.end and one.end is not None and one.end > span.end
    ]
    return max([span.end, *reaching]) + SETTLING


def any_late(facts: Iterable[AnyFact], final: Instant) -> bool:
    """Whether something was learned when the day seemed final."""
    return any(fact.received_at > final for fact in facts)


def is_late(received_at: Instant, end: Instant, zone: str) -> bool:
    """Whether a session's last word arrived when the day it ended on seemed final."""
    return received_at > midnight(day_of(end, zone) + timedelta(days=1), zone) + SETTLING
