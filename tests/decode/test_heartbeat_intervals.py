"""In which ways is a heartbeat interval agreed: definitions 4c O3a."""

import pytest

from chargeboard.domain.facts import HeartbeatHeard, IntervalSet

HERE = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
ELSEWHERE = {"component": {"name": "ClockCtrlr"}, "variable": {"name": "HeartbeatInterval"}}
ANOTHER = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "RetryBackOffWaitMinimum"}}


def seconds(facts):
    return [fact.interval_s for fact in facts if isinstance(fact, IntervalSet)]


def asked(hear, action, payload, answer, protocol="ocpp1.6"):
    """The CSMS asks, the charger answers."""
    hear([2, "s1", action, payload], direction="out", protocol=protocol)
    return seconds(hear([3, "s1", answer], protocol=protocol))


def setting(value, key="HeartbeatInterval"):
    return {"key": key, "value": value}


@pytest.mark.parametrize(
    ("value", "status", "expected"),
    [
        ("3600", "Accepted", [3600]),
        (3600, "accepted", [3600]),
        (" 300 ", "Accepted", [300]),
        ("300.0", "Accepted", [300]),
        ("300", "Rejected", []),
        ("300", "RebootRequired", []),
        ("300", "NotSupported", []),
        ("300", None, []),
        ("0", "Accepted", []),
        ("-1", "Accepted", []),
        ("soon", "Accepted", []),
        ("99999999999", "Accepted", []),
        (True, "Accepted", []),
    ],
)
def test_a_change_counts_where_it_was_accepted_and_can_be(hear, value, status, expected):
    answer = {} if status is None else {"status": status}
    assert asked(hear, "ChangeConfiguration", setting(value), answer) == expected


def test_a_key_is_known_in_any_letter_case_and_another_key_is_none(hear):
    assert asked(hear, "ChangeConfiguration", setting("60", "HeartBeatInterval"), {"status": "Accepted"}) == [
        60
    ]
    assert (
        asked(hear, "ChangeConfiguration", setting("60", "WebSocketPingInterval"), {"status": "Accepted"})
        == []
    )


def test_a_change_that_was_answered_with_an_error_is_none(hear):
    hear([2, "s1", "ChangeConfiguration", setting("60")], direction="out")
    assert hear([4, "s1", "InternalError", "", {}]) == []
    assert hear([3, "s1", {"status": "Accepted"}]) == []


@pytest.mark.parametrize(
    "keys", [{}, {"key": []}, {"key": ["HeartbeatInterval"]}, {"key": ["a", "HEARTBEATINTERVAL"]}]
)
def test_an_interval_that_was_read_counts(hear, keys):
    answer = {
        "configurationKey": [setting("x", "a"), {**setting("900"), "readonly": False}],
        "unknownKey": [],
    }
    assert asked(hear, "GetConfiguration", keys, answer) == [900]


def test_a_reading_of_other_keys_is_not_waited_for(hear):
    assert asked(hear, "GetConfiguration", {"key": ["Other"]}, {"configurationKey": [setting("900")]}) == []


@pytest.mark.parametrize("value", [None, "", "abc"])
def test_a_reading_without_a_usable_value_changes_nothing(hear, value):
    assert asked(hear, "GetConfiguration", {}, {"configurationKey": [setting(value), {"key": "k"}]}) == []


@pytest.mark.parametrize("protocol", ["ocpp2.0.1", "ocpp2.1", ""])
@pytest.mark.parametrize(
    ("where", "attribute", "status", "expected"),
    [
        (HERE, {}, "Accepted", [600]),
        (HERE, {"attributeType": "Actual"}, "Accepted", [600]),
        (HERE, {"attributeType": "Target"}, "Accepted", []),
        (HERE, {"attributeType": "MaxSet"}, "Accepted", []),
        (HERE, {}, "RebootRequired", []),
        (HERE, {}, "Rejected", []),
        (ELSEWHERE, {}, "Accepted", []),
        (ANOTHER, {}, "Accepted", []),
    ],
)
def test_variables_are_set_and_read(hear, where, attribute, status, expected, protocol):
    said = where | attribute
    ask = {"setVariableData": [ANOTHER | {"attributeValue": "5"}, said | {"attributeValue": "600"}]}
    result = [ANOTHER | {"attributeStatus": "Accepted"}, said | {"attributeStatus": status}]
    assert asked(hear, "SetVariables", ask, {"setVariableResult": result}, protocol) == expected
    read = [one | {"attributeValue": value} for one, value in zip(result, ("5", "600"), strict=True)]
    answer = {"getVariableResult": read}
    assert asked(hear, "GetVariables", {"getVariableData": [ANOTHER, said]}, answer, protocol) == expected


def test_a_report_of_variables_tells_the_interval_in_force(hear):
    values = [{"type": "MaxSet", "value": "86400"}, {"value": "1200"}]
    data = [ANOTHER | {"variableAttribute": [{"value": "7"}]}, HERE | {"variableAttribute": values}]
    report = {"requestId": 1, "generatedAt": "2025-10-13T10:20:00Z", "seqNo": 0, "reportData": data}
    assert seconds(hear.call("NotifyReport", report, protocol="ocpp2.0.1")) == [1200]
    report["reportData"] = [
        ANOTHER | {"variableAttribute": [{"value": "7"}]},
        ELSEWHERE | {"variableAttribute": values},
    ]
    assert hear.call("NotifyReport", report, protocol="ocpp2.1") == []


@pytest.mark.parametrize("protocol", ["ocpp1.6", "ocpp2.0.1", "ocpp2.1", ""])
def test_a_heartbeat_is_heard(hear, protocol):
    (fact,) = hear.call("Heartbeat", {}, protocol=protocol)
    assert isinstance(fact, HeartbeatHeard)


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("ChangeConfiguration", {"key": 5, "value": {"a": 1}}),
        ("SetVariables", {"setVariableData": [{"variable": {"name": "HeartbeatInterval"}}, 4, None]}),
        ("GetConfiguration", {"key": {"a": 1}}),
    ],
)
def test_a_misshapen_question_raises_nothing(hear, action, payload):
    assert asked(hear, action, payload, {"status": "Accepted", "setVariableResult": [1, {}]}) == []
