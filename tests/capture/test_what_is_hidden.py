# ruff: noqa: E501 - a frame a line
"""Secrets and people in every place that OCPP and vendors have for them, in every way to write them down."""

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redaction_of_before import Redactor as RedactorOfBefore

from chargeboard.capture.redaction import MASK, Redactor, Rules
from chargeboard.capture.redaction.table import FIELDS, IN_CLEAR
from chargeboard.capture.redaction.vocabulary import Vocabulary

KEY = b"k" * 32
redact = Redactor(KEY)
SECRET = "Zq7-PLANTED-x9"


def planted(action, payload, *, answer=False):
    return [3, "id-1", payload] if answer else [2, "id-1", action, payload]


TOKEN = {"idToken": SECRET, "type": "ISO14443"}
CERTIFICATE = {
    "hashAlgorithm": "SHA256",
    "issuerNameHash": "n",
    "issuerKeyHash": "k",
    "serialNumber": SECRET,
    "responderURL": "http://a.b",
}


def written(frame):
    return frame if isinstance(frame, str) else json.dumps(frame)


def setting(name, component="AnyCtrlr"):
    return {"component": {"name": component}, "variable": {"name": name}}


def variables(name, component="AnyCtrlr"):
    yield planted(
        "SetVariables", {"setVariableData": [setting(name, component) | {"attributeValue": SECRET}]}
    )
    yield planted(
        "",
        {
            "getVariableResult": [
                setting(name, component) | {"attributeValue": SECRET, "attributeStatus": "Accepted"}
            ]
        },
        answer=True,
    )
    report = setting(name, component) | {"variableAttribute": [{"type": "Actual", "value": SECRET}]}
    yield planted(
        "NotifyReport", {"requestId": 1, "generatedAt": "2026-01-01T00:00:00Z", "reportData": [report]}
    )
    event = setting(name, component) | {"eventId": 1, "trigger": "Delta", "actualValue": SECRET}
    yield planted("NotifyEvent", {"seqNo": 1, "eventData": [event]})


def configuration(name):
    yield planted("ChangeConfiguration", {"key": name, "value": SECRET})
    yield planted("ChangeConfiguration", {"value": SECRET, "key": name})
    yield planted(
        "",
        {
            "configurationKey": [
                {"key": "HeartbeatInterval", "value": "300", "readonly": False},
                {"key": name, "value": SECRET, "readonly": False},
            ],
            "unknownKey": ["a"],
        },
        answer=True,
    )


def profile(**data):
    return planted("SetNetworkProfile", {"configurationSlot": 1, "connectionData": data})


CUSTOMER = {"requestId": 1, "report": True, "clear": False}
SECRET_SETTINGS = [
    "AuthorizationKey", "BasicAuthPassword", "WifiPsk", "WiFiPSK", "wifi_password", "SimPin", "UserPIN",
    "user-pin-code", "ApiKey", "X-API-Key", "MqttPasswd", "wpaPassphrase", "SharedSecret", "PrivateKey",
    "accessToken", "Authorization", "CPOClientCredentials",
]  # fmt: skip
PERSONAL_SETTINGS = [
    "MasterPassGroupId",
    "FreevendIdTag",
    "VehicleId",
    "EVCCID",
    "Token",
    "VIN",
    "licensePlate",
]
VENDORS = [
    *SECRET_SETTINGS,
    *PERSONAL_SETTINGS,
    "email",
    "emaid",
    "cardNumber",
    "phoneNumber",
    "evMacAddress",
    "uid",
]

