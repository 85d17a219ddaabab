"""Groups, named sockets, certificates, reservations and errors under a foreign id (4c S7, A1a, A2a, A7a)."""

import json

import pytest

from chargeboard.domain.facts import Answered, OddityFound, ReservationAsked, StartReported, TokenShown

RECEIVED = "2025-10-13T10:20:00Z"
NOW = 1_760_350_800_000_000
REF = f"{NOW}/m1"
START = {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": RECEIVED}
CARD = {"idToken": {"idToken": "T", "type": "ISO14443"}}
PNC = "org.openchargealliance.iso15118pnc"


def answer(hear, said):
    return hear([3, "m1", said], direction="out")


def started(**more):
    return {
        "eventType": "Started",
        "timestamp": RECEIVED,
        "triggerReason": "CablePluggedIn",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "A"},
    } | more


@pytest.mark.parametrize(("action", "payload"), [("Authorize", {"idTag": "T"}), ("StartTransaction", START)])
def test_an_answer_of_1_6_names_the_group(hear, action, payload):
    hear.call(action, payload)
    (told,) = answer(hear, {"idTagInfo": {"status": "Accepted", "parentIdTag": "G"}})
    assert (told.status, told.group) == ("Accepted", "G")


@pytest.mark.parametrize(("action", "payload"), [("Authorize", CARD), ("TransactionEvent", started(**CARD))])
def test_an_answer_of_2x_names_the_group(hear, action, payload):
    hear.call(action, payload)
    group = {"idToken": "G", "type": "Central"}
    (told,) = answer(hear, {"idTokenInfo": {"status": "Accepted", "groupIdToken": group}})
    assert (told.status, told.group) == ("Accepted", "G")


def test_a_card_may_name_a_connector_in_1_6_which_is_no_part_of_the_standard(hear):
    shown, odd = hear.call("Authorize", {"idTag": "T", "connectorId": 2})
    assert shown == TokenShown(NOW, NOW, REF, "T", 2)
    assert (odd.kind, odd.raw) == ("nonconformant", "connectorId")
    assert hear.call("Authorize", {"idTag": "T", "connectorId": 0})[0].socket is None


@pytest.mark.parametrize("named", [{"evse": {"id": 2}}, {"evseId": 2}])
def test_a_card_may_name_an_evse(hear, named):
    assert hear.call("Authorize", CARD | named) == [TokenShown(NOW, NOW, REF, "T", 2)]


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"certificateStatus": "CertificateRevoked"}, "CertificateRevoked"),
        ({"certificateStatus": "Accepted"}, "Accepted"),
        ({}, "Accepted"),
    ],
)
def test_a_refused_certificate_refuses_its_token(hear, said, status):
    hear.call("Authorize", CARD)
    (told,) = answer(hear, {"idTokenInfo": {"status": "Accepted"}} | said)
    assert told.status == status


def test_a_blocked_token_stays_blocked_whatever_its_certificate(hear):
    hear.call("Authorize", CARD)
    (told,) = answer(hear, {"idTokenInfo": {"status": "Blocked"}, "certificateStatus": "CertChainError"})
    assert told.status == "Blocked"


def transfer(contract="DE-1", **more):
    return {"vendorId": PNC, "messageId": "Authorize", "data": json.dumps({"idToken": contract})} | more


@pytest.mark.parametrize("token", ["DE-1", {"idToken": "DE-1", "type": "eMAID"}])
def test_a_car_names_its_contract_by_a_transfer_of_1_6(hear, token):
    assert hear.call("DataTransfer", transfer(token)) == [TokenShown(NOW, NOW, REF, "DE-1")]
    assert hear.call("DataTransfer", transfer(data={"idToken": token}))[0].token == "DE-1"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"status": "Accepted"}, "Accepted"),
        ({"status": "Rejected"}, "Rejected"),
        ({"status": "UnknownVendorId"}, "UnknownVendorId"),
        ({"status": "Accepted", "data": json.dumps({"idTokenInfo": {"status": "Invalid"}})}, "Invalid"),
        ({"status": "Accepted", "data": {"idTokenInfo": {"status": "Expired"}}}, "Expired"),
        (
            {
                "status": "Accepted",
                "data": json.dumps(
                    {"idTokenInfo": {"status": "Accepted"}, "certificateStatus": "CertificateExpired"}
                ),
            },
            "CertificateExpired",
        ),
    ],
)
def test_and_is_refused_where_either_answer_says_no(hear, said, status):
    hear.call("DataTransfer", transfer())
    assert answer(hear, said) == [Answered(NOW, NOW, REF, status)]


