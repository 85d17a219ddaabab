import json

import msgspec
import pytest

from chargeboard.decode import Pairing
from chargeboard.domain.facts import (
    Answered,
    Booted,
    CollectorGap,
    IntervalSet,
    LinkClosed,
    LinkOpened,
    OddityFound,
    PingAnswered,
    Sampled,
    StatusReported,
    TokenShown,
)

RECEIVED = "2025-10-13T10:20:00Z"
NOW = 1_760_350_800_000_000


def kinds(facts):
    return [fact.kind for fact in facts if isinstance(fact, OddityFound)]


@pytest.mark.parametrize(
    "text",
    [
        '[2,"h9","Heartbeat",{',
        '[1,"zz","Weird",{}]',
        '[7,"zz"]',
        '["2","zz","Heartbeat",{}]',
        "[]",
        "{}",
        "null",
        "5",
        "hello",
        "\ud800",
        '[2,"1","StatusNotification",{"connectorId":1,"status":"\\ud800"}]',
        "[" * 100_000,
        '[2,"1","MeterValues",' + '{"a":' * 50_000,
        '[2,"1","StatusNotification",{"connectorId":' + "9" * 5000 + "}]",
        '[2,"1","StatusNotification",{"connectorId":1e999}]',
        '[2,"1","StatusNotification",["connectorId",1]]',
        '[2,\t"6a73",\t"Authorize",\t{"connectorId":\t1\t"idTag":\t"ee26742f"}]',
    ],
)
def test_what_cannot_be_read_is_quarantined_with_its_beginning(hear, text):
    (odd,) = hear(text)
    assert odd.kind == "quarantined"
    assert odd.raw
    assert len(odd.raw) <= 3000
    assert msgspec.json.encode(odd)


def test_an_empty_text_frame_says_nothing(hear):
    assert hear("") == []
    assert hear("  \n") == []


def test_a_value_that_was_left_out_is_null_and_the_frame_is_repaired(hear):
    text = (
        '[2,"v1","MeterValues",{"connectorId":1,"transactionId":,"meterValue":[{"timestamp":"2025-10-13T10:10:00Z",'
        '"sampledValue":[{"value":"1750"}]}]}]'
    )
    sample, odd = hear(text)
    assert isinstance(sample, Sampled)
    assert (sample.socket, sample.transaction_id, int(sample.register_wh)) == (1, "", 1750)
    assert (odd.kind, odd.raw) == ("repaired", text)


def test_nothing_inside_a_string_is_mended(hear):
    token, *odd = hear('[2,"1","Authorize",{"idTag":"a:,NaN:}\\":,","x":}]')
    assert token.token == 'a:,NaN:}":,'
    assert "repaired" in kinds(odd)


def test_a_number_that_is_none_is_repaired_to_null(hear):
    start, *odd = hear(
        '[2,"1","StartTransaction",{"connectorId":1,"idTag":"T","meterStart":NaN,"timestamp":"2025-10-13T10:20:00Z"}]'
    )
    assert start.meter_start_wh is None
    assert "repaired" in kinds(odd)


def test_a_frame_gives_one_oddity_of_a_kind_however_much_is_odd(hear):
    facts = hear.call(
        "StatusNotification",
        {"connectorId": "1", "status": "charging", "errorCode": "noError", "timestamp": "", "x-vendor": {}},
    )
    assert sorted(kinds(facts)) == ["clock", "nonconformant"]
    assert facts[0].status == "Charging"


def test_an_action_that_the_standard_does_not_have_is_named_and_ignored(hear):
    (odd,) = hear.call("VendorMagic", {"a": "b"})
    assert (odd.kind, odd.raw) == ("nonconformant", "VendorMagic")


@pytest.mark.parametrize(
    "message",
    [
        [2, "1", "NotifyCustomerInformation", {}],
        [2, "1", "SignCertificate"],
        [2, "1", "DataTransfer", {"vendorId": "x"}],
        [2, "1", "NotifyReport", {}],
        [3, "1", {}],
        [3, "nobody asked", {"status": "Accepted"}],
        [4, "1", "NotSupported", "", {}],
        [5, "1", "FormatViolation", "", {}],
        [6, "1", "NotifyPeriodicEventStream", {"id": 1, "data": []}],
    ],
)
def test_what_no_figure_needs_gives_no_fact(hear, message):
    assert hear(message) == []


