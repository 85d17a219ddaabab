"""What a site drew on a day is added up once, and again where a charger of it tells something else of it."""

import json
from contextlib import closing

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.metrics.load import together
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from projecting import projector_of

BEGIN, DAY = 1_772_442_000 * SECOND, 24 * HOUR
"""2026-03-02T09:00Z."""
DAYS = 6
ZONES = {"A": "UTC", "B": "UTC", "C": "America/New_York"}


class Site:
    """Three chargers, at each of which a car charges for an hour a day."""

    def __init__(self, store):
        self.now, self.numbers, self.store = BEGIN, 0, store
        self.desk = self.new_desk()
        for day in range(DAYS):
            for charger in ZONES:
                self.session(charger, BEGIN + day * DAY, 10_000)
        self.now = BEGIN + DAYS * DAY

    def new_desk(self):
        return Desk(
            self.store,
            lambda name: Profile(id=name, site="Yard", policy=Policy(timezone=ZONES[name])),
            lambda: self.now,
        )

    def session(self, charger, began, wh):
        said = {"connectorId": 1, "errorCode": "NoError"}
        self.say(charger, began, "StatusNotification", **said, status="Charging", timestamp=text_of(began))
        answer = {"transactionId": self.numbers, "idTagInfo": {"status": "Accepted"}}
        number = self.numbers
        begin = {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": text_of(began)}
        self.say(charger, began, "StartTransaction", answer, **begin)
        for minute in (15, 30, 45):
            at = began + minute * MINUTE
            value = {"timestamp": text_of(at), "sampledValue": [{"value": str(wh * minute // 60)}]}
            self.say(charger, at, "MeterValues", connectorId=1, transactionId=number, meterValue=[value])
        end = began + HOUR
        stop = {"transactionId": number, "meterStop": wh, "timestamp": text_of(end)}
        self.say(charger, end, "StopTransaction", **stop)
        self.say(charger, end, "StatusNotification", **said, status="Available", timestamp=text_of(end))
        projector_of(self.desk).refresh(charger)

    def say(self, charger, at, action, answer=None, **payload):
        self.numbers += 1
        self.now = at
        texts = [[2, f"m{self.numbers}", action, payload], [3, f"m{self.numbers}", answer or {}]]
        ways = zip(("in", "out"), texts, strict=True)
        self.desk.store.append(
            [Frame(charger, at, way, json.dumps(text), "c", "ocpp1.6") for way, text in ways]
        )


def test_a_day_is_summed_again_where_a_charger_tells_something_else(monkeypatch):
    made, day_sum = [], together._day_sum
    monkeypatch.setattr(
        together, "_day_sum", lambda loads, length: made.append(loads[0].on) or day_sum(loads, length)
    )
    with closing(open_store(":memory:")) as store:
        site = Site(store)
        first = site.desk.loads.of_site("Yard")
        assert first.energy_wh == DAYS * len(ZONES) * 10_000
        assert len(made) == 2 * (DAYS + 1), "each date of either zone"
        made.clear()
        again = site.desk.loads.of_site("Yard")
        assert again == first
        assert made == []
        site.session("A", BEGIN + DAYS * DAY + HOUR, 5_000)
        later = site.desk.loads.of_site("Yard")
        assert later.energy_wh == first.energy_wh + 5_000
        assert {on.day for on in made} == {7, 8}, "today, and the day before, which had not settled"
        assert later == site.new_desk().loads.of_site("Yard"), "as who looks for the first time"


def test_days_at_the_edges_of_other_zones_are_cut_as_those_that_are_not_kept():
    with closing(open_store(":memory:")) as store:
        site = Site(store)
        kept = [site.desk.loads.of_site("Yard", dates) for dates in (None, *_windows(site), None)]
        fresh = [site.new_desk().loads.of_site("Yard", dates) for dates in (None, *_windows(site), None)]
        assert kept == fresh


def _windows(site):
    whole = site.desk.loads.of_site("Yard").window
    return [(whole.from_, whole.from_.replace(day=4)), (whole.from_.replace(day=5), whole.to)]
