"""
A motorway site of which it is known by hand when it was full.

A and B have a point of 150 kW each, D one of 22 kW, of E nothing is set. On 3 March 2026 A was unavailable
from 08:00 to 12:00 in Paris, B was faulted from 08:30 to 13:00: full for 3 h 30 min. On 4 March both
were down for three hours.
"""

from datetime import datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.people import Reader, Role
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of
from chargeboard.web.access import seen_desk
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}+01:00"))


NOW = at("2026-04-20T12:00")
POWER = {"A": 150, "B": 150, "D": 22, "E": None}
PROFILES = {
    name: Profile(
        id=name,
        site="Aire",
        policy=Policy(timezone="Europe/Paris", silence_detection=False, rated_kw=power),
    )
    for name, power in POWER.items()
}
DOWN = {
    "A": [("2026-03-03T08:00", "2026-03-03T12:00"), ("2026-03-04T08:00", "2026-03-04T11:00")],
    "B": [("2026-03-03T08:30", "2026-03-03T13:00"), ("2026-03-04T08:00", "2026-03-04T11:00")],
}


def frames(station):
    def status(moment, said):
        payload = (
            f'{{"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{text_of(moment)}"}}'
        )
        text = f'[2,"{moment}","StatusNotification",{payload}]'
        return Frame(station, moment, "in", text, station, "ocpp1.6")

    begin = at("2026-01-01T00:00")
    yield Frame(station, begin, "ws", f'["open","{station}","ocpp1.6"]', station, "ocpp1.6")
    yield status(begin, "Available")
    for start, end in DOWN.get(station, []):
        yield status(at(start), "Unavailable" if station == "A" else "Faulted")
        yield status(at(end), "Available")
    yield Frame(station, NOW - HOUR, "in", '[2,"h","Heartbeat",{}]', station, "ocpp1.6")


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    made = Desk(store, PROFILES.__getitem__, lambda: NOW)
    for station in PROFILES:
        made.store.append([*frames(station)])
        projector_of(made).refresh(station)
    yield made
    store.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as one:
        yield one


def test_the_day_is_told_with_its_times(client):
    told = client.get("/api/v1/official/saturation?site=Aire").json()
    assert (told["month"], told["chargers"], told["points"], told["ends_at"]) == ("2026-03", ["A", "B"], 2, 1)
    assert told["without_rated_kw"] == ["E"]
    full = {"from": "2026-03-03T07:30:00Z", "to": "2026-03-03T11:00:00Z", "seconds": 12600}
    assert told["days"] == [{"date": "2026-03-03", "full_use": [full]}]
    assert told["full_use_s"] == 6.5 * 3600


def test_the_page_tells_it_too(client):
    page = client.get("/official/saturation?site=Aire").text
    assert "On 1 day the site was in full use for more than three hours on end." in page
    assert "08:30:00 – 12:00:00" in page
    assert "Not counted, as the rated power is not set: E." in page
    assert "/official/saturation?site=Aire" in client.get("/official?site=Aire").text


def test_another_month_has_no_such_day(client):
    page = client.get("/official/saturation?site=Aire&month=2026-02").text
    assert "On no day was the site in full use" in page


def test_a_site_has_to_be_named_and_one_that_is_not_there_has_no_points(client):
    refused = client.get("/api/v1/official/saturation")
    assert refused.status_code == 400
    assert "Name a site" in refused.text
    assert "No charger of this site" in client.get("/official/saturation?site=nobody").text
    assert client.get("/official/saturation?site=Aire&month=March").status_code == 400


def test_a_site_that_is_not_to_be_seen_is_as_one_that_is_not_there(desk, monkeypatch):
    monkeypatch.setattr(
        seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    )
    told = seen_desk.SeenDesk(desk).network.saturation({"Aire"}, None, "Aire")
    assert (told.chargers, told.days, told.without_rated_kw) == ([], [], [])
