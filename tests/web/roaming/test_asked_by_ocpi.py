"""What does another party get of our chargers by OCPI, and what not?"""

import base64
import json

import pytest
from click.testing import CliRunner
from parties import CCS, T2, party, said, settings

from chargeboard.cli import main
from chargeboard.config import SettingsError
from chargeboard.config.about import about_checked, connectors_of
from chargeboard.config.loading import load
from chargeboard.config.outlet_book import OutletBook
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.happenings import HappeningKind, HappeningsWanted
from chargeboard.outlets.addresses import Address, address_in
from chargeboard.outlets.ids import LONGEST, place_id, session_id, socket_id
from chargeboard.outlets.ocpi.locations import STATUS, locations
from chargeboard.outlets.places import Party
from chargeboard.time.instants import HOUR, MINUTE
from chargeboard.vocabularies.ocpi import EvseStatus

HARBOUR = place_id("Harbour")
BASE = "https://board.example.org/power/ocpi"
PLUG_1 = {
    "id": "1",
    "standard": "IEC_62196_T2",
    "format": "SOCKET",
    "power_type": "AC_3_PHASE",
    "max_voltage": 230,
    "max_amperage": 32,
    "last_updated": "2025-10-13T01:20:00Z",
}
EVSE_1 = {
    "uid": "CP1*1",
    "evse_id": "DE*ABC*E1",
    "status": "CHARGING",
    "connectors": [PLUG_1],
    "physical_reference": "left",
    "last_updated": "2025-10-13T01:20:00Z",
}
EVSE_2 = {
    "uid": "CP1*2",
    "status": "OUTOFORDER",
    "connectors": [
        {
            "id": "1",
            "standard": "IEC_62196_T2_COMBO",
            "format": "CABLE",
            "power_type": "DC",
            "max_voltage": 920,
            "max_amperage": 500,
            "last_updated": "2025-10-13T01:31:00Z",
        }
    ],
    "last_updated": "2025-10-13T01:31:00Z",
}
LOCATION = {
    "country_code": "DE",
    "party_id": "ABC",
    "id": HARBOUR,
    "publish": False,
    "name": "Harbour",
    "address": "Am Kai 1",
    "city": "Hamburg",
    "postal_code": "20457",
    "country": "DEU",
    "coordinates": {"latitude": "53.543400", "longitude": "9.983500"},
    "evses": [EVSE_1, EVSE_2],
    "operator": {"name": "Harbour Power"},
    "time_zone": "Europe/Berlin",
    "last_updated": "2025-10-13T01:31:00Z",
}
_ALL, _SESSIONS = FleetWanted(), HappeningsWanted(HappeningKind.SESSIONS)
TOKEN = {"country_code": "DE", "party_id": "ABC", "uid": "#NA", "type": "OTHER", "contract_id": "#NA"}


@pytest.fixture(scope="module")
def asked(tmp_path_factory):
    with party(tmp_path_factory.mktemp("harbour")) as (one, ask):
        yield one, ask


@pytest.fixture(scope="module")
def ask(asked):
    return asked[1]


def test_versions_lead_to_their_endpoints_and_these_to_lists(ask):
    told = ask("/ocpi/versions").json()
    assert told == {
        "data": [
            {"version": "2.3.0", "url": f"{BASE}/2.3.0"},
            {"version": "2.2.1", "url": f"{BASE}/2.2.1"},
        ],
        "status_code": 1000,
        "timestamp": told["timestamp"],
    }
    assert told["timestamp"].endswith("Z")
    assert ask("/ocpi/2.2.1").json()["data"] == {
        "version": "2.2.1",
        "endpoints": [
            {"identifier": "credentials", "role": "SENDER", "url": f"{BASE}/2.2.1/credentials"},
            {"identifier": "locations", "role": "SENDER", "url": f"{BASE}/2.2.1/locations"},
            {"identifier": "sessions", "role": "SENDER", "url": f"{BASE}/2.2.1/sessions"},
        ],
    }
    assert ask("/ocpi/2.0").status_code == 404
    assert ask("/ocpi/2.0").json()["status_code"] == 2003


def test_credentials_say_who_we_are(ask):
    assert ask("/ocpi/2.3.0/credentials").json()["data"] == {
        "token": next(iter(ask.tokens.values())),
        "url": f"{BASE}/versions",
        "roles": [
            {
                "role": "CPO",
                "country_code": "DE",
                "party_id": "ABC",
                "business_details": {"name": "Harbour Power"},
            }
        ],
    }


