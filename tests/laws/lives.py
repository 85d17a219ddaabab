"""
What may a charger go through?

Strategies for the frames of one charger: moves with waits between them, told by a charger of 1.6 or 2.0.1
that keeps its own registers and sometimes its own idea of the time. A life may be orderly or a mess.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field

from hypothesis import strategies as st

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, text_of

BIRTH = 1_760_299_200 * SECOND
"""2025-10-12T20:00:00Z."""
MINUTE, HOUR, DAY = 60, 3600, 86_400
STATUSES_16 = [
    "Available",
    "Preparing",
    "Charging",
    "SuspendedEV",
    "SuspendedEVSE",
    "Finishing",
    "Reserved",
    "Unavailable",
    "Faulted",
]
STATUSES_2 = ["Available", "Occupied", "Reserved", "Unavailable", "Faulted"]
ERRORS = ["NoError", "NoError", "NoError", "GroundFailure", "EVCommunicationError", "WeakSignal"]
CHARGING_STATES = ["Charging", "Charging", "SuspendedEV", "SuspendedEVSE", "EVConnected", "Idle", ""]
REASONS = [
    "Local",
    "Local",
    "EVDisconnected",
    "Remote",
    "PowerLoss",
    "EmergencyStop",
    "DeAuthorized",
    "Other",
]
TOKENS = ["T1", "T2", "T3"]
GROUPS = {"T1": "G1", "T2": "G1", "T3": "G2"}
ANSWERS = ["Accepted", "Accepted", "Accepted", "Invalid", "ConcurrentTx"]

waits = st.one_of(
    st.integers(1, 70),
    st.sampled_from([1, 29, 30, 59, 60, 61, 120, 121, 299, 300, 301, 600]),
    st.integers(1, 3 * HOUR),
    st.sampled_from([HOUR, 8 * HOUR, DAY, 49 * HOUR]),
)
flows = st.one_of(st.integers(0, 20_000), st.sampled_from([0, 99, 100, 101, 5_000]))
sockets = st.sampled_from([1, 1, 1, 2])
tokens = st.sampled_from(TOKENS)
nth = st.integers(0, 3)


@dataclass
class Charger:
    """Tells its moves as frames. `drift_s` is what its stamps are off by."""

    station: str = "CP1"
    now: int = BIRTH
    drift_s: int = 0
    frames: list[Frame] = field(default_factory=list)
    messages: int = 0
    registers: dict[int, int] = field(default_factory=dict)
    open: dict[int, tuple[int, str]] = field(default_factory=dict)
    """Transaction by socket: number and token."""
    given: int = 0
    seq: dict[int, int] = field(default_factory=dict)
    live: list[str] = field(default_factory=list)

    def stamp(self) -> str:
        return text_of(self.now + self.drift_s * SECOND)

    def say(self, direction: str, frame: object) -> None:
        text = frame if isinstance(frame, str) else json.dumps(frame)
        self.frames.append(Frame(self.station, self.now, direction, text))

    def call(self, action: str, payload: dict[str, object], answer: dict[str, object] | None = None) -> None:
        self.messages += 1
        self.say("in", [2, f"m{self.messages}", action, payload])
        if answer is not None:
            self.say("out", [3, f"m{self.messages}", answer])

    def refuse(self, action: str, payload: dict[str, object]) -> None:
        """A call that is answered with an error."""
        self.call(action, payload)
        self.say("out", [4, f"m{self.messages}", "InternalError", "", {}])

    def asked(self, action: str, payload: dict[str, object], answer: dict[str, object]) -> None:
        self.messages += 1
        self.say("out", [2, f"c{self.messages}", action, payload])
        self.say("in", [3, f"c{self.messages}", answer])

    def metered(self, socket: int, flow: int) -> int:
        self.registers[socket] = self.registers.get(socket, 1000) + flow
        return self.registers[socket]

    # moves that both protocols share

    def link(self, turn: str) -> None:
        if turn == "open":
            self.live.append(f"c{len(self.frames)}")
            self.say("ws", ["open", self.live[-1]])
        elif self.live:
            self.say("ws", ["close", self.live.pop(0 if turn == "close oldest" else -1)])

    def heartbeat(self) -> None:
        self.call("Heartbeat", {}, {"currentTime": text_of(self.now)})

    def beats(self, count: int, gap_s: int) -> None:
        """Heartbeats and nothing else, as far apart as the charger likes (O3a)."""
        for _ in range(count):
            self.heartbeat()
            self.now += gap_s * SECOND

    def agree(self, interval_s: int, accepted: int) -> None:
        answer = {"status": "Accepted" if accepted else "Rejected"}
        self.asked("ChangeConfiguration", {"key": "HeartbeatInterval", "value": str(interval_s)}, answer)

    def noise(self, text: str) -> None:
        self.say("in", text)

    def clock(self, drift_s: int) -> None:
        self.drift_s = drift_s

    def set_clock(self, drift_s: int) -> None:
        """The clock is set, and tells so."""
        self.drift_s = drift_s
        for _ in range(3):
            self.now += 31 * SECOND
            self.status(2, 0, 0)

    def reset_register(self, socket: int) -> None:
        self.registers[socket] = 0

    def again(self, back: int) -> None:
        """A retry: one of the last calls word for word, under another message id."""
        calls = [
            json.loads(f.text)
            for f in self.frames[-12:]
            if f.direction == "in" and f.text.startswith('[2, "m')
        ]
        if calls:
            kind, _, action, payload = calls[-1 - back % len(calls)]
            self.messages += 1
            self.say("in", [kind, f"m{self.messages}", action, payload])


class Charger16(Charger):
    def boot(self, firmware: str = "") -> None:
        payload = {"chargePointVendor": "ACME", "chargePointModel": "X1"}
        if firmware:
            payload["firmwareVersion"] = firmware
        self.call(
            "BootNotification", payload, {"status": "Accepted", "currentTime": self.stamp(), "interval": 300}
        )

    def status(self, socket: int, status: int, error: int) -> None:
        payload = {"connectorId": socket, "status": STATUSES_16[status % 9], "errorCode": ERRORS[error % 6]}
        self.call("StatusNotification", payload | {"timestamp": self.stamp()}, {})

    def authorize(self, token: str, answer: int, socket: int = 0) -> None:
        info = {"status": ANSWERS[answer % 5], "parentIdTag": GROUPS[token]}
        named = {"connectorId": socket} if socket else {}
        self.call("Authorize", {"idTag": token} | named, {"idTagInfo": info})

    def reserve(self, token: str, socket: int) -> None:
        payload = {"idTag": token, "connectorId": socket, "reservationId": 1, "expiryDate": text_of(self.now)}
        self.asked("ReserveNow", payload, {"status": "Accepted"})

    def start_in_error(self, socket: int, token: str) -> None:
        payload = {"connectorId": socket, "idTag": token, "meterStart": self.metered(socket, 0)}
        self.refuse("StartTransaction", payload | {"timestamp": self.stamp()})

    def remote(self, token: str, socket: int, accepted: int) -> None:
        answer = {"status": "Accepted" if accepted else "Rejected"}
        self.asked("RemoteStartTransaction", {"idTag": token, "connectorId": socket}, answer)

    def start(self, socket: int, token: str, answer: int) -> None:
        self.given += 1
        self.open[socket] = (self.given, token)
        payload = {"connectorId": socket, "idTag": token, "meterStart": self.metered(socket, 0)}
        told = {"transactionId": self.given, "idTagInfo": {"status": ANSWERS[answer % 5]}}
        self.call("StartTransaction", payload | {"timestamp": self.stamp()}, told)

    def sample(self, socket: int, flow: int, naming: int) -> None:
        """`naming` 0-1: with the transaction's id, 2: with none, 3: with one that nobody gave."""
        power = {"value": str(flow), "measurand": "Power.Active.Import", "unit": "W"}
        values = [{"value": str(self.metered(socket, flow)), "unit": "Wh"}, power]
        payload: dict[str, object] = {"connectorId": socket}
        if naming < 2 and socket in self.open:
            payload["transactionId"] = self.open[socket][0]
        elif naming == 3:
            payload["transactionId"] = 4711
        payload["meterValue"] = [{"timestamp": self.stamp(), "sampledValue": values}]
        self.call("MeterValues", payload, {})

    def stop(self, socket: int, flow: int, reason: int, naming: int) -> None:
        """`naming` 2: perhaps of a start that never came, 3: the id is lost; else only where one is open."""
        if socket not in self.open and naming < 2:
            return
        number, token = self.open.pop(socket, (0, ""))
        payload: dict[str, object] = {
            "transactionId": -1 if naming == 3 else number,
            "meterStop": self.metered(socket, flow),
            "timestamp": self.stamp(),
            "reason": REASONS[reason % 8],
        }
        self.call("StopTransaction", payload | ({"idTag": token} if token else {}), {})


