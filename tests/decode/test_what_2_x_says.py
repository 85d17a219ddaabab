import pytest

from chargeboard.domain.facts import (
    Answered,
    Booted,
    ProblemTold,
    RemoteStartAsked,
    Sampled,
    StatusReported,
    TokenShown,
    TransactionAsked,
    TransactionTold,
)

RECEIVED = "2025-10-13T10:20:00Z"
NOW = 1_760_350_800_000_000


def event(**said):
    base = {
        "eventType": "Started",
        "timestamp": RECEIVED,
        "triggerReason": "CablePluggedIn",
        "seqNo": 0,
        "transactionInfo": {"transactionId": "A"},
    }
    return {key: value for key, value in (base | said).items() if value is not None}


def notified(variable, value, *, component="Connector", evse=None, trigger="Delta", **said):
    data = {
        "eventId": 1,
        "timestamp": RECEIVED,
        "trigger": trigger,
        "actualValue": value,
        "eventNotificationType": "HardWiredNotification",
        "component": {"name": component} | ({"evse": evse} if evse else {}),
        "variable": {"name": variable},
    }
    return {"generatedAt": RECEIVED, "seqNo": 0, "eventData": [data | said]}


def test_a_boot_names_the_station_and_why(hear):
    said = {
        "reason": "PowerUp",
        "chargingStation": {"vendorName": "ACME", "model": "X2", "serialNumber": "1"},
    }
    assert hear.call("BootNotification", said) == [Booted(NOW, NOW, "ACME", "X2", "1", "", "PowerUp")]


def test_a_status_is_of_an_evse_and_its_connector(hear):
    said = {"timestamp": RECEIVED, "connectorStatus": "occupied", "evseId": 2, "connectorId": 1}
    fact, odd = hear.call("StatusNotification", said)
    assert fact == StatusReported(NOW, NOW, 2, "Occupied", is_v2=True, connector=1)
    assert odd.kind == "nonconformant"


def test_a_status_of_no_evse_is_not_of_evse_1(hear):
    (odd,) = hear.call(
        "StatusNotification", {"timestamp": RECEIVED, "connectorStatus": "Occupied", "connectorId": 1}
    )
    assert odd.rule == "Q13"


def test_the_stamp_of_a_2_x_status_is_required(hear):
    fact, odd = hear.call(
        "StatusNotification", {"connectorStatus": "Occupied", "evseId": 1, "connectorId": 1}
    )
    assert fact.clock_repaired
    assert odd.kind == "clock"


def test_an_event_tells_what_it_carries(hear):
    said = event(
        transactionInfo={"transactionId": "A", "chargingState": "EVConnected", "remoteStartId": 7},
        evse={"id": 1, "connectorId": 2},
        idToken={"idToken": "TAG1", "type": "ISO14443"},
        offline=True,
    )
    (fact,) = hear.call("TransactionEvent", said)
    assert fact == TransactionTold(
        NOW, NOW, f"{NOW}/m1", "A", "Started", 0, "CablePluggedIn", "EVConnected", "", 1, 2, "TAG1",
        offline=True, remote_start_id=7,
    )  # fmt: skip


def test_what_an_event_does_not_carry_is_not_known(hear):
    fact, odd = hear.call("TransactionEvent", event(triggerReason=None, eventType="Updated"))
    assert (fact.socket, fact.connector, fact.token, fact.trigger, fact.reason) == (None, None, "", "", "")
    assert (fact.offline, fact.remote_start_id, fact.charging_state) == (False, None, "")
    assert odd.rule == "Q13"


def test_an_event_without_a_number_has_none(hear):
    fact, odd = hear.call("TransactionEvent", event(seqNo=None))
    assert fact.seq_no == -1
    assert odd.kind == "nonconformant"


def test_an_event_of_no_transaction_still_tells_its_readings(hear):
    value = {"timestamp": RECEIVED, "sampledValue": [{"value": 5}]}
    sample, odd = hear.call("TransactionEvent", event(transactionInfo={}, evse={"id": 1}, meterValue=[value]))
    assert isinstance(sample, Sampled)
    assert (sample.socket, sample.transaction_id, sample.register_wh) == (1, "", 5)
    assert odd.rule == "Q13"


@pytest.mark.parametrize(("kind", "first"), [("Started", TransactionTold), ("Ended", Sampled)])
def test_readings_come_after_the_start_and_before_the_end(hear, kind, first):
    value = {"timestamp": RECEIVED, "sampledValue": [{"value": 5}]}
    facts = hear.call("TransactionEvent", event(eventType=kind, meterValue=[value]))
    assert isinstance(facts[0], first)
    assert len(facts) == 2


