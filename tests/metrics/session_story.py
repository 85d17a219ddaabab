"""
What does a charger tell of its transactions?

`Told` collects facts by hand: `at(90)` is 90 seconds after the beginning. Ids are those that starts were
answered; what is read is in Wh and W. `heard` is what follows at an instant, `row` the only session of it.
"""

from __future__ import annotations

from decimal import Decimal

from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionAsked,
    TransactionTold,
    apart,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions import sessions
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

CARD = "T"
T0 = 1_795_000_000 * SECOND


def at(seconds):
    return T0 + round(seconds * SECOND)


def wh(value):
    return None if value is None else Decimal(value)


class Told:
    def __init__(self, **policy):
        self.facts: list[AnyFact] = []
        self.policy = Policy(**policy)

    def start(self, s, begin=0, *, socket=1, token=CARD, name="1", status="Accepted", rx=None):
        ref, rx = f"r{len(self.facts)}", at(s if rx is None else rx)
        key = f"{s}/{socket}/{token}"
        self.facts.append(StartReported(at(s), rx, ref, key, socket, token, wh(begin)))
        self.facts.append(Answered(at(s), rx, ref, status, name))
        return self

    def stop(self, s, end=None, name="1", token="", reason="Local", rx=None):
        self.facts.append(StopReported(at(s), at(s if rx is None else rx), name, wh(end), reason, token))
        return self

    def read(self, s, register=None, name="1", socket=1, rx=None, also=None, **more):
        more = {key: wh(value) if key.endswith("_wh") else value for key, value in more.items()}
        more["also_wh"] = () if also is None else (wh(also),)
        self.facts.append(
            Sampled(at(s), at(s if rx is None else rx), socket, name, register_wh=wh(register), **more)
        )
        return self

    def status(self, s, status, socket=1, **more):
        self.facts.append(StatusReported(at(s), at(s), socket, status, **more))
        return self

    def event(
        self, s, event, seq=0, name="A", *, socket=1, trigger="", state="", reason="", token="", **more
    ):
        self.facts.append(
            TransactionTold(
                at(s),
                at(s),
                f"e{s}/{seq}",
                name,
                event,
                seq,
                trigger,
                state,
                reason,
                socket,
                1,
                token,
                **more,
            )
        )
        return self

    def answer(self, status, **more):
        """The last event is answered so."""
        told = self.facts[-1]
        self.facts.append(Answered(told.at, told.received_at, told.ref, status, **more))
        return self

    def over(self, s, name="A", *, ongoing=False, queued=False):
        self.facts.append(TransactionAsked(at(s), at(s), name, ongoing, queued))
        return self

    def heard(self, now=10**6, unheard=()):
        facts = sorted(self.facts, key=lambda fact: fact.at)
        words, samples = apart(facts)
        sockets = sorted({fact.socket for fact in facts if getattr(fact, "socket", 0)})
        return sessions(
            words,
            samples,
            StatusLog(words, {}, self.policy),
            sockets=sockets,
            unheard=[Span(at(start), at(end)) for start, end in unheard],
            now=at(now),
            policy=self.policy,
        )

    def rows(self, **more):
        return self.heard(**more).sessions

    def row(self, **more):
        (only,) = self.rows(**more)
        return only

    def ended_at(self, **more):
        """Seconds from the beginning; None: it runs."""
        end = self.row(**more).end
        return None if end is None else (end - T0) / SECOND
