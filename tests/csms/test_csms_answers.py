import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace

import pytest
from jsonschema import Draft4Validator, Draft7Validator

from chargeboard.capture.csms.answers import Asked, actions, answer_to

PACKAGE = Path(importlib.util.find_spec("ocpp").origin).parent
SCHEMAS = {"ocpp1.6": "v16", "ocpp2.0.1": "v201", "ocpp2.1": "v21"}
PAYLOADS = {
    "GetCertificateChainStatus": {
        "certificateStatusRequests": [
            {
                "certificateHashData": {
                    "hashAlgorithm": "SHA256",
                    "issuerNameHash": "a",
                    "issuerKeyHash": "b",
                    "serialNumber": "c",
                },
                "source": "OCSP",
                "urls": ["http://o"],
            }
        ]
    },
    "VatNumberValidation": {"vatNumber": "NL1"},
}
FULL = {"idTag": "A", "idToken": {"idToken": "A", "type": "ISO14443"}, "eventType": "Started"}


def schema(protocol, action, kind):
    file = PACKAGE / SCHEMAS[protocol] / "schemas" / f"{action}{kind}.json"
    return json.loads(file.read_text(encoding="utf-8-sig")) if file.exists() else None


CASES = [(protocol, action) for protocol in SCHEMAS for action in actions(protocol)]


@pytest.mark.parametrize(("protocol", "action"), CASES)
@pytest.mark.parametrize("status", ["Accepted", "Invalid"])
def test_every_answer_is_what_the_official_schema_wants(protocol, action, status):
    wanted = schema(protocol, action, "Response")
    if wanted is None:
        is_sent = action == "NotifyPeriodicEventStream"  # 2.1 has no answer to it, and a CALL of it is a slip
        assert is_sent or (protocol == "ocpp2.0.1" and schema("ocpp2.1", action, "Response") is not None)
        return
    validator = Draft4Validator if "draft-04" in wanted.get("$schema", "") else Draft7Validator
    for payload in (PAYLOADS.get(action, {}), PAYLOADS.get(action, {}) | FULL):
        asked = Asked(SimpleNamespace(payload=payload), "2026-01-01T00:00:00Z", 300, lambda _: status, 7)
        answer = answer_to(protocol, action)(asked)
        validator(wanted).validate(json.loads(json.dumps(answer)))


@pytest.mark.parametrize("protocol", SCHEMAS)
def test_no_notification_of_any_version_is_unknown(protocol):
    folder = PACKAGE / SCHEMAS[protocol] / "schemas"
    names = {file.stem.removesuffix("Request").removesuffix("Response") for file in folder.glob("*.json")}
    notifications = {name for name in names if "Notif" in name or name.startswith("Report")}
    assert len(notifications) > 4
    assert not [name for name in notifications if answer_to(protocol, name) is None]


def test_what_is_in_no_version_has_no_answer():
    assert answer_to("ocpp1.6", "MakeCoffee") is None