def test_only_an_answer_about_a_token_tells_something(hear):
    (told,) = hear.call("TransactionEvent", event(idToken={"idToken": "T", "type": "Central"}))
    answer = [3, "m1", {"idTokenInfo": {"status": "Blocked"}}]
    assert hear(answer, direction="out") == [Answered(NOW, NOW, told.ref, "Blocked")]
    hear.call("TransactionEvent", event(seqNo=1, eventType="Updated"))
    assert hear.pairing.calls == {}
    assert hear([3, "m1", {}], direction="out") == []


def test_a_token_is_shown(hear):
    said = {"idToken": {"idToken": "T", "type": "ISO14443"}}
    assert hear.call("Authorize", said) == [TokenShown(NOW, NOW, f"{NOW}/m1", "T")]
    answer = hear([3, "m1", {"idTokenInfo": {"status": "Accepted"}}], direction="out")
    assert answer == [Answered(NOW, NOW, f"{NOW}/m1", "Accepted")]


def test_a_start_is_requested_and_answered(hear):
    said = {"idToken": {"idToken": "T", "type": "ISO14443"}, "remoteStartId": 9, "evseId": 1}
    asked = hear.call("RequestStartTransaction", said, direction="out")
    assert asked == [RemoteStartAsked(NOW, NOW, f"{NOW}/m1", "T", 1, 9)]
    answer = hear([3, "m1", {"status": "Accepted", "transactionId": "A"}])
    assert answer == [Answered(NOW, NOW, f"{NOW}/m1", "Accepted")]


def test_a_transaction_is_asked_about(hear):
    assert hear.call("GetTransactionStatus", {"transactionId": "A"}, direction="out") == []
    answer = [3, "m1", {"ongoingIndicator": False, "messagesInQueue": False}]
    assert hear(answer) == [TransactionAsked(NOW, NOW, "A", ongoing=False, messages_queued=False)]


@pytest.mark.parametrize(
    ("component", "evse", "socket", "connector"),
    [
        ("Connector", {"id": 2, "connectorId": 1}, 2, 1),
        ("EVSE", {"id": 2}, 2, 0),
        ("ChargingStation", None, 0, 0),
    ],
)
def test_an_availability_state_is_a_status(hear, component, evse, socket, connector):
    said = notified("AvailabilityState", "Faulted", component=component, evse=evse)
    (fact,) = hear.call("NotifyEvent", said)
    assert fact == StatusReported(NOW, NOW, socket, "Faulted", is_v2=True, connector=connector)


def test_an_availability_state_of_no_evse_is_of_none(hear):
    (odd,) = hear.call("NotifyEvent", notified("AvailabilityState", "Faulted"))
    assert odd.rule == "Q13"


def test_a_problem_is_told_with_its_technical_code_and_words(hear):
    said = notified("Problem", "true", component="EVSE", evse={"id": 1}, techCode="CX014", techInfo="pilot")
    (fact,) = hear.call("NotifyEvent", said)
    assert fact == ProblemTold(NOW, NOW, "event", 1, "CX014", "CX014", "EVSE", "Problem", info="pilot")


@pytest.mark.parametrize(("value", "said"), [("false", {}), (False, {}), ("true", {"cleared": True})])
def test_a_problem_that_is_over_is_cleared(hear, value, said):
    (fact,) = hear.call("NotifyEvent", notified("Tripped", value, techCode="E1", **said))
    assert fact.cleared
    assert (fact.code, fact.severity) == ("E1", None)


def test_a_compound_code_is_one_problem_each(hear):
    facts = hear.call("NotifyEvent", notified("Problem", "true", techCode="F001,F003"))
    assert [fact.code for fact in facts] == ["F001", "F003"]


def test_a_problem_without_a_code_is_named_by_its_component_and_variable(hear):
    (fact,) = hear.call("NotifyEvent", notified("Overload", "true"))
    assert (fact.code, fact.vendor_code, fact.severity) == ("Connector.Overload", "", 5)


@pytest.mark.parametrize("trigger", ["Delta", "Periodic"])
def test_another_variable_is_a_problem_only_if_it_alerts(hear, trigger):
    assert hear.call("NotifyEvent", notified("Temperature", "90", trigger=trigger)) == []
    (fact,) = hear.call("NotifyEvent", notified("Temperature", "90", trigger="Alerting"))
    assert (fact.severity, fact.cleared) == (5, False)


def test_2_1_says_the_severity_itself(hear):
    (fact,) = hear.call("NotifyEvent", notified("Temperature", "90", trigger="Alerting", severity=2))
    assert fact.severity == 2


