"""Laws that hold for any text: reading is total, bounded, and the same by both ways of reading a payload."""

import json
from unittest.mock import patch

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.decode import Pairing, read
from chargeboard.decode.forms import Form
from chargeboard.domain.facts import AnyFact, OddityFound
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from long_run import IS_LONG

law = settings(max_examples=2_500 if IS_LONG else 200, derandomize=not IS_LONG, deadline=None, database=None)

NOW = 1_760_350_800_000_000
STAMP = "2025-10-13T10:20:00Z"
BERLIN = Policy(timezone="Europe/Berlin")
FACT = msgspec.json.Decoder(AnyFact)

SAMPLE_16 = {
    "value": "104,5",
    "unit": "kWh",
    "phase": "L1",
    "context": "Sample.Periodic",
    "location": "Outlet",
}
SAMPLE_2 = {
    "value": 1.5,
    "measurand": "Power.Active.Import",
    "unitOfMeasure": {"unit": "kW", "multiplier": 0},
    "signedMeterValue": {"encodingMethod": "x"},
}
MESSAGES = [
    ("in", [2, "a", "BootNotification", {"chargePointVendor": "A", "chargePointModel": "B"}]),
    (
        "in",
        [
            2,
            "a",
            "BootNotification",
            {"reason": "PowerUp", "chargingStation": {"model": "B", "vendorName": "A"}},
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "StatusNotification",
            {"connectorId": 1, "status": "Faulted", "errorCode": "Error", "timestamp": STAMP, "info": "x"},
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "StatusNotification",
            {"evseId": 1, "connectorId": 1, "connectorStatus": "Available", "timestamp": STAMP},
        ],
    ),
    ("in", [2, "a", "Authorize", {"idTag": "T"}]),
    ("in", [2, "a", "Authorize", {"idToken": {"idToken": "T", "type": "Central"}}]),
    (
        "in",
        [
            2,
            "a",
            "StartTransaction",
            {"connectorId": 1, "idTag": "T", "meterStart": 5, "timestamp": "2025-10-13T12:20:00"},
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "StopTransaction",
            {
                "transactionId": 5,
                "meterStop": 9,
                "timestamp": STAMP,
                "reason": "Local",
                "transactionData": [{"timestamp": STAMP, "sampledValue": [SAMPLE_16]}],
            },
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "MeterValues",
            {
                "connectorId": 1,
                "transactionId": 5,
                "meterValue": [{"timestamp": STAMP, "sampledValue": [SAMPLE_16, SAMPLE_16]}],
            },
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "MeterValues",
            {"evseId": 1, "meterValue": [{"timestamp": STAMP, "sampledValue": [SAMPLE_2]}]},
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "TransactionEvent",
            {
                "eventType": "Ended",
                "timestamp": STAMP,
                "triggerReason": "Trigger",
                "seqNo": 3,
                "offline": False,
                "transactionInfo": {"transactionId": "A", "chargingState": "Idle", "stoppedReason": "Local"},
                "evse": {"id": 1, "connectorId": 1},
                "idToken": {"idToken": "T", "type": "Central"},
                "meterValue": [{"timestamp": STAMP, "sampledValue": [SAMPLE_2]}],
            },
        ],
    ),
    (
        "in",
        [
            2,
            "a",
            "NotifyEvent",
            {
                "generatedAt": STAMP,
                "seqNo": 0,
                "eventData": [
                    {
                        "timestamp": STAMP,
                        "trigger": "Alerting",
                        "actualValue": "true",
                        "techCode": "CX001,E2",
                        "component": {"name": "EVSE", "evse": {"id": 1}},
                        "variable": {"name": "Problem"},
                        "variableMonitoringId": 4,
                        "severity": 3,
                    }
                ],
            },
        ],
    ),
    ("in", [2, "a", "SecurityEventNotification", {"type": "MemoryExhaustion", "timestamp": STAMP}]),
    ("in", [2, "a", "FirmwareStatusNotification", {"status": "DownloadFailed"}]),
    ("out", [2, "a", "RemoteStartTransaction", {"connectorId": 1, "idTag": "T"}]),
    (
        "out",
        [2, "a", "RequestStartTransaction", {"evseId": 1, "remoteStartId": 1, "idToken": {"idToken": "T"}}],
    ),
    ("out", [2, "a", "GetTransactionStatus", {"transactionId": "A"}]),
    (
        "out",
        [
            3,
            "a",
            {"status": "Accepted", "interval": 300, "transactionId": 7, "idTagInfo": {"status": "Accepted"}},
        ],
    ),
    ("out", [3, "a", {"idTokenInfo": {"status": "Blocked"}}]),
    (
        "in",
        [
            3,
            "a",
            {
                "setMonitoringResult": [{"id": 4, "severity": 3}],
                "ongoingIndicator": True,
                "messagesInQueue": True,
            },
        ],
    ),
    ("out", [4, "a", "InternalError", "", {}]),
    ("ws", ["open", "A", "ocpp1.6"]),
    ("ws", ["gap", 1, 2, "down"]),
    ("ws", ["pong", "A", 30]),
    (
        "row",
        ["steve", "connector_status", {"connector_id": 1, "status": "Faulted", "status_timestamp": STAMP}],
    ),
    (
        "row",
        [
            "steve",
            "transaction_start",
            {"transaction_pk": 7, "connector_id": 1, "id_tag": "T", "start_value": "9"},
        ],
    ),
    ("row", ["steve", "transaction_stop", {"transaction_pk": 7, "event_actor": "manual", "stop_value": "9"}]),
    (
        "row",
        ["steve", "transaction_stop_failed", {"transaction_pk": 7, "stop_value": "9", "fail_reason": "x"}],
    ),
    (
        "row",
        [
            "steve",
            "connector_meter_value",
            {"transaction_pk": 7, "connector_id": 1, "values": [{"value": "9"}]},
        ],
    ),
    ("row", ["ocpi", "evse", {"socket": 1, "status": "CHARGING", "last_updated": STAMP}]),
    (
        "row",
        [
            "ocpi",
            "session",
            {"socket": 1, "transaction_id": "7", "status": "ACTIVE", "kwh": 1.5, "start_date_time": STAMP},
        ],
    ),
    (
        "row",
        [
            "ocpi",
            "cdr",
            {"socket": 1, "id": "7", "transaction_id": "7", "total_energy": 9, "start_date_time": STAMP},
        ],
    ),
]