def test_a_payload_of_null_is_an_empty_one(hear):
    booted, odd = hear.call("BootNotification", None)
    assert isinstance(booted, Booted)
    assert odd.kind == "nonconformant"


def test_turns_of_the_connection_are_facts_at_their_receipt(hear):
    assert hear(["open", "A", "ocpp1.6"], direction="ws") == [LinkOpened(NOW, NOW, "A")]
    assert hear(["close", "A"], direction="ws") == [LinkClosed(NOW, NOW, "A")]


@pytest.mark.parametrize(("protocol", "odd"), [("ocpp2.1", 0), (None, 0), ("soap", 1), ("", 1), ({}, 1)])
def test_a_link_of_another_subprotocol_is_flagged(hear, protocol, odd):
    """Source: definitions Q41."""
    opened, *rest = hear(["open", "A", protocol], direction="ws")
    assert opened == LinkOpened(NOW, NOW, "A")
    assert len(rest) == odd


def test_our_own_absence_is_a_fact_of_its_span(hear):
    assert hear(["gap", 5, 9], direction="ws") == [CollectorGap(5, NOW, 9)]
    assert hear(["gap", 5, 9, "down"], direction="ws") == [CollectorGap(5, NOW, 9, links_lost=True)]


def test_an_answered_ping_tells_how_often_we_ask(hear):
    assert hear(["pong", "A", 30], direction="ws") == [PingAnswered(NOW, NOW, 30)]
    assert hear(["ping", "A"], direction="ws") == [PingAnswered(NOW, NOW, None)]


@pytest.mark.parametrize(
    "turn",
    [
        ["gap", 9, 5],
        ["gap", "a", "b"],
        ["gap", False, 2],
        ["pong", "A", True],
        ["pong", "A", 0],
        ["gap", 0, 2**70],
        ["flap"],
        [],
        {},
        None,
    ],
)
def test_a_turn_that_is_none_is_quarantined(hear, turn):
    assert kinds(hear(turn, direction="ws")) == ["quarantined"]


def test_an_accepted_boot_sets_the_heartbeat_interval(hear):
    hear.call("BootNotification", {"chargePointVendor": "ACME", "chargePointModel": "X1"})
    answer = [3, "m1", {"status": "Accepted", "currentTime": RECEIVED, "interval": 300}]
    assert hear(answer, direction="out") == [IntervalSet(NOW, NOW, 300)]


@pytest.mark.parametrize(
    "answer", [{"status": "Pending", "interval": 300}, {"status": "Accepted", "interval": 0}]
)
def test_another_answer_to_a_boot_sets_nothing(hear, answer):
    hear.call("BootNotification", {"chargePointVendor": "ACME", "chargePointModel": "X1"})
    assert hear([3, "m1", answer], direction="out") == []


def test_an_answer_belongs_to_the_call_of_the_other_side(hear):
    hear.call("Authorize", {"idTag": "T"})
    assert hear([3, "m1", {"idTagInfo": {"status": "Accepted"}}], direction="in") == []
    (answer,) = hear([3, "m1", {"idTagInfo": {"status": "blocked"}}], direction="out")[:1]
    assert answer == Answered(NOW, NOW, f"{NOW}/m1", "Blocked")


def test_a_call_is_answered_once(hear):
    hear.call("Authorize", {"idTag": "T"})
    hear([3, "m1", {"idTagInfo": {"status": "Accepted"}}], direction="out")
    assert hear([3, "m1", {"idTagInfo": {"status": "Accepted"}}], direction="out") == []


def test_a_message_id_that_is_a_number_still_pairs(hear):
    (token,) = hear([2, 17, "Authorize", {"idTag": "T"}])
    (answer,) = hear([3, 17, {"idTagInfo": {"status": "Accepted"}}], direction="out")
    assert token.ref == answer.ref == f"{NOW}/17"


def test_a_call_that_is_answered_with_an_error_says_so(hear):
    hear.call("StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": RECEIVED})
    (answer,) = hear([4, "m1", "InternalError", "", {}], direction="out")
    assert (answer.status, answer.transaction_id) == ("CallError", "")


def test_of_one_instant_an_answer_may_come_before_its_call(hear):
    accepted, start = [3, "m1", {"status": "Accepted"}], [2, "m1", "RemoteStartTransaction", {"idTag": "T"}]
    assert hear(accepted, direction="in") == []
    asked, answer = hear(start, direction="out")
    assert answer == Answered(NOW, NOW, asked.ref, "Accepted")
    assert hear(accepted, direction="in") == [], "it was answered"