@pytest.mark.parametrize("version", ["2.2.1", "2.3.0"])
def test_a_site_is_a_location_a_socket_an_evse_and_its_plug_a_connector(ask, version):
    answer = ask(f"/ocpi/{version}/locations")
    assert answer.json()["data"] == [LOCATION]
    assert (answer.headers["X-Total-Count"], answer.headers["X-Limit"]) == ("1", "100")
    assert "Link" not in answer.headers
    where = f"/ocpi/{version}/locations/{HARBOUR}"
    assert ask(where).json()["data"] == LOCATION
    assert ask(f"{where}/CP1*1").json()["data"] == EVSE_1
    assert ask(f"{where.lower()}/cp1*1/1").json()["data"] == PLUG_1
    for missing in (f"{where}x", f"{where}/CP9*1", f"{where}/CP1*1/2"):
        assert ask(missing).status_code == 404
        assert ask(missing).json()["status_code"] == 2003


def test_a_place_without_what_is_required_is_left_out_and_named(asked):
    one, _ = asked
    rows = one.desk.whole_fleet(_ALL).rows
    chosen = settings(LONE=said(name="nowhere"))
    found, left_out = locations(
        Party("DE", "ABC", "x"), OutletBook(chosen, one.store, "").places(rows), one.now
    )
    assert found == []
    assert {(one.what, *one.lacks) for one in left_out} == {
        ("Harbour", "country"),
        ("Yard", "address", "city", "country", "coordinates"),
    }


def test_doctor_names_what_is_left_out(asked, tmp_path):
    one, _ = asked
    (tmp_path / "board.toml").write_text('[ocpi]\ncountry_code = "DE"\nparty_id = "ABC"\n')
    where = ["--db", str(one.path), "--config", str(tmp_path / "board.toml")]
    told = CliRunner().invoke(main, ["doctor", *where]).output
    assert "OCPI leaves out Harbour: country is not known" in told
    assert "OCPI leaves out CP1*1: connectors is not known" in told


def test_a_socket_without_a_plug_is_left_out(tmp_path):
    chosen = settings(CP1=said(site="Harbour", connectors=f"2={CCS}"))
    with party(tmp_path, asked=chosen) as (_, ask):
        [told] = ask("/ocpi/2.2.1/locations").json()["data"]
        assert [one["uid"] for one in told["evses"]] == ["CP1*2"]


def test_who_changed_in_a_time_is_told_and_who_did_not_is_not(ask):
    def found(query):
        return len(ask(f"/ocpi/2.2.1/locations?{query}").json()["data"])

    assert found("date_from=2025-10-13T01:31:00Z") == 1
    assert found("date_from=2025-10-13T01:31:01Z") == 0
    assert found("date_from=2025-10-13T00:00:00&date_to=2025-10-13T03:31:00%2B02:00") == 0
    assert found("date_to=2025-10-13T01:32:00.000Z") == 1


def test_who_asks_what_changed_since_is_told_of_a_charger_that_has_fallen_silent(tmp_path):
    with party(tmp_path) as (one, ask):

        def changed(since):
            told = ask(f"/ocpi/2.2.1/locations?date_from={since}").json()["data"]
            return [(evse["uid"], evse["status"]) for place in told for evse in place["evses"]]

        one.now += HOUR
        one.understand()
        assert changed("2025-10-13T02:30:00Z") == [("CP1*1", "UNKNOWN"), ("CP1*2", "UNKNOWN")]
        one.say(160, "CP1", "Heartbeat")
        one.understand()
        assert changed("2025-10-13T02:40:00Z") == [("CP1*1", "CHARGING"), ("CP1*2", "OUTOFORDER")]
        assert changed("2025-10-13T02:41:00Z") == []


def test_a_list_goes_on_where_its_link_leads(ask):
    first = ask("/ocpi/2.2.1/sessions?date_from=2025-10-13T00:00:00Z&limit=1")
    assert first.headers["X-Total-Count"] == "2"
    link = first.headers["Link"]
    assert link == (
        f'<{BASE}/2.2.1/sessions?date_from=2025-10-13T00%3A00%3A00Z&offset=1&limit=1>; rel="next"'
    )
    second = ask("/ocpi" + link.partition(">")[0].removeprefix(f"<{BASE}"))
    assert "Link" not in second.headers
    ids = [row["id"] for answer in (first, second) for row in answer.json()["data"]]
    assert len(set(ids)) == 2