def test_an_error_refuses_it_too(hear):
    hear.call("DataTransfer", transfer())
    assert hear([4, "m1", "InternalError", "", {}], direction="out") == [Answered(NOW, NOW, REF, "CallError")]


@pytest.mark.parametrize(
    "payload", [transfer(vendorId="ACME"), transfer(messageId="Get15118EVCertificate"), {"vendorId": "x"}]
)
def test_every_other_transfer_tells_nothing(hear, payload):
    assert hear.call("DataTransfer", payload) == []
    assert hear.pairing.calls == {}


def test_odd_data_in_a_transfer_is_forgiven(hear):
    shown, odd = hear.call("DataTransfer", transfer(data="no json"))
    assert (shown.token, odd.kind) == ("", "quarantined")
    assert [
        fact.token for fact in hear.call("DataTransfer", transfer(data=7)) if isinstance(fact, TokenShown)
    ] == [""]


def test_a_reservation_names_its_token_and_its_socket(hear):
    v16 = {"connectorId": 1, "expiryDate": RECEIVED, "idTag": "T", "reservationId": 1}
    assert hear.call("ReserveNow", v16, direction="out") == [ReservationAsked(NOW, NOW, "T", 1)]
    v2 = {"id": 1, "expiryDateTime": RECEIVED, "evseId": 2} | CARD
    assert hear.call("ReserveNow", v2, direction="out") == [ReservationAsked(NOW, NOW, "T", 2)]
    anywhere = hear.call("ReserveNow", v16 | {"connectorId": 0}, direction="out")
    assert anywhere == [ReservationAsked(NOW, NOW, "T")]


def test_an_error_refuses_a_start_of_2x_that_names_no_token(hear):
    (told,) = hear.call("TransactionEvent", started())
    refused = hear([4, "m1", "RpcFrameworkError", "", {}], direction="out")
    assert refused == [Answered(NOW, NOW, told.ref, "CallError")]


def test_a_start_of_2x_that_was_taken_says_so_and_judges_nobody(hear):
    (told,) = hear.call("TransactionEvent", started())
    assert answer(hear, {}) == [Answered(NOW, NOW, told.ref)]


def test_an_error_that_names_no_call_is_of_the_newest_one_that_waits(hear):
    (start,) = hear.call("StartTransaction", START)
    assert isinstance(start, StartReported)
    error = [4, "befe8a1f", "InternalError", "", {}]
    assert hear(error, direction="out") == [Answered(NOW, NOW, start.ref, "CallError")]
    later = answer(hear, {"transactionId": 1, "idTagInfo": {"status": "Accepted"}})
    assert [(told.ref, told.status) for told in later] == [(start.ref, "Accepted")]


def test_but_not_of_one_that_was_answered_or_followed_by_another(hear):
    hear.call("StartTransaction", START)
    hear([2, "h1", "Heartbeat", {}])
    assert hear([4, "h1", "InternalError", "", {}], direction="out") == []
    assert hear([4, "else", "InternalError", "", {}], direction="out") == []
    hear.call("StartTransaction", START)
    answer(hear, {"transactionId": 1, "idTagInfo": {"status": "Accepted"}})
    assert hear([4, "else", "InternalError", "", {}], direction="out") == []


def test_nor_is_an_error_of_the_charger_one_of_its_own_calls(hear):
    hear.call("StartTransaction", START)
    assert hear([4, "else", "InternalError", "", {}]) == []
    assert not [fact for fact in hear([2, "x", "Heartbeat", {}]) if isinstance(fact, OddityFound)]


def named(value):
    return {"component": {"name": "AuthCtrlr"}, "variable": {"name": "MasterPassGroupId"}} | value


@pytest.mark.parametrize(
    ("direction", "action", "payload"),
    [
        ("out", "SetVariables", {"setVariableData": [named({"attributeValue": "G"})]}),
        ("in", "NotifyReport", {"reportData": [named({"variableAttribute": [{"value": "G"}]})]}),
    ],
)
def test_a_token_of_the_group_that_the_station_is_told_is_a_master_pass(hear, direction, action, payload):
    hear([2, "s", action, payload], direction=direction)
    for group, is_master in (("G", True), ("H", False), (None, False)):
        hear.call("Authorize", CARD)
        info = {"status": "Accepted"} | ({"groupIdToken": {"idToken": group}} if group else {})
        (told,) = answer(hear, {"idTokenInfo": info})
        assert told.is_master == is_master
