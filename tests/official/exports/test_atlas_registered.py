"""Ports and stations as Atlas' schemas want them, restated as JSON schemas."""

import msgspec
import pytest
from jsonschema import Draft202012Validator

from chargeboard.config.about import about_checked, registration_of
from chargeboard.official.exports.atlas import faults
from chargeboard.official.exports.atlas_registered import DECLARED, REGISTERED, registered, unsaid

TEXT, FLAG, NUMBER = {"type": "string"}, {"type": "boolean"}, {"type": "number"}
AMOUNT = {"type": "number", "minimum": 0}
FIELDS = {
    "ports": {
        **dict.fromkeys(
            (
                *("port_id", "project_id", "station_id", "data_provider_org", "data_provider_poc_email"),
                *("equipment_manufacturer", "model_number", "equipment_serial", "data_provider_poc_last"),
                *("data_provider_poc_first", "network", "network_contact", "evse_manufacturer"),
            ),
            TEXT,
        ),
        **dict.fromkeys(("is_active", "trailer_accessible"), FLAG),
        "power_level_kw": NUMBER,
        "port_latitude": {"type": "number", "minimum": -90, "maximum": 90},
        "port_longitude": {"type": "number", "minimum": -180, "maximum": 180},
        "station_activation_date": {"type": "string", "format": "date-time"},
        "charger_type": {"enum": ["level_1", "level_2", "DCFC"]},
        "connector_type": {"enum": ["CCS", "CHAdeMO", "J1772", "NACS"]},
        **dict.fromkeys(("energy_fee", "session_fee", "time_fee", "parking_fee", "idle_fee"), AMOUNT),
        "operating_hours": {"type": "number", "minimum": 0, "maximum": 24},
        "payments_accepted": {
            "enum": [
                *("cash", "credit_card_terminal", "membership", "application"),
                *("phone", "plug-charge", "roaming", "other"),
            ]
        },
    },
    "stations": {
        **dict.fromkeys(
            (
                *("station_id", "station_name", "station_address", "station_city", "station_state"),
                *("station_county", "operator_name", "operator_address", "operator_city", "operator_state"),
                *("site_host_type", "site_host_type_detail", "host_first_name", "host_last_name"),
                "host_email",
            ),
            TEXT,
        ),
        "station_zip": {"type": "string", "pattern": "^[0-9]{5}$"},
        "station_lon": NUMBER,
        "station_lat": NUMBER,
        "operating_status": {"enum": ["operational", "under_construction", "planned", "decommissioned"]},
        "access_type": {"enum": ["public", "private", "semi_public", "commercial_only"]},
        "onsite_der": FLAG,
    },
}
REGISTRATION = """
project_id=NEVI-7
data_provider_org=Yard
data_provider_poc_email=a@yard.example
data_provider_poc_first=Ann
data_provider_poc_last=Bee
is_active=true
trailer_accessible=false
port_latitude=36.7468
port_longitude=-119.7726
station_activation_date=2026-01-01T00:00:00Z
charger_type=DCFC
connector_type=CCS
parking_fee=0
idle_fee=0.25
network_contact=net@yard.example
station_name=Yard
station_address=1 Main St
station_city=Fresno
station_state=CA
station_zip=01234
station_county=Fresno
station_lon=-119.7726
station_lat=36.7468
operator_name=Yard
operator_address=1 Main St
operator_city=Fresno
operator_state=CA
operating_status=operational
access_type=public
site_host_type=public
site_host_type_detail=truck stop
host_first_name=Cee
host_last_name=Dee
host_email=c@yard.example
onsite_der=false
"""
KNOWN = {
    "port_id": "P-1",
    "station_id": "ST-1",
    "power_level_kw": 150.0,
    "energy_fee": 0.4,
    "session_fee": 0.0,
    "time_fee": 0.1,
    "operating_hours": 24.0,
    "equipment_manufacturer": "ACME",
    "evse_manufacturer": "ACME",
    "model_number": "X1",
    "equipment_serial": "7",
    "network": "Yard",
    "payments_accepted": "membership",
}


@pytest.mark.parametrize("kind", REGISTERED)
def test_what_is_known_and_declared_passes_the_schema_and_our_own_check(kind):
    document = registered(kind, KNOWN, dict(registration_of(REGISTRATION)))
    sent = msgspec.json.decode(msgspec.json.encode(document))
    schema = {"type": "object", "properties": FIELDS[kind], "required": list(FIELDS[kind])}
    assert [*Draft202012Validator(schema).iter_errors(sent)] == []
    assert faults(REGISTERED[kind], [document]) == []
    assert unsaid(kind, [document]) == []
    assert FIELDS[kind].keys() == sent.keys()


@pytest.mark.parametrize("kind", REGISTERED)
def test_each_field_that_nobody_said_is_asked_for(kind):
    assert registered(kind, {}, {}) == {}
    assert set(unsaid(kind, [{}])) == FIELDS[kind].keys()


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("station_city", "write a line such as"),
        ("station_town=Fresno", "station_town"),
        ("station_zip=1234", "station_zip=1234"),
        ("is_active=perhaps", "is_active=perhaps"),
        ("port_latitude=91", "port_latitude=91"),
        ("connector_type=CCS2", "connector_type=CCS2"),
        ("host_email=nobody", "host_email=nobody"),
        ("energy_fee=1", "energy_fee"),
        ("station_city=Fresno\nstation_city=Selma", "twice"),
    ],
)
def test_a_line_that_the_schema_would_refuse_cannot_be_set(line, why):
    with pytest.raises(ValueError, match=why):
        about_checked("registration", line)


def test_what_is_set_is_kept_as_lines_and_may_be_a_table_of_the_file():
    assert about_checked("registration", " station_city = Fresno \n\n") == "station_city=Fresno"
    told = {"onsite_der": False, "station_lat": 36.5, "station_city": "Fresno"}
    assert about_checked("registration", told) == "onsite_der=false\nstation_lat=36.5\nstation_city=Fresno"
    assert len(DECLARED) == 39


@pytest.mark.parametrize(
    ("key", "text", "kept"),
    [
        ("energy_fee", "0.35", "0.35"),
        ("energy_fee", "0,35", "0.35"),
        ("time_fee", "", ""),
        ("session_fee", "0", "0"),
    ],
)
def test_a_fee_is_an_amount(key, text, kept):
    assert about_checked(key, text) == kept


@pytest.mark.parametrize(
    ("key", "text"),
    [("energy_fee", "free"), ("energy_fee", "-1"), ("time_fee", "1,500"), ("payment_type", "card")],
)
def test_a_fee_that_is_none_and_a_payment_type_that_is_none_cannot_be_set(key, text):
    with pytest.raises(ValueError, match=text):
        about_checked(key, text)