def test_for_one_location_no_other_site_is_looked_at(asked, monkeypatch):
    one, ask = asked
    wanted, whole = [], one.desk.whole_fleet
    monkeypatch.setattr(
        one.desk, "whole_fleet", lambda fleet, sites=None: (wanted.append(sites), whole(fleet, sites))[1]
    )
    assert ask(f"/ocpi/2.2.1/locations/{HARBOUR}").status_code == 200
    assert ask(f"/ocpi/2.2.1/locations/{place_id('Elsewhere')}").status_code == 404
    assert wanted == [frozenset({"Harbour"})]


@pytest.mark.threat("P17")
def test_sessions_are_told_without_whose_they_are(asked):
    one, ask = asked
    body = ask("/ocpi/2.2.1/sessions?date_from=2025-10-13T00:00:00Z")
    keys = [row.session for row in one.desk.happenings(_SESSIONS).rows]
    common = {
        "country_code": "DE",
        "party_id": "ABC",
        "cdr_token": TOKEN,
        "auth_method": "WHITELIST",
        "location_id": HARBOUR,
        "evse_uid": "CP1*1",
        "connector_id": "1",
        "currency": "EUR",
    }
    now = json.loads(body.text)["timestamp"]
    assert body.json()["data"] == [
        {
            **common,
            "id": session_id("CP1", keys[1]),
            "start_date_time": "2025-10-13T00:10:00Z",
            "end_date_time": "2025-10-13T01:10:00Z",
            "kwh": 5.0,
            "status": "COMPLETED",
            "last_updated": "2025-10-13T01:10:00Z",
        },
        {
            **common,
            "id": session_id("CP1", keys[0]),
            "start_date_time": "2025-10-13T01:20:00Z",
            "kwh": 1.234,
            "status": "ACTIVE",
            "last_updated": now,
        },
    ]
    assert "TAG" not in body.text
    assert not any(key in body.text for key in keys)
    assert len(ask("/ocpi/2.2.1/sessions?date_from=2025-10-13T01:15:00Z").json()["data"]) == 1


