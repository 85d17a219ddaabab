"""A valid line of each log format."""

import json

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
