"""
Two periods of a charger, worked out by hand.

From 1 to 10 January 2026 a session of 10 kWh each day from 10:00 to 11:00; from 11 to 20 January one of
5 kWh on even dates alone, and on odd ones a start that gives nothing. On the 15th it is faulted for 6 hours.
"""

from datetime import datetime

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


NOW = at("2026-02-10T12:00")
BOTH = "from=2026-01-11&through=2026-01-20&against_from=2026-01-01&against_through=2026-01-10"


def frames():
    def call(moment, action, payload):
        return Frame("CP", at(moment), "in", f'[2,"{action}{moment}","{action}",{payload}]', "c", "ocpp1.6")

    def status(moment, said):
        told = f'"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{moment}:00Z"'
        return call(moment, "StatusNotification", f"{{{told}}}")

    yield Frame("CP", at("2025-12-31T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2025-12-31T00:00", "Available")
    for day in range(1, 21):
        start, end = f"2026-01-{day:02}T10:00", f"2026-01-{day:02}T11:00"
        wh = 10_000 if day <= 10 else 5_000 if day % 2 == 0 else 0
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", f"{{{begin}}}")
        answer = f'{{"transactionId":{day},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame("CP", at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{day},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", f"{{{stop}}}")
        yield status(end, "Available")
        if day == 15:
            yield status("2026-01-15T12:00", "Faulted")
            yield status("2026-01-15T18:00", "Available")
    yield status("2026-02-10T11:00", "Available")


@pytest.fixture(scope="module")
def client():
    store = open_store(":memory:")
    profile = Profile(id="CP", policy=Policy(silence_detection=False))
    desk = Desk(store, lambda _: profile, lambda: NOW)
    desk.store.append([*frames()])
    projector_of(desk).refresh("CP")
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as one:
        yield one
    store.close()


def test_both_periods_are_ratios_of_sums_with_their_difference(client):
    told = client.get(f"/api/v1/chargers/CP/days/comparison?{BOTH}").json()
    assert (told["first_days"], told["second_days"]) == (10, 10)
    found = {one["figure"]: one for one in told["figures"]}
    success = found["success"]
    assert (success["first"]["numerator"], success["first"]["denominator"]) == (10, 10)
    assert (success["second"]["value"], success["difference"]) == (50, -50)
    # Fisher: 10 of 10 against 5 of 10; two tails of 252 / 15504
    assert success["chance"] == pytest.approx(2 * 252 / 15504)
    assert success["may_be_chance"] is False
    # ten sessions against five in as many days: 4,944 of 32,768 of as uneven a fall
    sessions = found["sessions"]
    assert (sessions["first"]["value"], sessions["second"]["value"]) == (1, 0.5)
    assert sessions["chance"] == pytest.approx(2 * 4944 / 32768)
    assert sessions["may_be_chance"] is True
    assert (found["energy"]["first"]["value"], found["energy"]["second"]["value"]) == (10_000, 2_500)
    assert found["uptime"]["second"]["value"] == pytest.approx(100 * (1 - 6 / 240))
    assert found["uptime"]["may_be_chance"] is None


def test_the_page_tells_them_side_by_side(client):
    page = client.get(f"/chargers/CP/days/comparison?{BOTH}").text
    assert "may be chance" in page
    assert "hardly chance" in page
    assert "−50 points" in page
    assert ">0 points</td>" in page, "as much use in both"
    assert "Last month against the one before" in page
    assert "against_from=2025-12-01&amp;against_through=2025-12-31&amp;from=2026-01-01" in page
    assert "/comparison/cohorts?by=firmware&amp;charger=CP&amp;from=2026-01-11&amp;through=2026-01-20" in page
    assert "/chargers/CP/days/comparison" in client.get("/chargers/CP/days").text


def test_without_dates_thirty_days_stand_against_the_thirty_before(client):
    told = client.get("/api/v1/chargers/CP/days/comparison").json()
    assert told["second"] == {"from": "2026-01-11", "to": "2026-02-10", "through": "2026-02-09"}
    assert told["first"]["from"] == "2025-12-12"


def test_a_period_of_which_nothing_is_known_has_dashes_and_says_so(client):
    asked = "from=2026-01-11&through=2026-01-20&against_from=2020-01-01&against_through=2020-01-10"
    told = client.get(f"/api/v1/chargers/CP/days/comparison?{asked}").json()
    assert {one["difference"] for one in told["figures"]} == {None}
    assert (
        "Of one of the periods nothing is known." in client.get(f"/chargers/CP/days/comparison?{asked}").text
    )


@pytest.mark.parametrize(
    "asked",
    [
        "against_from=2026-01-01",
        "against_from=2026-01-10&against_through=2026-01-01",
        "from=May",
        "against_from=1999-01-01&against_through=2026-01-01",
    ],
)
def test_dates_that_are_no_period_are_refused_with_what_to_write(client, asked):
    assert client.get(f"/chargers/CP/days/comparison?{asked}").status_code == 400
    assert client.get(f"/api/v1/chargers/CP/days/comparison?{asked}").status_code == 400
