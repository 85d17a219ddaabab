"""Official figures of many chargers are the sums of theirs, and nobody sees those of other sites."""

from datetime import date, datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.official.differing_chargers import DifferencesWanted
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-04-20T12:00")
PROFILES = {
    "A": Profile(id="A", site="Yard", policy=Policy(silence_detection=False, rated_kw=150)),
    "B": Profile(id="B", site="Yard", policy=Policy(silence_detection=False, rated_kw=22)),
    "C": Profile(id="C", site="Quay", policy=Policy(silence_detection=False)),
}
FAULT_HOURS = {"A": 12, "B": 24, "C": 0}


def frames(station):
    def status(moment, said):
        payload = (
            f'{{"connectorId":1,"errorCode":"NoError","status":"{said}","timestamp":"{text_of(moment)}"}}'
        )
        text = f'[2,"{moment}","StatusNotification",{payload}]'
        return Frame(station, moment, "in", text, station, "ocpp1.6")

    begin, fault = at("2026-01-01T00:00"), at("2026-02-03T00:00")
    told = [
        Frame(station, begin, "ws", f'["open","{station}","ocpp1.6"]', station, "ocpp1.6"),
        status(begin, "Available"),
    ]
    if FAULT_HOURS[station]:
        told += [status(fault, "Faulted"), status(fault + FAULT_HOURS[station] * HOUR, "Available")]
    beat = Frame(station, NOW - HOUR, "in", '[2,"h","Heartbeat",{}]', station, "ocpp1.6")
    return [*told, status(at("2026-04-05T00:00"), "Available"), beat]


@pytest.fixture(scope="module")
def desk():
    store = open_store(":memory:")
    made = Desk(store, PROFILES.__getitem__, lambda: NOW)
    for station in PROFILES:
        made.store.append(frames(station))
        projector_of(made).refresh(station)
        while projector_of(made).keep_month(station):
            pass
    yield made
    store.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as one:
        yield one


def test_a_network_is_the_sum_of_its_chargers(client, desk):
    whole = client.get("/api/v1/official").json()
    assert whole["chargers"] == 3
    for rule in ("nevi", "ours", "kwwhat"):
        of_each = [desk.official.figures(station).twelve_months.rules[rule].down_s for station in PROFILES]
        assert whole["twelve_months"]["rules"][rule]["down_s"] == sum(of_each) == 36 * 3600
    february = next(one for one in whole["months"] if one["month"] == "2026-02")
    assert february["chargers"] == 3
    assert february["rules"]["nevi"]["uptime_pct"] == pytest.approx(100 * (1 - 36 / (3 * 28 * 24)))


def test_rules_of_fast_chargers_leave_out_those_that_are_known_to_be_slow(client):
    rules = client.get("/api/v1/official").json()["twelve_months"]["rules"]
    # 12 h of the 150 kW one; the 22 kW one is left out, that of unknown power is in
    assert rules["uk"]["down_s"] == 12 * 3600
    assert rules["uk"]["up_s"] == (2 * 90 * 24 - 12) * 3600


def test_a_site_is_the_sum_of_its_chargers(client):
    yard = client.get("/api/v1/official?site=Yard").json()
    assert (yard["chargers"], yard["site"]) == (2, "Yard")
    assert yard["twelve_months"]["rules"]["nevi"]["down_s"] == 36 * 3600
    whole = client.get("/api/v1/official").json()
    by_site = {one["site"]: one["rules"]["nevi"]["down_s"] for one in whole["sites"]}
    assert by_site == {"Yard": 36 * 3600, "Quay": 0}


def test_the_page_shows_rules_sites_and_months(client):
    page = client.get("/official").text
    assert "3 chargers" in page
    assert 'href="/official?site=Yard"' in page
    assert "Feb 2026" in page
    assert client.get("/official?site=nobody").status_code == 200
    assert "No month is added up yet." in client.get("/official?site=nobody").text


def test_sites_are_listed_once_a_month_is_added_up(client):
    assert "Site by site" in client.get("/official").text
    store = open_store(":memory:")
    new = Desk(store, PROFILES.__getitem__, lambda: NOW)
    new.store.append(frames("A"))
    projector_of(new).refresh("A")
    with TestClient(create_app(new, token=None, now=lambda: NOW)) as one:
        page = one.get("/official").text
    store.close()
    assert "1 charger" in page
    assert "No month is added up yet." in page
    assert "Site by site" not in page


def test_who_sees_a_site_gets_the_figures_of_that_site_alone(desk, monkeypatch):
    from chargeboard.domain.people import Reader, Role  # noqa: PLC0415 - of this test alone
    from chargeboard.web.access import seen_desk  # noqa: PLC0415 - see above

    monkeypatch.setattr(
        seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    )
    seen = seen_desk.SeenDesk(desk)
    assert seen.network.figures(None, None).chargers == 1
    assert seen.network.figures({"Yard"}, None).chargers == 0
    wanted = DifferencesWanted(("nevi", "ours"), None, 0, 20)
    assert seen.network.differing(None, wanted).chargers == 1
    assert seen.network.differing({"Yard"}, wanted).chargers == 0
    assert seen.network.visits({"Yard"}, None, "Yard").chargers == []


def differing(client, asked):
    return client.get(f"/api/v1/official/differences?month=2026-02&first=nevi&second=uk{asked}").json()


def test_where_two_rules_differ_on_a_site_is_the_sum_of_its_chargers(client, desk):
    # UK rules do not excuse what NEVI does not: with nothing declared a fault is down by both
    alike = differing(client, "")
    assert (alike["differing"], alike["seconds"], alike["known"]) == (0, 0, 2)
    assert alike["left_out"] == 1, "B has 22 kW"
    # kwwhat counts out of service as up, and knows no fault of one connector: nothing here is either
    told = client.get("/api/v1/official/differences?month=2026-01&first=ours&second=kwwhat&site=Yard").json()
    each = [desk.official.differences(one, ("ours", "kwwhat"), date(2026, 1, 1)) for one in "AB"]
    assert told["seconds"] == sum(one.seconds for one in each)
    assert [one["charger"] for one in told["page"]] == [one for one in "AB" if told["differing"]]


def test_the_month_that_runs_is_asked_of_each_charger_of_a_page(client):
    told = client.get("/api/v1/official/differences?month=2026-04&first=nevi&second=ours&limit=2").json()
    assert (told["known"], told["chargers"], told["differing"]) == (0, 3, 3)
    assert [one["charger"] for one in told["page"]] == ["A", "B"]
    page = client.get("/official/differences?month=2026-04&first=nevi&second=ours&limit=2").text
    assert 'rel="next"' in page
    assert "The month is not added up of any charger yet." in page
    assert "alike" not in page
    assert "/chargers/A/official?first=nevi&amp;second=ours&amp;in=2026-04#differ" in page


def test_the_page_of_all_chargers_leads_to_where_rules_differ_and_that_of_a_site_to_its_visits(client):
    assert 'href="/official/differences"' in client.get("/official").text
    page = client.get("/official?site=Yard").text
    assert 'href="/official/differences?site=Yard"' in page
    assert 'href="/official/visits?site=Yard"' in page


@pytest.mark.parametrize(
    "asked", ["differences?first=mine", "differences?month=2026", "visits", "visits?site=Yard&month=May"]
)
def test_what_cannot_be_understood_is_refused_with_what_to_write(client, asked):
    assert client.get(f"/official/{asked}").status_code == 400
    assert client.get(f"/api/v1/official/{asked}").status_code == 400
