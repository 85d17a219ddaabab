import json
from decimal import Decimal

import pytest

from chargeboard.domain.facts import (
    Answered,
    Booted,
    OddityFound,
    ProblemTold,
    RemoteStartAsked,
    Sampled,
    StartReported,
    StatusReported,
    StopReported,
    TokenShown,
)

RECEIVED = "2025-10-13T10:20:00Z"
NOW = 1_760_350_800_000_000
SECOND = 1_000_000
START = {"connectorId": 1, "idTag": "T", "meterStart": 1000, "timestamp": "2025-10-13T10:19:00Z"}


def status(**said):
    return {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": RECEIVED} | said


def odd_of(facts):
    return [fact for fact in facts if isinstance(fact, OddityFound)]


def test_a_boot_names_the_charger(hear):
    said = {
        "chargePointVendor": "AcTEC",
        "chargePointModel": "EV-AC22K",
        "chargeBoxSerialNumber": "S1",
        "firmwareVersion": "V1.17.9",
    }
    assert hear.call("BootNotification", said) == [Booted(NOW, NOW, "AcTEC", "EV-AC22K", "S1", "V1.17.9")]


def test_a_status_is_told_with_its_error_and_its_stamp(hear):
    said = status(
        errorCode="GroundFailure",
        status="Faulted",
        timestamp="2025-10-13T10:19:30Z",
        vendorId="https://chargex.inl.gov",
        vendorErrorCode="CX002",
        info="x",
    )
    (fact,) = hear.call("StatusNotification", said)
    assert fact == StatusReported(
        NOW - 30 * SECOND, NOW, 1, "Faulted", "GroundFailure", "CX002", "https://chargex.inl.gov", "x"
    )


def test_a_status_without_a_stamp_is_of_its_receipt_and_no_clock_is_blamed(hear):
    """Source: definitions T5, Q04."""
    said = status()
    del said["timestamp"]
    (fact,) = hear.call("StatusNotification", said)
    assert (fact.at, fact.clock_repaired) == (NOW, False)


@pytest.mark.parametrize("stamp", ["", "1970-01-01T00:00:00.740Z", "2025-10-13T12:20:00Z"])
def test_a_status_whose_stamp_is_not_usable_is_of_its_receipt(hear, stamp):
    fact, odd = hear.call("StatusNotification", status(timestamp=stamp))
    assert (fact.at, fact.clock_repaired) == (NOW, True)
    assert (odd.kind, odd.raw) == ("clock", stamp)


def test_a_status_stamp_days_old_is_left_for_the_fold_to_judge(hear):
    (fact,) = hear.call("StatusNotification", status(timestamp="2025-10-11T10:20:00Z"))
    assert NOW - fact.at == 2 * 86_400 * SECOND


@pytest.mark.parametrize(
    ("said", "code"), [("NoPPDetected", "NoPPDetected"), ("0x0000", "0x0000"), (None, ""), (0, "0")]
)
def test_a_vendor_code_stays_as_said(hear, said, code):
    fact = hear.call("StatusNotification", status(status="Faulted", vendorErrorCode=said))[0]
    assert fact.vendor_code == code


def test_an_unknown_error_code_stays_as_said_and_is_flagged(hear):
    fact, odd = hear.call("StatusNotification", status(connectorId=0, errorCode="Error", status="Faulted"))
    assert (fact.socket, fact.error_code) == (0, "Error")
    assert (odd.kind, odd.raw) == ("nonconformant", "Error")


@pytest.mark.parametrize("connector", [None, -1, "first", 1.5, True, 10**30])
def test_a_status_of_no_connector_is_no_status_of_connector_1(hear, connector):
    (odd,) = hear.call("StatusNotification", status(connectorId=connector))
    assert odd.kind == "nonconformant"


@pytest.mark.parametrize("connector", ["2", " 2 ", 2.0, "2.0"])
def test_a_connector_in_another_dress_is_that_connector(hear, connector):
    fact, odd = hear.call("StatusNotification", status(connectorId=connector))
    assert fact.socket == 2
    assert odd.kind == "nonconformant"


def test_a_start_gets_the_id_and_the_status_of_its_answer(hear):
    (start,) = hear.call("StartTransaction", START)
    answer = [3, "m1", {"transactionId": 0, "idTagInfo": {"status": "ConcurrentTx"}}]
    assert hear(answer, direction="out") == [Answered(start.at, NOW, start.ref, "ConcurrentTx", "0")]
    assert (start.at, start.socket, start.token, start.meter_start_wh) == (NOW - 60 * SECOND, 1, "T", 1000)


@pytest.mark.parametrize("again", [{}, {"meterStart": "1000"}, {"meterStart": 1000.0}, {"reservationId": 3}])
def test_the_same_start_has_the_same_key_whatever_its_message_id(hear, again):
    first = hear([2, "a", "StartTransaction", START])[0]
    second = hear([2, "b", "StartTransaction", START | again], at="2025-10-13T11:00:00Z")[0]
    assert first.key == second.key
    assert first.ref != second.ref


@pytest.mark.parametrize(
    "other", [{"connectorId": 2}, {"idTag": "U"}, {"meterStart": 1001}, {"timestamp": "2025-10-13T10:19:01Z"}]
)
def test_another_start_has_another_key(hear, other):
    assert hear.call("StartTransaction", START)[0].key != hear.call("StartTransaction", START | other)[0].key


def test_without_a_stamp_the_receipt_is_in_a_starts_key(hear):
    said = {key: value for key, value in START.items() if key != "timestamp"}
    first, odd = hear.call("StartTransaction", said)
    later, _ = hear.call("StartTransaction", said, at="2025-10-13T10:30:00Z")
    assert first.clock_repaired
    assert odd.kind == "clock"
    assert first.key != later.key


def test_a_start_that_names_no_connector_is_of_connector_0(hear):
    said = {key: value for key, value in START.items() if key != "connectorId"}
    start, odd = hear.call("StartTransaction", said)
    assert isinstance(start, StartReported)
    assert start.socket == 0
    assert odd.rule == "Q13"


def test_the_operators_factor_scales_both_ends_of_a_transaction(hear):
    assert hear.call("StartTransaction", START, energy_factor=1000)[0].meter_start_wh == 1_000_000
    stop = hear.call(
        "StopTransaction", {"transactionId": 1, "meterStop": 2, "timestamp": RECEIVED}, energy_factor=0.1
    )
    assert stop[0].meter_stop_wh == Decimal("0.2")


@pytest.mark.parametrize(
    ("said", "reason", "odd"),
    [
        (None, "Local", 0),
        ("", "Local", 0),
        ("powerloss", "PowerLoss", 1),
        ("Bored", "Bored", 1),
        ("Remote", "Remote", 0),
    ],
)
def test_the_reason_of_a_stop_is_spelled_as_in_the_standard(hear, said, reason, odd):
    stop, *rest = hear.call(
        "StopTransaction",
        {"transactionId": 5, "meterStop": 7, "timestamp": RECEIVED, "reason": said, "idTag": "T"},
    )
    assert stop == StopReported(NOW, NOW, "5", Decimal(7), reason, "T")
    assert len(rest) == odd


@pytest.mark.parametrize(("said", "id_"), [(-1, "-1"), (0, "0"), ("12", "12"), (12.0, "12"), (None, "")])
def test_the_id_of_a_stop_is_as_said(hear, said, id_):
    stop = hear.call("StopTransaction", {"transactionId": said, "meterStop": 7, "timestamp": RECEIVED})[0]
    assert stop.transaction_id == id_


def test_readings_in_a_stop_come_before_it(hear):
    data = [
        {
            "timestamp": "2025-10-13T10:00:00Z",
            "sampledValue": [{"value": "1", "context": "Transaction.Begin"}],
        },
        {"timestamp": "2025-10-13T10:19:00Z", "sampledValue": [{"value": "9", "context": "Transaction.End"}]},
    ]
    said = {"transactionId": 5, "meterStop": 9, "timestamp": RECEIVED, "transactionData": data}
    begin, end, stop = hear.call("StopTransaction", said)
    assert isinstance(stop, StopReported)
    assert (begin.register_wh, end.register_wh, end.context) == (None, 9, "Transaction.End")
    assert isinstance(end, Sampled)
    assert (end.socket, end.transaction_id) == (None, "5")


def test_a_token_is_told_as_the_journal_has_it(hear):
    assert hear.call("Authorize", {"idTag": "h:3f2a"}) == [TokenShown(NOW, NOW, f"{NOW}/m1", "h:3f2a")]


def test_a_remote_start_is_asked_by_the_csms_and_answered_by_the_charger(hear):
    asked = hear.call("RemoteStartTransaction", {"idTag": "T", "connectorId": 2}, direction="out")
    assert asked == [RemoteStartAsked(NOW, NOW, f"{NOW}/m1", "T", 2)]
    assert hear([3, "m1", {"status": "Rejected"}]) == [Answered(NOW, NOW, f"{NOW}/m1", "Rejected")]


@pytest.mark.parametrize(
    ("action", "status_"),
    [
        ("FirmwareStatusNotification", "DownloadFailed"),
        ("FirmwareStatusNotification", "InstallationFailed"),
        ("SignedFirmwareStatusNotification", "InvalidSignature"),
        ("DiagnosticsStatusNotification", "UploadFailed"),
        ("LogStatusNotification", "UploadFailure"),
    ],
)
def test_a_failed_transfer_is_a_problem(hear, action, status_):
    assert hear.call(action, {"status": status_}) == [ProblemTold(NOW, NOW, "transfer", 0, status_)]


def test_a_failure_in_the_vendors_words_is_a_problem_too(hear):
    problem, odd = hear.call("DiagnosticsStatusNotification", {"status": "DiagnosisFailed"})
    assert (problem.group, problem.code) == ("transfer", "DiagnosisFailed")
    assert odd.kind == "nonconformant"


@pytest.mark.parametrize("status_", ["Downloaded", "Installed", "Uploading", "Idle"])
def test_progress_of_a_transfer_is_none(hear, status_):
    assert hear.call("FirmwareStatusNotification", {"status": status_}) == []


@pytest.mark.parametrize(
    "event",
    [
        "TamperDetectionActivated",
        "MemoryExhaustion",
        "InvalidFirmwareSignature",
        "InvalidTLSVersion",
        "InvalidCentralSystemCertificate",
        "MaintenanceLoginFailed",
    ],
)
def test_a_critical_security_event_is_a_problem(hear, event):
    (fact,) = hear.call("SecurityEventNotification", {"type": event, "timestamp": RECEIVED, "techInfo": "x"})
    assert fact == ProblemTold(NOW, NOW, "security", 0, event, info="x")


@pytest.mark.parametrize("event", ["StartupOfTheDevice", "ResetOrReboot", "SettingSystemTime", "Event"])
def test_another_security_event_is_information(hear, event):
    assert hear.call("SecurityEventNotification", {"type": event, "timestamp": RECEIVED}) == []


def test_a_late_event_keeps_its_own_time(hear):
    (stop,) = hear.call(
        "StopTransaction", {"transactionId": 5, "meterStop": 7, "timestamp": "2025-10-12T08:00:00Z"}
    )
    assert NOW - stop.at == (26 * 3600 + 20 * 60) * SECOND
    assert not stop.clock_repaired


def test_a_text_over_its_length_is_kept_and_flagged(hear):
    fact, odd = hear.call("StatusNotification", status(info="x" * 80))
    assert fact.info == "x" * 80
    assert odd.kind == "nonconformant"


def test_one_bad_field_never_loses_the_message(hear):
    said = START | {"meterStart": {"kWh": 1}, "reservationId": "none", "timestamp": 12}
    start, *odd = hear([2, "m1", "StartTransaction", said])
    assert (start.socket, start.token, start.meter_start_wh, start.at) == (1, "T", None, NOW)
    assert {fact.kind for fact in odd} == {"nonconformant", "clock"}
    assert json.loads(start.key)[3] == "12"


@pytest.mark.parametrize("missing", ["connectorId", "status"])
def test_a_status_without_its_connector_or_word_is_named_by_what_it_lacks(hear, missing):
    said = status()
    del said[missing]
    (odd,) = odd_of(hear.call("StatusNotification", said))
    assert (odd.rule, odd.what[0].numbers["field"]) == ("Q13", missing)


def test_a_boot_tells_all_of_its_plate_and_what_it_leaves_out_is_empty(hear):
    said = {
        "chargePointVendor": "V",
        "chargePointModel": "M",
        "chargePointSerialNumber": "S",
        "firmwareVersion": "F",
    }
    boot = hear.call("BootNotification", said)[0]
    assert (boot.vendor, boot.model, boot.serial, boot.firmware, boot.reason) == ("V", "M", "S", "F", "")
    bare = hear.call("BootNotification", {"chargeBoxSerialNumber": "B"})[0]
    assert (bare.vendor, bare.model, bare.serial, bare.firmware) == ("", "", "B", "")
