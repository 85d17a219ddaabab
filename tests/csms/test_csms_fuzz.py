"""Mutated frames: in process by the hundred thousand, and some over the wire."""

import asyncio
import json
import random

from yard import call, on_loop, yard

from chargeboard.capture.csms.admission import Admission, Rules
from chargeboard.capture.csms.answers import actions
from chargeboard.capture.csms.envelope import opened
from chargeboard.capture.csms.link import Answering, answer_of, start_key, text_of
from chargeboard.capture.redaction import Redactor
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, restore, snapshot, step
from chargeboard.store.sqlite.connection import SqliteDatabase
from long_run import IS_LONG

IN_PROCESS = 1_000_000 if IS_LONG else 25_000
OVER_THE_WIRE = 20_000 if IS_LONG else 2_000
PROTOCOLS = ("ocpp1.6", "ocpp2.0.1", "ocpp2.1")
STAMP = "2026-01-01T00:00:00Z"
SEEDS = [
    [2, "1", "BootNotification", {"chargePointVendor": "v", "chargePointModel": "m"}],
    [2, "2", "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Charging"}],
    [2, "3", "StartTransaction", {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": STAMP}],
    [2, "4", "StopTransaction", {"transactionId": 7, "meterStop": 50, "timestamp": STAMP, "idTag": "A"}],
    [2, "5", "MeterValues", {
        "connectorId": 1, "meterValue": [{"timestamp": STAMP, "sampledValue": [{"value": "1.5"}]}],
    }],
    [2, "6", "TransactionEvent", {
        "eventType": "Started", "timestamp": STAMP, "seqNo": 0, "triggerReason": "Authorized",
        "transactionInfo": {"transactionId": "T"}, "idToken": {"idToken": "A", "type": "Central"},
        "evse": {"id": 1},
    }],
    [2, "7", "NotifyEvent", {"generatedAt": STAMP, "seqNo": 0, "eventData": []}],
    [2, "8", "GetCertificateChainStatus", {"certificateStatusRequests": [{"certificateHashData": {}}]}],
    [3, "9", {"status": "Accepted"}],
    [4, "10", "InternalError", "", {}],
    [6, "11", "NotifyPeriodicEventStream", {"id": 1}],
]  # fmt: skip
ODD = [
    None, True, -1, 0, 2**31, 2**63, 2**64, 1e308, "", "\u0000", "\ud800", "é" * 300, [], {}, [[[[]]]],
    {"a": {"b": {}}}, "NaN", "9" * 400, STAMP,
    "1970-01-01T00:00:00", "0001-01-01T00:00:00Z", "9999-12-31T23:59:60Z",
]  # fmt: skip
BYTES = [
    b"\xff",
    b"\x00",
    b'"',
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b"\\",
    b"1e999",
    b"NaN",
    b"\\ud800",
    b"9" * 5_000,
]


def mutated(luck):
    """A frame that was valid once."""
    frame = json.loads(json.dumps(luck.choice(SEEDS)))
    if luck.random() < 0.2 and frame[0] == 2:
        frame[2] = luck.choice(actions(luck.choice(PROTOCOLS)))
    for _ in range(luck.randrange(3)):
        _change(frame, luck)
    raw = json.dumps(frame, ensure_ascii=luck.random() < 0.5).encode(errors="surrogatepass")
    kind = luck.random()
    if kind < 0.4:
        for _ in range(luck.randrange(1, 4)):
            at = luck.randrange(len(raw) + 1)
            raw = raw[:at] + luck.choice([b"", *BYTES]) + raw[at + luck.randrange(3) :]
    elif kind < 0.45:
        raw = raw[: luck.randrange(len(raw))]
    elif kind < 0.4505:
        raw = raw[:-1] + b"," + b"[" * 20_000
    return raw


def _change(value, luck):
    places = list(range(len(value))) if isinstance(value, list) else list(value)
    if not places:
        return
    place = luck.choice(places)
    inner = value[place]
    if isinstance(inner, list | dict) and inner and luck.random() < 0.7:
        _change(inner, luck)
    elif luck.random() < 0.2:
        del value[place]
    else:
        value[place] = luck.choice(ODD)


def test_no_frame_breaks_reading_answering_or_folding():
    luck, redact = random.Random(20260101), Redactor(b"k" * 32)
    admission = Admission(
        Rules(authorize="list"), credential_of=lambda _: None, remember=print, now=lambda: 0
    )
    answering = Answering(
        keep=None,
        redact=redact,
        authorize=admission.authorize,
        heartbeat_interval_s=300,
        now=lambda: 0,
        aside=None,
    )
    state, policy, answered = StationState(), Policy(), 0
    for number in range(IN_PROCESS):
        raw, protocol = mutated(luck), PROTOCOLS[number % 3]
        text = text_of(raw)
        at = 1_800_000_000_000_000 + number * 1_000_000
        frames = [Frame("A", at, "in", redact(text), "c", protocol)]
        asked = opened(text)
        if asked is not None:
            answer = answer_of(answering, protocol, at, asked, 5)
            assert json.loads(answer)[0] in {3, 4}
            assert asked.action != "StartTransaction" or start_key(asked, redact)
            frames.append(Frame("A", at + 1, "out", answer, "c", protocol))
            answered += 1
        for frame in frames:
            step(state, frame, policy)
        if number % 1_000 == 0:
            state = restore(snapshot(state))
    assert IN_PROCESS // 3 < answered < IN_PROCESS


def test_mutated_frames_over_the_wire_leave_process_and_journal_whole(tmp_path):
    async def story():
        luck = random.Random(20260102)
        async with yard(tmp_path / "b.db") as ours:
            frames = [mutated(luck) for _ in range(OVER_THE_WIRE)]
            async with ours.connect("A", max_size=None) as link:
                listens = asyncio.create_task(answered_last(link))
                for raw in frames:
                    await link.send(raw, text=luck.random() < 0.9)
                await link.send('[2,"last","Heartbeat",{}]')
                await listens
            async with ours.connect("B") as link:
                assert (await call(link, "Heartbeat"))[0] == 3
            kept = ours.said("A", "in")
            assert len(kept) == len([raw for raw in frames if raw]) + 1
            redact = ours.ours.endpoint._answering.redact
            assert kept[:-1] == [redact(raw.decode(errors="backslashreplace")) for raw in frames if raw]
            database = ours.desk.store.database
            if isinstance(database, SqliteDatabase):
                with database.reading() as connection:  # another thread has it else
                    assert connection.pragma("integrity_check") == "ok"
            await ours.board("A")

    on_loop(story())


async def answered_last(link):
    while not (await link.recv()).startswith('[3,"last"'):
        pass
