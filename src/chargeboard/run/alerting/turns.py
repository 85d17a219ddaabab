"""
At which instants of the past may what a rule is about have begun or ended?

What is known of a charger then is dear to compute, so that it is looked at where it may matter alone: when
something of the right kind was received, and when time alone may have changed it. Rather too often than too
seldom.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.domain.codes import NO_FAILURES
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    Booted,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    LinkReplaced,
    PaceFound,
    PingAnswered,
    ProblemTold,
    Quiet,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.transitions import Cause
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.errors.reports import stop_error
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import HOUR, NEVER, Instant, Micros
from chargeboard.time.spans import Span

_LINK = (LinkOpened, LinkClosed, LinkReplaced, CollectorGap, IntervalSet, PaceFound)
_FAULT = (StatusReported, ProblemTold, Booted)
_ACCEPTED = frozenset({"", "Accepted"})
_FEW = 3
"""Fewer failures in a row are never silent."""
_NOTHING: Final[frozenset[Cause]] = frozenset()

DUES: Mapping[Kind, frozenset[Cause]] = {
    Kind.OUT_OF_CONTACT: frozenset({Cause.RECONNECT_GRACE, Cause.SILENCE}),
    Kind.FAULTED: frozenset({Cause.STOP_GRACE, Cause.STALE}),
    Kind.SILENT_FAILURE: frozenset({Cause.ATTEMPT_WINDOW, Cause.STOP_GRACE, Cause.STALE}),
    Kind.NO_SESSION: frozenset({Cause.STOP_GRACE, Cause.STALE}),
    Kind.NO_ENERGY: frozenset({Cause.STOP_GRACE, Cause.STALE}),
    Kind.STATE: frozenset(Cause),
}
"""By which passing of time each kind may begin or end; others by none."""


class Turns(msgspec.Struct, frozen=True):
    """When to look, and where to follow how time alone changes contact."""

    instants: list[Instant]
    silences: list[Span]


def turns(rule: Rule, then: ChargerHistory, history: ChargerHistory, span: Span) -> Turns:
    """
    When to look over a span, each in it and once; at its beginning in any case.

    `then`: the charger as it was known at its beginning; `history`: as it is known now.
    """
    facts = history.store.facts(history.station, span, received_until=span.end)
    silences = _silences(then, history, span, facts)
    # of who is not heard nothing else is known; it is when it is heard again
    found = {silence.end + 1 for silence in silences}
    if rule.kind is Kind.OUT_OF_CONTACT:
        found |= {*_of_links(facts), *(silence.start + 1 for silence in silences)}
    else:
        found |= set(_TURNS[rule.kind](rule, history, span, facts)) | set(_of_proofs(history, span))
    return Turns(sorted({span.start, *(at for at in found if span.start < at < span.end)}), silences)


def _silences(
    then: ChargerHistory, history: ChargerHistory, span: Span, facts: Sequence[AnyFact]
) -> list[Span]:
    """Where contact may have been lost, by what is known now or by the strictest limit of then."""
    policy, link = history.policy, then.carry.link
    strictest = min(policy.silence_limit(one) for one in (None, link.interval_s))
    pings = _Pings(
        span.start if link.ping_s else NEVER, policy.silence_limit(link.interval_s, 0, link.ping_s)
    )
    found = []
    for fact in sorted(facts, key=lambda fact: fact.received_at):
        match fact:
            case IntervalSet():
                strictest = min(strictest, policy.silence_limit(fact.interval_s))
            case PingAnswered():
                pings = _Pings(fact.at, policy.silence_limit(None, 0, fact.interval_s))
            case LinkClosed():
                pings = _Pings(pings.since, pings.limit, fact.at)
            case Quiet() if fact.until - fact.at >= min(strictest, pings.limit_from(fact.at)):
                found.append(Span(fact.at, fact.until))
    gaps = [
        Span(gap.start, NEVER if gap.end is None else gap.end)
        for gap in history.gaps(Span(span.start - 1, span.end))
    ]
    return found + gaps


class _Pings(msgspec.Struct, frozen=True):
    """While its link stands that answered pings, a charger may be silent for less long."""

    since: Instant
    limit: Micros
    until: Instant = NEVER

    def limit_from(self, at: Instant) -> Micros:
        """How long it may be silent from an instant on, as far as pings say."""
        return self.limit if self.since < NEVER and at < self.until else NEVER


def _of_links(facts: Sequence[AnyFact]) -> Iterator[Instant]:
    yield from _received(fact for fact in facts if isinstance(fact, _LINK))


def _received(facts: Iterable[AnyFact]) -> Iterator[Instant]:
    """What was received this very instant counts in the next."""
    for fact in facts:
        yield fact.received_at + 1


_OfKind = Callable[[Rule, ChargerHistory, Span, Sequence[AnyFact]], Iterator[Instant]]


def _of_faults(_: Rule, __: ChargerHistory, ___: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    """Reports of faults, what comes after one of the same connector, and stops that are errors themselves."""
    is_bad: dict[int, bool] = {}
    for fact in sorted(facts, key=lambda fact: fact.received_at):
        if isinstance(fact, StatusReported):
            bad = fact.status == "Faulted" or fact.error_code != "NoError" or bool(fact.vendor_code)
            if bad or is_bad.get(fact.socket, True):
                yield fact.received_at + 1
            is_bad[fact.socket] = bad
        elif isinstance(fact, _FAULT) or (any(is_bad.values()) and not isinstance(fact, Quiet)):
            # a session that goes on, or shows by its energy that it does, is no fault any more
            yield fact.received_at + 1
        elif stop_error(fact):
            yield fact.received_at + 1


def _of_states(_: Rule, __: ChargerHistory, ___: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    """Whatever is said but that it is there: a session gives a state, too, and readings may tell of one."""
    yield from _received(fact for fact in facts if not isinstance(fact, Quiet))


def _of_midnights(_: Rule, history: ChargerHistory, span: Span, __: Sequence[AnyFact]) -> Iterator[Instant]:
    zone = history.zone
    for on in dates(day_of(span.start, zone), day_of(span.end, zone) + timedelta(days=1)):
        yield midnight(on, zone)


def _of_days(rule: Rule, history: ChargerHistory, span: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    """Where a day ends, and where something of a day that had ended was received."""
    yield from _of_midnights(rule, history, span, facts)
    for fact in facts:
        if not isinstance(fact, Sampled | Quiet):
            ended = midnight(day_of(fact.at, history.zone) + timedelta(days=1), history.zone)
            if fact.received_at >= ended:
                yield fact.received_at + 1


def _of_attempts(_: Rule, history: ChargerHistory, span: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    """Where several attempts failed in a row, whatever was said of them and up to the next that did not."""
    attempts = sorted(history.attempts(Span(span.start - 8 * 24 * HOUR, span.end)), key=lambda one: one.start)
    runs: list[Span] = []
    begun, number = span.start, 0
    for attempt in attempts:
        if attempt.outcome not in NO_FAILURES:
            begun = begun if number else attempt.start
            number += 1
            continue
        if number >= _FEW:
            runs.append(Span(begun, (attempt.end or attempt.start) + HOUR))
        if attempt.outcome == "success":
            number = 0
    if number >= _FEW:
        runs.append(Span(begun, NEVER))
    for fact in facts:
        if not isinstance(fact, Sampled | Quiet) and any(fact.received_at in run for run in runs):
            yield fact.received_at + 1
    yield from (run.end for run in runs)


def _of_sessions(_: Rule, __: ChargerHistory, ___: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    """Starts, their answers and ends; where a start was refused, each reading may tell that energy flows."""
    known: set[str] = set()
    is_refused = False
    for fact in sorted(facts, key=lambda fact: fact.received_at):
        match fact:
            case TransactionTold() if fact.event == "Updated" and fact.transaction_id in known:
                continue
            case TransactionTold():
                known.add(fact.transaction_id)
            case Answered():
                is_refused = fact.status not in _ACCEPTED
            case Sampled() if not is_refused:
                continue
            case StartReported() | StopReported() | Booted() | Sampled():
                pass
            case _:
                continue
        yield fact.received_at + 1


def _of_energy(
    rule: Rule, history: ChargerHistory, span: Span, facts: Sequence[AnyFact]
) -> Iterator[Instant]:
    """Starts and ends of sessions, and whatever is said of those that were long without energy."""
    yield from _of_sessions(rule, history, span, facts)
    least = history.policy.min_success_energy_wh
    slow: list[Span] = []
    for session in history.sessions(span):
        first = next(
            (
                reading.at
                for reading in session.readings
                if reading.energy_wh - session.readings[0].energy_wh >= least
            ),
            NEVER if session.end is None else session.end,
        )
        if first - session.start >= rule.lasting:
            slow.append(Span(session.start, first + HOUR))
    for fact in facts:
        if any(fact.received_at in one for one in slow):
            yield fact.received_at + 1


def _of_connections(_: Rule, __: ChargerHistory, ___: Span, facts: Sequence[AnyFact]) -> Iterator[Instant]:
    yield from _received(fact for fact in facts if isinstance(fact, LinkOpened | LinkReplaced))


def _of_proofs(history: ChargerHistory, span: Span) -> Iterator[Instant]:
    """Where a clock was proved to be off, for all that it had stamped is told anew."""
    for _, known_at in history.store.retold(history.station, Span(span.start - 24 * HOUR, span.end)):
        yield known_at + 1


_TURNS: Mapping[Kind, _OfKind] = {
    Kind.FAULTED: _of_faults,
    Kind.ERROR: _of_faults,
    Kind.DANGER: _of_faults,
    Kind.LOW_SUCCESS: _of_days,
    Kind.SILENT_FAILURE: _of_attempts,
    Kind.NO_SESSION: _of_sessions,
    Kind.FLAPPING: _of_connections,
    Kind.CLOCK_OFF: _of_midnights,
    Kind.NO_ENERGY: _of_energy,
    Kind.STATE: _of_states,
}
