"""Which days does a settling make again? Counted, never timed."""

import json
from contextlib import closing
from datetime import date

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from projecting import projector_of

BEGIN = 1_780_000_000 * SECOND
LONG = 40
"""Days of a transaction."""


class Life:
    """A charger of two sockets, settled each minute; how many days each settling wrote."""

    def __init__(self, store, monkeypatch):
        self.now, self.written, self.numbers = BEGIN, [], 0
        self.store = store
        self.desk = Desk(store, lambda name: Profile(id=name, policy=Policy()), lambda: self.now)
        settle = store.settle

        def noted(progress, since, conclusions, docs, days, checkpoints, **more):
            self.written.append([day.on for day in days])
            settle(progress, since, conclusions, docs, days, checkpoints, **more)

        monkeypatch.setattr(store, "settle", noted)

    def say(self, action, answer=None, **payload):
        self.numbers += 1
        texts = [[2, f"m{self.numbers}", action, payload], [3, f"m{self.numbers}", answer or {}]]
        ways = zip(("in", "out"), texts, strict=True)
        self.desk.store.append(
            [Frame("CP1", self.now, way, json.dumps(text), "c", "ocpp1.6") for way, text in ways]
        )

    def status(self, socket, status):
        stamp = text_of(self.now)
        self.say(
            "StatusNotification", connectorId=socket, status=status, errorCode="NoError", timestamp=stamp
        )

    def goes_on(self, minutes):
        """A minute after the other, each settled."""
        for minute in range(minutes):
            self.now += MINUTE
            self.status(2, ("Unavailable", "Available")[minute % 2])
            projector_of(self.desk).refresh("CP1")

    def sample(self, at, register=10_000 * LONG - 1):
        value = {"timestamp": text_of(at), "sampledValue": [{"value": str(register), "unit": "Wh"}]}
        self.say("MeterValues", connectorId=1, transactionId=1, meterValue=[value])

    def days(self):
        return self.store.days("CP1", date.min, date.max), self.store.loads("CP1", date.min, date.max)

    def lasts(self):
        """A transaction of many days, with a sample a day, that ends and settles."""
        answer = {"transactionId": 1, "idTagInfo": {"status": "Accepted"}}
        stamp = text_of(self.now)
        self.say("StartTransaction", answer, connectorId=1, idTag="T", meterStart=0, timestamp=stamp)
        self.status(1, "Charging")
        for day in range(LONG):
            for _ in range(24):
                self.now += HOUR
                self.say("Heartbeat", {"currentTime": text_of(self.now)})
            value = {
                "timestamp": text_of(self.now),
                "sampledValue": [{"value": str(10_000 * day), "unit": "Wh"}],
            }
            self.say("MeterValues", connectorId=1, transactionId=1, meterValue=[value])
        self.goes_on(5)
        self.say("StopTransaction", transactionId=1, meterStop=10_000 * LONG, timestamp=text_of(self.now))
        self.status(1, "Available")
        del self.written[:]


@pytest.fixture
def life(monkeypatch):
    with closing(open_store(":memory:")) as store:
        made = Life(store, monkeypatch)
        projector_of(made.desk).fold("CP1")
        yield made


def test_days_that_a_long_transaction_reached_over_are_made_again_when_it_ends_and_when_it_settles(life):
    life.lasts()
    life.goes_on(50)
    long = [number for number, days in enumerate(life.written) if len(days) > 3]
    assert len(life.written) >= 50
    assert len(long) <= 3, [len(days) for days in life.written]
    kept = life.days()
    projector_of(life.desk).rebuild("CP1")
    assert kept == life.days()


def test_what_is_told_late_of_them_makes_them_again(life):
    life.lasts()
    life.goes_on(18)
    life.sample(life.now - 17 * MINUTE)  # of before they seemed final, received behind that
    life.goes_on(30)
    assert sum(len(days) >= LONG for days in life.written) > 3
    kept = life.days()
    projector_of(life.desk).rebuild("CP1")
    assert kept == life.days()
