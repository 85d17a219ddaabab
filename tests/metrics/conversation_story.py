"""
Two days of a charger and its CSMS, worked out by hand (definitions H1-H7).

On Monday 2 November 2026 in Helsinki the connection ends with 1006 each hour from 08:00 to 14:00; the CSMS
answers a status after 40 s, and never a second one. On Tuesday the charger refuses to send a file, does not
answer another call, says what is not of OCPP, and takes an id for two calls. Wednesday goes on.
"""

from datetime import date, datetime

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.time.instants import instant_of
from projecting import projector_of

FIRST, MONDAY, TUESDAY, WEDNESDAY = (
    date(2026, 10, 28),
    date(2026, 11, 2),
    date(2026, 11, 3),
    date(2026, 11, 4),
)
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}+02:00"))


def frame(moment, direction, said, connection="c"):
    text = msgspec.json.encode(said).decode()
    return Frame("CP", at(moment), direction, text, connection, "ocpp1.6")


def asked(moment, number, action, payload=None, direction="in", connection="c"):
    return frame(moment, direction, [2, number, action, payload or {}], connection)


def answered(moment, number, payload=None, direction="out", connection="c"):
    return frame(moment, direction, [3, number, payload or {}], connection)


def monday():
    yield frame("2026-11-02T07:00:00", "ws", ["open", "c7", "ocpp1.6"], "c7")
    yield asked("2026-11-02T07:10:00", "1", "StatusNotification", STATUS, connection="c7")
    yield answered("2026-11-02T07:10:40", "1", connection="c7")
    for hour in range(8, 15):
        yield frame(
            f"2026-11-02T{hour:02}:00:00", "ws", ["close", f"c{hour - 1}", None, 1006], f"c{hour - 1}"
        )
        yield frame(f"2026-11-02T{hour:02}:00:05", "ws", ["open", f"c{hour}", "ocpp1.6"], f"c{hour}")
    yield asked("2026-11-02T15:00:00", "2", "StatusNotification", STATUS, connection="c14")
    yield frame("2026-11-02T15:04:00", "ws", ["pong", "c14"], "c14")
    yield frame("2026-11-02T15:06:00", "ws", ["pong", "c14"], "c14")


def tuesday():
    diagnostics = {"location": "ftp://a"}
    yield asked("2026-11-03T09:00:00", "a", "GetDiagnostics", diagnostics, "out", "c14")
    yield frame("2026-11-03T09:00:01", "in", [4, "a", "NotSupported", "", {}], "c14")
    yield asked("2026-11-03T10:00:00", "b", "TriggerMessage", {"requestedMessage": "Heartbeat"}, "out", "c14")
    yield asked("2026-11-03T10:03:00", "3", "MakeCoffee", connection="c14")
    yield answered("2026-11-03T10:03:01", "3", connection="c14")
    yield asked("2026-11-03T10:06:00", "3", "Heartbeat", connection="c14")
    yield answered("2026-11-03T10:06:01", "3", connection="c14")


def wednesday():
    yield asked("2026-11-04T06:00:00", "4", "Heartbeat", connection="c14")
    yield answered("2026-11-04T06:00:01", "4", connection="c14")


ALL = [*monday(), *tuesday(), *wednesday()]


def desk_of(store, frames, now="2026-11-04T12:00:00"):
    profile = Profile(id="CP", name="Kai EINS", policy=Policy(timezone="Europe/Helsinki"))
    made = Desk(store, lambda _: profile, lambda: at(now))
    made.store.append(frames)
    projector_of(made).refresh("CP")
    return made
