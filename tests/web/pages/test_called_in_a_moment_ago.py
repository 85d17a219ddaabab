"""A page of a charger whose first messages nobody has understood yet."""

import pytest
from litestar.testing import TestClient

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.web.app import create_app
from projecting import projector_of

NOW = 1_760_000_000 * SECOND
BOOT = '[2,"1","BootNotification",{"chargePointVendor":"a","chargePointModel":"b"}]'


@pytest.fixture
def desk(tmp_path):
    store = open_store(tmp_path / "b.db")
    yield Desk(store, lambda station: Profile(id=station), lambda: NOW)
    store.close()


@pytest.fixture
def client(desk):
    with TestClient(create_app(desk, token=None, now=lambda: NOW)) as client:
        yield client


def hear(desk, text=BOOT):
    desk.store.append([Frame("A", NOW - SECOND, "in", text, "c", "ocpp1.6")])


def test_it_is_not_called_unknown_and_its_page_asks_again_by_itself(desk, client):
    hear(desk)
    answer = client.get("/chargers/A")
    assert answer.status_code == 503
    assert answer.headers["Refresh"] == answer.headers["Retry-After"] == "2"
    assert "The first messages of A are being processed" in answer.text
    projector_of(desk).fold("A")
    assert client.get("/chargers/A").status_code == 200


def test_programs_are_told_when_to_ask_again(desk, client):
    hear(desk)
    answer = client.get("/api/v1/chargers/A/board")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")
    assert "Refresh" not in answer.headers
    assert answer.json()["title"] == "Not available at the moment"


def test_who_was_never_heard_is_unknown(desk, client):
    hear(desk)
    answer = client.get("/chargers/B")
    assert answer.status_code == 404
    assert "Refresh" not in answer.headers
