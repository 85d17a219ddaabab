"""
The page of official figures, its API and its file, of a charger whose months are computed by hand.

Two sockets in Berlin, both there from 1 January 2026, 00:00, on; the question is of 10 April. Socket 1 was
faulted on 3 February from 00:00 to 12:00, of which 06:00 to 12:00 was declared planned maintenance.
"""

import csv
import io
from datetime import datetime

import jsonschema
import pytest
from litestar.testing import TestClient

from chargeboard.domain.codes import ExclusionKind
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Exclusion, Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of
from chargeboard.web.app import create_app
from projecting import projector_of

NOW = instant_of(datetime.fromisoformat("2026-04-10T12:00+02:00"))
STATUS = (
    '[2,"{0}","StatusNotification",{{"connectorId":{1},"errorCode":"NoError",'
    '"status":"{2}","timestamp":"{3}"}}]'
)
WORKS = Exclusion("2026-02-03T06:00", "2026-02-03T12:00", "works", kind=ExclusionKind.PLANNED_MAINTENANCE)
PROFILE = Profile(
    id="CP",
    policy=Policy(timezone="Europe/Berlin", silence_detection=False, rated_kw=150, exclusions=(WORKS,)),
    timezone_is_default=False,
)


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}+01:00"))


@pytest.fixture(scope="module")
def desk():
    told = [
        ("2026-01-01T00:00", 1, "Available"),
        ("2026-01-01T00:00", 2, "Available"),
        ("2026-02-03T00:00", 1, "Faulted"),
        ("2026-02-03T12:00", 1, "Available"),
    ]
    frames = [Frame("CP", at("2026-01-01T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")]
    for n, (moment, socket, status) in enumerate(told):
        frames.append(
            Frame(
                "CP", at(moment), "in", STATUS.format(n, socket, status, text_of(at(moment))), "c", "ocpp1.6"
            )
        )
    frames.append(Frame("CP", NOW - HOUR, "in", '[2,"h","Heartbeat",{}]', "c", "ocpp1.6"))
    store = open_store(":memory:")
    made = Desk(store, lambda _: PROFILE, lambda: NOW)
    made.store.append(frames)
    projector_of(made).refresh("CP")
    yield made
    store.close()


@pytest.fixture(scope="module")
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW), raise_server_exceptions=True) as one:
        yield one


@pytest.fixture(scope="module")
def figures(client):
    return client.get("/api/v1/chargers/CP/official").json()


def test_months_are_told_by_every_rule_the_latest_first(figures):
    assert [month["month"] for month in figures["months"]][:4] == ["2026-04", "2026-03", "2026-02", "2026-01"]
    assert [month["partial"] for month in figures["months"]][:2] == [True, False]
    february = figures["months"][2]
    # 2 sockets x 28 days; 12 h faulted, 6 of them planned
    assert february["rules"]["nevi"]["down_s"] == 6 * 3600
    assert february["rules"]["nevi"]["excluded_s"] == 6 * 3600
    assert february["rules"]["uk"]["down_s"] == 12 * 3600
    assert february["rules"]["nevi"]["uptime_pct"] == pytest.approx(100 * (1 - 6 / (2 * 28 * 24)))
    one, other = february["sockets"]
    assert one["rules"]["nevi"]["uptime_pct"] == pytest.approx(100 * (1 - 6 / (28 * 24)))
    assert other["rules"]["nevi"]["uptime_pct"] == 100
    # the clocks went forward on the 29th
    assert figures["months"][1]["rules"]["uk"]["up_s"] == 2 * (31 * 24 - 1) * 3600


def test_a_charger_of_less_than_a_year_is_measured_by_its_own_time(figures):
    whole = 2 * (31 + 28 + 31) * 24 - 2
    assert figures["twelve_months"]["dates"] == {
        "from": "2025-04-01",
        "to": "2026-04-01",
        "through": "2026-03-31",
    }
    assert figures["twelve_months"]["rules"]["nevi"]["uptime_pct"] == pytest.approx(100 * (1 - 6 / whole))
    assert figures["calendar_year"]["dates"]["from"] == "2026-01-01"
    assert figures["calendar_year"]["rules"]["uk"]["uptime_pct"] == pytest.approx(100 * (1 - 12 / whole))


