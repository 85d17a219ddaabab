"""A process that works on a store and may be killed at any moment; it prints what it was promised."""

import json
import sys
from tempfile import gettempdir

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import store_at
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span

T0 = 1_760_000_000 * SECOND
STATIONS = ("CP-A", "CP-B")
A_WEEK = 7 * 24 * HOUR


def stream():
    """A few days of two chargers: visits, answers, a charger's own retry, frames that come in late."""
    frames = []
    for visit in range(60):
        for socket, station in enumerate(STATIONS, 1):
            began = T0 + visit * HOUR + socket * SECOND
            link = f"{station}-{visit // 20}"
            if visit % 20 == 0:
                frames.append(Frame(station, began, "ws", json.dumps(["open", link]), link, "ocpp1.6"))
            for n, (action, payload, answer) in enumerate(visit_of(visit)):
                at, ref = began + n * 60 * SECOND, f"{visit}-{n}"
                call, reply = json.dumps([2, ref, action, payload]), json.dumps([3, ref, answer])
                frames.append(Frame(station, at, "in", call, link, "ocpp1.6"))
                frames.append(Frame(station, at + SECOND, "out", reply, link, "ocpp1.6"))
            frames.append(frames[-2])
    frames[300:320], frames[1500:1520] = frames[1500:1520], frames[300:320]
    return frames


def visit_of(visit):
    """What a charger says while a driver is there, and what it is answered."""
    accepted = {"idTagInfo": {"status": "Accepted"}}
    began = {"connectorId": 1, "idTag": "T", "meterStart": visit * 1000}
    yield "StatusNotification", {"connectorId": 1, "status": "Preparing", "errorCode": "NoError"}, {}
    yield "Authorize", {"idTag": "T"}, accepted
    yield "StartTransaction", began, {"transactionId": visit, **accepted}
    for n in range(8):
        reading = {"value": str(visit * 1000 + n * 100), "measurand": "Energy.Active.Import.Register"}
        values = [{"timestamp": "", "sampledValue": [reading]}]
        yield "MeterValues", {"connectorId": 1, "transactionId": visit, "meterValue": values}, {}
    yield "StopTransaction", {"transactionId": visit, "meterStop": visit * 1000 + 800}, {}
    yield "StatusNotification", {"connectorId": 1, "status": "Available", "errorCode": "NoError"}, {}


def work(path, batch):
    """Bring the stream from its beginning, fold and pack as it goes on, and say what is durable."""
    store = opened(path)
    desk = desk_of(store)
    projector = Projector(desk.histories, desk.now)
    frames = stream()
    store.begin_delivery()
    for start in range(0, len(frames), batch):
        store.append(frames[start : start + batch])
        print(min(start + batch, len(frames)), flush=True)
        for station in STATIONS:
            projector.refresh(station)
        if start // batch % 7 == 3:
            store.pack(STATIONS[0], frames[start].received_at)
            store.pack_facts(STATIONS[0], frames[start].received_at + A_WEEK)
    store.close()
    print("done", flush=True)


def opened(place):
    """The store of a path or of a URL; what belongs to that lies in a folder that is there anyhow."""
    return store_at(str(place), gettempdir() if "://" in str(place) else "").open()


def everything(path):
    """The rows that must not depend on how often anything was interrupted."""
    store = opened(path)
    rows = {
        station: (
            [stored.frame for batch in store.frames_after(station, 0, 0) for stored in batch],
            store.facts(station, Span(0, 10**18)),
            comparable(store.progress(station)),
            desk_of(store).board_json(station),
        )
        for station in STATIONS
    }
    store.close()
    return rows


def comparable(progress):
    """Progress without how many writes it took, in which order frames arrived, and what was kept when."""
    return msgspec.structs.replace(progress, revision=0, settled_revision=0, seq=0, settled_until=0)


def desk_of(store):
    """Who answers for the store, half a day after the last frame."""
    return Desk(store, lambda station: Profile(id=station), lambda: T0 + 72 * HOUR)


if __name__ == "__main__":
    work(sys.argv[1], int(sys.argv[2]))