class Charger2(Charger):
    def boot(self) -> None:
        payload = {"reason": "PowerUp", "chargingStation": {"vendorName": "ACME", "model": "X2"}}
        self.call(
            "BootNotification", payload, {"status": "Accepted", "currentTime": self.stamp(), "interval": 300}
        )

    def status(self, socket: int, status: int, error: int) -> None:
        payload = {"evseId": socket, "connectorId": 1, "connectorStatus": STATUSES_2[status % 5]}
        self.call("StatusNotification", payload | {"timestamp": self.stamp()}, {})
        if ERRORS[error % 6] != "NoError":
            self.problem(socket, value="true" if status % 2 else "false")

    def problem(self, socket: int, value: str) -> None:
        where = {"name": "EVSE", "evse": {"id": socket}}
        told = {
            "eventId": 1,
            "timestamp": self.stamp(),
            "trigger": "Delta",
            "actualValue": value,
            "techCode": "CX014",
        }
        event = told | {"component": where, "variable": {"name": "Problem"}}
        self.call("NotifyEvent", {"generatedAt": self.stamp(), "seqNo": 0, "eventData": [event]}, {})

    def authorize(self, token: str, answer: int, socket: int = 0) -> None:
        asked: dict[str, object] = {"idToken": {"idToken": token, "type": "ISO14443"}}
        named: dict[str, object] = {"evse": {"id": socket}} if socket else {}
        group = {"idToken": GROUPS[token], "type": "Central"}
        info = {"status": ANSWERS[answer % 5], "groupIdToken": group}
        self.call("Authorize", asked | named, {"idTokenInfo": info})

    def reserve(self, token: str, socket: int) -> None:
        payload = {"idToken": {"idToken": token, "type": "Central"}, "evseId": socket, "id": 1}
        self.asked("ReserveNow", payload | {"expiryDateTime": text_of(self.now)}, {"status": "Accepted"})

    def start_in_error(self, socket: int, token: str) -> None:
        self.given += 1
        self.open[socket] = (self.given, token)
        info = {"transactionId": f"X{self.given}", "chargingState": "EVConnected"}
        payload = {"eventType": "Started", "timestamp": self.stamp(), "seqNo": 0, "transactionInfo": info}
        self.seq[self.given] = 0
        evse = {"id": socket, "connectorId": 1}
        self.refuse("TransactionEvent", payload | {"triggerReason": "Authorized", "evse": evse})

    def remote(self, token: str, socket: int, accepted: int) -> None:
        payload = {"idToken": {"idToken": token, "type": "Central"}, "remoteStartId": 1, "evseId": socket}
        self.asked("RequestStartTransaction", payload, {"status": "Accepted" if accepted else "Rejected"})

    def event(self, kind: str, socket: int, number: int, **more: object) -> None:
        seq = self.seq[number] = self.seq.get(number, -1) + 1
        info = {"transactionId": f"X{number}"} | {
            k: more.pop(k) for k in ("chargingState", "stoppedReason") if more.get(k)
        }
        payload = {"eventType": kind, "timestamp": self.stamp(), "seqNo": seq, "transactionInfo": info}
        trigger = {"Started": "Authorized", "Updated": "MeterValuePeriodic", "Ended": "StopAuthorized"}[kind]
        answer = more.pop("answer", {})
        register = {"value": self.metered(socket, more.pop("flow", 0)), "unitOfMeasure": {"unit": "Wh"}}
        meter = [{"timestamp": self.stamp(), "sampledValue": [register]}]
        self.call(
            "TransactionEvent", payload | {"triggerReason": trigger, "meterValue": meter} | more, answer
        )

    def start(self, socket: int, token: str, answer: int) -> None:
        self.given += 1
        self.open[socket] = (self.given, token)
        self.event(
            "Started",
            socket,
            self.given,
            chargingState=CHARGING_STATES[answer % 7],
            evse={"id": socket, "connectorId": 1},
            idToken={"idToken": token, "type": "ISO14443"},
            answer={"idTokenInfo": {"status": ANSWERS[answer % 5]}},
        )

    def sample(self, socket: int, flow: int, naming: int) -> None:
        if socket in self.open:
            self.event(
                "Updated", socket, self.open[socket][0], flow=flow, chargingState=CHARGING_STATES[flow % 7]
            )

    def stop(self, socket: int, flow: int, reason: int, naming: int) -> None:
        if socket in self.open:
            number, _ = self.open.pop(socket)
            self.event("Ended", socket, number, flow=flow, stoppedReason=REASONS[reason % 8])


