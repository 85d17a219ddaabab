"""Repeated: whether a charger's words are known changes nothing of what a message tells."""

from __future__ import annotations

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.decode import Pairing, read
from chargeboard.decode.meters import repeated
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.domain.stamps import Stamps

RECEIVED_AT = 1_760_350_800_000_000
NUMBERS = st.sampled_from(
    [
        "0",
        "0.00",
        "-0",
        "-1.5",
        "7",
        "230.1",
        "5788735",
        "1e3",
        " 12",
        "12,5",
        "٣",
        "999999999999999",
        "",
        "x",
    ]
)
MEASURANDS = {
    "Energy.Active.Import.Register": ["Wh", "kWh", None, "MWh"],
    "Energy.Active.Import.Interval": ["Wh"],
    "Energy.Active.Export.Register": ["Wh"],
    "Power.Active.Import": ["W", "kW", "w"],
    "Current.Import": ["A"],
    "Voltage": ["V"],
    "SoC": ["Percent"],
    "Temperature": ["Celsius", "K", "Fahrenheit"],
    "Frequency": ["Hz"],
    "voltage": ["V"],
}
OTHERS = {
    "phase": [None, None, "L1", "L2", "L3", "L1-N", "N", "l1"],
    "context": [None, "Sample.Periodic", "Transaction.Begin", "Sample.Clock", "sample.clock"],
    "location": [None, None, "Outlet", "EV", "Inlet"],
    "format": [None, None, "Raw", "SignedData"],
}


@st.composite
def words_of_a_meter(draw):
    """What stands beside the values of a charger's messages, always."""
    sampled = []
    for _ in range(draw(st.integers(1, 5))):
        measurand = draw(st.sampled_from([None, *MEASURANDS]))
        unit = draw(st.sampled_from(MEASURANDS[measurand or "Energy.Active.Import.Register"]))
        told = {"measurand": measurand, "unit": unit}
        told |= {name: draw(st.sampled_from(said)) for name, said in OTHERS.items()}
        sampled.append({name: said for name, said in told.items() if said is not None})
    return sampled, draw(st.sampled_from([883012, "T-1", None])), draw(st.booleans())


def message(words, number, values):
    sampled, transaction_id, is_first = words
    read_at = {"timestamp": f"2025-10-13T10:{number % 60:02}:07Z"}
    said = [
        ({"value": value} | one) if is_first else (one | {"value": value})
        for one, value in zip(sampled, values, strict=True)
    ]
    payload = {
        "connectorId": 1 + number % 2,
        "transactionId": transaction_id,
        "meterValue": [read_at | {"sampledValue": said}],
    }
    if transaction_id is None:
        del payload["transactionId"]
    return json.dumps([2, f"{number:08x}", "MeterValues", payload], separators=(",", ":"))


def row(words, number, values):
    """What SteVe writes down of such a message."""
    sampled, transaction_id, is_first = words
    said = [
        {
            "reading_context" if name == "context" else name: told
            for name, told in (({"value": value} | one) if is_first else (one | {"value": value})).items()
        }
        for one, value in zip(sampled, values, strict=True)
    ]
    columns = {
        "connector_id": 1 + number % 2,
        "transaction_pk": transaction_id if isinstance(transaction_id, int) else None,
        "value_timestamp": f"2025-10-13T10:{number % 60:02}:07.5Z",
        "values": said,
    }
    return json.dumps(["steve", "connector_meter_value", columns], separators=(",", ":"))


def told_by(texts, protocol="ocpp1.6", *, is_learning=True, direction="in", **policy):
    """What the messages of one charger tell, or rows of it, and what is remembered of them."""
    repeated.forget()
    pairing, stamps, found = Pairing(), Stamps(), []
    for number, text in enumerate(texts):
        if not is_learning:
            repeated.forget()
        frame = Frame("CP1", RECEIVED_AT + number, direction, text, "A", protocol)
        found.append(msgspec.msgpack.encode(read(frame, pairing, Policy(**policy), stamps)))
    return found, pairing


WAYS = st.sampled_from([(message, "in"), (row, "row")])


@given(words_of_a_meter(), st.data(), st.sampled_from(["ocpp1.6", "", "ocpp2.0.1"]), WAYS)
def test_known_words_tell_what_they_told_before_they_were_known(words, data, protocol, way):
    say, direction = way
    count = len(words[0])
    plain = [[f"{5 * number + place + 0.5}" for place in range(count)] for number in range(5)]
    drawn = [data.draw(st.lists(NUMBERS, min_size=count, max_size=count)) for _ in range(3)]
    texts = [say(words, number, values) for number, values in enumerate(plain + drawn)]
    for policy in ({}, {"energy_factor": 1000}):
        asked = {"direction": direction, **policy}
        assert told_by(texts, protocol, **asked) == told_by(texts, protocol, is_learning=False, **asked)


@given(words_of_a_meter(), st.data(), WAYS)
def test_one_byte_otherwise_is_read_as_it_stands(words, data, way):
    say, direction = way
    values = [f"{place + 1.5}" for place in range(len(words[0]))]
    texts = [say(words, number, values) for number in range(5)]
    at = data.draw(st.integers(0, len(texts[0]) - 1))
    put = data.draw(st.sampled_from(["", " ", '"', "\\", "0", "-", "x", ",", "}", "\ud800", "\x00", "é"]))
    texts += [text[:at] + put + text[at + data.draw(st.integers(0, 1)) :] for text in texts[3:]]
    assert told_by(texts, direction=direction) == told_by(texts, direction=direction, is_learning=False)


def test_rows_of_the_same_words_are_known_and_no_others():
    words = [{"measurand": "Energy.Active.Import.Register", "unit": "kWh"}, {"measurand": "SoC"}], 7, True
    told_by([row(words, number, ["1.5", "40"]) for number in range(4)], direction="row")
    text = row(words, 9, ["2.5", "41"])
    known = Frame("CP1", RECEIVED_AT, "row", text, "A", "ocpp1.6")
    assert repeated.read_again(known) is not None
    assert repeated.told_again(known) is None
    for other in (
        msgspec.structs.replace(known, station="CP2"),
        msgspec.structs.replace(known, protocol=""),
        msgspec.structs.replace(known, text=text.replace("steve", "stave")),
        msgspec.structs.replace(known, text=text.replace('"transaction_pk":7', '"transaction_pk":"7"')),
    ):
        assert repeated.read_again(other) is None


def test_words_that_are_said_three_times_are_known():
    words = [{"measurand": "Energy.Active.Import.Register", "unit": "kWh"}, {"measurand": "SoC"}], 7, True
    told_by([message(words, number, ["1.5", "40"]) for number in range(4)])
    text = message(words, 9, ["2.5", "41"])
    assert repeated.told_again(Frame("CP1", RECEIVED_AT, "in", text, "A", "ocpp1.6")) is not None
    for other in (
        Frame("CP2", RECEIVED_AT, "in", text, "A", "ocpp1.6"),
        Frame("CP1", RECEIVED_AT, "in", text),
    ):
        assert repeated.told_again(other) is None


@pytest.mark.parametrize("say", [lambda n: f"{n}", lambda n: f"{n}é"])
def test_of_a_charger_that_never_says_the_same_little_is_remembered(say):
    words = [{"measurand": "Voltage"}], None, True
    told_by([message(words, n, ["1"]).replace("Voltage", f"V{say(n)}") for n in range(400)])
    heard = repeated._HEARD["CP1"]
    assert not heard.forms
    assert len(heard.times) <= 9