def test_a_rule_says_what_it_counts_and_where_it_was_read(figures):
    (nevi,) = [rule for rule in figures["rules"] if rule["code"] == "nevi"]
    assert nevi["year_minutes"] == 525_600
    assert nevi["counts"]["offline"] == "down"
    assert {one["kind"] for one in nevi["excuses"]} >= {"planned_maintenance", "vandalism"}
    assert nevi["source"] == "23 CFR 680.116(b)"


def test_the_time_on_which_two_rules_differ_is_told_piece_by_piece(client):
    told = client.get("/api/v1/chargers/CP/official/differences?month=2026-02").json()
    (piece,) = told["differences"]
    assert piece == {
        "socket": 1,
        "from": "2026-02-03T05:00:00Z",
        "to": "2026-02-03T11:00:00Z",
        "seconds": 6 * 3600,
        "state": "faulted",
        "first": "excluded",
        "second": "down",
        "first_by": "planned_maintenance",
        "second_by": None,
    }


def test_the_page_shows_rules_months_and_where_two_differ(client):
    page = client.get("/chargers/CP/official?in=2026-02").text
    assert "1 Apr 2025 – 31 Mar 2026" in page
    assert "3 of 12 months have data" in page
    assert "Indicative: our reading of each rule" in page
    assert "excluded: planned maintenance" in page
    assert "In Feb 2026 they differ on 1 piece of time, 6 h in all." in page
    assert "so far, in no sum" in page
    assert "23 CFR 680.116(b), read 28 Nov 2026" in page


def test_the_file_has_a_row_for_each_month_socket_and_rule(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/chargers/CP/official.csv?month=2026-02").text)))
    (row,) = [
        row for row in rows if (row["month"], row["socket"], row["rule"]) == ("2026-02", "1", "california")
    ]
    assert float(row["down_s"]) == 6 * 3600
    assert row["partial"] == "false"
    assert {row["month"] for row in rows} == {"2026-01", "2026-02"}


@pytest.mark.parametrize("asked", ["month=2026-13", "month=2026-1", "in=x", "first=nevi2", "month=0001-01"])
def test_what_cannot_be_understood_is_refused_with_what_to_write(client, asked):
    answer = client.get(f"/chargers/CP/official?{asked}")
    assert answer.status_code == 400
    assert "2026-10" in answer.text or "nevi" in answer.text


def test_a_charger_without_any_data_has_a_page_that_says_so(client, desk):
    page = client.get("/chargers/CP/official?month=2024-01")
    assert page.status_code == 200
    assert "No month that is over has any data." in page.text


def test_in_january_no_month_of_the_year_is_over(client):
    asked = {"at": "2026-01-15T12:00:00Z", "month": "2026-01"}
    year = client.get("/api/v1/chargers/CP/official", params=asked).json()["calendar_year"]
    assert (year["dates"]["from"], year["dates"]["to"], year["sockets"]) == ("2026-01-01", "2026-01-01", [])
    assert year["rules"]["nevi"]["uptime_pct"] is None
    assert client.get("/chargers/CP/official", params=asked).status_code == 200
    assert client.get("/chargers/CP/official.csv", params=asked).status_code == 200


@pytest.mark.parametrize("more", ["", "/differences", "/flags"])
def test_what_is_answered_is_what_the_description_says(client, more):
    described = client.get("/api/v1/openapi.json").json()
    (answer,) = described["paths"][f"/api/v1/chargers/{{station}}/official{more}"]["get"]["responses"]["200"][
        "content"
    ].values()
    schema = {**answer["schema"], "components": described["components"]}
    told = client.get(f"/api/v1/chargers/CP/official{more}?month=2026-02").json()
    jsonschema.validate(told, schema, jsonschema.Draft202012Validator)