PLACES = [
    planted("Authorize", {"idTag": SECRET}),
    planted("StartTransaction", {"connectorId": 1, "idTag": SECRET, "meterStart": 1}),
    planted("StopTransaction", {"transactionId": 1, "idTag": SECRET, "meterStop": 1}),
    planted("RemoteStartTransaction", {"idTag": SECRET}),
    planted("ReserveNow", {"idTag": "A", "parentIdTag": SECRET}),
    planted("SendLocalList", {"localAuthorizationList": [{"idTag": "A"}, {"idTag": SECRET}]}),
    planted("", {"idTagInfo": {"status": "Accepted", "parentIdTag": SECRET}}, answer=True),
    planted("Authorize", {"idToken": TOKEN}),
    planted("Authorize", {"idTag": {"value": SECRET}}),
    planted("Authorize", {"idTag": [SECRET]}),
    planted("Authorize", {"idToken": {"type": "ISO14443", "value": SECRET}}),
    planted("TransactionEvent", {"idToken": {"id": SECRET, "type": "ISO14443"}, "offline": False}),
    planted("RequestStartTransaction", {"groupIdToken": {"type": "Central", "uid": SECRET}}),
    planted("DataTransfer", {"vendorId": "v", "password": {"type": SECRET}}),
    planted("StatusNotification", {"status": "x", "password": {"type": SECRET}}),
    planted("TransactionEvent", {"eventType": "Started", "idToken": TOKEN}),
    planted("Authorize", {"idToken": {"idToken": "A", "additionalInfo": [{"additionalIdToken": SECRET, "type": "x"}]}}),
    planted("", {"idTokenInfo": {"status": "Accepted", "groupIdToken": TOKEN}}, answer=True),
    planted("", {"idTokenInfo": {"personalMessage": {"format": "ASCII", "content": SECRET}}}, answer=True),
    planted("", {"updatedPersonalMessage": {"format": "ASCII", "content": SECRET}}, answer=True),
    planted("Authorize", {"idToken": {"idToken": "A"}, "certificate": SECRET}),
    planted("Authorize", {"idToken": {"idToken": "A"}, "iso15118CertificateHashData": [CERTIFICATE]}),
    planted("CustomerInformation", CUSTOMER | {"customerIdentifier": SECRET}),
    planted("CustomerInformation", CUSTOMER | {"idToken": TOKEN}),
    planted("CustomerInformation", CUSTOMER | {"customerCertificate": CERTIFICATE}),
    planted("NotifyCustomerInformation", {"data": SECRET, "seqNo": 0, "requestId": 1}),
    planted("Get15118EVCertificate", {"action": "Install", "exiRequest": SECRET}),
    planted("Get15118EVCertificate", {"exiRequest": "AA", "prioritizedEMAIDs": ["A", SECRET]}),
    planted("", {"status": "Accepted", "exiResponse": SECRET}, answer=True),
    planted("GetCertificateStatus", {"ocspRequestData": CERTIFICATE}),
    planted("GetCertificateChainStatus", {"certificateStatusRequests": [{"certificateHashData": CERTIFICATE}]}),
    planted("", {"status": "Accepted", "ocspResult": SECRET}, answer=True),
    planted("SignCertificate", {"csr": SECRET}),
    planted("", {"tariffAssignments": [{"tariffId": "t", "idTokens": ["A", SECRET]}]}, answer=True),
    planted("NotifyEVChargingNeeds", {"chargingNeeds": {"derChargingParameters": {"evInverterSerialNumber": SECRET}}}),
    planted("NotifySettlement", {"pspRef": SECRET, "status": "Settled"}),
    planted("NotifySettlement", {"pspRef": "A", "receiptId": SECRET}),
    planted("NotifySettlement", {"pspRef": "A", "receiptUrl": "https://pay.example/" + SECRET}),
    planted("NotifySettlement", {"pspRef": "A", "vatNumber": SECRET}),
    planted("NotifySettlement", {"pspRef": "A", "vatCompany": {"name": SECRET, "country": "NL"}}),
    planted("", {"vatNumber": "A", "company": {"name": "A", "address1": SECRET, "country": "NL"}}, answer=True),
    profile(basicAuthPassword=SECRET),
    profile(apn={"apn": "internet", "apnUserName": SECRET}),
    profile(apn={"apn": "internet", "apnPassword": SECRET}),
    profile(vpn={"server": "v.example", "user": SECRET}),
    profile(vpn={"server": "v.example", "user": "u", "password": SECRET}),
    profile(vpn={"server": "v.example", "user": "u", "key": SECRET}),
    *(frame for name in (*SECRET_SETTINGS, *PERSONAL_SETTINGS) for frame in configuration(name)),
    *(frame for name in (*SECRET_SETTINGS, *PERSONAL_SETTINGS) for frame in variables(name)),
    *(planted("DataTransfer", {"vendorId": "v", "data": {name: SECRET}}) for name in VENDORS),
    *(planted("StatusNotification", {"status": "Available", "customData": {"vendorId": "v", n: SECRET}}) for n in VENDORS),
    '[2,"1","Authorize",{"idTag":"A","idTag":"' + SECRET + '"}]',
    '[2,"1","ChangeConfiguration",{"key":"a","value":"b","key":"wifiPsk","value":"' + SECRET + '"}]',
    '[2,"1","Authorize",{"idTag":"\\ud800","parentIdTag":"' + SECRET + '"}]',
    '[2,"1","DataTransfer",{"x":"\\udc00","data":"{\\"pin\\":\\"' + SECRET + '\\"}"}]',
    planted("DataTransfer", {"vendorId": "v", "data": {"token": {"uid": SECRET, "type": "RFID"}}}),
    planted("DataTransfer", {"vendorId": "v", "data": {"credentials": {"any": [1, {"thing": SECRET}]}}}),
    planted("DataTransfer", {"vendorId": "v", "data": [{"name": "wifiPsk", "value": SECRET}]}),
    planted(
        "MeterValues",
        {"meterValue": [{"sampledValue": [{"value": SECRET, "format": "SignedData"}]}]},
    ),
    planted(
        "TransactionEvent",
        {"meterValue": [{"sampledValue": [{"value": 1, "signedMeterValue": {"signedMeterData": SECRET}}]}]},
    ),
    planted(
        "StopTransaction",
        {
            "transactionData": [
                {
                    "sampledValue": [
                        {"format": "SignedData", "value": 'OCMF|{"IT":"ISO14443","ID":"' + SECRET + '"}|{"SD":"00"}'}
                    ]
                }
            ]
        },
    ),
]  # fmt: skip
NESTED = [
    '{"idTag":"S"}',
    '{"a":{"password":"S"}}',
    '[{"key":"authorizationKey","value":"S"}]',
    '{"inner":"{\\"emaid\\":\\"S\\"}"}',
    '{"exiRequest":"S"}',
    "idTag=S&connector=1",
    "cmd=set; password: S",
    "<request><idTag>S</idTag></request>",
    "<v:request><v:idTag type='central' n=\"1\">S</v:idTag></v:request>",
    "<driverName>Anna S</driverName>",
    "<password\n>\n  <![CDATA[a b]S]]></password>",
    "<card kind='x' uid='S'>7</card>",
    "{'EVCC_MAC': 'S'}",
    "mqtt_pass=S",
    "my.authKey=S; a=1",
    "{'wifiPsk': 'S'}",
    "Authorization: Bearer S",
]
PLACES += [planted("DataTransfer", {"vendorId": "v", "data": text.replace("S", SECRET)}) for text in NESTED]
PLACES += [planted("StatusNotification", {"info": text.replace("S", SECRET)}) for text in NESTED[:2]]


