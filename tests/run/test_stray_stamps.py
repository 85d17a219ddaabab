"""One stamp of long ago, on a charger that was never heard then, leaves no rows for all the days since."""

import json

import pytest

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, SECOND, text_of
from projecting import projector_of

T0 = 1_760_000_000 * SECOND
DAY = 24 * HOUR
OLD = T0 - 300 * DAY
VALUE = {"value": "5", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
SAMPLE = {"meterValue": [{"timestamp": text_of(OLD), "sampledValue": [VALUE]}]}
STRAY = {
    "sample": ("MeterValues", {"connectorId": 1} | SAMPLE),
    "sample of a transaction": ("MeterValues", {"connectorId": 1, "transactionId": 7} | SAMPLE),
    "sample of the whole charger": ("MeterValues", {"connectorId": 0} | SAMPLE),
    "stop": ("StopTransaction", {"transactionId": 7, "meterStop": 5, "timestamp": text_of(OLD)}),
    "status": (
        "StatusNotification",
        {"connectorId": 1, "errorCode": "NoError", "status": "Available", "timestamp": text_of(OLD)},
    ),
    "start": (
        "StartTransaction",
        {"connectorId": 1, "idTag": "x", "meterStart": 5, "timestamp": text_of(OLD)},
    ),
}


def frame(at, action, payload):
    return Frame("A", at, "in", json.dumps([2, str(at), action, payload]), "c", "ocpp1.6")


def live():
    told = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
    return [frame(T0 + n * HOUR, "StatusNotification", told) for n in range(72)]


def told(stray):
    """How many day rows there are, and what is shown of days before and behind the first contact."""
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station), lambda: T0 + 3 * DAY)
    store.append(sorted([*live(), frame(T0 + DAY + 5, *STRAY[stray])], key=lambda one: one.received_at))
    projector_of(desk).refresh("A")
    rows = store.days("A", day_of(OLD, "UTC"), day_of(T0 + 9 * DAY, "UTC"))
    window = (day_of(T0 - 20 * DAY, "UTC"), day_of(T0 + 3 * DAY, "UTC"))
    shown = desk.evidence.days("A", ListScope(window=window)), desk.board("A", window=window)
    store.close()
    return len(rows), shown


@pytest.mark.parametrize("stray", STRAY)
def test_a_stray_stamp_leaves_a_few_rows_and_shows_the_same(stray, monkeypatch):
    rows, shown = told(stray)
    assert rows <= 5
    monkeypatch.setattr(DayFigures, "is_blank", False)
    rows, with_all_rows = told(stray)
    assert shown == with_all_rows
    assert rows > 250 or stray == "status"