def _move(name: str, *arguments: st.SearchStrategy) -> st.SearchStrategy:
    return st.tuples(st.just(name), waits, st.tuples(*arguments))


VISIT = [
    _move("status", sockets, st.integers(0, 8), st.integers(0, 5)),
    _move("authorize", tokens, nth),
    _move("authorize", tokens, nth, sockets),
    _move("reserve", tokens, sockets),
    _move("start_in_error", sockets, tokens),
    _move("start", sockets, tokens, nth),
    _move("start", sockets, tokens, st.just(0)),
    _move("sample", sockets, flows, st.just(0)),
    _move("sample", sockets, flows, st.just(0)),
    _move("stop", sockets, flows, st.integers(0, 7), st.just(0)),
    _move("stop", sockets, flows, st.integers(0, 7), st.just(0)),
]
intervals = st.sampled_from([30, 60, 300, 700, HOUR])
LINKS = [
    _move("link", st.sampled_from(["open", "close", "close oldest"])),
    _move("boot"),
    _move("heartbeat"),
    _move("beats", st.integers(1, 9), intervals),
]
MESS = [
    _move("agree", intervals, st.integers(0, 2)),
    _move("again", nth),
    _move("clock", st.sampled_from([0, 0, -HOUR, 299, 400, -7 * DAY])),
    _move("set_clock", st.sampled_from([0, -269, 45, 3 * HOUR, -7 * DAY])),
    _move("reset_register", sockets),
    _move("sample", sockets, flows, nth),
    _move("stop", sockets, flows, nth, nth),
    _move("remote", tokens, sockets, st.integers(0, 1)),
    _move(
        "noise",
        st.sampled_from(["[2,", "[]", '[2,"x","Heartbeat",{}]', '[3,"?",{}]', '{"a":1}', "[2,1,null,7]"]),
    ),
]