def escapings(text):
    """The same JSON in other words: escapes, blanks, a name twice, another order."""
    yield text
    yield text.replace(SECRET, "".join(f"\\u{ord(sign):04x}" for sign in SECRET))
    yield text.replace("Zq7", "\\u005Aq\\u0037")
    yield json.dumps(json.loads(text), indent=1)
    if '\\"' not in text:
        names = {
            name for name in ("password", "idTag", "idToken", "key", "data", "value") if f'"{name}"' in text
        }
        for name in names:
            yield text.replace(f'"{name}"', '"' + "".join(f"\\u{ord(sign):04X}" for sign in name) + '"')
            yield text.replace(f'"{name}"', f'"{name.upper()}"') if name != "data" else text


@pytest.mark.threat("K2")
@pytest.mark.parametrize("frame", PLACES, ids=lambda frame: f"{written(frame)}"[:40])
def test_what_is_planted_in_any_place_is_found_nowhere(frame):
    text = written(frame)
    assert SECRET in text
    for said in escapings(text):
        told = redact(said)
        assert SECRET not in told
        assert SECRET not in str(json.loads(told))
        assert redact(told) == told
        assert [*map(type, json.loads(told))] == [*map(type, json.loads(said))]


@pytest.mark.parametrize("frame", PLACES[:60], ids=lambda frame: f"{written(frame)}"[:40])
def test_a_frame_that_was_cut_off_hides_what_it_holds(frame):
    text = written(frame)
    end = text.index(SECRET) + len(SECRET)
    if '"format": "SignedData"' in text[end:] or ("key" in text[end:] and '"key"' not in text[:end]):
        return  # what it is was still to be said
    for more in range(0, len(text) - end, 3):
        told = redact(text[: end + more])
        assert SECRET not in told
        assert redact(told) == told


