"""The page of where other systems tell of a charger otherwise (B1-B4), with its twins."""

import csv
import io
import json
import re

import pytest
from litestar.testing import TestClient
from msgspec.structs import replace

from chargeboard.domain.feeds import Feed
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, datetime_of
from chargeboard.web.app import create_app
from projecting import projector_of

T0 = 1_770_026_400 * SECOND
NOW = T0 + 4 * HOUR
DATES = "from=2026-02-02&through=2026-02-02"


def stamp(s):
    return datetime_of(T0 + s * SECOND).isoformat()


def said(s, direction, *parts, station="A"):
    return Frame(station, T0 + s * SECOND, direction, json.dumps(parts), "", "ocpp1.6")


def row(s, table, **columns):
    return said(s, "row", "steve", table, {"transaction_pk": 7, "connector_id": 1} | columns)


FRAMES = [
    said(
        0,
        "in",
        *(2, "a", "StartTransaction"),
        {"connectorId": 1, "idTag": "T", "meterStart": 0, "timestamp": stamp(0)},
    ),
    said(0, "out", 3, "a", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}),
    row(1, "transaction_start", id_tag="T", start_timestamp=stamp(0), start_value="0"),
    said(
        3600,
        "in",
        *(2, "b", "StopTransaction"),
        {"transactionId": 7, "meterStop": 5000, "timestamp": stamp(3600), "reason": "Local"},
    ),
    said(3600, "out", 3, "b", {}),
    row(
        3601,
        "transaction_stop",
        event_actor="station",
        stop_timestamp=stamp(3630),
        stop_value="4900",
        stop_reason="Remote",
    ),
]


WAYS = [(0, "tap"), (0, ""), (60, "tap"), (120, ""), (180, "tap"), (180, "")]


@pytest.fixture(scope="module")
def client():
    store = open_store(":memory:")
    beats = [said(0, "in", 2, "h", "Heartbeat", {}, station=station) for station in "BC"]
    sockets = [
        said(1, "row", "steve", "connector_status", {"connector_id": 1}, station=station) for station in "CD"
    ]
    store.advance_feed("", Feed(name="citrineos", kind="citrineos", cursor="1"))
    store.add_fed("citrineos", ["E"])
    ways = [
        replace(said(s, "in", 2, f"{s}", "Heartbeat", {}, station="E"), connection=way) for s, way in WAYS
    ]
    store.append([*FRAMES, *beats, *sockets, *ways])
    desk = Desk(store, lambda station: Profile(id=station), lambda: NOW)
    for station in "ABCDE":
        projector_of(desk).refresh(station)
    with TestClient(create_app(desk, token=None, now=desk.now)) as asking:
        yield asking
    store.close()


def test_data_quality_leads_to_it_at_the_same_moment(client):
    moment = "at=2026-02-02T12%3A00%3A00%2B02%3A00"
    assert f'href="/chargers/A/sources?{moment}"' in client.get(f"/chargers/A/quality?{moment}").text


def test_it_says_in_what_a_session_differs_and_leads_to_it(client):
    page = client.get(f"/chargers/A/sources?{DATES}").text
    (line,) = [one for one in re.findall(r'<tr role="row">.*?</tr>', page) if "/sessions/" in one]
    assert "SteVe" in line
    assert "ends 30s later there; 100 Wh less there; ended there because: " in line
    assert "style=" not in page


def test_the_file_and_the_answer_say_the_same(client):
    (told,) = client.get(f"/api/v1/chargers/A/sources?{DATES}").json()["sessions"]
    (found,) = csv.DictReader(io.StringIO(client.get(f"/chargers/A/sources.csv?{DATES}").text))
    assert told["differs"] == found["differs"].split() == ["end", "energy", "reason"]
    assert (told["end_later_s"], told["energy_more_wh"]) == (30, -100)
    assert (found["end_later_s"], found["energy_more_wh"]) == ("30", "-100.0")
    assert (found["source_end"], found["source_reason"]) == ("2026-02-02T11:00:30.000000Z", "Remote")


@pytest.mark.parametrize(
    ("station", "day", "sentence"),
    [
        pytest.param("B", 2, "No rows of another system", id="messages alone"),
        pytest.param("A", 1, "No rows of another system", id="neither"),
        pytest.param("D", 2, "One source alone", id="rows alone"),
        pytest.param("C", 2, "No session differs", id="both"),
    ],
)
def test_where_nothing_differs_it_says_why(client, station, day, sentence):
    asked = f"from=2026-02-0{day}&through=2026-02-0{day}"
    assert sentence in client.get(f"/chargers/{station}/sources?{asked}").text


@pytest.mark.parametrize("asked", ["at=May", "from=2026-01-01&through=2026-02-02", "limit=x"])
def test_what_cannot_be_asked_is_refused(client, asked):
    assert client.get(f"/chargers/A/sources?{asked}").status_code == 400
    assert client.get(f"/api/v1/chargers/A/sources?{asked}").status_code == 400


def test_messages_that_came_by_one_way_alone_are_counted_and_lead_to_their_frames(client):
    page = client.get(f"/chargers/E/sources?{DATES}").text
    shown = page[page.index('id="h-ways"') :]
    cells = re.findall(r'<td role="cell"[^>]*>(?:<a[^>]*>)?([^<]*)', shown)
    assert cells[:3] == ["2", "1", "1"]
    assert cells[3:7] == [
        *("Heartbeat from the charger", "Only by a feed or log"),
        *("Heartbeat from the charger", "Only by a connection or tap"),
    ]
    told = client.get(f"/api/v1/chargers/E/sources?{DATES}").json()
    assert told["ways"] == [{"date": "2026-02-02", "both": 2, "by_connection": 1, "without": 1}]
    assert [one["by_connection"] for one in told["lone"]] == [False, True]
    lone = shown[shown.index('id="h-lone"') :]
    (first, *_) = re.findall(r'href="(/chargers/E/frames[^"]*)"', lone)
    assert client.get(first.replace("&amp;", "&")).status_code == 200
    assert 'id="h-ways"' not in client.get(f"/chargers/A/sources?{DATES}").text
