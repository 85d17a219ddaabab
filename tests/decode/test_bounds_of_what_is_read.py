"""How large, how long and how many may what a charger says be? (Q01, Q21, Q34)"""

from decimal import Decimal

import pytest

from chargeboard.decode.clocks import stamp_told
from chargeboard.decode.forms import number
from chargeboard.decode.framing import message_of
from chargeboard.decode.pairing import OpenCall, Pairing
from chargeboard.domain.facts import IntervalSet, OddityFound
from chargeboard.domain.policy import Policy
from chargeboard.domain.stamps import Stamps
from chargeboard.time.instants import SECOND


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("999999999999999", 999_999_999_999_999),
        ("1000000000000000", None),
        ("-999999999999999", -999_999_999_999_999),
        ("0.000000000000001", Decimal("1e-15")),
        ("0.0000000000000009", None),
        ("1e14", 10**14),
        ("1e15", None),
        ("0e99", 0),
        ("1." + "0" * 62, 1),
        ("1." + "0" * 63, None),
        ("-0", 0),
        (" 1 2,5 ", Decimal("12.5")),
        ("1,2,3", None),
        ("Infinity", None),
        (None, None),
    ],
)
def test_a_number_has_at_most_fifteen_digits_before_or_behind_the_point_and_64_characters(said, value):
    assert number(said) == value
    if said == "-0":
        assert str(number(said)) == "0"


@pytest.mark.parametrize(
    ("said", "is_whole"), [(2**53, True), (2**53 + 1, False), (-(2**53), True), (-(2**53) - 1, False)]
)
def test_an_integer_is_one_that_json_carries_exactly(hear, said, is_whole):
    payload = {"idToken": {"idToken": "T", "type": "Central"}, "remoteStartId": said}
    asked = hear.call("RequestStartTransaction", payload, direction="out")[0]
    assert asked.remote_start_id == (said if is_whole else None)


@pytest.mark.parametrize(("said", "is_one"), [(0, True), (9999, True), (10_000, False), (-1, False)])
@pytest.mark.parametrize("as_text", [False, True])
def test_a_connector_has_a_number_up_to_9999(hear, said, is_one, as_text):
    said_as = str(said) if as_text else said
    payload = {"connectorId": said_as, "status": "Available", "errorCode": "NoError"}
    sockets = [fact.socket for fact in hear.call("StatusNotification", payload) if hasattr(fact, "socket")]
    assert sockets == [said] * is_one


@pytest.mark.parametrize(
    ("said", "socket"),
    [
        ("2", 2),
        (" +2 ", 2),
        ("2.0", 2),
        ("2,00", 2),
        ("2.", 2),
        ("2.5", None),
        (2.0, 2),
        (2.5, None),
        (True, None),
        ("000000000000002", 2),
        ("0000000000000002", None),
    ],
)
def test_a_whole_number_in_quotes_or_with_a_point_is_read_and_is_odd(hear, said, socket):
    facts = hear.call(
        "StatusNotification", {"connectorId": said, "status": "Available", "errorCode": "NoError"}
    )
    assert next((fact.socket for fact in facts if hasattr(fact, "socket")), None) == socket
    assert any(fact.rule == "Q21" for fact in facts if isinstance(fact, OddityFound))


@pytest.mark.parametrize(
    ("multiplier", "wh"), [(9, Decimal(2 * 10**9)), (10, None), (-9, Decimal("2e-9")), (-10, None), (0, 2)]
)
def test_a_multiplier_is_of_nine_powers_of_ten_at_most(meter, multiplier, wh):
    fact, odd = meter({"value": 2, "unitOfMeasure": {"unit": "Wh", "multiplier": multiplier}}, is_v2=True)
    assert fact.register_wh == wh
    assert bool(odd) is (wh is None)


@pytest.mark.parametrize(
    ("seconds", "is_interval"), [("10000000", True), ("10000001", False), ("1", True), ("0.5", False)]
)
def test_an_interval_is_a_second_to_some_months(hear, seconds, is_interval):
    hear([2, "s1", "ChangeConfiguration", {"key": "HeartbeatInterval", "value": seconds}], direction="out")
    facts = hear([3, "s1", {"status": "Accepted"}])
    assert [fact.interval_s for fact in facts if isinstance(fact, IntervalSet)] == [
        int(float(seconds))
    ] * is_interval


@pytest.mark.parametrize(("length", "is_read"), [(48, True), (49, False)])
def test_a_stamp_has_16_to_48_characters(length, is_read):
    received = 1_795_000_000 * SECOND
    said = "2025-10-13T10:20:00Z" + " " * (length - 20)
    assert (stamp_told(said, received, Policy(), Stamps())[0] is not None) is is_read
    assert stamp_told("2025-10-13T10:20", received, Policy(), Stamps())[0] is not None
    assert stamp_told("2025-10-13T1020", received, Policy(), Stamps())[0] is None