@pytest.mark.parametrize("frame", PLACES, ids=lambda frame: f"{written(frame)}"[:40])
def test_what_was_hidden_before_becomes_what_is_hidden_now(frame):
    text = written(frame)
    assert redact(RedactorOfBefore(KEY)(text)) == redact(text)


def test_a_token_is_the_same_wherever_it_is_named():
    hashed = redact.hash_of(SECRET)
    naming = [
        text
        for text in map(written, PLACES)
        if any(f'"{name}": "{SECRET}"' in text for name in ("idTag", "idToken", "emaid"))
    ]
    assert len(naming) > 8
    for text in naming:
        assert hashed in redact(text)
    assert hashed in redact(json.dumps(planted("DataTransfer", {"data": f'{{"idTag":"{SECRET}"}}'})))


def test_readable_evidence_is_kept_but_for_its_token():
    said = 'OCMF|{"FV":"1.0","ID":"04A2BC","RD":[{"RV":12.5}]}|{"SD":"3045"}'
    frame = json.dumps(planted("MeterValues", {"sampledValue": [{"value": said, "format": "SignedData"}]}))
    assert redact(frame) == frame.replace("04A2BC", redact.hash_of("04A2BC"))
    keeping = Redactor(KEY, Rules(keep_signed=True))
    assert keeping(frame) == frame
    other = json.dumps(
        planted("MeterValues", {"sampledValue": [{"value": "3045ab", "format": "SignedData"}]})
    )
    assert redact(other) == other.replace("3045ab", MASK)
    assert keeping(other) == other


