"""What Atlas' schemas ask for, restated as JSON schemas, and documents with numbers worked out by hand."""

from decimal import Decimal

import msgspec
import pytest
from jsonschema import Draft202012Validator

from chargeboard.domain.conclusions import Reading
from chargeboard.official.exports.atlas import (
    KINDS,
    AtlasCharged,
    duration_text,
    faults,
    flowing,
    missing,
    outage_document,
    session_document,
    uptime_document,
)
from chargeboard.official.uptime.sums import Sums
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span

TEXT, MOMENT, FLAG = {"type": "string"}, {"type": "string", "format": "date-time"}, {"type": "boolean"}
LENGTH = {
    "type": "string",
    "pattern": r"^(-?)P(?=\d|T\d)(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)([DW]))?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$",
}
AMOUNT = {"type": "number", "minimum": 0}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}
WAYS = [
    *("cash", "credit_card_terminal", "membership", "application"),
    *("phone", "plug-charge", "roaming", "other"),
]
FIELDS = {
    "sessions": {
        **dict.fromkeys(("session_id", "port_id", "user_id", "ended_by", "error_code"), TEXT),
        **dict.fromkeys(
            (
                "plug_start_datetime",
                "plug_end_datetime",
                "charge_start_datetime",
                "charge_end_datetime",
            ),
            MOMENT,
        ),
        **dict.fromkeys(("session_duration", "charging_duration"), LENGTH),
        **dict.fromkeys(
            ("energy_kwh", "peak_kw", "total_fee_charged", "energy_fee", "session_fee", "time_fee"), AMOUNT
        ),
        **dict.fromkeys(("start_soc", "end_soc"), SHARE),
        "successful_completion": FLAG,
        "payment_type": {"enum": WAYS},
    },
    "outages": {
        **dict.fromkeys(("outage_id", "port_id", "station_id", "outage_cause"), TEXT),
        **dict.fromkeys(("outage_start", "outage_end"), MOMENT),
        "outage_duration": LENGTH,
        "exempted_outage": FLAG,
    },
    "uptime": {
        **dict.fromkeys(("port_id", "station_id"), TEXT),
        **dict.fromkeys(("uptime_period_start", "uptime_period_end"), MOMENT),
        "report_yr_mon": {"type": "string", "pattern": "^[0-9]{6}$"},
        "uptime_pct": {"type": "number", "minimum": 0, "maximum": 100},
        **dict.fromkeys(("outage_total", "outage_excluded"), AMOUNT),
    },
}
SCHEMAS = {
    kind: Draft202012Validator({"type": "object", "properties": fields, "required": list(fields)})
    for kind, fields in FIELDS.items()
}
NOON = 1_770_000_000 * SECOND
CHARGED = AtlasCharged(
    key="S",
    port_id="P-1",
    plugged=Span(NOON, NOON + HOUR),
    flowed=[Span(NOON + MINUTE, NOON + 11 * MINUTE), Span(NOON + 20 * MINUTE, NOON + 30 * MINUTE)],
    energy_wh=Decimal(10_500),
    peak_w=61_234,
    user_id="t:0123456789abcdef",
    ended_well=True,
    ended_by="driver, EVDisconnected",
    start_soc_pct=20.0,
    end_soc_pct=60.0,
    errors=(),
)
FEES = {"energy_fee": "0.40", "session_fee": "1", "time_fee": "0.05"}
SESSION = session_document(CHARGED, FEES, "credit_card_terminal")
OUTAGE = outage_document("ST", "P-1", Span(NOON, NOON + 90 * SECOND + 1), ["faulted"], is_exempted=False)
UPTIME = uptime_document(
    "ST", "P-1", Span(NOON, NOON + HOUR), "2026-02", Sums(up=40 * MINUTE, down=90 * SECOND)
)
GOOD = {"sessions": SESSION, "outages": OUTAGE, "uptime": UPTIME}


@pytest.mark.parametrize("kind", KINDS)
def test_a_document_passes_the_schema_and_our_own_check(kind):
    sent = msgspec.json.decode(msgspec.json.encode(GOOD[kind]))
    assert list(SCHEMAS[kind].iter_errors(sent)) == []
    assert faults(KINDS[kind], [GOOD[kind]]) == []
    assert set(sent) == set(FIELDS[kind])


@pytest.mark.parametrize(
    ("kind", "field"), [(kind, field) for kind, fields in FIELDS.items() for field in fields]
)
@pytest.mark.parametrize("value", [None, -1, 101, "x", "", True, [], {}])
def test_what_the_schema_refuses_our_check_refuses(kind, field, value):
    spoilt = GOOD[kind] | {field: value}
    # its word for an instant is a format, which this validator looks at no more closely than at a text
    refuses = bool(list(SCHEMAS[kind].iter_errors(spoilt))) or (FIELDS[kind][field] is MOMENT)
    found = faults(KINDS[kind], [GOOD[kind], spoilt])
    if refuses:
        assert [(one.line, one.column) for one in found] == [(2, field)]


def test_a_field_that_is_not_there_is_told():
    assert [
        (one.column, one.code) for one in faults(KINDS["outages"], [{**OUTAGE, "outage_cause": None}])
    ] == [("outage_cause", "empty")]


def test_a_session_costs_what_the_declared_fees_come_to():
    # 10.5 kWh at 0.40, one session, 60 minutes at 0.05
    assert SESSION["total_fee_charged"] == 8.2
    assert (SESSION["energy_kwh"], SESSION["peak_kw"]) == (10.5, 61.234)


def test_a_session_that_only_fed_back_drew_nothing():
    fed_back = msgspec.structs.replace(CHARGED, energy_wh=Decimal(0), peak_w=-8_000.0)
    document = session_document(fed_back, FEES, "credit_card_terminal")
    assert list(SCHEMAS["sessions"].iter_errors(document)) == []
    assert document["peak_kw"] == 0


def test_charging_lasts_as_long_as_energy_flowed():
    assert (SESSION["session_duration"], SESSION["charging_duration"]) == ("PT3600S", "PT1200S")
    assert (SESSION["start_soc"], SESSION["end_soc"]) == (0.2, 0.6)
    steps = [(0, 0), (1, 0), (2, 500), (3, 500), (4, 900)]
    assert flowing(Reading(at, Decimal(wh)) for at, wh in steps) == [Span(1, 2), Span(3, 4)]


@pytest.mark.parametrize("said", ["", "free", "-1", "NaN", "Infinity"])
def test_a_fee_that_is_none_leaves_the_session_without_a_cost(said):
    document = session_document(CHARGED, FEES | {"time_fee": said}, "cash")
    assert {one.column for one in faults(KINDS["sessions"], [document])} == {"time_fee", "total_fee_charged"}


def test_a_duration_has_its_fraction():
    assert (duration_text(90 * SECOND), duration_text(1)) == ("PT90S", "PT0.000001S")
    assert OUTAGE["outage_duration"] == "PT90.000001S"
    assert UPTIME["outage_total"] == 1.5


def test_what_has_to_be_declared_goes_by_what_is_wanted():
    nothing = {"energy_fee": "", "session_fee": "", "time_fee": "", "payment_type": ""}
    assert missing("sessions", "", nothing, has_ports=False) == [
        "port_ids", "energy_fee", "session_fee", "time_fee", "payment_type"
    ]  # fmt: skip
    assert missing("uptime", "", nothing, has_ports=True) == ["station_id"]
