"""What OCPP.Core wrote down becomes facts, with what it left out left out."""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import (
    Answered,
    RowRead,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.time.instants import MINUTE

AT = "2025-10-13T10:20:00Z"
BEFORE = "2025-10-13T10:19:00.1234567Z"
NOW = 1_760_350_800_000_000
START = {
    "transaction_id": 7,
    "connector_id": 1,
    "id_tag": "T",
    "start_time": BEFORE,
    "meter_start": 1234.567,
    "start_result": "Accepted",
}
STOP = {
    "transaction_id": 7,
    "connector_id": 1,
    "id_tag": "T",
    "stop_time": AT,
    "meter_stop": 1240.0,
    "stop_reason": "EVDisconnected",
}
OF_2X = {"ocpp_transaction_id": "u"}


@pytest.fixture
def core(hear):
    """A row of OCPP.Core in, its facts out; that it cannot tell everything it says first."""

    def tell(table, columns):
        by, *told = hear(["ocpp_core", table, columns], direction="row")
        cannot = Untold.ATTEMPTS, Untold.LINKS, Untold.STATUSES
        assert by == RowRead(NOW, NOW, "ocpp_core", cannot, repeats_charger=True)
        return told

    return tell


def test_a_transaction_begins_with_its_register_in_wh(core):
    start, answer = core("transactions", START)
    assert isinstance(start, StartReported)
    assert (start.at, start.socket, start.token) == (NOW - MINUTE + 123_456, 1, "T")
    assert start.meter_start_wh == Decimal(1_234_567)
    assert answer == Answered(start.at, NOW, start.ref, "", "7")


@pytest.mark.parametrize(
    ("said", "reason"),
    [("EVDisconnected", "EVDisconnected"), ("Local", "Local"), ("EmergencyStop", "Other"), (None, "Other")],
)
def test_a_transaction_ends_for_the_reason_that_was_said_if_that_is_known(core, said, reason):
    ended = core("transactions", STOP | {"stop_reason": said})
    assert ended == [StopReported(NOW, NOW, "7", Decimal(1_240_000), reason)]


def test_a_2x_transaction_is_told_by_its_events_and_registers(core):
    started, begin = core("transactions", START | OF_2X | {"start_result": "CablePluggedIn"})
    (meanwhile,) = core("transactions", {**OF_2X, "transaction_id": 7, "connector_id": 1, "meter_stop": 1239})
    ended, end = core("transactions", STOP | OF_2X | {"stop_reason": "EVDeparted"})
    assert isinstance(started, TransactionTold)
    assert (started.event, started.transaction_id, started.trigger) == ("Started", "u", "CablePluggedIn")
    assert (ended.event, ended.reason, ended.trigger) == ("Ended", "EVDisconnected", "EVDeparted")
    assert (begin.register_wh, begin.context) == (Decimal(1_234_567), "Transaction.Begin")
    assert meanwhile == Sampled(NOW, NOW, 1, "u", Decimal(1_239_000))
    assert (end.register_wh, end.context) == (Decimal(1_240_000), "Transaction.End")


def test_what_a_trigger_leaves_in_doubt_is_no_reason_and_minus_one_is_no_register(core):
    (ended,) = core(
        "transactions", STOP | OF_2X | {"stop_reason": "ChargingStateChanged", "meter_stop": -1.0}
    )
    assert (ended.reason, ended.trigger) == ("Other", "ChargingStateChanged")


@pytest.mark.parametrize("status", ["Available", "Occupied", "Unavailable", "Faulted"])
def test_a_connector_is_as_it_was_when_its_row_was_seen(core, status):
    told = {"connector_id": 1, "last_status": status, "last_status_time": "2025-10-13T12:20:00"}
    assert core("connector_status", told) == [StatusReported(NOW, NOW, 1, status, "NoError")]


def test_a_meter_read_as_it_did_when_its_row_was_seen(core):
    told = {"connector_id": 2, "last_meter": "12.5", "last_meter_time": "2025-10-13T12:20:00"}
    assert core("connector_status", told) == [Sampled(NOW, NOW, 2, "", Decimal(12_500))]


@pytest.mark.parametrize("columns", [{"connector_id": 1}, {"last_status": "Available"}])
def test_a_row_of_nothing_is_odd(core, columns):
    (odd,) = core("connector_status", columns)
    assert odd.what[0].code == "missing"