def test_a_session_whose_end_was_learned_days_later_is_told_to_who_asks_what_changed_since(tmp_path):
    with party(tmp_path) as (one, ask):
        three_days = 3 * 24 * 60

        def changed(since):
            answer = ask(f"/ocpi/2.2.1/sessions?date_from={since}")
            return [(row["status"], row["last_updated"]) for row in answer.json()["data"]]

        # what CP1 kept while it was offline, and sends at last
        one.stop(120, "CP1", 8, 3234)
        one.now += three_days * MINUTE
        one.say(three_days + 120.5, "CP1", "Heartbeat")
        one.understand()
        assert changed("2025-10-16T00:00:00Z") == []
        one.say(
            three_days + 121,
            "CP1",
            "StartTransaction",
            connectorId=1,
            idTag="TAG-OF-A-DRIVER",
            meterStart=3234,
            timestamp="2025-10-13T03:00:00Z",
        )
        one._last = "CP1"
        one.answer(transactionId=9, idTagInfo={"status": "Accepted"})
        one.say(
            three_days + 122,
            "CP1",
            "StopTransaction",
            transactionId=9,
            meterStop=9234,
            timestamp="2025-10-13T04:00:00Z",
        )
        one.understand()
        told = [("COMPLETED", "2025-10-16T02:02:00Z")]
        assert changed("2025-10-16T02:02:00Z") == told
        assert changed("2025-10-16T02:02:01Z") == []
        # so it is once it is settled
        one.say(three_days + 200, "CP1", "Heartbeat")
        one.understand()
        assert changed("2025-10-16T02:00:00Z") == told
        assert len(changed("2025-10-13T00:00:00Z")) == 3


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("", "date_from is needed"),
        ("date_from=yesterday", "date_from is no instant"),
        ("date_from=2025-10-13T00:00:00Z&offset=-1", "offset is no number"),
        ("date_from=2025-10-13T00:00:00Z&limit=0", "limit is no number"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_the_words_of_ocpi(ask, query, why):
    answer = ask(f"/ocpi/2.2.1/sessions?{query}")
    assert (answer.status_code, answer.json()["status_code"]) == (400, 2001)
    assert why in answer.json()["status_message"]


def test_from_the_first_and_from_the_last_instant_of_all_may_be_asked(ask):
    def ids(since):
        answer = ask(f"/ocpi/2.2.1/sessions?date_from={since}")
        assert answer.status_code == 200
        return [one["id"] for one in answer.json()["data"]]

    assert ids("0001-01-01T00:00:00Z") == ids("2025-10-13T00:00:00Z") != []
    assert ids("9999-12-31T23:59:59-14:00") == []
    assert len(ask("/ocpi/2.2.1/locations?date_from=0001-01-01T00:00:00Z").json()["data"]) == 1


@pytest.mark.threat("P2")
@pytest.mark.threat("P17")
def test_who_sees_some_sites_is_told_of_theirs_alone(ask):
    assert ask("/ocpi/2.2.1/locations", sites=["Yard"]).json()["data"] == []
    assert ask(f"/ocpi/2.2.1/locations/{HARBOUR}", sites=["Yard"]).status_code == 404
    assert ask("/ocpi/2.2.1/sessions?date_from=2025-10-13T00:00:00Z", sites=["Yard"]).json()["data"] == []
    assert len(ask("/ocpi/2.2.1/locations", sites=["Harbour"]).json()["data"]) == 1


def test_a_token_is_taken_as_ocpi_writes_it_and_nothing_else_lets_in(ask):
    ask("/ocpi/versions")
    token = next(iter(ask.tokens.values()))
    in_base64 = base64.b64encode(token.encode()).decode()

    def status(written):
        return ask("/ocpi/versions", authorization=written).status_code

    assert [status(f"Token {one}") for one in (in_base64, token)] == [200, 200]
    assert status("Token bm90aGluZw==") == 401
    assert status("Basic abc") == 401


@pytest.mark.threat("P17")
def test_where_nobody_has_a_token_nothing_is_told(tmp_path):
    with party(tmp_path, accounts=False) as (_, ask):
        answer = ask("/ocpi/2.2.1/locations", authorization="none")
        assert answer.status_code == 403
        assert "Harbour" not in answer.text


def test_each_state_has_a_word_and_of_what_is_not_heard_nothing_is_known():
    assert {state: str(word) for state, word in STATUS.items()} == {
        "available": "AVAILABLE",
        "preparing": "CHARGING",
        "charging": "CHARGING",
        "suspended": "CHARGING",
        "finishing": "CHARGING",
        "reserved": "RESERVED",
        "unavailable": "INOPERATIVE",
        "faulted": "OUTOFORDER",
        "offline": "UNKNOWN",
        "unknown": "UNKNOWN",
    }
    assert EvseStatus("UNKNOWN") is EvseStatus.UNKNOWN


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Am Kai 1, 20457 Hamburg, DEU", Address("Am Kai 1", "20457", "Hamburg", "DEU")),
        ("Hof 2, Am Kai 1, 20457 Hamburg", Address("Hof 2, Am Kai 1", "20457", "Hamburg", "AUT")),
        ("Kade 3, 1011 AB Amsterdam, NLD", Address("Kade 3", "1011 AB", "Amsterdam", "NLD")),
        ("Quay 4, Portsmouth, GBR", Address("Quay 4", "", "Portsmouth", "GBR")),
        ("Behind the mill", Address("Behind the mill", "", "", "AUT")),
        ("", Address("", "", "", "AUT")),
    ],
)
def test_an_address_is_read_by_its_form(text, parts):
    assert address_in(text, "AUT") == parts


def test_ids_are_short_stable_and_differ_by_more_than_case():
    names = ["CP1", "cp1", "Cp1", "a charger/with+signs", "x" * 200, "ß", "CP*1"]
    ids = [socket_id(name, 1) for name in names] + [place_id(name) for name in ("Ä", "Yard 7", "x" * 99)]
    assert len({one.casefold() for one in ids}) == len(ids)
    assert all(len(one) <= LONGEST and one.isascii() for one in ids)
    assert socket_id("CP1", 2) == "CP1*2"
    assert place_id("Yard 7 ") == place_id("yard 7")
    assert len(session_id("CP1", "a key")) <= LONGEST


def test_a_plug_is_said_in_the_words_of_ocpi():
    [(socket, plug)] = connectors_of(f"1={T2}")
    assert (socket, str(plug)) == (1, T2)
    assert about_checked("connectors", "2=CHADEMO CABLE DC 500 125") == "2=CHADEMO CABLE DC 500 V 125 A"
    for wrong, why in (
        ("1=TYPE2", "is no connector"),
        ("1=TYPE_2 SOCKET AC_3_PHASE 230 V 32 A", "OCPI knows no TYPE_2"),
    ):
        with pytest.raises(ValueError, match=why):
            about_checked("connectors", wrong)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ('country_code = "DE"', "needs country_code and party_id"),
        ('country_code = "GER"', "cannot be the country_code of a party; use DE"),
        ('party_id = "abc"', "cannot be the party_id"),
    ],
)
def test_a_party_that_cannot_be_is_refused(tmp_path, lines, why):
    (tmp_path / "board.toml").write_text(f"[ocpi]\n{lines}\n")
    with pytest.raises(SettingsError, match=why):
        load(str(tmp_path / "board.toml"), {})
