"""
What does a charger tell while a driver tries to charge?

`Story` collects facts by hand: `at(90)` is 90 seconds after the beginning. Cards, plugs, starts and stops are
written in the order in which they happen; sessions follow from the starts.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    LinkClosed,
    LinkOpened,
    ProblemTold,
    RemoteStartAsked,
    ReservationAsked,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts import attempts
from chargeboard.metrics.attempts.hearing import signals
from chargeboard.metrics.sessions.transactions import key_of
from chargeboard.time.instants import SECOND, Instant

NOON: Instant = 1_760_356_800 * SECOND
"""2025-10-13T12:00:00Z."""

CARD = "T"


def at(seconds: float) -> Instant:
    return NOON + round(seconds * SECOND)


class Story:
    def __init__(self, *sockets: int) -> None:
        self.sockets = sockets or (1,)
        self.facts: list[AnyFact] = []
        self.sessions: dict[str, Session] = {}
        self.answers: dict[str, list[str]] = {}
        """What the starts of a session were answered."""
        self.calls = 0
        for socket in self.sockets:
            self.status(-3600, socket, "Available")

    def status(self, s, socket, status, code="NoError", **more):
        self.facts.append(StatusReported(at(s), at(s), socket, status, code, **more))
        return self

    def evse(self, s, socket, status, connector=1):
        return self.status(s, socket, status, is_v2=True, connector=connector)

    def plug(self, s, socket=1):
        return self.status(s, socket, "Preparing")

    def unplug(self, s, socket=1):
        return self.status(s, socket, "Available")

    def card(self, s, token=CARD, status="Accepted", socket=None, **answer):
        ref = self._ref()
        self.facts.append(TokenShown(at(s), at(s), ref, token, socket))
        return self._answer(s, ref, status, **answer)

    def reserve(self, s, token=CARD, socket=1):
        self.facts.append(ReservationAsked(at(s), at(s), token, socket))
        return self

    def remote(self, s, status="Accepted", socket=None, token=CARD, number=None):
        ref = self._ref()
        self.facts.append(RemoteStartAsked(at(s), at(s), ref, token, socket, number))
        return self._answer(s, ref, status)

    def start(self, s, socket=1, token=CARD, status="Accepted", key=None, group=""):
        ref = self._ref()
        key = key or f"{socket}/{s}"
        fact = StartReported(at(s), at(s), ref, key, socket, token, Decimal(0))
        self.facts.append(fact)
        self.sessions.setdefault(
            key,
            Session(
                key=key_of(fact),
                socket=socket,
                start=at(s),
                end=None,
                energy_wh=Decimal(0),
                reason=None,
                token=token,
            ),
        )
        if status is not None:
            self.answers.setdefault(self.sessions[key].key, []).append(status)
        return self._answer(s, ref, status, key, group)

    def stop(self, s, wh=5000, reason="Local", key=None, *, inferred=False, token=""):
        """Stops the latest session, or the named one."""
        key = key or list(self.sessions)[-1]
        old = self.sessions[key]
        energy = None if wh is None else Decimal(wh)
        self.sessions[key] = msgspec.structs.replace(
            old,
            end=at(s),
            energy_wh=energy,
            reason=None if inferred else reason,
            end_inferred=inferred,
            is_completed=at(s) - old.start >= 60 * SECOND if energy is None else energy >= 100,
            settles_at=at(s + 60),
        )
        if not inferred:
            self.facts.append(StopReported(at(s), at(s), key, energy, reason, token))
        return self

    def energy(self, wh, key=None):
        key = key or list(self.sessions)[-1]
        self.sessions[key] = msgspec.structs.replace(self.sessions[key], energy_wh=Decimal(wh))
        return self

    def event(self, s, event, trigger="", *, state="", reason="", token="", answer="", tx="A", socket=1):
        """A 2.x TransactionEvent; Started makes the session, Ended ends it without energy."""
        ref = self._ref()
        self.facts.append(
            TransactionTold(at(s), at(s), ref, tx, event, 0, trigger, state, reason, socket, 1, token)
        )
        if answer:
            self.facts.append(Answered(at(s), at(s), ref, answer))
            if event == "Started":
                self.answers.setdefault(tx, []).append(answer)
        old = self.sessions.get(tx) or Session(
            key=tx,
            socket=socket,
            start=at(s),
            end=None,
            energy_wh=Decimal(0),
            reason=None,
            is_v2=True,
            transaction_ids=(tx,),
        )
        end, why = (at(s), reason or "Local") if event == "Ended" else (old.end, old.reason)
        self.sessions[tx] = msgspec.structs.replace(old, end=end, reason=why, token=old.token or token)
        return self

    def problem(self, s, code, vendor_code="", socket=1, **more):
        self.facts.append(ProblemTold(at(s), at(s), "event", socket, code, vendor_code, **more))
        return self

    def link(self, s, *, up):
        self.facts.append((LinkOpened if up else LinkClosed)(at(s), at(s), "A"))
        return self

    def attempts(self, now=20 * 3600, policy=None, stood=()) -> list[Attempt]:
        by_start = [self._answered(session) for session in self.sessions.values()]
        by_start.sort(key=lambda session: session.start)
        policy = policy or Policy()
        facts = sorted(self.facts, key=lambda fact: fact.at)
        refused = [session for session in by_start if self._is_refused(session)]
        sessions = [session for session in by_start if not self._is_refused(session)]
        said = signals(facts, sessions, refused, stood, policy)
        return attempts(facts, said, [*sessions, *refused], sockets=self.sockets, now=at(now), policy=policy)

    def outcomes(self, now=20 * 3600, policy=None) -> list[str]:
        return [attempt.outcome for attempt in self.attempts(now, policy)]

    def _answered(self, session):
        answers = self.answers.get(session.key, [""])
        status = "Accepted" if "Accepted" in answers else answers[0]
        return msgspec.structs.replace(session, start_status=status)

    def _is_refused(self, session):
        """S7: its start was answered, never by Accepted, and no energy followed."""
        return session.start_status not in {"", "Accepted"} and not session.energy_wh

    def _ref(self):
        self.calls += 1
        return f"r{self.calls}"

    def _answer(self, s, ref, status, transaction_id="", group="", *, is_master=False):
        if status is not None:
            self.facts.append(Answered(at(s), at(s), ref, status, transaction_id, group, is_master))
        return self