def test_2_0_1_gave_the_severity_to_the_monitor(hear):
    hear.call("SetVariableMonitoring", {"setMonitoringData": []}, direction="out")
    result = {"id": 4, "status": "Accepted", "type": "UpperThreshold", "severity": 3}
    assert hear([3, "m1", {"setMonitoringResult": [result]}]) == []
    said = notified("Temperature", "90", trigger="Alerting", variableMonitoringId=4)
    assert hear.call("NotifyEvent", said)[0].severity == 3


def test_a_report_of_the_monitors_gives_severities_too(hear):
    monitor = {
        "variableMonitoring": [{"id": 8, "transaction": False, "value": 1, "type": "Delta", "severity": 1}]
    }
    assert hear.call("NotifyMonitoringReport", {"monitor": [monitor], "seqNo": 0, "requestId": 1}) == []
    said = notified("Temperature", "90", trigger="Alerting", variableMonitoringId=8)
    assert hear.call("NotifyEvent", said)[0].severity == 1


def test_one_bad_event_does_not_lose_the_others(hear):
    said = notified("Problem", "true", techCode="E1")
    said["eventData"].insert(0, {"component": "EVSE", "variable": None})
    problem, *odd = hear.call("NotifyEvent", said)
    assert problem.code == "E1"
    assert {fact.kind for fact in odd} == {"nonconformant"}


@pytest.mark.parametrize(
    "code", ["CX014", "cx026", "CX099", "PilotFault", "Overvoltage", "GridPowerLoss", "F001"]
)
@pytest.mark.parametrize(
    ("variable", "value"), [("Active", "true"), ("Voltage", "271"), ("ChargingState", "x")]
)
def test_an_event_with_an_agreed_code_is_a_problem_whatever_its_variable(hear, code, variable, value):
    (fact,) = hear.call("NotifyEvent", notified(variable, value, techCode=code))
    assert (fact.code, fact.variable, fact.cleared, fact.severity) == (code, variable, False, 5)


@pytest.mark.parametrize("code", ["", "E1", "CX14", "CX0144", "ACME PilotFault"])
def test_an_event_with_a_code_of_the_vendors_own_needs_a_variable_that_says_so(hear, code):
    assert hear.call("NotifyEvent", notified("Active", "true", techCode=code)) == []
    (fact,) = hear.call("NotifyEvent", notified("Tripped", "true", techCode=code))
    assert fact.vendor_code == code


@pytest.mark.parametrize(
    ("variable", "said", "cleared"),
    [
        ("Active", {"actualValue": "false"}, True),
        ("Active", {"actualValue": "true", "cleared": True}, True),
        ("Voltage", {"actualValue": "0"}, False),
        ("Voltage", {"actualValue": "231", "cleared": True}, True),
        ("Voltage", {"actualValue": ""}, False),
        ("Problem", {"actualValue": "0"}, True),
        ("Problem", {"actualValue": ""}, True),
    ],
)
def test_a_number_clears_nothing_by_being_zero(hear, variable, said, cleared):
    (fact,) = hear.call("NotifyEvent", notified(variable, techCode="CX005", **{"value": "", **said}))
    assert fact.cleared is cleared


def test_parts_that_have_instances_are_told_apart(hear):
    event = notified("Problem", "true", component="AcDcConverter", evse={"id": 2, "connectorId": 1})
    event["eventData"][0]["component"]["instance"] = "3"
    event["eventData"][0]["variable"]["instance"] = "L1"
    (fact,) = hear.call("NotifyEvent", event)
    assert (fact.socket, fact.connector) == (2, 1)
    assert (fact.code, fact.component, fact.variable) == (
        "AcDcConverter 3.Problem L1",
        "AcDcConverter 3",
        "Problem L1",
    )


@pytest.mark.parametrize("status", ["PublishFailed", "InvalidChecksum", "DownloadFailed"])
def test_a_firmware_that_could_not_be_published_is_a_problem(hear, status):
    (fact,) = hear.call(
        "PublishFirmwareStatusNotification", {"status": status, "location": [], "requestId": 1}
    )
    assert (fact.group, fact.code) == ("transfer", status)


@pytest.mark.parametrize(
    "status", ["UploadFailure", "BadMessage", "NotSupportedOperation", "PermissionDenied"]
)
def test_a_log_that_could_not_be_uploaded_is_a_problem(hear, status):
    (fact,) = hear.call("LogStatusNotification", {"status": status, "requestId": 1})
    assert (fact.group, fact.code) == ("transfer", status)


@pytest.mark.parametrize("status", ["Uploaded", "AcceptedCanceled", "Idle", "Uploading"])
def test_a_log_that_goes_its_way_is_none(hear, status):
    assert hear.call("LogStatusNotification", {"status": status, "requestId": 1}) == []
