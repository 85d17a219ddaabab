"""
One small conversation of a charger, written down in the form of each log that is read.

The words around the frames are those that the writers' own sources print.
"""

import csv
import io
import json
from datetime import datetime, timedelta

BEGAN = datetime.fromisoformat("2026-06-01T10:00:00")
CHARGER = "CP-1"
NASTY = 'a "quoted" [2,"x"] <b> & {brace'
"""Text inside a payload that looks like markup, like a frame and like the end of one."""


def said(second, direction, *frame):
    return BEGAN + timedelta(seconds=second), direction, list(frame)


REGISTER = {"value": "2500", "unit": "Wh", "measurand": "Energy.Active.Import.Register"}
STORY = [
    said(0, "in", 2, "m1", "BootNotification", {"chargePointVendor": "Acme", "chargePointModel": "A"}),
    said(0, "out", 3, "m1", {"status": "Accepted", "currentTime": "2026-06-01T10:00:00Z", "interval": 300}),
    said(10, "in", 2, "m3", "StartTransaction", {"connectorId": 1, "idTag": "T1", "meterStart": 1000}),
    said(11, "out", 3, "m3", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}),
    said(600, "in", 2, "m5", "MeterValues", {"connectorId": 1, "meterValue": [{"sampledValue": [REGISTER]}]}),
    said(601, "out", 3, "m5", {}),
    said(700, "out", 2, "c1", "RemoteStopTransaction", {"transactionId": 7}),
    said(701, "in", 3, "c1", {"status": "Accepted"}),
    said(800, "in", 2, "d1", "DataTransfer", {"vendorId": "Acme", "data": NASTY}),
    said(801, "out", 4, "d1", "NotSupported", "not 'here'", {}),
]


def compact(frame):
    return json.dumps(frame, separators=(",", ":"))


def pretty(frame):
    return json.dumps(frame, indent=2)


def _evcc(received, sent):
    ways = {"in": received, "out": sent}

    def write(at, way, frame):
        return f"[ocpp  ] TRACE {at:%Y/%m/%d %H:%M:%S} {ways[way]} {CHARGER}: {compact(frame)}"

    return write


def _steve(at, way, frame):
    verb = {"in": "Received", "out": "Sending"}[way]
    who = "de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (qtp1-33)"
    return (
        f"[INFO ] {at:%Y-%m-%d %H:%M:%S},000 {who} - [chargeBoxId={CHARGER}, sessionId=0b1e] "
        f"{verb}: {compact(frame)}"
    )


def _logger(head, write=compact, *, turned=False):
    def line(at, way, frame):
        verb = "receive message" if (way == "in") != turned else "send"
        return f"{at.strftime(head)}{CHARGER}: {verb} {write(frame)}"

    return line


def _libocpp(at, way, frame):
    if way == "in":
        what = frame[2] if frame[0] == 2 else "Response"
        return f"{at.isoformat()}.000Z: ChargePoint>CentralSystem {what} \n{pretty(frame)}\n"
    what = frame[2] if frame[0] == 2 else "BootNotificationResponse"
    return f"{at.isoformat()}.000Z: CentralSystem>ChargePoint  {what}\n{pretty(frame)}\n"


def _libocpp_raw(at, way, frame):
    if way == "in":
        return f"{at.isoformat()}.000Z: ChargePoint>CentralSystem {compact(frame)} \n\n"
    return f"{at.isoformat()}.000Z: CentralSystem>ChargePoint  {compact(frame)}\n\n"


def _row(at, way, left, right, text):
    origin, target = ("ChargePoint", "CentralSystem") if way == "in" else ("CentralSystem", "ChargePoint")
    text = text.replace("<", "&lt;").replace(">", "&gt;")
    return (
        f'<tr class="{origin}"> <td>{at.isoformat()}.000Z</td> <td>{origin}&gt;{target}</td> <td><b>{left}'
        f'</b></td><td><b>{right}</b></td> <td><pre lang="json">{text}</pre></td> </tr>'
    )


def _html(at, way, frame):
    what = str(frame[2]) if frame[0] == 2 else "StatusNotificationResponse"
    return _row(at, way, what if way == "in" else "", "" if way == "in" else what, pretty(frame))


def _html_raw(at, way, frame):
    text = compact(frame)
    return _row(at, way, text if way == "in" else "", "" if way == "in" else text, "")


