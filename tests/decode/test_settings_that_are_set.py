"""Which settings did a charger take from its management system (definitions V7)?"""

import pytest

from chargeboard.domain.facts import IntervalSet, SettingTaken


def taken(facts):
    return [(fact.name, fact.value, fact.waits) for fact in facts if isinstance(fact, SettingTaken)]


def change(hear, key, value, status="Accepted"):
    hear([2, "s1", "ChangeConfiguration", {"key": key, "value": value}], direction="out")
    return hear([3, "s1", {"status": status}])


def variable(component, name, value=None, status=None, evse=None, **more):
    where = {} if evse is None else {"evse": {"id": evse}}
    told = {"component": {"name": component, **where}, "variable": {"name": name}, **more}
    if value is not None:
        told["attributeValue"] = value
    if status is not None:
        told["attributeStatus"] = status
    return told


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Accepted", [("MeterValueSampleInterval", "30", False)]),
        ("RebootRequired", [("MeterValueSampleInterval", "30", True)]),
        ("Rejected", []),
        ("NotSupported", []),
        (None, []),
    ],
)
def test_a_setting_is_taken_as_the_charger_answered(hear, status, expected):
    assert taken(change(hear, "MeterValueSampleInterval", "30", status)) == expected


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("MaxCurrent", "16", "16"),
        ("MaxCurrent", 16, "16"),
        ("LocalPreAuthorize", "True", "True"),
        ("LocalPreAuthorize", True, "true"),
        ("MeterValuesSampledData", "Energy.Active.Import.Register,SoC", "Energy.Active.Import.Register,SoC"),
        ("AuthorizationKey", "***", ""),
        ("MasterPassGroupId", "t:0123456789abcdef", ""),
    ],
)
def test_a_value_is_told_where_it_can_hurt_nobody(hear, key, value, shown):
    assert taken(change(hear, key, value)) == [(key, shown, False)]


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("AdminPin", "1234"),
        ("ApnUser", "operator"),
        ("WifiPassphrase", "20262026"),
        ("BackendUrl", "wss://someone:secret@csms.example/ocpp"),
        ("MeterValuesSampledData", "SoC<script>"),
        ("OperatorText", "Call Ann 0171 5550199"),
    ],
)
def test_another_value_is_known_again_and_not_told(hear, key, value):
    [(_, first, _)], [(_, again, _)] = taken(change(hear, key, value)), taken(change(hear, key, value))
    [(_, other, _)] = taken(change(hear, key, value + "x"))
    assert first == again != other
    assert first.startswith("#")
    assert value not in first


def test_of_several_variables_those_are_taken_that_were_accepted(hear):
    asked = [
        variable("OCPPCommCtrlr", "HeartbeatInterval", "60"),
        variable("SmartChargingCtrlr", "LimitChangeSignificance", "2.5"),
        variable("EVSE", "Enabled", "false", evse=2),
        variable("ClockCtrlr", "TimeZone", "CET", attributeType="Target"),
    ]
    answers = [
        variable("OCPPCommCtrlr", "HeartbeatInterval", status="Accepted"),
        variable("SmartChargingCtrlr", "LimitChangeSignificance", status="Rejected"),
        variable("EVSE", "Enabled", status="RebootRequired", evse=2),
        variable("ClockCtrlr", "TimeZone", status="Accepted", attributeType="Target"),
    ]
    hear([2, "s1", "SetVariables", {"setVariableData": asked}], direction="out", protocol="ocpp2.0.1")
    facts = hear([3, "s1", {"setVariableResult": answers}], protocol="ocpp2.0.1")
    assert taken(facts) == [
        ("OCPPCommCtrlr.HeartbeatInterval", "60", False),
        ("EVSE[2].Enabled", "false", True),
    ]
    assert [fact.interval_s for fact in facts if isinstance(fact, IntervalSet)] == [60]


def test_a_refusal_without_words_takes_nothing(hear):
    hear([2, "s1", "ChangeConfiguration", {"key": "A", "value": "1"}], direction="out")
    assert hear([4, "s1", "InternalError", "", {}]) == []
