"""
All chargers over any dates, worked out by hand.

Each has a session an hour long on every day of January 2026, of 10, 20 and 30 kWh; B's every second start
gives nothing, C is faulted for 6 hours on the 15th and again since the 31st.
"""

import csv
import io
from datetime import date, datetime

import pytest
from litestar.testing import TestClient

from chargeboard.domain.figures.fleet_span import CohortBy, SpanOrder, SpanWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import Reader, Role
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.names import UnknownChargerError
from chargeboard.metrics.span_figures import span_figures
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.worse import keep_worse
from chargeboard.store import open_store
from chargeboard.time.instants import instant_of
from chargeboard.web.access import seen_desk
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-02-10T12:00")
PROFILES = {
    name: Profile(id=name, site=site, tags=tags, policy=Policy(silence_detection=False))
    for name, site, tags in (
        ("A", "Yard", ("east", "old stock")),
        ("B", "Yard", ("east",)),
        ("C", "Quay", ()),
    )
}
KWH = {"A": 10, "B": 20, "C": 30}
MODELS = {"A": "X1", "B": "X1", "C": "X2"}
JANUARY = "from=2026-01-01&through=2026-01-31"


def frames(station):
    def call(moment, action, payload):
        text = f'[2,"{action}{moment}","{action}",{payload}]'
        return Frame(station, at(moment), "in", text, "c", "ocpp1.6")

    def status(moment, said, error="NoError"):
        told = f'"connectorId":1,"errorCode":"{error}","status":"{said}","timestamp":"{moment}:00Z"'
        return call(moment, "StatusNotification", f"{{{told}}}")

    def boot(moment, model, firmware):
        told = f'"chargePointVendor":"ACME","chargePointModel":"{model}","firmwareVersion":"{firmware}"'
        return call(moment, "BootNotification", f"{{{told}}}")

    yield Frame(station, at("2025-12-31T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield boot("2025-12-31T00:00", MODELS[station], "2.0" if station == "B" else "1.0")
    yield status("2025-12-31T00:00", "Available")
    for day in range(1, 32):
        start, end = f"2026-01-{day:02}T10:00", f"2026-01-{day:02}T11:00"
        wh = 0 if station == "B" and day % 2 else 1000 * KWH[station]
        if station == "A" and day == 16:
            yield boot("2026-01-16T09:00", "X1", "2.0")
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", f"{{{begin}}}")
        answer = f'{{"transactionId":{day},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame(station, at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{day},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", f"{{{stop}}}")
        yield status(end, "Available")
        if station == "C" and day == 15:
            yield status("2026-01-15T12:00", "Faulted", "GroundFailure")
            yield status("2026-01-15T18:00", "Available")
    if station == "C":
        yield status("2026-01-31T18:00", "Faulted", "GroundFailure")
    else:
        yield status("2026-02-10T11:00", "Available")
    yield call("2026-02-10T11:00", "Heartbeat", "{}")


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


def asked(client, query):
    return client.get(f"/api/v1/comparison?{query}").json()


def ids(client, query):
    return [row["id"] for row in asked(client, query)["rows"]]


def test_each_charger_has_the_figures_of_its_days(client):
    told = asked(client, f"{JANUARY}&sort=name")
    a, b, c = (row["figures"] for row in told["rows"])
    assert (a["days"], a["attempts"], a["successes"], a["success_pct"], a["sessions"]) == (
        31,
        31,
        31,
        100,
        31,
    )
    assert (a["energy_wh"], a["in_use_s"], a["available_s"]) == (310_000, 31 * 3600, 31 * 86_400)
    assert (b["attempts"], b["successes"], b["sessions"], b["energy_wh"]) == (31, 15, 15, 300_000)
    assert b["success_pct"] == pytest.approx(100 * 15 / 31)
    assert (c["errors"], c["errors_per_1000"]) == (2, pytest.approx(2000 / 31))
    assert c["uptime_pct"] == pytest.approx(100 * (1 - 12 / (31 * 24)))


def test_all_of_them_are_the_sum_of_each_over_any_dates(client):
    for query in (JANUARY, "from=2026-01-07&through=2026-01-08", "from=2025-01-01&through=2026-02-09"):
        told = asked(client, query)
        for name in (
            "attempts",
            "successes",
            "sessions",
            "energy_wh",
            "in_use_s",
            "timed_s",
            "up_s",
            "errors",
            "days",
        ):
            assert told["totals"][name] == sum(row["figures"][name] for row in told["rows"]), name
        assert told["chargers"] == len(told["rows"]) == 3


def test_a_charger_has_the_figures_that_its_own_two_periods_tell(client):
    own = client.get(f"/api/v1/chargers/C/days/comparison?{JANUARY}").json()["figures"]
    uptime = next(one["second"] for one in own if one["figure"] == "uptime")
    here = next(row["figures"] for row in asked(client, JANUARY)["rows"] if row["id"] == "C")
    assert here["uptime_pct"] == pytest.approx(uptime["value"])


@pytest.mark.parametrize(
    ("sort", "wanted", "turned"),
    [
        ("", "BAC", "ACB"),
        ("name", "ABC", "CBA"),
        ("state", "CAB", "ABC"),
        ("uptime", "CAB", "ABC"),
        ("errors", "CAB", "ABC"),
        ("last_error", "CAB", "ABC"),
        ("sessions", "ACB", "BAC"),
        ("energy", "CAB", "BAC"),
        ("utilization", "ABC", "ABC"),
        ("last_contact", "ABC", "ABC"),
    ],
)
def test_every_column_orders_them_and_turns_round(client, sort, wanted, turned):
    """What is equal is by id."""
    assert ids(client, f"{JANUARY}&sort={sort}") == [*wanted]
    assert ids(client, f"{JANUARY}&sort={sort}&reverse=1") == [*turned]


def test_they_are_searched_and_paged(client):
    assert ids(client, f"{JANUARY}&text=yard&sort=name") == ["A", "B"]
    told = asked(client, f"{JANUARY}&sort=name&offset=1&limit=1")
    assert (told["chargers"], [row["id"] for row in told["rows"]]) == (3, ["B"])
    assert asked(client, f"{JANUARY}&text=nobody")["rows"] == []


def test_what_is_not_known_comes_last(client):
    told = asked(client, "from=2020-01-01&through=2020-01-02")
    assert told["totals"]["success_pct"] is None
    assert told["totals"]["uptime_pct"] is None
    assert [row["id"] for row in told["rows"]] == ["A", "B", "C"]


def test_the_page_says_so_and_links_to_each(client):
    page = client.get(f"/comparison?{JANUARY}").text
    assert "48.4%" in page
    assert "15/31" in page
    assert 'href="/chargers/C"' in page
    assert "active now" in page
    assert 'aria-sort="ascending"' in page
    assert 'href="/comparison.csv?from=2026-01-01&amp;through=2026-01-31"' in page
    assert (
        "Nothing is known of these dates."
        in client.get("/comparison?from=2020-01-01&through=2020-01-02").text
    )
    assert "No chargers match." in client.get("/comparison?text=nobody").text
    assert 'href="/comparison"' in client.get("/").text


def test_a_file_has_all_of_them_unrounded(client):
    rows = [*csv.DictReader(io.StringIO(client.get(f"/comparison.csv?{JANUARY}&limit=1&sort=name").text))]
    assert [row["charger"] for row in rows] == ["A", "B", "C"]
    assert float(rows[1]["success_pct"]) == pytest.approx(100 * 15 / 31)
    assert rows[2]["last_error"].startswith("2026-01-31T18:00:00")


def test_dates_that_make_no_sense_are_told(client):
    assert client.get("/comparison?from=2026-01-02&through=2026-01-01").status_code == 400
    assert client.get("/comparison?sort=colour").status_code == 400


def test_who_sees_a_site_is_shown_its_chargers_alone(desk, monkeypatch):
    reader = Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    monkeypatch.setattr(seen_desk, "reader", lambda: reader)
    seen = seen_desk.SeenDesk(desk)
    told = seen.fleet_comparisons.chargers(None, SpanWanted(date(2026, 1, 1), date(2026, 2, 1)))
    assert [row.id for row in told.rows] == ["C"]
    assert told.chargers == 1
    assert told.totals == span_figures(desk.store.totals("C", date(2026, 1, 1), date(2026, 2, 1)))


def test_every_order_is_known_to_the_page(client):
    page = client.get("/comparison").text
    for order in set(SpanOrder) - {SpanOrder.SUCCESS}:
        assert f"sort={order}" in page


def cohorts(client, by, query=JANUARY):
    told = client.get(f"/api/v1/comparison/cohorts?by={by}&{query}").json()
    return {
        " ".join(
            filter(None, (one["site"] or one["protocol"] or one["tag"], one["model"], one["firmware"]))
        ): one
        for one in told["cohorts"]
    }, told


def test_a_cohort_has_the_days_on_which_its_chargers_were_of_it(client):
    found, told = cohorts(client, "firmware")
    counted = {
        name: (one["chargers"], one["figures"]["attempts"], one["figures"]["successes"])
        for name, one in found.items()
    }
    assert counted == {"X1 1.0": (1, 15, 15), "X1 2.0": (2, 47, 31), "X2 1.0": (1, 31, 31)}
    assert found["X1 2.0"]["success"]["low"] < 100 * 31 / 47 < found["X1 2.0"]["success"]["high"]
    assert found["X2 1.0"]["errors"]["low"] == pytest.approx(1000 * 0.2422 / 31, abs=0.01)
    assert told["whole"] == asked(client, JANUARY)["totals"]


def test_cohorts_come_to_the_whole_by_whatever_they_are_put_together(client):
    for by in ("model", "firmware", "maker", "site", "protocol"):
        for query in (JANUARY, "from=2026-01-15&through=2026-01-16", "from=2025-01-01&through=2026-02-09"):
            found, told = cohorts(client, by, query)
            for name in (
                "attempts",
                "successes",
                "sessions",
                "energy_wh",
                "timed_s",
                "up_s",
                "errors",
                "days",
            ):
                assert sum(one["figures"][name] for one in found.values()) == told["whole"][name]


def test_the_page_of_cohorts_names_them_and_says_how_sure_it_is(client):
    page = client.get(f"/comparison/cohorts?by=firmware&{JANUARY}").text
    assert "ACME X1, firmware 2.0" in page
    assert "66%" in page
    assert "31/47 · 51.7% to 77.8%" in page
    by_site = client.get(f"/comparison/cohorts?by=site&{JANUARY}").text
    assert 'href="/comparison?from=2026-01-01&amp;through=2026-01-31&amp;text=Yard"' in by_site
    assert "Nothing is known" in client.get("/comparison/cohorts?from=2020-01-01&through=2020-01-02").text
    assert client.get("/comparison/cohorts?by=colour").status_code == 400


def test_a_charger_counts_in_each_of_its_tags_and_once_in_the_whole(client):
    found, told = cohorts(client, "tag")
    counted = {name: (one["chargers"], one["figures"]["attempts"]) for name, one in found.items()}
    assert counted == {"east": (2, 62), "old stock": (1, 31), "": (1, 31)}
    assert told["whole"] == asked(client, JANUARY)["totals"]
    page = client.get(f"/comparison/cohorts?by=tag&{JANUARY}").text
    assert "No tag" in page
    found = "tag=old+stock"
    assert f'href="/comparison?from=2026-01-01&amp;through=2026-01-31&amp;{found}"' in page
    assert ids(client, f"{JANUARY}&{found}") == ["A"]
    assert "tagged old stock" in client.get(f"/comparison?{JANUARY}&{found}").text
    assert ids(client, f"{JANUARY}&tag=stock") == []


def test_chargers_are_put_together_by_the_version_that_they_speak(client):
    found, _ = cohorts(client, "protocol")
    assert {name: one["chargers"] for name, one in found.items()} == {"ocpp1.6": 3}
    assert "ocpp1.6" in client.get(f"/comparison/cohorts?by=protocol&{JANUARY}").text


def test_a_charger_is_set_beside_the_others_of_its_cohort(client):
    _, told = cohorts(client, "model", f"{JANUARY}&charger=B")
    (own,) = told["beside"]
    assert (told["charger"], own["own"]["model"], own["others_chargers"]) == ("B", "X1", 1)
    success = own["compared"][0]
    assert (success["first"]["numerator"], success["second"]["numerator"]) == (31, 15)
    assert success["may_be_chance"] is False
    page = client.get(f"/comparison/cohorts?by=model&{JANUARY}&charger=B").text
    assert "ACME X1: beside the other charger" in page
    assert "−51.6 points" in page
    assert "this charger is one of them" in page
    assert "by=firmware&amp;from=2026-01-01&amp;through=2026-01-31&amp;charger=B" in page
    alone = client.get(f"/comparison/cohorts?by=model&{JANUARY}&charger=C").text
    assert "ACME X2: there is no other" in alone


def test_a_charger_was_of_several_cohorts_where_its_firmware_changed(client):
    _, told = cohorts(client, "firmware", f"{JANUARY}&charger=A")
    assert [
        (one["own"]["firmware"], one["own"]["figures"]["days"], one["others_chargers"])
        for one in told["beside"]
    ] == [("1.0", 15, 0), ("2.0", 16, 1)]


def test_of_a_charger_that_nobody_knows_there_is_no_cohort(client):
    assert client.get(f"/comparison/cohorts?{JANUARY}&charger=nobody").status_code == 404
    assert client.get(f"/api/v1/comparison/cohorts?{JANUARY}&charger=nobody").status_code == 404


def test_who_sees_a_site_sees_no_charger_of_another_beside_its_cohort(desk, monkeypatch):
    reader = Reader(name="q", role=Role.VIEWER, sites=frozenset({"Quay"}))
    monkeypatch.setattr(seen_desk, "reader", lambda: reader)
    seen = seen_desk.SeenDesk(desk)
    days = date(2026, 1, 1), date(2026, 2, 1)
    told = seen.fleet_comparisons.cohorts(None, *days, CohortBy.MODEL, "B")
    assert (told.beside, [one.model for one in told.cohorts]) == ([], ["X2"])
    with pytest.raises(UnknownChargerError):
        seen.evidence.zone("B")


def test_firmware_that_does_worse_is_found_by_itself_and_said_on_its_chargers(desk, client):
    """Up to the 15th A had 1.0 and none of its 14 failed; with 2.0 15 of 46 did, of A and B (V6, I25)."""
    keep_worse(desk.store, lambda: at("2026-02-01T12:00"))
    (found,) = desk.store.worse()
    assert (found.model, found.firmware, found.figure) == ("X1", "2.0", "success")
    assert (found.value, found.others) == (pytest.approx(100 * 31 / 46), 100)
    told = {one: client.get(f"/api/v1/chargers/{one}/board").json()["insights"] for one in "ABC"}
    said = {one: [insight for insight in told[one] if insight["id"] == "I25"] for one in "ABC"}
    assert (len(said["A"]), len(said["B"]), said["C"]) == (1, 1, [])
    assert "Fewer attempts succeed with firmware 2.0 than with other versions of X1" in said["B"][0]["text"]
    page = client.get("/chargers/B").text
    assert 'href="/comparison/cohorts?by=firmware&amp;charger=B"' in page
    desk.store.put_worse([])
    assert "I25" not in {
        insight["id"] for insight in client.get("/api/v1/chargers/B/board").json()["insights"]
    }
