"""
Which signals do the facts hold, in order?

Facts and sessions become one list of signals; a signal stands where its fact does, with the answer to it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    LinkClosed,
    LinkOpened,
    RemoteStartAsked,
    ReservationAsked,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.signals import (
    AnySignal,
    Begun,
    CableSeen,
    CardShown,
    LinkTurned,
    Plugged,
    RemoteAsked,
    ReservationMade,
    StoppedBy,
    Told,
    Unplugged,
)
from chargeboard.metrics.sessions.transactions import key_of
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.instants import BEGINNING, Instant

_CABLE_IN: Final = frozenset(
    {"Preparing", "Occupied", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"}
)
_CABLE_OUT: Final = frozenset({"Available", "Reserved", "Unavailable"})
_PLUGGED_BY: Final = frozenset({"Preparing", "Occupied"})
_PLUGGED_FROM: Final = frozenset({"", "Available", "Reserved"})
_NO_ANSWER: Final = Answered(0, 0, "")
_TELLING: Final = frozenset(
    {
        StatusReported,
        TokenShown,
        ReservationAsked,
        RemoteStartAsked,
        TransactionTold,
        StopReported,
        LinkOpened,
        LinkClosed,
    }
)
"""Facts that are signals."""


def signals(  # one case per kind of fact
    facts: Sequence[AnyFact],
    sessions: Sequence[Session],
    refused: Sequence[Session],
    stood: Iterable[StatusReported],
    policy: Policy,
    since: Instant = BEGINNING,
) -> list[AnySignal]:
    """
    All signals in order; equal stamps keep the order of the facts.

    `stood` are statuses of before, back to one of each connector that tells whether a cable was in: a fault
    does not. Of sessions that began before `since` only what came later is one.
    """
    answers = _answers(facts)
    begun = [*sessions, *refused]
    by_transaction = _by_transaction(begun)
    begins = _begins(facts, [session for session in begun if session.start >= since], by_transaction)
    groups = _groups(facts, answers)
    void = {session.key for session in refused}
    ends = _ends(sessions)
    cables = _Cables(stood, policy)
    found: list[AnySignal] = []

    def begin(session: Session) -> Begun:
        group = groups.get(session.key, "")
        return Begun(session.start, session, session.start_status, group, is_refused=session.key in void)

    # most facts are no signal, and to ask each for every kind takes long
    telling = [(n, fact) for n, fact in enumerate(facts) if type(fact) in _TELLING or n in begins]
    for index, fact in telling:
        found += map(begin, begins.get(index, ()))
        match fact:
            case StatusReported():
                found += cables.heard(fact)
            case TokenShown():
                answer = answers.get(fact.ref) or Answered(fact.at, fact.at, "")
                named = None if not fact.socket else socket_of(fact.socket, policy)
                found.append(
                    CardShown(
                        fact.at, fact.token, answer.status, answer.at, named, answer.group, answer.is_master
                    )
                )
            case ReservationAsked():
                found.append(ReservationMade(fact.at, fact.token))
            case RemoteStartAsked():
                socket = None if not fact.socket else socket_of(fact.socket, policy)
                status = answers.get(fact.ref, _NO_ANSWER).status
                found.append(RemoteAsked(fact.at, fact.token, status, socket, fact.remote_start_id))
            case TransactionTold():
                told_of = _session_at(by_transaction.get(fact.transaction_id, ()), fact.at)
                if told_of:
                    answer = answers.get(fact.ref, _NO_ANSWER) if fact.token else _NO_ANSWER
                    told = Told(fact.at, told_of, fact, answer.status, answer.group)
                    found.append(told)
                    if told.is_stop:
                        found.append(_stopped(fact, ends if fact.event == "Ended" else {}))
            case StopReported():
                found.append(_stopped(fact, ends))
            case LinkOpened() | LinkClosed():
                found.append(LinkTurned(fact.at, type(fact) is LinkOpened))
            case _:
                pass
    return [*found, *map(begin, begins.get(len(facts), ()))]


def _ends(sessions: Sequence[Session]) -> dict[tuple[Instant, bool], Instant]:
    """When the session began that a stop of this instant, in 1.6 or 2.x, ended."""
    return {
        (session.end, session.is_v2): session.start
        for session in sessions
        if session.end is not None and not session.end_inferred
    }


def _stopped(fact: StopReported | TransactionTold, ends: Mapping[tuple[Instant, bool], Instant]) -> StoppedBy:
    since = ends.get((fact.at, type(fact) is TransactionTold))
    return StoppedBy(fact.at, fact.token, fact.reason, since)


class _Cables:
    """Which connectors hold a cable."""

    def __init__(self, stood: Iterable[StatusReported], policy: Policy) -> None:
        self.policy = policy
        self.status: dict[tuple[int, int], str] = {}
        self.held: set[tuple[int, int]] = set()
        for fact in stood:
            self.heard(fact)

    def heard(self, fact: StatusReported) -> list[AnySignal]:
        if fact.socket < 1:
            return []
        connector, socket = (fact.socket, fact.connector), socket_of(fact.socket, self.policy)
        before = self.status.get(connector, "")
        self.status[connector] = fact.status
        if fact.status in _CABLE_IN:
            self.held.add(connector)
            if fact.status in _PLUGGED_BY and before in _PLUGGED_FROM:
                return [Plugged(fact.at, socket, fact.is_v2)]
            return [CableSeen(fact.at, socket, fact.status == "Charging")]
        if fact.status in _CABLE_OUT and connector in self.held:
            self.held.discard(connector)
            if all(socket_of(raw, self.policy) != socket for raw, _ in self.held):
                return [Unplugged(fact.at, socket)]
        return []


def _answers(facts: Sequence[AnyFact]) -> dict[str, Answered]:
    """The first answer to each call that says something."""
    answers: dict[str, Answered] = {}
    for fact in facts:
        if type(fact) is Answered and fact.status:
            answers.setdefault(fact.ref, fact)
    return answers


def _groups(facts: Sequence[AnyFact], answers: Mapping[str, Answered]) -> dict[str, str]:
    """The group of each token that the answers to a start of 1.6 name, by session."""
    keys: dict[str, str] = {}
    groups: dict[str, str] = {}
    for fact in facts:
        if type(fact) is StartReported:
            key = keys.setdefault(fact.key, key_of(fact))
            group = answers.get(fact.ref, _NO_ANSWER).group
            groups[key] = group or groups.get(key, "")
    return groups


def _by_transaction(sessions: Sequence[Session]) -> dict[str, list[Session]]:
    """The 2.x sessions of each transaction id, by start; an id may be used again after a reboot (Q12)."""
    found: dict[str, list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda s: s.start):
        if session.is_v2:
            for name in session.transaction_ids or (session.key,):
                found[name].append(session)
    return found


def _session_at(candidates: Sequence[Session], at: Instant) -> Session | None:
    """The one that had begun last at that instant, else the first."""
    begun = [session for session in candidates if session.start <= at]
    return begun[-1] if begun else next(iter(candidates), None)


def _begins(
    facts: Sequence[AnyFact],
    sessions: Sequence[Session],
    by_transaction: Mapping[str, Sequence[Session]],
) -> dict[int, list[Session]]:
    """Each session at the index of the fact that began it, so that equal stamps keep the facts' order."""
    own: dict[str, int] = {}
    for index, fact in enumerate(facts):
        if type(fact) is StartReported:
            own.setdefault(key_of(fact), index)
        elif type(fact) is TransactionTold:
            session = _session_at(by_transaction.get(fact.transaction_id, ()), fact.at)
            if session:
                own.setdefault(session.key, index)
    times = [fact.at for fact in facts]
    begins: dict[int, list[Session]] = defaultdict(list)
    for session in sorted(sessions, key=lambda s: (s.start, s.socket or 0, s.key)):
        index = own.get(session.key, -1)
        if index < 0 or times[index] != session.start:
            index = bisect_left(times, session.start)
        begins[index].append(session)
    return begins
