"""A frame of megabytes on a page is its beginning, with a link to the whole of it."""

import html
import json
import re

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.web.app import create_app
from projecting import projector_of

T0 = 1_770_000_000 * SECOND
CALL = json.dumps([2, "big", "DataTransfer", {"data": "<x>" * 5_000_000}])
SPAN = "from=2026-02-02&to=2026-02-03&hide="


@pytest.fixture
def client():
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station), lambda: T0 + 600 * SECOND)
    told = [
        frame
        for number in range(4)
        for frame in (
            Frame("A", T0 + number * SECOND, "in", CALL),
            Frame("A", T0 + number * SECOND + 1, "out", json.dumps([3, "big", {"data": "y" * 1_000_000}])),
        )
    ]
    desk.store.append(told)
    projector_of(desk).refresh("A")
    with TestClient(create_app(desk, token=None, now=desk.now)) as client:
        yield client
    store.close()


def test_a_page_of_large_frames_is_small_and_leads_to_the_whole_of_each(client):
    page = client.get(f"/chargers/A/frames?{SPAN}").text
    assert len(page) < 3_000_000
    links = [html.unescape(found) for found in re.findall(r'shown: <a href="([^"]+)"', page)]
    assert len(links) == 8
    call, answer = ([json.loads(line) for line in client.get(link).text.splitlines()] for link in links[:2])
    assert json.dumps(call[0]["frame"]) == CALL
    assert [(line["direction"], len(line["frame"][2]["data"])) for line in answer] == [("out", 1_000_000)]


def test_the_api_says_how_much_it_leaves_out(client):
    answer = client.get(f"/api/v1/chargers/A/frames?{SPAN}")
    assert len(answer.content) < 3_000_000
    for row in answer.json()["frames"]:
        assert (row["action"], row["message_id"]) == ("DataTransfer", "big")
        assert len(row["text"]) + row["left_out"] == len(CALL)
        assert len(row["answer"]["text"]) + row["answer"]["left_out"] > 1_000_000


def test_the_end_of_a_large_frame_is_found_too(client):
    assert client.get(f"/api/v1/chargers/A/frames?{SPAN}&text=yyyy").json()["frames"]
    assert not client.get(f"/api/v1/chargers/A/frames?{SPAN}&text=nowhere").json()["frames"]