def test_an_error_of_the_same_instant_may_come_before_its_call_too(hear):
    hear([4, "m1", "InternalError", "", {}], direction="out")
    _, answer = hear.call("Authorize", {"idTag": "T"})
    assert answer.status == "CallError"


def test_an_answer_of_before_belongs_to_no_call(hear):
    hear([3, "m1", {"idTagInfo": {"status": "Accepted"}}], direction="out", at="2025-10-13T10:19:59Z")
    assert len(hear.call("Authorize", {"idTag": "T"})) == 1
    assert hear.pairing.early == {}


def test_of_answers_that_came_early_few_are_remembered(hear):
    for number in range(100):
        hear([3, f"m{number}", {}], direction="in")
    assert len(hear.pairing.early) == 16


def test_open_calls_are_forgotten_oldest_first_and_never_more_than_64(hear):
    for number in range(100):
        hear([2, f"m{number}", "Authorize", {"idTag": "T"}])
    assert len(hear.pairing.calls) == 64
    assert hear([3, "m35", {"idTagInfo": {"status": "Accepted"}}], direction="out") == []
    assert hear([3, "m36", {"idTagInfo": {"status": "Accepted"}}], direction="out") != []


def test_the_pairing_goes_on_from_its_json(hear):
    hear.call("Authorize", {"idTag": "T"})
    hear.pairing = msgspec.json.decode(msgspec.json.encode(hear.pairing), type=Pairing)
    assert len(hear([3, "m1", {"idTagInfo": {"status": "Accepted"}}], direction="out")) == 1


@pytest.mark.parametrize(
    ("protocol", "payload", "is_v2", "odd"),
    [
        ("", {"connectorId": 1, "status": "Available", "errorCode": "NoError"}, False, []),
        (
            "",
            {"evseId": 1, "connectorId": 1, "connectorStatus": "Available", "timestamp": RECEIVED},
            True,
            [],
        ),
        (
            "ocpp2.0.1",
            {"connectorId": 1, "status": "Available", "errorCode": "NoError"},
            False,
            ["nonconformant"],
        ),
        (
            "ocpp1.6",
            {"evseId": 1, "connectorId": 1, "connectorStatus": "Available", "timestamp": RECEIVED},
            True,
            ["nonconformant"],
        ),
    ],
)
def test_the_shape_of_a_payload_decides_against_the_links_protocol(hear, protocol, payload, is_v2, odd):
    status, *rest = hear.call("StatusNotification", payload, protocol=protocol)
    assert isinstance(status, StatusReported)
    assert status.is_v2 is is_v2
    assert kinds(rest) == odd


def test_an_action_of_the_other_version_is_read_and_flagged(hear):
    start, odd = hear.call(
        "StartTransaction",
        {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": RECEIVED},
        protocol="ocpp2.0.1",
    )
    assert start.socket == 1
    assert odd.rule == "Q35"


def test_extra_properties_and_wrong_case_are_counted_and_cost_nothing(hear):
    """Source: definitions Q33."""
    status, odd = hear.call(
        "StatusNotification",
        {"connectorId": 1, "errorCode": "no_error", "status": "suspended EVSE", "x": 1},
    )
    assert (status.status, status.error_code) == ("SuspendedEVSE", "NoError")
    assert odd.kind == "nonconformant"


def test_a_pretty_printed_frame_is_a_frame(hear):
    (token,) = hear(json.dumps([2, "1", "Authorize", {"idTag": "T"}], indent=4))
    assert isinstance(token, TokenShown)


def test_a_mended_answer_that_nobody_waits_for_is_still_counted(hear):
    assert kinds(hear('[3,"1",{"status":}]', direction="out")) == ["repaired"]


def test_without_a_protocol_what_only_2_x_has_decides(hear):
    value = {"timestamp": RECEIVED, "sampledValue": [{"value": 1}]}
    sample, _ = hear.call("MeterValues", {"evseId": 2, "connectorId": 1, "meterValue": [value]})
    assert sample.socket == 2


def test_what_is_remembered_of_a_call_is_bounded(hear):
    hear([2, "x" * 100_000, "Authorize", {"idTag": "T"}])
    assert len(msgspec.json.encode(hear.pairing)) < 1200
    assert len(hear([3, "x" * 100_000, {"idTagInfo": {"status": "Accepted"}}], direction="out")) == 1
