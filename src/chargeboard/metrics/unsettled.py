"""
What was not settled at an instant, and what does it stand on?

A computation may go on from almost any instant, if it knows the few facts before it that still decide about
something: those of transactions that run, of cables that are in, and of the last quarter of an hour. What
followed from them up to that instant is known, too: where facts behind it make that untrue, what was kept
before it does not hold, and one goes on from an earlier instant instead.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from operator import attrgetter
from typing import Final

import msgspec

from chargeboard.domain.conclusions import Gap, Segment, Session
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    CarriedFact,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionAsked,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts import NOTHING_BEFORE, Before
from chargeboard.metrics.errors.reports import Report
from chargeboard.metrics.sessions.gathered import gathered
from chargeboard.metrics.sessions.thinned import thinned, thinned_events
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.sessions.transactions import key_of
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.metrics.timeline.status_log import OUT, StatusLog
from chargeboard.time.instants import BEGINNING, MINUTE, SECOND, Instant, Micros

_MOST_REPORTS: Final = 64
_AT: Final = attrgetter("at")


class Assumed(msgspec.Struct, frozen=True, array_like=True):
    """What was known of a transaction at an instant: an end before it, and whether its start was refused."""

    end: Instant | None
    is_refused: bool


class States(msgspec.Struct, frozen=True, array_like=True):
    """A digest of the states of a socket from an instant on."""

    since: Instant
    digest: bytes


class Unsettled(msgspec.Struct, frozen=True, kw_only=True):
    """What later facts may still change."""

    at: Instant = BEGINNING
    """Rows that had settled before this instant are kept, and not among what is concluded from here on."""
    earliest: Instant = BEGINNING
    """When the first of what was not settled began; `at` where nothing was."""
    facts: tuple[CarriedFact, ...] = ()
    """From before `at`, by time; the newest status of each connector among them."""
    before: Before = NOTHING_BEFORE
    gaps: tuple[Gap, ...] = ()
    open_from: dict[int, Instant] = {}
    """When the first session of a socket began that was not settled."""
    assumed: dict[str, Assumed] = {}
    states: dict[int, States] = {}

    @property
    def is_certain(self) -> bool:
        """Whether nothing that comes later can make untrue what was known."""
        return not (self.assumed or self.states)

    def since(self, start: Instant) -> dict[int, Instant]:
        """From when on the states of each socket are to be known again that may still turn out otherwise."""
        return {socket: min(states.since, start) for socket, states in self.states.items()}


ALL_SETTLED: Final = Unsettled()


def window(policy: Policy) -> Micros:
    """How far before an instant all words are needed: a card may belong to what comes so much later."""
    longest = max(policy.attempt_match_window_s, policy.auth_retry_dedup_s, policy.late_meter_s)
    return 2 * longest * SECOND + 5 * MINUTE


def digest(segments: Sequence[Segment], until: Instant) -> bytes:
    """Of the states before an instant."""
    told = [(one.start, one.state) for one in segments if one.start < until]
    return blake2b(repr(told).encode(), digest_size=8).digest()


def assumed(begun: Sequence[Session], refused: Collection[str], at: Instant) -> dict[str, Assumed]:
    """What is known of each transaction at an instant."""
    return {
        session.key: Assumed(
            session.end if session.end is not None and session.end < at else None, session.key in refused
        )
        for session in begun
        if session.start < at
    }


@dataclass(frozen=True, slots=True)
class Known:
    """All that conclusions were made of, as far as an instant on the way needs it."""

    words: Sequence[AnyFact]
    samples: Sequence[Sampled]
    transactions: Sequence[Transaction]
    """Refused ones included."""
    log: StatusLog
    policy: Policy


def facts_before(known: Known, at: Instant, unsettled: Collection[str]) -> list[AnyFact]:
    """
    The facts before an instant that are still needed, by time.

    `unsettled` are the keys of transactions, those included that settled in the last while: what was said
    then of others is not needed, and would be taken for something else.
    """
    since = at - window(known.policy)
    kept = [one for one in known.transactions if one.key in unsettled and one.start < at]
    over = [one for one in known.transactions if one.key not in unsettled and one.start < at]
    ids = {name for transaction in kept for name in transaction.ids}
    over_ids = {name for transaction in over for name in transaction.ids} - ids
    over_stops = {id(stop) for transaction in over for stop in transaction.stops}
    cuts = _cuts(known, kept, since)
    words = known.words[: bisect_left(known.words, at, key=_AT)]
    events = _events(words, ids)
    refs = {ref for transaction in kept for ref in transaction.refs}
    keys = {transaction.key for transaction in kept}
    stops = {id(stop) for transaction in kept for stop in transaction.stops}
    latest = {(fact.socket, fact.connector): id(fact) for fact in words if isinstance(fact, StatusReported)}
    standing = set(latest.values())

    def is_needed(fact: AnyFact) -> bool:
        match fact:
            case StatusReported():
                cut = cuts.get(socket_of(fact.socket, known.policy), since)
                return fact.at >= cut or id(fact) in standing
            case TransactionTold():
                return id(fact) in events or (fact.at >= since and fact.transaction_id not in over_ids | ids)
            case StartReported():
                return key_of(fact) in keys
            case Answered():
                return fact.ref in refs or fact.at >= since
            case TransactionAsked():
                return fact.transaction_id in ids
            case StopReported():
                fits = any(not one.is_v2 and one.start <= fact.at for one in kept)
                return id(fact) in stops or (id(fact) not in over_stops and (fits or fact.at >= since))
            case _:
                return fact.at >= since

    first, behind = (bisect_left(known.samples, instant, key=_AT) for instant in (since, at))
    theirs = {id(sample) for transaction in kept for sample in transaction.heard}
    samples = [
        sample
        for sample in known.samples[first:behind]
        if sample.transaction_id not in over_ids and id(sample) not in theirs
    ]
    for transaction in kept:
        own = [sample for sample in transaction.heard if sample.at < at]
        samples += gathered(thinned(own, known.policy.timezone))
    needed = [fact for fact in words if is_needed(fact)]
    return sorted([*needed, *samples], key=lambda fact: (fact.at, fact.received_at))


def _events(words: Sequence[AnyFact], ids: Collection[str]) -> set[int]:
    """The ids of the events that are left of 2.x transactions."""
    told: dict[str, list[TransactionTold]] = defaultdict(list)
    for fact in words:
        if isinstance(fact, TransactionTold) and fact.transaction_id in ids:
            told[fact.transaction_id].append(fact)
    return {
        id(event)
        for of_one in told.values()
        for event in thinned_events(sorted(of_one, key=lambda event: (event.at, event.seq_no)))
    }


def cuts_before(known: Known, unsettled: Collection[str], at: Instant) -> dict[int, Instant]:
    """From when on the statuses of each socket are needed before an instant."""
    kept = [one for one in known.transactions if one.key in unsettled and one.start < at]
    return _cuts(known, kept, at - window(known.policy))


def _cuts(known: Known, kept: Sequence[Transaction], since: Instant) -> dict[int, Instant]:
    """From when on the statuses of each socket are needed: from before what is unsettled there."""
    begins: dict[int, Instant] = {}
    for transaction in kept:
        if transaction.socket is not None:
            begins[transaction.socket] = min(begins.get(transaction.socket, since), transaction.start)
    cuts: dict[int, Instant] = {}
    for socket in known.log.sockets:
        begin = begins.get(socket, since)
        cuts[socket] = min(_out_before(known.log, member, begin) for member in known.log.members(socket))
    return cuts


def _out_before(log: StatusLog, member: tuple[int, int], begin: Instant) -> Instant:
    """The last status before an instant at which no cable was in: the plug-in of then begins there."""
    said = log.between(member, BEGINNING, begin)
    first = said[0].at if said else begin
    return next((status.at for status in reversed(said) if status.status in OUT), first)


def reports_before(
    reports: Mapping[int, Sequence[Report]], begins: Mapping[int, Instant], at: Instant
) -> tuple[Report, ...]:
    """The errors that were told on sockets since the attempts there began that are not settled."""
    needed: list[Report] = []
    for socket, begin in begins.items():
        told = [one for one in reports.get(socket, ()) if one.at < at and one.last_at >= begin]
        needed += told if len(told) <= _MOST_REPORTS else _first_and_last(told)
    return tuple(sorted(needed, key=lambda one: one.at))


def _first_and_last(told: Sequence[Report]) -> Iterator[Report]:
    """Of an error that is told again and again the first and the last report."""
    first: dict[tuple[str, str], Report] = {}
    last: dict[tuple[str, str], Report] = {}
    for one in told:
        first.setdefault((one.code, one.group), one)
        last[one.code, one.group] = one
    yield from first.values()
    yield from (one for key, one in last.items() if one is not first[key])
