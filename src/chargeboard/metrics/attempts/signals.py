"""
Which signals tell of a driver's try, in order?

Facts and sessions become one list of signals: plugged in, unplugged, a card shown, a remote start, a
transaction begun (rule A1). Which signals make one try is matching.py's to say.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    LinkClosed,
    LinkOpened,
    RemoteStartAsked,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.instants import Instant
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sockets import socket_of

_CABLE_IN: Final = frozenset(
    {"Preparing", "Occupied", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"}
)
_CABLE_OUT: Final = frozenset({"Available", "Reserved", "Unavailable"})
_PLUGGED_BY: Final = frozenset({"Preparing", "Occupied"})
_RESTING: Final = frozenset({"Preparing", "Occupied", "Finishing"})
_PLUGGED_FROM: Final = frozenset({"", "Available", "Reserved"})


class Signal(msgspec.Struct, frozen=True, gc=False):
    """Something that was heard at an instant."""

    at: Instant


class Plugged(Signal, frozen=True):
    """Preparing or Occupied, coming from Available, Reserved or nothing."""

    socket: int


class Unplugged(Signal, frozen=True):
    """The last connector of the socket that held a cable is free again."""

    socket: int


class CableSeen(Signal, frozen=True):
    """A status that only a plugged cable explains; it opens nothing."""

    socket: int
    is_charging: bool
    is_resting: bool


class CardShown(Signal, frozen=True):
    """Authorize with its answer; `status` is "" where no answer told."""

    token: str
    status: str
    answered_at: Instant


class RemoteAsked(Signal, frozen=True):
    """A start by the CSMS with its answer."""

    token: str
    status: str
    socket: int | None
    remote_start_id: int | None


class Begun(Signal, frozen=True):
    """A transaction began; `status` is what its start was answered with."""

    session: Session
    status: str


class Told(Signal, frozen=True):
    """A 2.x event of a transaction, with the answer to its token."""

    session: Session
    fact: TransactionTold
    status: str


class StoppedBy(Signal, frozen=True):
    """A transaction was stopped with this card."""

    token: str


class LinkTurned(Signal, frozen=True):
    """The link to the charger came up or went away: statuses are heard, or they are not."""

    is_up: bool


AnySignal: TypeAlias = (
    Plugged | Unplugged | CableSeen | CardShown | RemoteAsked | Begun | Told | StoppedBy | LinkTurned
)


def signals(  # one case per kind of fact
    facts: Sequence[AnyFact],
    sessions: Sequence[Session],
    last: Mapping[tuple[int, int], StatusReported],
    policy: Policy,
) -> list[AnySignal]:
    """All signals in order; equal stamps keep the order of the facts."""
    answers = _answers(facts)
    by_transaction = _by_transaction(sessions)
    begins = _begins(facts, sessions, by_transaction)
    starts = _start_answers(facts, answers)
    cables = _Cables(last, policy)
    found: list[AnySignal] = []

    def begun(session: Session) -> Begun:
        return Begun(session.start, session, starts.get(session.key) or session.start_status)

    for index, fact in enumerate(facts):
        found += (begun(session) for session in begins.get(index, ()))
        match fact:
            case StatusReported():
                found += cables.heard(fact)
            case TokenShown():
                answer = answers.get(fact.ref)
                status, at = (answer.status, answer.at) if answer else ("", fact.at)
                found.append(CardShown(fact.at, fact.token, status, at))
            case RemoteStartAsked():
                answer = answers.get(fact.ref)
                socket = None if not fact.socket else socket_of(fact.socket, policy)
                status = answer.status if answer else ""
                found.append(RemoteAsked(fact.at, fact.token, status, socket, fact.remote_start_id))
            case TransactionTold():
                told_of = _session_at(by_transaction.get(fact.transaction_id, ()), fact.at)
                if told_of:
                    answer = answers.get(fact.ref)
                    found.append(Told(fact.at, told_of, fact, answer.status if answer and fact.token else ""))
            case StopReported() if fact.token:
                found.append(StoppedBy(fact.at, fact.token))
            case LinkOpened() | LinkClosed():
                found.append(LinkTurned(fact.at, isinstance(fact, LinkOpened)))
            case _:
                pass
    return [*found, *(begun(session) for session in begins.get(len(facts), ()))]


class _Cables:
    """Which connectors hold a cable."""

    def __init__(self, last: Mapping[tuple[int, int], StatusReported], policy: Policy) -> None:
        self.policy = policy
        self.status = {connector: fact.status for connector, fact in last.items()}
        self.held = {c for c, status in self.status.items() if status in _CABLE_IN}

    def heard(self, fact: StatusReported) -> list[AnySignal]:
        if fact.socket < 1:
            return []
        connector, socket = (fact.socket, fact.connector), socket_of(fact.socket, self.policy)
        before = self.status.get(connector, "")
        self.status[connector] = fact.status
        if fact.status in _CABLE_IN:
            self.held.add(connector)
            if fact.status in _PLUGGED_BY and before in _PLUGGED_FROM:
                return [Plugged(fact.at, socket)]
            return [CableSeen(fact.at, socket, fact.status == "Charging", fact.status in _RESTING)]
        if fact.status in _CABLE_OUT and connector in self.held:
            self.held.discard(connector)
            if all(socket_of(raw, self.policy) != socket for raw, _ in self.held):
                return [Unplugged(fact.at, socket)]
        return []


def _answers(facts: Sequence[AnyFact]) -> dict[str, Answered]:
    """The first answer to each call that says something."""
    answers: dict[str, Answered] = {}
    for fact in facts:
        if isinstance(fact, Answered) and fact.status:
            answers.setdefault(fact.ref, fact)
    return answers


def _start_answers(facts: Sequence[AnyFact], answers: Mapping[str, Answered]) -> dict[str, str]:
    """How a 1.6 start was answered: Accepted if ever, for a repeat may be refused as ConcurrentTx (Q06)."""
    said: dict[str, str] = {}
    for fact in facts:
        answer = answers.get(fact.ref) if isinstance(fact, StartReported) else None
        if isinstance(fact, StartReported) and answer:
            said[fact.key] = "Accepted" if answer.status == "Accepted" else said.get(fact.key, answer.status)
    return said


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
        if isinstance(fact, StartReported):
            own.setdefault(fact.key, index)
        elif isinstance(fact, TransactionTold):
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
