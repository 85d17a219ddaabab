"""
A driver whose first charger gives nothing and who charges at the next one made one visit to the site.

On 3 February 2026 card A fails at X from 10:00 to 10:05 and gets 5 kWh at Y from 10:20 to 11:00; on the 4th
it fails at X alone, and comes to Y an hour later.
"""

from datetime import date, datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-03-20T12:00")
PROFILES = {
    name: Profile(id=name, site="Yard", policy=Policy(silence_detection=False)) for name in ("X", "Y")
}
SESSIONS = {
    "X": [("2026-02-03T10:00", "2026-02-03T10:05", 0), ("2026-02-04T10:00", "2026-02-04T10:05", 0)],
    "Y": [("2026-02-03T10:20", "2026-02-03T11:00", 5000), ("2026-02-04T11:05", "2026-02-04T12:00", 5000)],
}


def frames(station):
    def call(moment, action, payload):
        return Frame(
            station, at(moment), "in", f'[2,"{action}{moment}","{action}",{payload}]', "c", "ocpp1.6"
        )

    def status(moment, said):
        told = f'"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
        return call(moment, "StatusNotification", f"{{{told}}}")

    yield Frame(station, at("2026-01-01T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2026-01-01T00:00", "Available")
    for number, (start, end, wh) in enumerate(SESSIONS[station], 1):
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", f"{{{begin}}}")
        answer = f'{{"transactionId":{number},"idTagInfo":{{"status":"Accepted"}}}}'
        text = f'[3,"StartTransaction{start}",{answer}]'
        yield Frame(station, at(start) + 1, "out", text, "c", "ocpp1.6")
        stop = f'"transactionId":{number},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", f"{{{stop}}}")
        yield status(end, "Available")


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    made = Desk(store, PROFILES.__getitem__, lambda: NOW)
    for station in PROFILES:
        made.store.append([*frames(station)])
        projector_of(made).refresh(station)
    yield made
    store.close()


def test_tries_at_two_chargers_within_half_an_hour_are_one_visit_and_later_ones_are_two(desk):
    told = desk.network.visits({"Yard"}, date(2026, 2, 1), "Yard")
    assert (told.attempts, told.visits.successes, told.visits.of) == (4, 2, 3)
    assert (told.of_each.successes, told.of_each.of) == (2, 4)
    (visit,) = told.of_several
    assert (visit.chargers, visit.attempts, visit.succeeded) == (["X", "Y"], 2, True)
    assert (visit.from_, visit.to) == (at("2026-02-03T10:00"), at("2026-02-03T11:00"))


def test_the_page_tells_them(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as client:
        page = client.get("/official/visits?site=Yard&month=2026-02").text
        assert "Of 3 visits 2 ended with energy" in page
        assert "Charger by charger it would be 2 of 4" in page
        assert "1 visit touched several chargers." in page
        answer = client.get("/api/v1/official/visits?site=Yard&month=2026-01").json()
        assert (answer["visits"], answer["of_several"]) == ({"successes": 0, "of": 0, "pct": None}, [])


def test_another_site_has_none(desk):
    assert desk.network.visits({"Quay"}, None, "Quay").chargers == []
