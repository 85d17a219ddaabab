"""
Two months of a charger, worked out by hand.

On 31 December 2025 it is there for the first time, and idle. In January 2026, from the 1st to the 10th, a
session of 10 kWh each day from 10:00 to 11:00; from the 11th to the 20th one of 5 kWh on even dates alone,
and on odd ones a start that gives nothing. On the 15th it is faulted for 6 hours. Then it is idle.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.time.instants import instant_of
from projecting import projector_of


def at(text: str) -> int:
    return instant_of(datetime.fromisoformat(f"{text}Z"))


NOW = at("2026-02-10T12:00")
SESSIONS, ENERGY_WH, ATTEMPTS, SUCCESSES, IN_USE_H, OUT_H, HOURS = 15, 125_000, 20, 15, 20, 6, 31 * 24


def frames(station: str = "CP") -> Iterator[Frame]:
    def call(moment: str, action: str, payload: str) -> Frame:
        return Frame(
            station, at(moment), "in", f'[2,"{action}{moment}","{action}",{payload}]', "c", "ocpp1.6"
        )

    def status(moment: str, said: str, error: str = "NoError") -> Frame:
        told = f'"connectorId":1,"errorCode":"{error}","status":"{said}","timestamp":"{moment}:00Z"'
        return call(moment, "StatusNotification", f"{{{told}}}")

    yield Frame(station, at("2025-12-31T00:00"), "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    yield status("2025-12-31T00:00", "Available")
    for day in range(1, 21):
        start, end = f"2026-01-{day:02}T10:00", f"2026-01-{day:02}T11:00"
        wh = 10_000 if day <= 10 else 5_000 if day % 2 == 0 else 0
        yield status(start, "Preparing")
        begin = f'"connectorId":1,"idTag":"A","meterStart":0,"timestamp":"{start}:00Z"'
        yield call(start, "StartTransaction", f"{{{begin}}}")
        answer = f'{{"transactionId":{day},"idTagInfo":{{"status":"Accepted"}}}}'
        yield Frame(station, at(start) + 1, "out", f'[3,"StartTransaction{start}",{answer}]', "c", "ocpp1.6")
        stop = f'"transactionId":{day},"meterStop":{wh},"timestamp":"{end}:00Z"'
        yield call(end, "StopTransaction", f"{{{stop}}}")
        yield status(end, "Available")
        if day == 15:
            yield status("2026-01-15T12:00", "Faulted", "GroundFailure")
            yield status("2026-01-15T18:00", "Available")
    yield status("2026-02-10T11:00", "Available")


def desk_over(store: object, *stations: str, site: str = "Harbour", is_heard: bool = True) -> Desk:
    """
    A desk that has understood these chargers, all of which did the same.

    With `is_heard` False their silences are told as such: out of contact but for the hours of the sessions.
    """
    policy = Policy(silence_detection=not is_heard)
    profiles = {one: Profile(id=one, site=site, policy=policy) for one in stations}
    desk = Desk(store, profiles.__getitem__, lambda: NOW)
    for station in stations:
        desk.store.append([*frames(station)])
        projector_of(desk).refresh(station)
    return desk