junk = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=12)
    | st.sampled_from(
        [
            "1",
            " 2 ",
            "1.0",
            "1,5",
            "NaN",
            "",
            "true",
            "charging",
            "kwh",
            "1970-01-01T00:00:00Z",
            STAMP,
            "9" * 70,
            "1e400",
        ]
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=4,
)


def paths(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from paths(value[key], (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from paths(item, (*path, index))


def changed(value, path, new, *, drop):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    if drop and len(path) == 1:
        del copy[path[0]]
    else:
        copy[path[0]] = changed(value[path[0]], path[1:], new, drop=drop)
    return copy


@st.composite
def mutants(draw):
    direction, message = draw(st.sampled_from(MESSAGES))
    for _ in range(draw(st.integers(0, 3))):
        path = draw(st.sampled_from(list(paths(message))))
        message = changed(message, path, draw(junk), drop=draw(st.booleans()))
    return direction, json.dumps(message)


def told(direction, text, protocol="", pairing=None):
    facts = read(Frame("CP1", NOW, direction, text, "A", protocol), pairing or waiting(), BERLIN)
    kinds = [fact.kind for fact in facts if isinstance(fact, OddityFound)]
    assert len(kinds) == len(set(kinds))
    for fact in facts:
        assert FACT.decode(msgspec.json.encode(fact)) == fact
        assert fact.received_at == NOW
    return facts


def waiting():
    """A pairing with a call of each kind that the answers above may belong to."""
    pairing = Pairing()
    for direction, message in MESSAGES:
        if direction != "ws" and message[0] == 2:
            read(Frame("CP1", NOW, direction, json.dumps(message), "A"), pairing, BERLIN)
    return pairing


directions = st.sampled_from(["in", "out", "ws"])
protocols = st.sampled_from(["", "ocpp1.6", "ocpp2.0.1", "ocpp2.1", "soap"])


@pytest.mark.parametrize(("direction", "message"), MESSAGES)
def test_every_unchanged_message_is_read_without_quarantine(direction, message):
    assert "quarantined" not in [getattr(fact, "kind", "") for fact in told(direction, json.dumps(message))]


@given(directions, st.text(max_size=200) | st.text(st.characters(codec=None), max_size=40), protocols)
@law
def test_any_text_gives_facts_and_never_raises(direction, text, protocol):
    told(direction, text, protocol)


@given(
    directions,
    st.integers(-1, 8),
    st.text(max_size=4),
    st.sampled_from([m[2] for d, m in MESSAGES if m[0] == 2]),
    junk,
)
@law
def test_any_payload_of_any_action_gives_facts(direction, kind, message_id, action, payload):
    told(direction, json.dumps([kind, message_id, action, payload]))


@given(mutants(), protocols)
@law
def test_a_valid_frame_with_bad_fields_gives_facts(mutant, protocol):
    told(*mutant, protocol)


@given(mutants(), st.integers(0, 400), st.text(max_size=3))
@law
def test_a_valid_frame_cut_or_scrambled_gives_facts(mutant, place, noise):
    direction, text = mutant
    told(direction, text[:place])
    told(direction, text[:place] + noise + text[place:])


@given(mutants())
@law
def test_the_quick_way_and_the_forgiving_way_tell_the_same(mutant):
    quick = told(*mutant)
    with patch.object(Form, "read", Form.mended):
        assert told(*mutant) == quick


@given(st.lists(mutants(), max_size=30))
@law
def test_the_pairing_may_be_written_down_at_any_moment(mutants_):
    kept, written = Pairing(), Pairing()
    for direction, text in mutants_:
        assert told(direction, text, pairing=kept) == told(direction, text, pairing=written)
        written = msgspec.json.decode(msgspec.json.encode(written), type=Pairing)
        assert written == kept