SHAPES = [
    "anna@example.org",
    "VID:0123456789AB",
    "DE-8AA-C12345678-9",
    "NLABCC00000001X",
    "WVWZZZ1JZXW000001",
    "4111111111111111",
    "4111 1111 1111 1111",
    "+4915112345678",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl",
    "-----BEGIN EC PRIVATE KEY----- MHcCAQ",
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("around", ["{}", "for {} now", '{{"x":"{}"}}', '{{"x":["{}"]}}'])
def test_what_looks_like_a_person_or_a_secret_is_hidden_in_what_vendors_send(shape, around):
    for data in (around.format(shape), {"x": around.format(shape)}):
        told = redact(json.dumps(planted("DataTransfer", {"vendorId": "v", "data": data})))
        assert shape not in told
        assert shape[4:-4] not in told


@pytest.mark.threat("K2")
@pytest.mark.parametrize(
    "frame",
    [
        planted("DataTransfer", {"vendorId": "v", "messageId": "m", "data": "hello, 12345 is fine"}),
        planted("DataTransfer", {"data": {"serial": "TACW2242321G285", "firmware": "1.4.2", "at": "2026-01-01T00:00:00Z"}}),
        planted("DataTransfer", {"data": '{"connector":1,"power":11.5,"evseId":"DE*ABC*E12345"}'}),
        planted("DataTransfer", {"data": "time=2026-01-01T00:00:00Z;state=ok"}),
        planted("DataTransfer", {"data": "<idTag/><state of='idTag'>ok now</state><selfTestPassed>true</selfTestPassed>"}),
        planted("ChangeConfiguration", {"key": "BypassMode", "value": "true"}),
        planted("NotifyEvent", {"eventData": [setting("AvailabilityState", "Connector") | {"actualValue": "Occupied"}]}),
        planted("ChangeConfiguration", {"key": "PinPadEnabled", "value": "true"}),
        planted("ChangeConfiguration", {"key": "MinimumStatusDuration", "value": "5"}),
        planted("", {"configurationKey": [{"key": "MeterValuesSampledData", "value": "Energy.Active.Import.Register"}]}, answer=True),
        planted("InstallCertificate", {"certificateType": "V2GRootCertificate", "certificate": "-----BEGIN CERTIFICATE-----"}),
        planted("CertificateSigned", {"certificateChain": "-----BEGIN CERTIFICATE-----\nMII"}),
        planted("DeleteCertificate", {"certificateHashData": CERTIFICATE}),
        planted("BootNotification", {"chargingStation": {"serialNumber": "S1", "model": "m", "vendorName": "pin"}}),
        planted("SetDisplayMessage", {"message": {"message": {"format": "UTF8", "content": "Welcome"}}}),
        planted("MeterValues", {"meterValue": [{"sampledValue": [{"value": "1", "format": "Raw"}]}]}),
        planted("", {"status": "Rejected", "statusInfo": {"reasonCode": "x", "additionalInfo": "not now"}}, answer=True),
        planted("", {"setVariableResult": [{"attributeStatusInfo": {"reasonCode": "x", "additionalInfo": "no"}}]}, answer=True),
        planted("SecurityEventNotification", {"type": "FailedToAuthenticateAtCsms", "techInfo": "401 at @ once"}),
        [4, "id-1", "InternalError", "token was not read", {}],
        planted("GetLog", {"log": {"remoteLocation": "https://files.example/up"}, "logType": "SecurityLog"}),
    ],
    ids=lambda frame: str(frame[2])[:40],
)  # fmt: skip
def test_a_frame_without_a_secret_stays_byte_for_byte(frame):
    for text in (json.dumps(frame), json.dumps(frame, indent=1), json.dumps(frame).replace("/", "\\/")):
        assert redact(text) == text


def test_a_messages_id_is_never_changed():
    for said in ("password", "anna@example.org", "idTag=1", "ws://u:p@h/"):
        text = json.dumps([2, said, "DataTransfer", {"data": {"idTag": "X"}}])
        assert json.loads(redact(text))[1] == said


@pytest.mark.threat("K2")
@given(st.text(alphabet="{}[]\":\\,'=<> idTagkeypasswordvalue@.12n", max_size=60))
def test_hiding_twice_is_hiding_once_whatever_the_text(text):
    once = redact(text)
    assert redact(once) == once


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "key", "name", "value", "data", "idTag", "password", "x y"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=12,
)


@given(JSON, st.booleans())
def test_any_json_stays_json_of_the_same_form(document, is_ascii):
    text = json.dumps([2, "1", "DataTransfer", document], ensure_ascii=is_ascii)
    told = redact(text)
    assert redact(told) == told
    assert form(json.loads(told)) == form(json.loads(text))


def form(value):
    match value:
        case dict():
            return {key: form(one) for key, one in value.items()}
        case list():
            return [form(one) for one in value]
        case bool() | None:
            return value
        case _:
            return ""


def test_an_installation_hides_more_and_less():
    rules = Rules(
        hide=("meterType", "SmartCtrlr.Mode", "x-thing"), leave=("userPin",), tokens_in_clear=("FREE", "0000")
    )
    own = Redactor(KEY, rules)
    assert (
        own('{"meterType":"M1","x_thing":"T","userPin":"12"}')
        == '{"meterType":"***","x_thing":"***","userPin":"12"}'
    )
    assert own('[2,"1","MeterValues",{"meterType":"M1"}]') == '[2,"1","MeterValues",{"meterType":"***"}]'
    hidden, other = (
        json.dumps(
            planted("SetVariables", {"setVariableData": [setting("Mode", one) | {"attributeValue": "on"}]})
        )
        for one in ("SmartCtrlr", "OtherCtrlr")
    )
    assert own(hidden) == hidden.replace('"on"', '"***"')
    assert own(other) == other
    for text in ('[2,"1","Authorize",{"idTag":"free"}]', '[2,"1","Authorize",{"idTag":"0000"}]'):
        assert own(text) == text
    assert "OTHER" not in own('[2,"1","Authorize",{"idTag":"OTHER"}]')


