"""What does a reader learn of what is no longer kept?"""

import datetime as dt
import json

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile, Retention
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, instant_of, text_of
from chargeboard.web.app import create_app
from projecting import projector_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))
DAY = 24 * HOUR
AGO = (30, 20, 10, 1)
KEEPS = Retention(frames_days=5, evidence_days=15, sessions_days=25)


def a_visit(begin, number):
    def said(after_s, message, direction="in"):
        at = begin + after_s * SECOND
        return Frame("CP1", at, direction, json.dumps(message).replace("@", text_of(at)), "c", "ocpp1.6")

    def status(message_id, what):
        told = {"connectorId": 1, "errorCode": "NoError", "status": what, "timestamp": "@"}
        return [2, message_id, "StatusNotification", told]

    start = {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": "@"}
    value = [{"timestamp": "@", "sampledValue": [{"value": "5000"}]}]
    yield said(0, ["open", "c", "ocpp1.6"], "ws")
    yield said(1, [2, "b", "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"}])
    yield said(2, [3, "b", {"status": "Accepted", "interval": 300, "currentTime": "@"}], "out")
    yield said(3, status("1", "Available"))
    yield said(600, status("2", "Preparing"))
    yield said(610, [2, "3", "StartTransaction", start])
    yield said(611, [3, "3", {"transactionId": number, "idTagInfo": {"status": "Accepted"}}], "out")
    yield said(612, status("4", "Charging"))
    yield said(
        1800, [2, "5", "MeterValues", {"connectorId": 1, "transactionId": number, "meterValue": value}]
    )
    yield said(
        3600, [2, "6", "StopTransaction", {"transactionId": number, "meterStop": 12000, "timestamp": "@"}]
    )
    yield said(3601, status("7", "Available"))
    for minute in range(61, 120):
        yield said(minute * 60, [2, f"h{minute}", "Heartbeat", {}])


@pytest.fixture(scope="module")
def desk():
    made = Desk(
        open_store(":memory:"),
        lambda station: Profile(id=station, policy=Policy(timezone="Europe/Berlin")),
        lambda: NOW,
    )
    made.store.append([frame for days in AGO for frame in a_visit(NOW - days * DAY, days)])
    projector_of(made).refresh("CP1")
    return made


@pytest.fixture(scope="module")
def client(desk):
    keys = [one["key"] for one in json.loads(desk.board_json("CP1"))["sessions"]]
    while projector_of(desk, retention=KEEPS).let_go("CP1"):
        pass
    app = create_app(desk, token=None, now=lambda: NOW)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True) as one:
        one.keys = keys
        yield one


WIDE = "from=2026-02-20&to=2026-03-30"


@pytest.mark.parametrize(
    ("path", "sentences"),
    [
        ("frames", ["Messages received before 2"]),
        (f"sessions?{WIDE}", ["Sessions and attempts that began before", "What was concluded before"]),
        (f"attempts?{WIDE}", ["Sessions and attempts that began before", "What was concluded before"]),
        (f"errors?{WIDE}", ["What was concluded before"]),
        (
            "",
            [
                "Messages received before",
                "What was concluded before",
                "Sessions and attempts that began before",
            ],
        ),
    ],
)
def test_a_page_says_since_when_what_it_shows_is_whole(client, path, sentences):
    page = client.get(f"/chargers/CP1/{path}".rstrip("/"))
    assert page.status_code == 200
    for sentence in sentences:
        assert page.text.count(sentence) == 1, sentence


def test_a_session_without_evidence_keeps_its_figures_and_says_what_is_gone(client, desk):
    old, young = (client.get(f"/chargers/CP1/sessions/{key.replace('/', '%2F')}") for key in client.keys[1:3])
    assert old.status_code == young.status_code == 200, old.text[:2000]
    assert "12.0 kWh" in old.text or "12 kWh" in old.text
    assert "readings, curves and statuses that it was concluded from are no longer kept" in old.text


