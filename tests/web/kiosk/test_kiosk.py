"""Which chargers does a screen on a wall show?"""

import re

import little_town as town
import pytest
from litestar.testing import TestClient

from chargeboard.web.app import create_app
from chargeboard.web.kiosk import kiosk


@pytest.fixture
def client(little_desk):
    with TestClient(create_app(little_desk, token=None, now=lambda: town.NOW)) as one:
        yield one


def slides(page):
    return re.findall(r'<h2 id="h-k-\w+">([^<]+)</h2>', page)


def test_the_list_shows_those_first_that_need_somebody_most_and_how_many_it_leaves_out(client, monkeypatch):
    listed = [one["name"] or one["id"] for one in client.get("/api/v1/chargers").json()]
    assert slides(client.get("/?kiosk=1").text) == listed
    monkeypatch.setattr(kiosk, "MOST_CHARGERS", 2)
    page = client.get("/?kiosk=1").text
    assert slides(page) == listed[:2]
    assert f"and {len(listed) - 2} charger" in page


def test_one_that_is_not_there_leaves_the_others_and_alone_is_told(client):
    one = client.get("/api/v1/chargers").json()[0]
    page = client.get("/", params={"kiosk": "1", "charger": [one["id"], "NOBODY"]}).text
    assert slides(page) == [one["name"] or one["id"]]
    assert client.get("/?kiosk=1&charger=NOBODY").status_code == 404


@pytest.mark.parametrize("every", ["2", "601", "soon", "-5", "१२"])
def test_how_long_each_is_shown_has_bounds(client, every):
    answer = client.get("/", params={"kiosk": "1", "every": every})
    assert (answer.status_code, "no number of seconds from 3 to 600" in answer.text) == (400, True)


def test_no_page_of_a_screen_has_anything_to_press(client):
    assert not re.search(r"<(a|button|form|input|select)\b", client.get("/?kiosk=1").text)