def _everest(at, way, frame):
    who = "\x1b[1;35mChargePoint" if way == "in" else "\x1b[1;36mCentralSystem"
    return f"{at:%Y-%m-%d %H:%M:%S}.000000 [INFO] ocpp:OCPP       :: {who}: {pretty(frame)}\x1b[1;0m"


def _journald(at, way, frame):
    before = f"{at.isoformat()}.000000+0000 host manager[3875]: "
    said = _everest(at, way, frame).split(" ", 2)[2]
    return "\n".join(before + line for line in said.split("\n"))


def _two_way(at, way, frame):
    who = "charger ->" if way == "in" else "-> charger"
    head = f"{at:%Y-%m-%d %H:%M:%S} DEBUG ocpp_2w_proxy.traffic: {CHARGER} {who}"
    match frame:
        case [2, name, action, payload]:
            return f"{head} Call {action} id={name} {payload}"
        case [3, name, payload]:
            return f"{head} CallResult id={name} {payload}"
        case [4, name, code, description, details]:
            return f"{head} CallError {code} id={name} {description!r} {details}"


def _proxy_message(at, frame):
    kind = {2: "Call", 3: "CallResult", 4: "CallError"}[frame[0]]
    return json.dumps({"timestamp": f"{at.isoformat()}.000Z", "message_type": kind, "payload": frame})


def _proxy(at, way, frame):
    who = {"in": "charger", "out": "central_system"}[way]
    return f"ocpp/{CHARGER}/{who}/Action {_proxy_message(at, frame)}"


def _maeve_message(frame):
    match frame:
        case [2, name, action, payload]:
            return {"type": 2, "action": action, "id": name, "request": payload}
        case [3, name, payload]:
            return {"type": 3, "action": "Any", "id": name, "response": payload}
        case [4, name, code, description, _]:
            about = {"error_code": code, "error_description": description}
            return {"type": 4, "action": "Any", "id": name, **about}


def _maeve(at, way, frame):
    return f"{at.isoformat()}+0000 cs/{way}/ocpp1.6/{CHARGER} {json.dumps(_maeve_message(frame))}"


def _citrineos(at, way, frame):
    return {
        "id": 4,
        "stationId": CHARGER,
        "correlationId": frame[1],
        "origin": "cs" if way == "in" else "csms",
        "state": "1" if frame[0] == 2 else "2",
        "protocol": "ocpp1.6",
        "action": "Any",
        "message": frame,
        "timestamp": f"{at.isoformat(sep=' ')}.000+00",
    }


def _webhook(at, way, frame):
    origin = "cs" if way == "in" else "csms"
    info = {"correlationId": frame[1], "origin": origin, "timestamp": f"{at.isoformat()}.000Z"}
    info |= {"protocol": "ocpp1.6", "action": "Any"}
    body = {"stationId": CHARGER, "event": "message", "origin": origin, "message": compact(frame)}
    return json.dumps(body | {"info": info})


def _evtivity(at, way, frame):
    parts = {"action": None, "payload": frame[-1], "error_code": None, "error_description": None}
    if frame[0] == 2:
        parts["action"] = frame[2]
    if frame[0] == 4:
        parts |= {"error_code": frame[2], "error_description": frame[3]}
    way = "inbound" if way == "in" else "outbound"
    row = {"id": 1, "station_id": CHARGER, "direction": way, "message_type": frame[0], "message_id": frame[1]}
    return row | parts | {"created_at": f"{at.isoformat(sep=' ')}.000+00"}


def _kwwhat(at, _way, frame):
    return {"timestamp": f"{at.isoformat()}.000Z", "id": CHARGER, "action": "", "msg": json.dumps(frame)}


def _table(row):
    def write(story):
        out = io.StringIO()
        written = csv.writer(out, lineterminator="\n")
        records = [row(*one) for one in story]
        written.writerow(records[0])
        for record in records:
            cells = (json.dumps(c) if isinstance(c, dict | list) else c for c in record.values())
            written.writerow(cells)
        return out.getvalue()

    return write


def _lines(line, before="", behind=""):
    def write(story):
        return before + "".join(line(*one) + "\n" for one in story) + behind

    return write


def _own(at, way, frame):
    return json.dumps({"received_at": f"{at}Z", "station": CHARGER, "direction": way, "frame": frame})