def told(charger: Charger, moves: list[tuple[str, int, tuple[object, ...]]]) -> list[Frame]:
    """The frames of a charger that opens its link, boots, is available and then makes these moves."""
    charger.link("open")
    charger.boot()
    for socket in (1, 2):
        charger.status(socket, 0, 0)
    for name, wait, arguments in moves:
        charger.now += wait * SECOND
        getattr(charger, name)(*arguments)
    return charger.frames


def moves_of(*, most: int = 24, links: bool = True, mess: bool = True) -> st.SearchStrategy:
    """Moves for `told`."""
    return st.lists(st.one_of(*VISIT, *(LINKS if links else []), *(MESS if mess else [])), max_size=most)


@st.composite
def lives(
    draw: st.DrawFn, *, most: int = 24, station: str = "CP1", links: bool = True, mess: bool = True
) -> list[Frame]:
    """Frames of one charger, in order of receipt."""
    kind = draw(st.sampled_from([Charger16, Charger16, Charger2]))
    return told(kind(station), draw(moves_of(most=most, links=links, mess=mess)))


LONG = st.sampled_from([1, 1, 61, 299, 300, 301, 900, 901, HOUR, DAY])
FEW = [(0, 0), (1, 1), (2, 1), (5, 1), (8, 4)]
"""Available, Preparing, Charging, Finishing and Faulted; in 2.x Available, Occupied and Faulted."""


@st.composite
def slow_lives(draw: st.DrawFn, *, most: int = 10) -> list[Frame]:
    """One socket where little happens, and what comes next comes when all was over, or just before."""
    kind = draw(st.sampled_from([Charger16, Charger16, Charger2]))
    one, cards, answers = st.just(1), st.sampled_from(TOKENS[:2]), st.sampled_from([0, 3])
    statuses = st.sampled_from([codes[kind is Charger2] for codes in FEW])
    made = {
        "status": (one, statuses, st.just(0)),
        "authorize": (cards, answers),
        "start_in_error": (one, cards),
        "start": (one, cards, answers),
        "stop": (one, flows, st.just(0), st.just(0)),
        "remote": (cards, one, st.integers(0, 1)),
    }
    names = st.sampled_from(["status", "status", *made])
    moves = names.flatmap(lambda name: st.tuples(st.just(name), LONG, st.tuples(*made[name])))
    return told(kind(), draw(st.lists(moves, min_size=2, max_size=most)))


def end_of(frames: list[Frame]) -> int:
    """An hour after the last frame."""
    return frames[-1].received_at + HOUR * SECOND