def test_lists_begin_where_sessions_are_kept_and_the_days_keep_their_sums(client):
    listed = client.get(f"/api/v1/chargers/CP1/sessions?{WIDE}").json()
    assert len(listed["sessions"]) == len(AGO) - 1
    assert listed["charger"]["kept_since"]["sessions"] > "2026-03-0"
    board = client.get(f"/api/v1/chargers/CP1/board?{WIDE}").json()
    assert sum(count or 0 for count in board["sessions_per_day"].values()) == len(AGO)
    assert sum(wh or 0 for wh in board["energy_per_day_wh"].values()) == 12_000 * len(AGO)


def test_an_average_over_a_window_that_sessions_are_gone_from_is_not_known(client):
    gone, whole = (
        client.get(f"/api/v1/chargers/CP1/board?{window}").json()["overview"]
        for window in (WIDE, "from=2026-03-15&to=2026-03-30")
    )
    assert (whole["total_sessions"], gone["total_sessions"]) == (2, 4)
    assert (whole["total_consumption_wh"], gone["total_consumption_wh"]) == (24_000, 48_000)
    assert whole["avg_duration_s"] is not None
    assert gone["avg_duration_s"] is None


def test_the_day_on_which_evidence_ends_and_every_other_day_has_its_page(client):
    for days in range(36):
        on = (dt.date(2026, 3, 30) - dt.timedelta(days=days)).isoformat()
        assert client.get(f"/chargers/CP1/days/{on}").status_code == 200, on


def test_a_moment_before_is_gone_in_words_and_says_what_can_be_asked_for(client, desk):
    then = text_of(NOW - 20 * DAY)
    problem = client.get(f"/api/v1/chargers/CP1/board?at={then}")
    assert problem.status_code == 410
    assert problem.json()["parameter"] == "at"
    assert "earliest moment available is 2026-03-" in problem.json()["detail"]
    page = client.get(f"/chargers/CP1?at={then}")
    assert page.status_code == 410
    assert "This is no longer kept" in page.text


def test_the_frames_of_a_time_that_is_gone_are_an_empty_list_that_says_so(client):
    page = client.get("/chargers/CP1/frames?from=2026-03-10T00:00&to=2026-03-11T00:00")
    assert page.status_code == 200
    assert "no longer kept" in page.text


def test_a_charger_that_nothing_was_let_go_of_says_nothing(desk):
    fresh = Desk(open_store(":memory:"), lambda station: Profile(id=station), lambda: NOW)
    fresh.store.append(list(a_visit(NOW - 3 * DAY, 1)))
    projector_of(fresh).refresh("CP1")
    assert json.loads(fresh.board_json("CP1"))["kept_since"] is None


def test_an_error_that_went_on_behind_dates_without_evidence_is_told_as_of_their_end():
    made = Desk(open_store(":memory:"), lambda station: Profile(id=station), lambda: NOW)
    made.store.append([frame for days in AGO for frame in a_visit(NOW - days * DAY, days)])
    for days, code, status in ((29, "HighTemperature", "Faulted"), (27, "NoError", "Available")):
        at = NOW - days * DAY
        told = {"connectorId": 1, "errorCode": code, "status": status, "timestamp": text_of(at)}
        made.store.append([Frame("CP1", at, "in", json.dumps([2, code, "StatusNotification", told]))])
    projector_of(made).refresh("CP1")
    began = dt.date(2026, 3, 1)
    wanted = ListScope(window=(began, began + dt.timedelta(days=1)))
    before = made.evidence.errors("CP1", wanted, ListFilter()).errors
    assert [(one.error.code, one.error.active) for one in before] == [("HighTemperature", True)]
    while projector_of(made, retention=KEEPS).let_go("CP1"):
        pass
    assert made.store.kept_since("CP1").evidence > NOW - 27 * DAY
    assert made.evidence.errors("CP1", wanted, ListFilter()).errors == before
