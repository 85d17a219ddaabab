"""What another system wrote down becomes facts by a mapping that is written down, and nothing is made up."""

import json
from decimal import Decimal

import pytest

from chargeboard.decode.exchanges import heard
from chargeboard.decode.rows.telling import systems
from chargeboard.domain.codes import OddityKind, Untold
from chargeboard.domain.facts import (
    Answered,
    OddityFound,
    RowRead,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionAsked,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.time.instants import MINUTE

AT = "2025-10-13T10:20:00.000000Z"
BEFORE = "2025-10-13T10:19:00.000000Z"
NOW = 1_760_350_800_000_000
STATUS = {"connector_id": 1, "status_timestamp": AT, "status": "Faulted", "error_code": "GroundFailure"}
START = {
    "transaction_pk": 7,
    "connector_id": 1,
    "id_tag": "T",
    "start_timestamp": BEFORE,
    "start_value": "1000",
    "max_active_transaction_count": 1,
}
STOP = {
    "transaction_pk": 7,
    "connector_id": 1,
    "event_actor": "station",
    "stop_timestamp": AT,
    "stop_value": "5000",
    "stop_reason": "EVDisconnected",
}


@pytest.fixture
def steve(hear):
    """A row of SteVe in, its facts out; that it cannot tell everything it says first."""

    def tell(table, columns, **how):
        by, *told = hear(["steve", table, columns], direction="row", **how)
        assert by == RowRead(NOW, NOW, "steve", (Untold.ATTEMPTS, Untold.LINKS), repeats_charger=True)
        return told

    return tell


def test_a_status_is_what_the_charger_reported(steve):
    told = {**STATUS, "error_info": "leak", "vendor_id": "v", "vendor_error_code": "E7"}
    assert steve("connector_status", told) == [
        StatusReported(NOW, NOW, 1, "Faulted", "GroundFailure", "E7", "v", "leak")
    ]


@pytest.mark.parametrize(
    ("status", "stamp", "more", "is_told"),
    [
        ("Charging", BEFORE, {}, False),
        ("Available", AT, {}, False),
        ("Charging", AT, {}, True),
        ("Available", BEFORE, {}, True),
        ("Finishing", AT, {}, True),
        ("Available", AT, {"connector_id": 2}, True),
        ("Available", AT, {"error_code": "OtherError"}, True),
        ("Available", AT, {"error_info": "by the charger"}, True),
    ],
)
def test_a_status_that_the_system_wrote_by_itself_tells_nothing(steve, status, stamp, more, is_told):
    steve("transaction_start", START)
    steve("transaction_stop", STOP)
    told = {"connector_id": 1, "status": status, "error_code": "NoError", "status_timestamp": stamp}
    assert bool(steve("connector_status", told | more)) == is_told


@pytest.mark.parametrize("field", ["connector_id", "status"])
def test_a_status_of_no_connector_is_none(steve, field):
    (odd,) = steve("connector_status", {**STATUS, field: None})
    assert (odd.kind, odd.what[0].numbers) == (OddityKind.NONCONFORMANT, {"field": field})


def test_a_transaction_begins_as_if_it_was_heard_and_has_its_number(steve, hear):
    start, answer = steve("transaction_start", START)
    spoken = hear.call(
        "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 1000, "timestamp": BEFORE}
    )[0]
    assert (start.at, start.socket, start.token) == (NOW - MINUTE, 1, "T")
    assert start.meter_start_wh == spoken.meter_start_wh == Decimal(1000)
    assert isinstance(start, StartReported)
    assert answer == Answered(start.at, NOW, start.ref, "", "7")


@pytest.mark.parametrize(
    ("token", "status"),
    [
        ({"max_active_transaction_count": 0}, "Blocked"),
        ({"expiry_date": "2025-10-13T10:18:59.000000Z"}, "Expired"),
        ({"expiry_date": "2025-10-13T10:19:01.000000Z"}, ""),
        ({"max_active_transaction_count": None}, ""),
    ],
)
def test_a_start_by_a_blocked_or_expired_token_was_refused(steve, token, status):
    assert steve("transaction_start", START | token)[1].status == status


def test_a_transaction_ends_as_the_charger_said(steve):
    assert steve("transaction_stop", STOP) == [StopReported(NOW, NOW, "7", Decimal(5000), "EVDisconnected")]
    assert steve("transaction_stop", STOP | {"stop_reason": None})[0].reason == "Local"


def test_of_a_stop_that_was_entered_by_hand_only_that_it_is_over_is_believed(steve):
    by_hand = STOP | {"event_actor": "manual", "stop_timestamp": BEFORE, "stop_reason": None}
    assert steve("transaction_stop", by_hand) == [
        TransactionAsked(NOW, NOW, "7", ongoing=False, messages_queued=False)
    ]


def test_a_stop_that_was_not_taken_is_the_chargers_word_and_odd(steve):
    stop, odd = steve("transaction_stop_failed", STOP | {"fail_reason": "meterStop < meterStart"})
    assert stop == StopReported(NOW, NOW, "7", Decimal(5000), "EVDisconnected")
    assert (odd.raw, odd.what[0].code) == ("meterStop < meterStart", "not_taken")


def test_rows_of_one_instant_are_one_reading(steve):
    values = [
        {"value": "5.2", "unit": "kWh"},
        {"value": "11000", "measurand": "Power.Active.Import", "unit": "W"},
        {"value": "AB12", "format": "SignedData"},
    ]
    read = {"connector_id": 1, "transaction_pk": 7, "value_timestamp": AT, "values": values}
    (sample,) = steve("connector_meter_value", read)
    assert sample == Sampled(NOW, NOW, 1, "7", Decimal(5200), 11000.0)
    (outside,) = steve("connector_meter_value", read | {"transaction_pk": None})
    assert outside.transaction_id == ""


def test_no_answer_to_a_row_is_waited_for_and_it_tells_nothing_of_a_clock(hear):
    hear(["steve", "transaction_start", START], direction="row")
    assert not hear.pairing.calls


@pytest.mark.parametrize(
    "text", ["", "[2,1", '["steve"]', '["steve", 1, {}]', "{}", '[2, "1", "Heartbeat", {}]']
)
def test_what_is_no_row_is_put_aside(hear, text):
    (odd,) = hear(text, direction="row")
    assert (odd.kind, odd.what[0].code) == (OddityKind.QUARANTINED, "no_row")


def test_a_row_of_a_table_that_nobody_knows_tells_nothing_and_is_odd(hear):
    (odd,) = hear(["nobody", "anything", {}], direction="row")
    assert isinstance(odd, OddityFound)
    assert odd.raw == "nobody.anything"


@pytest.mark.parametrize(
    ("system", "table"), [(name, table) for name, system in systems().items() for table in system.tables]
)
@pytest.mark.parametrize("columns", [{}, [], None, "x", {"connector_id": "one", "transaction_pk": []}])
def test_any_row_of_any_table_can_be_read(hear, system, table, columns):
    for fact in hear([system, table, columns], direction="row"):
        assert fact.received_at == NOW


def test_a_row_is_shown_by_its_table_with_its_socket_and_its_transaction():
    text = json.dumps(["steve", "transaction_start", START])
    told = heard(Stored(1, Frame("A", NOW, "row", text)))
    assert (told.kind, told.action, told.socket, told.transaction_id) == (
        "row",
        "steve.transaction_start",
        1,
        "7",
    )
    named = '["ocpp_core","transactions",{"ocpp_transaction_id":"u","transaction_id":7,"connector_id":1}]'
    assert heard(Stored(1, Frame("A", NOW, "row", named))).transaction_id == "u"
    assert heard(Stored(1, Frame("A", NOW, "row", "nothing"))).kind == "unreadable"