def strings_of_schemas():
    """Every field of text without an enumeration, of all messages of all versions."""
    found = set()

    def walk(node, definitions):
        for one in node.values() if isinstance(node, dict) else node:
            if isinstance(one, dict | list):
                walk(one, definitions)
        properties = node.get("properties") if isinstance(node, dict) else None
        if isinstance(properties, dict):
            found.update(name for name, told in properties.items() if is_text(told, definitions))

    def is_text(told, definitions):
        if "$ref" in told:
            return is_text(definitions[told["$ref"].rpartition("/")[2]], definitions)
        if told.get("type") == "array":
            return is_text(told["items"], definitions)
        return told.get("type") == "string" and "enum" not in told and told.get("format") != "date-time"

    for version in ("v16", "v201", "v21"):
        for file in files("ocpp").joinpath(version, "schemas").iterdir():
            if file.name.endswith(".json"):
                schema = json.loads(file.read_text(encoding="utf-8-sig"))
                walk(schema, schema.get("definitions", {}))
    return found


def test_every_text_of_ocpp_is_either_hidden_or_said_to_be_in_clear():
    hidden = {name for field in FIELDS for name in field.names.split()}
    by_kind = {name for name in strings_of_schemas() if Vocabulary()(name).way}
    in_clear = {name for group in IN_CLEAR for name in group.names.split()}
    sometimes = {
        name
        for field in FIELDS
        if field.within or field.only_in or field.not_in or field.not_within
        for name in field.names.split()
    }
    left = strings_of_schemas() - hidden - by_kind - {"signedMeterData"}
    assert left <= in_clear
    assert in_clear <= left | sometimes


def test_half_a_pair_of_surrogates_hides_nothing():
    for text in (
        '{"eventDa":"\\ud800","idTag":"' + SECRET + '"}',
        '\ud800{"idTag":"' + SECRET + '"',
        '["\ud800",{"a":"' + SECRET + " password=" + SECRET + '"}]',
    ):
        assert "idTag" not in text or SECRET not in redact(text)


@pytest.mark.parametrize(
    "frame",
    [
        planted("StatusNotification", {"connectorId": 1, "errorCode": "OtherError", "status": "Faulted", "info": f"card idTag={SECRET} refused"}),
        planted("StatusNotification", {"connectorId": 1, "errorCode": "OtherError", "status": "Faulted", "vendorErrorCode": f"pwd={SECRET}"}),
        planted("SecurityEventNotification", {"type": "InvalidFirmware", "timestamp": "2026-01-01T00:00:00Z", "techInfo": f"user=ocpp; password={SECRET}"}),
        planted("GetDiagnostics", {"location": f"https://up.example/logs?expires=9&token={SECRET}"}),
        planted("UpdateFirmware", {"location": f"https://up.example/fw.bin?token={SECRET}", "retrieveDate": "2026-01-01T00:00:00Z"}),
        [4, "id-1", "GenericError", f"unknown tag idTag={SECRET}", {}],
    ],
    ids=lambda frame: str(frame[2]),
)  # fmt: skip
def test_what_is_said_with_its_name_is_hidden_in_ocpps_own_texts_too(frame):
    text = json.dumps(frame)
    hidden = redact(text)
    assert SECRET not in hidden
    assert redact(hidden) == hidden
    assert json.loads(hidden)[:3] == frame[:3]


@pytest.mark.parametrize("said", ["temp=71;limit=65", "a == b", "state=Faulted code=12", "x="])
def test_other_names_with_values_are_left_as_they_are(said):
    text = json.dumps(
        planted("StatusNotification", {"connectorId": 1, "info": said, "vendorErrorCode": said})
    )
    assert redact(text) == text
