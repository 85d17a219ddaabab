import json
import random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import Rejected, Source
from chargeboard.domain.frame import Frame

CALL = '[2,"1","Heartbeat",{}]'
VALID = {
    "jsonl": '{"received_at":"2025-10-13T08:00:00Z","station":"CP1","direction":"in","frame":[2,"1","H",{}]}',
    "trace": '{"schemaVersion":"1","timestamp":"2024-01-15T14:00:00Z","transport":"json","chargePointId":"C",'
    '"direction":"cp-to-csms","messageType":"CALL","messageId":"1","action":"Heartbeat","payload":{}}',
    "debugkit": '{"events":[{"timestamp":"2024-01-15T10:00:00Z","direction":"CS_TO_CSMS",'
    '"message":[2,"1","H",{}]}],"metadata":{"stationId":"CP1"}}',
    "kwwhat": '2025-10-01T08:00:00Z,CP1,Heartbeat,"[2, ""1"", ""Heartbeat"", {}]"',
    "recorded": json.dumps(
        {"ts": "2026-01-01T10:00:00Z", "cp": "C", "proto": "1.6", "dir": "recv", "frame": CALL}
    ),
    "steve": f"[INFO ] 2026-06-17 05:46:33,026 x - [chargeBoxId=C, sessionId=s] Received: {CALL}",
    "evcc": f"[ocpp  ] TRACE 2026/07/22 16:51:37 recv C: {CALL}",
    "homeassistant": f"2024-04-03 17:06:25.709 INFO (MainThread) [ocpp] C: receive message {CALL}",
    "python-ocpp": f"2024-04-03 17:06:25,709 INFO:ocpp:C: receive message {CALL}",
    "libocpp": f"2026-06-01T10:00:00.000Z: ChargePoint>CentralSystem {CALL} ",
    "libocpp-html": '<tr class="ChargePoint"> <td>2026-06-01T10:00:00.000Z</td> '
    "<td>ChargePoint&gt;CentralSystem</td> <td><b>Heartbeat</b></td><td><b></b></td> "
    f'<td><pre lang="json">{CALL}</pre></td> </tr>',
    "everest": f"2026-06-01 10:00:00.000000 [INFO] ocpp:OCPP :: \x1b[1;35mChargePoint: {CALL}\x1b[1;0m",
    "ocpp-2w-proxy": "2026-06-01 10:00:00 DEBUG ocpp_2w_proxy.traffic: C charger -> Call Heartbeat id=1 {}",
    "ocpp-proxy": 'ocpp/C/charger/Heartbeat {"timestamp": "2026-06-01T10:00:00Z", "message_type": "Call", '
    f'"payload": {CALL}}}',
    "maeve": '2026-06-01T10:00:00Z cs/in/ocpp1.6/C {"type":2,"action":"Heartbeat","id":"1","request":{}}',
    "citrineos": '{"stationId": "C", "origin": "cs", "state": "1", "protocol": "ocpp1.6", '
    f'"message": {CALL}, "timestamp": "2026-06-01T10:00:00Z"}}',
    "evtivity": '{"id": 1, "station_id": "C", "direction": "inbound", "message_type": 2, "message_id": "1", '
    '"action": "Heartbeat", "payload": {}, "created_at": "2026-06-01T10:00:00Z"}',
    "joulo": '{"time":"2026-06-01T10:00:00.000Z","level":"debug","tag":"C","msg":"charger → proxy",'
    '"message":"[CALL] Heartbeat (m1)"}',
    "wocha": "2026-06-01 10:00:00:000 \x1b[32minfo\x1b[39m [Router] [C] CALL from client (m1) → routing",
    "plain": f"2026-06-01 10:00:00 whoever wrote this: {CALL}",
}
HEADER = {"kwwhat": b"timestamp,id,action,msg"}
SAY_NOTHING = {"joulo", "wocha"}
AT_LEISURE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(name, lines):
    source = Source("log", "C", ZoneInfo("Europe/Amsterdam"))
    head = [HEADER[name]] if name in HEADER else []
    return list(FORMATS[name]([*head, *lines], source)), source


@pytest.mark.parametrize("name", FORMATS)
@AT_LEISURE
@given(lines=st.lists(st.binary(max_size=60).filter(lambda line: b"\n" not in line), max_size=8))
def test_any_bytes_are_read_or_rejected_and_nothing_raises(name, lines):
    found, _ = read(name, lines)
    assert all(isinstance(one, Frame | Rejected) for one in found)


@pytest.mark.parametrize(
    "name", sorted(FORMATS.keys() - {"debugkit"} - SAY_NOTHING)
)  # no lines, or no frames
@AT_LEISURE
@given(seed=st.integers(0, 10**9))
def test_a_damaged_line_costs_nothing_but_itself(name, seed):
    luck = random.Random(seed)
    valid = VALID[name].encode()
    damaged = bytearray(valid)
    for _ in range(luck.randint(1, 6)):
        place = luck.randrange(len(damaged))
        damaged[place : place + luck.randint(0, 3)] = luck.choice(
            [b"", b"\x00", b'"', b"{", b"\xff", b",", b"9"]
        )
    lines = [valid, bytes(damaged).replace(b"\n", b""), valid]
    found, source = read(name, lines)
    sound = [
        one for one in found if isinstance(one, Frame) and one.station in {"C", "CP1"} and "1" in one.text
    ]
    assert len(sound) >= 2
    assert len(found) + source.other_lines >= len(lines) - (not lines[1].strip())


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_is_told_by_its_content(name):
    head = [HEADER.get(name, b""), b"something else first", VALID[name].encode()]
    assert detect(head) == name


def test_what_is_no_log_is_not_taken_for_one():
    assert detect([b"", b"dear diary", b'{"a": 1}', b"a,b,c", b"\xff\xfe"]) is None