def _recorded(at, way, frame):
    told = {"ts": f"{at.isoformat()}Z", "cp": CHARGER, "proto": "ocpp1.6", "frame": compact(frame)}
    return json.dumps(told | {"dir": "recv" if way == "in" else "send"})


def _trace(at, way, frame):
    who = "cp-to-csms" if way == "in" else "csms-to-cp"
    kind = {2: "CALL", 3: "CALLRESULT", 4: "CALLERROR"}[frame[0]]
    told = {
        "timestamp": f"{at.isoformat()}Z",
        "chargePointId": CHARGER,
        "direction": who,
        "transport": "json",
    }
    return json.dumps(told | {"messageType": kind, "messageId": frame[1], "raw": compact(frame)})


def _debugkit(story):
    ways = {"in": "CS_TO_CSMS", "out": "CSMS_TO_CS"}
    events = [
        {"timestamp": f"{at.isoformat()}Z", "direction": ways[way], "message": frame}
        for at, way, frame in story
    ]
    return json.dumps({"metadata": {"stationId": CHARGER}, "events": events}, indent=1)


_HA = "%Y-%m-%d %H:%M:%S.000 INFO (MainThread) [ocpp] "
_HTML_HEAD = '<html><head><title>EVerest OCPP log session</title>\n</head><body><table class="log">\n'

FORMS = {
    "jsonl": ("jsonl", _lines(_own)),
    "recorded": ("recorded", _lines(_recorded)),
    "trace": ("trace", _lines(_trace)),
    "debugkit": ("debugkit", _debugkit),
    "kwwhat": ("kwwhat", _table(_kwwhat)),
    "steve": ("steve", _lines(_steve)),
    "evcc of 2023": ("evcc", _lines(_evcc("received JSON message from", "sent JSON message to"))),
    "evcc of 2024": ("evcc", _lines(_evcc("recv", "sent"))),
    "evcc of today": ("evcc", _lines(_evcc("recv", "send"))),
    "Home Assistant": ("homeassistant", _lines(_logger(_HA))),
    "Home Assistant, over lines": ("homeassistant", _lines(_logger(_HA, pretty))),
    "ocpp, basicConfig": ("python-ocpp", _lines(_logger("%Y-%m-%d %H:%M:%S,000 INFO:ocpp:"))),
    "ocpp, dashes": ("python-ocpp", _lines(_logger("%Y-%m-%d %H:%M:%S,000 - ocpp - INFO - "))),
    "ocpp, brackets": ("python-ocpp", _lines(_logger("[%Y-%m-%d %H:%M:%S +0000] [INFO] ocpp | "))),
    "ocpp, journal": ("python-ocpp", _lines(_logger("%Y-%m-%dT%H:%M:%S+0000 pi csms[7]: INFO:ocpp:"))),
    "ocpp, a charge point's": (
        "python-ocpp",
        _lines(_logger("INFO %Y/%m/%d %H:%M:%S ", turned=True)),
    ),
    "libocpp": ("libocpp", _lines(_libocpp)),
    "libocpp, raw": ("libocpp", _lines(_libocpp_raw)),
    "libocpp, HTML": ("libocpp-html", _lines(_html, _HTML_HEAD, "</table></body></html>\n")),
    "libocpp, raw HTML": ("libocpp-html", _lines(_html_raw, _HTML_HEAD)),
    "EVerest's console": ("everest", _lines(_everest)),
    "EVerest's journal": ("everest", _lines(_journald)),
    "ocpp-2w-proxy": ("ocpp-2w-proxy", _lines(_two_way)),
    "ocpp-proxy, topics": ("ocpp-proxy", _lines(_proxy)),
    "ocpp-proxy, messages": ("ocpp-proxy", _lines(lambda at, _, frame: _proxy_message(at, frame))),
    "MaEVe": ("maeve", _lines(_maeve)),
    "CitrineOS, rows": ("citrineos", _lines(lambda *one: json.dumps(_citrineos(*one)))),
    "CitrineOS, CSV": ("citrineos", _table(_citrineos)),
    "CitrineOS, webhook": ("citrineos", _lines(_webhook)),
    "EVtivity, rows": ("evtivity", _lines(lambda *one: json.dumps(_evtivity(*one)))),
    "EVtivity, CSV": ("evtivity", _table(_evtivity)),
    "plain": ("plain", _lines(lambda at, _, f: f"{at.isoformat()}Z  {compact(f)}")),
}
"""Name of the format, and how a story is written in it, by what people would call the form."""
