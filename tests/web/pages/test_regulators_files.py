"""A charger's quarter for EV-ChART and its month for Atlas, with numbers worked out by hand."""

import csv
import io
import json
from datetime import datetime
from urllib.parse import quote

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile, Retention
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.retention import let_go
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, instant_of
from chargeboard.web.app import create_app
from projecting import projector_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-04-20T12:00")
BARE = Profile(id="CP", policy=Policy(silence_detection=False, rated_kw=150))
DECLARED = replace(
    BARE,
    station_id="ST-1",
    network_provider="our_net",
    port_ids=((1, "ST-1-P1"),),
    payment_method="credit_card",
)


def call(moment, action, payload):
    text = json.dumps([2, f"{action}{moment}", action, {**payload, "timestamp": f"{moment}:00Z"}])
    return Frame("CP", at(moment), "in", text, "c", "ocpp1.6")


def meter(moment, wh, watts):
    sampled = [{"value": str(wh)}, {"measurand": "Power.Active.Import", "value": str(watts), "unit": "W"}]
    values = [{"timestamp": f"{moment}:00Z", "sampledValue": sampled}]
    text = json.dumps(
        [2, f"m{moment}", "MeterValues", {"connectorId": 1, "transactionId": 7, "meterValue": values}]
    )
    return Frame("CP", at(moment), "in", text, "c", "ocpp1.6")


def status(moment, said, error="NoError"):
    return call(moment, "StatusNotification", {"connectorId": 1, "errorCode": error, "status": said})


