"""
Which facts from before an instant are still needed behind it?

Few: those of transactions and attempts that go on, of plug-ins, and of the last while. To find them not all
that was said before is asked.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Final

from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    Sampled,
    SessionTold,
    StartReported,
    StatusReported,
    StopReported,
    TransactionAsked,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.gathered import gathered
from chargeboard.metrics.sessions.thinned import thinned_events
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.sessions.transactions import key_of
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.metrics.timeline.status_log import OUT, Member, StatusLog
from chargeboard.time.instants import BEGINNING, MINUTE, SECOND, Instant, Micros

_AT: Final = attrgetter("at")


def window(policy: Policy) -> Micros:
    """How far before an instant all words are needed: a card may belong to what comes so much later."""
    longest = max(policy.attempt_match_window_s, policy.auth_retry_dedup_s, policy.late_meter_s)
    return 2 * longest * SECOND + 5 * MINUTE


@dataclass(frozen=True, slots=True)
class Known:
    """All that conclusions were made of, as far as an instant on the way needs it."""

    words: Sequence[AnyFact]
    samples: Sequence[Sampled]
    transactions: Sequence[Transaction]
    """Refused ones included."""
    log: StatusLog
    policy: Policy


class Named:
    """The places of words, by what they name: to find old ones without asking all of them."""

    def __init__(self, words: Sequence[AnyFact]) -> None:
        self._words = words
        self.statuses: dict[Member, list[int]] = defaultdict(list)
        """By connector."""
        self.events: dict[str, list[int]] = defaultdict(list)
        """Those of 2.x, by transaction."""
        self._others: dict[str, list[int]] = defaultdict(list)
        """Starts of 1.6 by key, answers by ref, questions about a transaction by its id."""
        self._stops: list[int] = []
        for place, fact in enumerate(words):
            match fact:
                case StatusReported():
                    self.statuses[fact.socket, fact.connector].append(place)
                case Answered():
                    self._others[fact.ref].append(place)
                case TransactionTold():
                    self.events[fact.transaction_id].append(place)
                case StartReported():
                    self._others[key_of(fact)].append(place)
                case SessionTold():
                    self._others[fact.key].append(place)
                case StopReported():
                    self._stops.append(place)
                case TransactionAsked():
                    self._others[fact.transaction_id].append(place)
                case _:
                    pass

    def of(self, names: Iterable[str], until: int) -> Iterator[int]:
        """The places before one of all that may have to do with transactions: their keys, ids and refs."""
        some = [self._stops]
        for name in names:
            some += [places[name] for places in (self.events, self._others) if name in places]
        return chain.from_iterable(places[: bisect_left(places, until)] for places in some)

    def said(self, cuts: Mapping[int, Instant], since: Instant, until: int, policy: Policy) -> Iterator[int]:
        """The places before one of statuses from when on each socket's are needed."""
        for (socket, _), places in self.statuses.items():
            cut = cuts.get(socket_of(socket, policy), since)
            first = bisect_left(places, cut, key=lambda place: self._words[place].at)
            yield from places[first : bisect_left(places, until)]

    def standing(self, until: int) -> Iterator[int]:
        """The place of each connector's last status before one."""
        for places in self.statuses.values():
            if behind := bisect_left(places, until):
                yield places[behind - 1]


def facts_before(known: Known, named: Named, at: Instant, unsettled: Collection[str]) -> list[AnyFact]:
    """
    The facts before an instant that are still needed, by time.

    `unsettled` are the keys of transactions, those included that settled in the last while: what was said
    then of others is not needed, and would be taken for something else.
    """
    since = at - window(known.policy)
    kept = [one for one in known.transactions if one.key in unsettled and one.start < at]
    over = [one for one in known.transactions if one.key not in unsettled and one.start < at]
    ids = {name for transaction in kept for name in transaction.transaction_ids}
    over_ids = {name for transaction in over for name in transaction.transaction_ids} - ids
    over_stops = {id(stop) for transaction in over for stop in transaction.stops}
    cuts = _cuts(known, kept, since)
    words = known.words
    lately, behind = (bisect_left(words, instant, key=_AT) for instant in (since, at))
    events = _events(named, words, behind, ids)
    refs = {ref for transaction in kept for ref in transaction.refs}
    keys = {transaction.key for transaction in kept}
    stops = {id(stop) for transaction in kept for stop in transaction.stops}
    standing = {id(words[place]) for place in named.standing(behind)}

    def is_needed(fact: AnyFact) -> bool:
        match fact:
            case StatusReported():
                cut = cuts.get(socket_of(fact.socket, known.policy), since)
                return fact.at >= cut or id(fact) in standing
            case TransactionTold():
                return id(fact) in events or (fact.at >= since and fact.transaction_id not in over_ids | ids)
            case StartReported():
                return key_of(fact) in keys
            case SessionTold():
                return fact.key in refs
            case Answered():
                return fact.ref in refs or fact.at >= since
            case TransactionAsked():
                return fact.transaction_id in ids
            case StopReported():
                fits = any(not one.is_v2 and one.start <= fact.at for one in kept)
                return id(fact) in stops or (id(fact) not in over_stops and (fits or fact.at >= since))
            case _:
                return fact.at >= since

    first, last = (bisect_left(known.samples, instant, key=_AT) for instant in (since, at))
    theirs = {id(sample) for transaction in kept for sample in transaction.heard}
    samples = [
        sample
        for sample in known.samples[first:last]
        if sample.transaction_id not in over_ids and id(sample) not in theirs
    ]
    for transaction in kept:
        # they are thinned as of an instant behind it
        samples += gathered([sample for sample in transaction.heard if sample.at < at])
    early = {
        *named.of({*ids, *refs, *keys}, lately),
        *named.said(cuts, since, lately, known.policy),
        *named.standing(behind),
    }
    places = [*sorted(place for place in early if place < lately), *range(lately, behind)]
    needed = [fact for fact in map(words.__getitem__, places) if is_needed(fact)]
    return sorted([*needed, *samples], key=lambda fact: (fact.at, fact.received_at))


def _events(named: Named, words: Sequence[AnyFact], behind: int, ids: Collection[str]) -> set[int]:
    """The ids of the events before a place that are left of 2.x transactions."""
    left: set[int] = set()
    for name in ids:
        told = [words[place] for place in named.events.get(name, ()) if place < behind]
        events = [fact for fact in told if type(fact) is TransactionTold]
        if events:
            left.update(map(id, thinned_events(sorted(events, key=lambda event: (event.at, event.seq_no)))))
    return left


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
