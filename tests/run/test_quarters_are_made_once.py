"""Of days that have not settled only those quarters are made again of which something else is told."""

import json
from contextlib import closing

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.load import QUARTER
from chargeboard.domain.policy import Policy, Profile
from chargeboard.metrics.load import day_load
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from projecting import projector_of

BEGIN, DAY = 1_772_442_000 * SECOND, 24 * HOUR
"""2026-03-02T09:00Z."""
DAYS = 5


class Life:
    """A car stays plugged in for days, read each ten minutes; the other socket says that it is there."""

    def __init__(self, store, made):
        self.now, self.numbers, self.register, self.made = BEGIN, 0, 0, made
        self.desk, self.store = self.new_desk(store), store
        started = {"transactionId": 1, "idTagInfo": {"status": "Accepted"}}
        self.say(
            "StartTransaction", started, connectorId=1, idTag="T", meterStart=0, timestamp=text_of(self.now)
        )
        self.status(1, "Charging")
        self.status(2, "Available")
        while self.now < BEGIN + DAYS * DAY:
            self.now += 10 * MINUTE
            self.sample(self.now)
            if self.now % HOUR == 0:
                projector_of(self.desk).refresh("CP1")
        self.quarters()

    def new_desk(self, store):
        return Desk(store, lambda name: Profile(id=name, site="Yard", policy=Policy()), lambda: self.now)

    def say(self, action, answer=None, **payload):
        self.numbers += 1
        texts = [[2, f"m{self.numbers}", action, payload], [3, f"m{self.numbers}", answer or {}]]
        ways = zip(("in", "out"), texts, strict=True)
        self.desk.store.append(
            [Frame("CP1", self.now, way, json.dumps(text), "c", "ocpp1.6") for way, text in ways]
        )

    def status(self, socket, status):
        told = {"connectorId": socket, "status": status, "errorCode": "NoError"}
        self.say("StatusNotification", **told, timestamp=text_of(self.now))

    def sample(self, at):
        self.register += 1_000
        value = {"timestamp": text_of(at), "sampledValue": [{"value": str(self.register), "unit": "Wh"}]}
        self.say("MeterValues", connectorId=1, transactionId=1, meterValue=[value])

    def quarters(self):
        """How many were made since this was asked, of whichever sockets, by how many days ago they are."""
        by_day = {}
        for part, midnight in self.made:
            quarters = range((part.start - midnight) // QUARTER, -((midnight - part.end) // QUARTER))
            by_day.setdefault(midnight, set()).update(quarters)
        self.made.clear()
        return {(BEGIN + DAYS * DAY - midnight) // DAY: len(found) for midnight, found in by_day.items()}

    def told(self):
        return self.desk.loads.of_charger("CP1"), self.desk.loads.of_site("Yard")

    def told_anew(self):
        self.made.clear()
        other = self.new_desk(self.store)
        return other.loads.of_charger("CP1"), other.loads.of_site("Yard")


@pytest.fixture
def life(monkeypatch):
    made, quarters_of = [], day_load.quarters_of

    def noted(given, part, midnight):
        made.append((part, midnight))
        return quarters_of(given, part, midnight)

    monkeypatch.setattr(day_load, "quarters_of", noted)
    with closing(open_store(":memory:")) as store:
        yield Life(store, made)


def test_who_spoke_once_has_the_last_quarters_of_today_made(life):
    life.now += MINUTE
    life.sample(life.now)
    projector_of(life.desk).refresh("CP1")
    assert life.quarters() == {0: 3}
    assert life.told() == life.told_anew()


def test_who_only_looks_has_no_more_made(life):
    life.now += MINUTE
    life.told()
    assert life.quarters() == {0: 3}


def test_who_goes_on_has_none_made_of_a_day_that_is_over(life):
    for minute in range(1, 60):
        life.now += MINUTE
        life.sample(life.now)
        projector_of(life.desk).refresh("CP1")
        # of today all are where readings become fewer that have settled
        assert life.quarters().keys() == {0}, minute
    assert life.told() == life.told_anew()


def test_what_is_read_late_makes_days_again_but_none_that_it_does_not_touch(life):
    before = life.told()
    life.now += MINUTE
    life.register += 1_000
    value = {
        "timestamp": text_of(life.now - 2 * DAY - 5 * MINUTE),
        "sampledValue": [{"value": str(life.register - 2 * 144 * 1_000 - 500), "unit": "Wh"}],
    }
    life.say("MeterValues", connectorId=1, transactionId=1, meterValue=[value])
    projector_of(life.desk).refresh("CP1")
    made = life.quarters()
    assert made[2] == 96
    assert not made.keys() & {4, 5}
    assert life.told() == life.told_anew() != before