@pytest.mark.parametrize(("length", "kept"), [(255, 255), (256, 255), (300, 255)])
def test_of_an_id_and_an_action_255_characters_are_kept(hear, length, kept):
    (odd,) = hear([2, "1", "A" * length, {}])
    assert len(odd.raw) == kept
    hear([2, "i" * length, "Authorize", {"idTag": "T"}])
    ((waiting, _),) = hear.pairing.calls.items()
    assert waiting == f"in/{'i' * kept}"


def call(n):
    return OpenCall("Authorize", f"r{n}", n)


def test_calls_that_wait_are_the_latest_64_and_monitors_the_latest_256():
    pairing = Pairing()
    for n in range(65):
        pairing.remember("in", str(n), call(n))
        pairing.remember("in", "1", call(1))
    assert (pairing.take("in", "0"), pairing.take("in", "2")) == (None, call(2))
    assert (pairing.take("in", "1"), pairing.take("in", "1"), pairing.take("out", "64")) == (
        call(1),
        None,
        None,
    )
    for n in range(257):
        pairing.rank(str(n), n % 10)
        pairing.rank("1", 7)
    assert len(pairing.severities) == 256
    assert ("0" in pairing.severities, pairing.severities["1"], pairing.severities["2"]) == (False, 7, 2)


def test_an_error_that_names_no_call_is_of_the_chargers_newest_that_still_waits():
    pairing = Pairing(newest="5")
    pairing.remember("in", "5", call(5))
    assert pairing.meant_by("9") == pairing.meant_by("9") == call(5)
    assert pairing.meant_by("5") is None
    pairing.take("in", "5")
    assert pairing.meant_by("9") is None


@pytest.mark.parametrize("blank", ["", " ", "\n\t "])
@pytest.mark.parametrize("behind", [",", "}"])
def test_a_value_that_was_left_out_is_mended_whatever_stands_around_it(hear, blank, behind):
    rest = '"idTag":"T"}' if behind == "," else ""
    text = f'[2,"1","StartTransaction",{{"connectorId":1,"meterStart":{blank}{behind}{rest}]'
    start, *odd = hear(text)
    assert (start.socket, start.meter_start_wh) == (1, None)
    assert "repaired" in [one.kind for one in odd]


@pytest.mark.parametrize(
    ("action", "payload"),
    [
        ("StatusNotification", {"connectorId": 1, "status": "Available", "errorCode": "NoError"}),
        ("StatusNotification", {"evseId": 1, "connectorId": 1, "connectorStatus": "Available"}),
        ("BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}),
        ("StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": 0}),
        ("StopTransaction", {"transactionId": 1, "meterStop": 0}),
    ],
)
def test_a_property_that_the_standard_does_not_have_is_odd_and_the_rest_is_read(hear, action, payload):
    if action != "BootNotification":
        payload = payload | {"timestamp": "2025-10-13T10:20:00Z"}
    plain = [fact for fact in hear.call(action, payload) if not isinstance(fact, OddityFound)]
    hear.pairing.statuses.clear()
    more = hear.call(action, payload | {"vendorSpecific": 1})
    assert [fact for fact in more if not isinstance(fact, OddityFound)] == plain != []
    assert any(odd.raw == "vendorSpecific" for odd in more if isinstance(odd, OddityFound))


@pytest.mark.parametrize(
    ("said", "token"),
    [(float(2**53), str(2**53)), (float(2**54), str(float(2**54))), (7.0, "7"), (7.5, "7.5"), (-7.0, "-7")],
)
def test_a_number_for_a_token_is_its_digits_where_it_is_whole_and_exact(hear, said, token):
    shown, odd = hear.call("Authorize", {"idTag": said})
    assert (shown.token, odd.rule) == (token, "Q21")


@pytest.mark.parametrize(
    ("text", "number", "mended"),
    [
        ('[2,"1","Heartbeat",{}]', "1", False),
        ('[2,1,"Heartbeat",{}]', "1", False),
        ('[2,"1","Heartbeat",{"a":}]', "1", True),
        ('[2,"1","Heartbeat",{"a":NaN}]', "1", True),
        ('[2,"1","Heartbeat",{"a":NaN]', None, False),
        ("[2,broken", None, False),
    ],
)
def test_a_message_is_read_as_it_is_or_mended_or_not_at_all(text, number, mended):
    message, was_mended = message_of(text)
    assert (None if message is None else message.id, was_mended) == (number, mended)