def frames():
    return [
        Frame("CP", at("2025-12-01T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6"),
        status("2025-12-01T00:00", "Available"),
        status("2026-01-05T10:00", "Faulted", "GroundFailure"),
        status("2026-01-05T11:30", "Available"),
        call("2026-02-01T10:00", "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 1000}),
        Frame(
            "CP",
            at("2026-02-01T10:00") + 1,
            "out",
            '[3,"StartTransaction2026-02-01T10:00",{"transactionId":7,"idTagInfo":{"status":"Accepted"}}]',
            "c",
            "ocpp1.6",
        ),
        meter("2026-02-01T10:10", 21_000, 140_000),
        meter("2026-02-01T10:20", 31_000, 61_234),
        call("2026-02-01T10:30", "StopTransaction", {"transactionId": 7, "meterStop": 33_345}),
        status("2026-02-01T10:31", "Available"),
        Frame("CP", NOW - HOUR, "in", '[2,"h","Heartbeat",{}]', "c", "ocpp1.6"),
    ]


class Place:
    profile = DECLARED


@pytest.fixture
def client():
    store = open_store(":memory:")
    place = Place()
    desk = Desk(store, lambda _: place.profile, lambda: NOW)
    desk.store.append(frames())
    projector_of(desk).refresh("CP")
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as one:
        one.place = place
        one.store, one.desk = store, desk
        yield one
    store.close()


def told(client, module, quarter="2026-Q1"):
    answer = client.get(f"/chargers/CP/official/ev-chart.csv?module={module}&quarter={quarter}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))


def test_a_session_has_its_energy_its_peak_and_that_it_had_no_error(client):
    (row,) = told(client, 2)
    assert (row["station_id"], row["port_id"], row["network_provider"]) == ("ST-1", "ST-1-P1", "our_net")
    assert (row["session_start"], row["session_end"]) == ("2026-02-01T10:00:00Z", "2026-02-01T10:30:00Z")
    assert (row["energy_kwh"], row["power_kw"]) == ("32.35", "140.00")
    assert (row["session_error"], row["payment_method"]) == ("none", "credit_card")


def test_uptime_of_a_port_of_less_than_a_year_is_left_empty_its_outage_is_told(client):
    rows = told(client, 3)
    assert [row["uptime_reporting_end"] for row in rows] == [
        "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z", "2026-04-01T00:00:00Z"
    ]  # fmt: skip
    assert {row["uptime_reporting_start"] for row in rows} == {"2025-12-01T00:00:00Z"}
    assert {(row["uptime"], row["total_outage"], row["total_outage_excl"]) for row in rows} == {
        ("", "90.00", "0.00")
    }


def test_each_outage_is_told_by_its_start_and_minutes(client):
    (row,) = told(client, 4)
    assert (row["outage_id"], row["outage_duration"]) == ("2026-01-05T10:00:00Z", "90.00")
    (row,) = told(client, 4, "2025-Q4")
    assert (row["outage_id"], row["outage_duration"]) == ("", "")


def test_what_nobody_declared_is_asked_for_and_not_invented(client):
    client.place.profile = BARE
    client.store.set_policy({})  # what is remembered of the charger is looked up again
    answer = client.get("/chargers/CP/official/ev-chart.csv?quarter=2026-Q1")
    assert answer.status_code == 400
    for key in ("station_id", "network_provider", "payment_method", "port_ids"):
        assert key in answer.text


def test_energy_and_power_that_nobody_knows_are_said_not_to_be_known(client):
    lost = call(
        "2026-02-03T10:00", "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 33_345}
    )
    answer = f'[3,"{json.loads(lost.text)[1]}",{{"transactionId":8,"idTagInfo":{{"status":"Accepted"}}}}]'
    client.desk.store.append(
        [
            replace(lost, received_at=NOW - 30 * SECOND),
            Frame("CP", NOW - 29 * SECOND, "out", answer, "c", "ocpp1.6"),
            replace(status("2026-02-03T11:00", "Available"), received_at=NOW - 28 * SECOND),
        ]
    )
    projector_of(client.desk).refresh("CP")
    known, unknown = told(client, 2)
    assert known["error_other"] == ""
    assert unknown["error_other"] == "energy_unknown, power_unknown"
    assert (unknown["energy_kwh"], unknown["power_kw"]) == ("0.00", "0.00")


def test_a_port_that_came_after_the_quarter_is_in_no_file_of_it(client):
    text = json.loads(status("2026-04-10T00:00", "Available").text)
    text[3]["connectorId"] = 2
    client.desk.store.append([Frame("CP", NOW - 30 * SECOND, "in", json.dumps(text), "c", "ocpp1.6")])
    projector_of(client.desk).refresh("CP")
    client.place.profile = replace(DECLARED, port_ids=((1, "ST-1-P1"), (2, "ST-1-P2")))
    client.store.set_policy({})
    for module in (3, 4):
        assert {row["port_id"] for row in told(client, module)} == {"ST-1-P1"}
    assert [row["outage_id"] for row in told(client, 4, "2026-Q2")] == ["", ""]


def test_a_quarter_of_which_the_readings_are_gone_has_no_file_of_sessions(client):
    while let_go(client.store, DECLARED, Retention(evidence_days=15), NOW):
        pass
    answer = client.get("/chargers/CP/official/ev-chart.csv?module=2&quarter=2026-Q1")
    assert answer.status_code == 400
    assert "Not all that makes this file" in answer.text
    assert told(client, 4)


@pytest.mark.parametrize("asked", ["", "quarter=2026-Q5", "quarter=26-Q1"])
def test_a_quarter_that_is_none_is_refused_with_what_to_write(client, asked):
    answer = client.get(f"/chargers/CP/official/ev-chart.csv?{asked}")
    assert answer.status_code == 400
    assert "2026-Q3" in answer.text


def test_there_are_three_modules(client):
    assert client.get("/chargers/CP/official/ev-chart.csv?module=5&quarter=2026-Q1").status_code == 400


def test_the_page_leads_to_the_files_of_the_last_quarter(client):
    assert (
        "/chargers/CP/official/ev-chart.csv?module=3&amp;quarter=2026-Q1"
        in client.get("/chargers/CP/official").text
    )


def test_a_quarter_in_which_nobody_charged_says_so_of_each_port(client):
    (row,) = told(client, 2, "2025-Q4")
    assert (row["port_id"], row["session_id"], row["energy_kwh"]) == ("ST-1-P1", "", "")


def test_the_page_leads_to_no_file_while_something_is_not_declared_and_says_what(client):
    client.place.profile = BARE
    client.store.set_policy({})  # what is remembered of the charger is looked up again
    page = client.get("/chargers/CP/official").text
    assert "ev-chart.csv" not in page
    assert "atlas.json" not in page
    assert "station_id, network_provider, payment_method, port_ids" in page


def test_what_would_be_flagged_is_told_with_where_it_is(client):
    told = client.get("/api/v1/chargers/CP/official/flags?month=2026-02").json()
    assert (told["sessions"], told["month"]) == (1, "2026-02")
    by_code = {one["code"]: one for one in told["flags"]}
    assert not by_code["ENEU"]["flagged"]
    page = client.get("/chargers/CP/official/flags?month=2026-02")
    assert page.status_code == 200
    assert "Would a regulator flag this data?" in page.text
    assert "/chargers/CP/official/flags" in client.get("/chargers/CP/official").text
    assert client.get("/chargers/CP/official/flags?month=x").status_code == 400


def test_nothing_that_a_charger_says_is_computed_by_a_spreadsheet(client):
    client.place.profile = replace(DECLARED, network_provider="@SUM(A1)")
    client.store.set_policy({})  # what is remembered of the charger is looked up again
    (row,) = told(client, 2)
    assert row["network_provider"] == "'@SUM(A1)"


STATION = {
    **dict.fromkeys(
        (
            *("station_name", "station_address", "station_city", "station_state", "station_county"),
            *("operator_name", "operator_address", "operator_city", "operator_state"),
            *("site_host_type", "site_host_type_detail", "host_first_name", "host_last_name"),
        ),
        "Yard",
    ),
    "station_zip": "01234",
    "station_lon": "-119.7726",
    "station_lat": "36.7468",
    "operating_status": "operational",
    "access_type": "public",
    "host_email": "c@yard.example",
    "onsite_der": "false",
}
FREE = replace(DECLARED, payment_type="membership", energy_fee="0.5", session_fee="0", time_fee="0.1")


def soc(moment, share, wh):
    values = [
        {
            "timestamp": f"{moment}:00Z",
            "sampledValue": [
                {"value": str(wh)},
                {"measurand": "SoC", "value": str(share), "unit": "Percent"},
            ],
        }
    ]
    return call(moment, "MeterValues", {"connectorId": 1, "transactionId": 7, "meterValue": values})


@pytest.fixture
def charged(client):
    client.place.profile = FREE
    others = [
        soc("2026-02-01T10:11", 31, 22_000),
        soc("2026-02-01T10:29", 80, 33_000),
        status("2026-03-05T10:00", "Preparing"),
        call("2026-03-05T10:01", "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 33_345}),
        Frame(
            "CP",
            at("2026-03-05T10:01") + 1,
            "out",
            '[3,"StartTransaction2026-03-05T10:01",{"transactionId":8,"idTagInfo":{"status":"Accepted"}}]',
            "c",
            "ocpp1.6",
        ),
        call("2026-03-05T10:21", "StopTransaction", {"transactionId": 8, "meterStop": 43_345}),
        status("2026-03-05T10:22", "Finishing"),
        status("2026-03-05T10:32", "Available"),
    ]
    client.desk.store.append(others)
    projector_of(client.desk).refresh("CP")
    client.store.set_policy({})  # what is remembered of the charger is looked up again
    return client


def get(client, asked):
    return client.get(f"/chargers/CP/official/atlas.json?{asked}")


def test_a_session_goes_from_plug_to_plug_and_costs_what_is_declared(charged):
    answer = get(charged, "kind=sessions&month=2026-02")
    assert answer.status_code == 200, answer.text
    assert answer.headers["X-Left-Out"] == "0"
    (row,) = answer.json()
    assert (row["port_id"], row["payment_type"], row["ended_by"]) == (
        "ST-1-P1",
        "membership",
        "driver, Local",
    )
    assert (row["start_soc"], row["end_soc"]) == (0.31, 0.8)
    assert (row["energy_kwh"], row["peak_kw"]) == (32.345, 140)
    # half a dollar a kWh, and ten cents for each of half an hour's minutes
    assert row["total_fee_charged"] == pytest.approx(32.345 * 0.5 + 3, abs=0.006)
    assert (row["session_duration"], row["charging_duration"]) == ("PT1800S", "PT1800S")
    assert row["successful_completion"] is True


def test_a_session_has_its_peak_its_states_of_charge_and_who_ended_it(charged):
    asked = "/api/v1/chargers/CP/sessions"
    listed = charged.get(f"{asked}?from=2026-02-01&to=2026-03-31").json()
    keys = [quote(one["key"], safe="") for one in listed["sessions"]]
    later, earlier = (charged.get(f"{asked}/{key}").json() for key in keys)
    names = ("peak_w", "start_soc_pct", "end_soc_pct", "ended_by")
    told = [tuple(one[name] for name in names) for one in listed["sessions"]]
    assert told == [(None, None, None, "driver"), (140_000, 31, 80, "driver")]
    board = charged.get("/api/v1/chargers/CP/board?from=2026-02-01&to=2026-03-31").json()
    assert [tuple(one[name] for name in names) for one in board["sessions"]] == told[::-1]
    told_csv = charged.get("/chargers/CP/sessions.csv?from=2026-02-01&to=2026-03-31&sort=start").text
    row = next(csv.DictReader(io.StringIO(told_csv.lstrip("\ufeff"))))
    assert [row[name] for name in names] == ["140000.0", "31.0", "80.0", "driver"]
    page = charged.get("/chargers/CP/sessions?from=2026-02-01&to=2026-03-31").text
    assert 'data-unit="kW">140.0</td>' in page
    assert "31% to 80%" in page
    assert (earlier["peak_w"], earlier["start_soc_pct"], earlier["end_soc_pct"]) == (140_000, 31, 80)
    assert (later["peak_w"], later["start_soc_pct"], later["end_soc_pct"]) == (None, None, None)
    assert earlier["ended_by"] == later["ended_by"] == "driver"
    page = charged.get(f"/chargers/CP/sessions/{keys[1]}").text
    assert "Highest power" in page
    assert "the driver" in page


def test_a_session_that_the_schema_would_refuse_is_told_and_can_be_left_out(charged):
    answer = get(charged, "kind=sessions&month=2026-03")
    assert answer.status_code == 400
    assert "start_soc" in answer.text
    answer = get(charged, "kind=sessions&month=2026-03&only=complete")
    assert (answer.json(), answer.headers["X-Left-Out"]) == ([], "1")


def test_an_outage_has_its_cause_and_its_length(charged):
    (row,) = get(charged, "kind=outages&month=2026-01").json()
    assert (row["outage_start"], row["outage_duration"]) == ("2026-01-05T10:00:00Z", "PT5400S")
    assert (row["outage_cause"], row["exempted_outage"]) == ("faulted", False)


def test_a_month_of_a_port_has_its_uptime_in_percent_and_its_outage_in_minutes(charged):
    (row,) = get(charged, "kind=uptime&month=2026-01").json()
    assert (row["report_yr_mon"], row["outage_total"], row["outage_excluded"]) == ("202601", 90, 0)
    assert row["uptime_pct"] == pytest.approx(100 * (1 - 90 / (31 * 1440)))
    assert get(charged, "kind=uptime&month=2026-04").json() == [], "a month that is not over has none yet"


def test_what_atlas_wants_and_nobody_declared_is_asked_for(charged):
    charged.place.profile = BARE
    charged.store.set_policy({})  # what is remembered of the charger is looked up again
    answer = get(charged, "kind=sessions&month=2026-02")
    assert answer.status_code == 400
    for key in ("port_ids", "energy_fee", "session_fee", "time_fee", "payment_type"):
        assert key in answer.text


@pytest.mark.parametrize(
    "asked",
    ["", "month=2026", "month=2026-02&kind=tests", "kind=ports", "kind=stations", "month=2026-02&only=all"],
)
def test_what_is_asked_for_wrongly_is_refused_in_words(charged, asked):
    assert get(charged, asked).status_code == 400


def test_a_station_is_registered_with_what_is_known_and_declared_and_what_lacks_is_asked_for(charged):
    asked = get(charged, "kind=ports").text
    assert "connector_type" in asked
    assert "energy_fee" not in asked
    charged.place.profile = replace(FREE, registration=tuple(STATION.items()))
    charged.store.set_policy({})  # what is remembered of the charger is looked up again
    answer = get(charged, "kind=stations")
    assert answer.status_code == 200, answer.text
    (station,) = answer.json()
    assert (station["station_id"], station["station_zip"], station["onsite_der"]) == ("ST-1", "01234", False)
    assert "fields of its ports and its station are wanted" in charged.get("/chargers/CP/official").text


def test_the_page_leads_to_the_documents_of_the_last_month(charged):
    assert "/official/atlas.json?kind=uptime&amp;month=2026-03" in charged.get("/chargers/CP/official").text


def test_the_uks_template_has_the_year_of_a_charger_and_of_all(client):
    answer = client.get("/chargers/CP/official/uk.csv?year=2026")
    one, network = csv.DictReader(io.StringIO(answer.text))
    assert (one["charge_point"], one["months"], one["in_network"]) == ("CP", "3", "true")
    # January to March, and a fault of an hour and a half
    assert (one["minutes"], one["downtime_minutes"]) == (str(90 * 1440.0), "90.0")
    assert network["downtime_minutes"] == "90.0"
    while projector_of(client.desk).keep_month("CP"):
        pass
    of_all = list(csv.DictReader(io.StringIO(client.get("/official/uk.csv?year=2026").text)))
    assert of_all == [one, network]
    assert len(client.get("/official/uk.csv?year=2026&site=Nowhere").text.splitlines()) == 1


@pytest.mark.parametrize("path", ["/official/uk.csv", "/chargers/CP/official/uk.csv"])
@pytest.mark.parametrize("year", ["", "26", "2026-10", "9999"])
def test_a_year_that_is_none_is_refused_with_what_to_write(client, path, year):
    answer = client.get(f"{path}?year={year}")
    assert answer.status_code == 400
    assert "2026" in answer.text


def test_both_pages_lead_to_the_years_of_their_months(client):
    assert "/chargers/CP/official/uk.csv?year=2026" in client.get("/chargers/CP/official").text
    assert "/official/uk.csv?year=2026" in client.get("/official").text
