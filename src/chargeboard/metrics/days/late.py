"""When was a day's figure thought to be final (definitions T5, Q11: "revised")?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Conclusions, Gap
from chargeboard.domain.facts import AnyFact, PaceFound, Quiet
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import MINUTE, NEVER, Instant

SETTLING = 15 * MINUTE
"""How long after an instant the windows of all rules are closed."""


def final_at(on: date, conclusions: Conclusions, zone: str) -> Instant:
    """
    The instant from which a local day's figures were final, had nothing more arrived.

    A quarter of an hour after its end, or after the end of a session or an attempt that reached over it; and
    never while we were away, when nobody could look.
    """
    span = day_span(on, zone)
    stays = [(session.start, session.until) for session in conclusions.sessions]
    stays += [
        (attempt.start, span.end if attempt.end is None else attempt.end) for attempt in conclusions.attempts
    ]
    reaching = [end for start, end in stays if start < span.end < end < NEVER]
    final = max([span.end, *reaching]) + SETTLING
    for gap in conclusions.gaps:
        if gap.kind == GapKind.COLLECTOR and gap.end is not None and gap.start <= final < gap.end:
            final = gap.end + SETTLING
    return final


class Silences:
    """Which silences stretches of facts tell of, and which of those change what was thought before."""

    def __init__(self, facts: Iterable[AnyFact], gaps: Sequence[Gap]) -> None:
        """`gaps` are those that the facts led to."""
        self._gaps = gaps
        self._paces = [fact for fact in facts if type(fact) is PaceFound]

    @property
    def may_be_excused(self) -> bool:
        """Whether one that was received in time may be learned late all the same."""
        return bool(self._paces)

    def tell(self, quiet: Quiet) -> bool:
        """Whether it is a gap, or may have been one until the pace of heartbeats was known (O3a)."""
        return any(
            gap.start < quiet.until and (gap.end is None or gap.end > quiet.at) for gap in self._gaps
        ) or (quiet.is_beat and any(pace.at >= quiet.until for pace in self._paces))

    def excused(self, quiet: Quiet, final: Instant) -> bool:
        """Whether a pace that excuses it was found when the day seemed final (O3a)."""
        return quiet.is_beat and any(
            pace.since <= quiet.at and quiet.until <= pace.at and final < pace.received_at
            for pace in self._paces
        )


def is_learned_late(fact: AnyFact, final: Instant, silences: Silences) -> bool:
    """
    Whether something was learned when the day seemed final: more than that a silence was none, or that one
    which had been an outage was.
    """
    if type(fact) is Quiet:
        return (fact.received_at > final and silences.tell(fact)) or silences.excused(fact, final)
    return fact.received_at > final


def heard_by(facts: Iterable[AnyFact], at: Instant) -> Instant:
    """The last sign of life by an instant: the instant itself, unless a silence around it was noticed."""
    for fact in facts:
        if type(fact) is Quiet and fact.at <= at < fact.until:
            return fact.at
    return at


def is_late(received_at: Instant, end: Instant, zone: str) -> bool:
    """Whether a session's last word arrived when the day it ended on seemed final."""
    return received_at > midnight(day_of(end, zone) + timedelta(days=1), zone) + SETTLING
