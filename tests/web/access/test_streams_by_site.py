"""What an open page hears, by the sites of who looks: from its first event to its last."""

import json
import threading
import time
from contextlib import suppress
from urllib.parse import quote

import httpx
import pytest
from live_site import be_quick
from serving import served

from chargeboard.config import Settings
from chargeboard.domain.figures.impairment import Behind, Impairment
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import EVERYBODY, Role
from chargeboard.domain.records import Charger
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.people import log_ins
from chargeboard.run.people.people import people_of
from chargeboard.store import open_store
from chargeboard.time.instants import text_of
from chargeboard.web.access.guard import COOKIE
from chargeboard.web.access.reading import answer_to
from chargeboard.web.app import create_app
from projecting import projector_of

NORTH, SOUTH = "NORTH-1", "SOUTH-1"
PEOPLE = {"admin": (Role.ADMIN, None), "north": (Role.OPERATOR, ["Nord"]), "south": (Role.OPERATOR, ["Süd"])}
PATIENCE_S = 60


class Site:
    def __init__(self):
        self.store = open_store(":memory:")
        self.people = people_of(self.store, self.store, now, token=None)
        for name, (role, sites) in PEOPLE.items():
            self.people.accounts.add(name, role, sites)
        settings = Settings()
        self.desk = Desk(self.store, lambda name: settings.profile_of(name, self.store.charger(name)), now)
        self.impairment = Impairment()
        for station, site in ((NORTH, "Nord"), (SOUTH, "Süd")):
            self.store.save_charger(Charger(id=station, site=site))
            self.says(station, "BootNotification", chargePointVendor="ACME", chargePointModel="X1")
            self.is_in(station, "Available")
        self.app = create_app(
            self.desk, token=None, now=now, people=self.people, impairment=lambda: self.impairment
        )
        self.url = ""

    def says(self, station, action, **payload):
        at = now()
        self.desk.store.append(
            [Frame(station, at, "in", json.dumps([2, f"m{at}", action, payload]), "c", "ocpp1.6")]
        )
        projector_of(self.desk).refresh(station)

    def is_in(self, station, status, error="NoError"):
        self.says(
            station,
            "StatusNotification",
            connectorId=1,
            errorCode=error,
            status=status,
            timestamp=text_of(now()),
        )

    def has_a_session(self, station):
        self.is_in(station, "Charging")
        stamp = text_of(now())
        self.says(station, "StartTransaction", connectorId=1, idTag="c", meterStart=1, timestamp=stamp)
        at = now()
        answer = json.dumps([3, f"m{at}", {"transactionId": 7, "idTagInfo": {"status": "Accepted"}}])
        self.desk.store.append([Frame(station, at, "out", answer, "c", "ocpp1.6")])
        projector_of(self.desk).refresh(station)
        answer_to(EVERYBODY)
        return quote(self.desk.board(station).sessions[0].key, safe="")

    def moves(self, station, site):
        self.store.save_charger(Charger(id=station, site=site))

    def cookie(self, who):
        secret = self.people.log_ins.begin(self.people.accounts.of(who), "192.0.2.1", "a test")
        return {"cookie": f"{COOKIE}={secret}"}


class Stream:
    """All that an open page hears."""

    def __init__(self, site, who, path):
        self.text, self.is_over = "", False
        self._headers, self._url = site.cookie(who), f"{site.url}{path}"
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._thread.start()
        self.until(lambda: "event: " in self.text)

    def _follow(self):
        with (
            suppress(httpx.HTTPError),
            httpx.stream("GET", self._url, headers=self._headers, timeout=60) as got,
        ):
            assert got.status_code == 200
            for line in got.iter_lines():
                self.text += f"{line}\n"
            self.is_over = True

    def until(self, claim):
        give_up = time.monotonic() + PATIENCE_S
        while not claim():
            assert time.monotonic() < give_up, self.text[-500:]
            time.sleep(0.01)

    def until_said(self, word):
        self.until(lambda: word in self.text)


@pytest.fixture
def site(monkeypatch):
    be_quick(monkeypatch)
    monkeypatch.setattr(log_ins, "LOOK_EVERY_S", 0.02)
    made = Site()
    serving = served(made.app)
    made.url = next(serving)
    yield made
    with suppress(StopIteration):
        next(serving)


@pytest.mark.threat("P2")
def test_the_list_tells_nobody_of_chargers_of_other_sites(site):
    north, admin = Stream(site, "north", "/live"), Stream(site, "admin", "/live")
    site.is_in(SOUTH, "Faulted", "GroundFailure")
    admin.until_said("s-faulted")
    site.is_in(NORTH, "Charging")
    north.until_said("s-charging")
    assert SOUTH not in north.text
    assert "s-faulted" not in north.text
    assert "2 chargers" not in north.text
    assert "2 chargers" in admin.text


@pytest.mark.threat("P2")
def test_a_charger_that_moves_to_another_site_leaves_the_list_of_its_former_one(site):
    north, south = Stream(site, "north", "/live"), Stream(site, "south", "/live")
    north.until_said(NORTH)
    site.moves(NORTH, "Süd")
    site.is_in(NORTH, "Faulted", "GroundFailure")
    south.until_said("s-faulted")
    north.until_said("none yet")
    assert "s-faulted" not in north.text


@pytest.mark.threat("P2")
@pytest.mark.parametrize("kind", ["charger", "session"])
@pytest.mark.parametrize("first", ["admin", "north"])
def test_a_charger_that_moves_is_followed_on_by_those_alone_who_still_may(site, first, kind):
    path = f"/chargers/{NORTH}/live"
    if kind == "session":
        path = f"/chargers/{NORTH}/sessions/{site.has_a_session(NORTH)}/live"
    opened = {
        who: Stream(site, who, path) for who in sorted(("admin", "north"), key=lambda who: who != first)
    }
    site.moves(NORTH, "Süd")
    site.is_in(NORTH, "Faulted", "GroundFailure")
    opened["admin"].until_said("GroundFailure" if kind == "charger" else "event: panels")
    opened["north"].until(lambda: opened["north"].is_over)
    assert "GroundFailure" not in opened["north"].text
    assert not opened["admin"].is_over


@pytest.mark.threat("P2")
@pytest.mark.parametrize("by", ["server", "shell"])
@pytest.mark.parametrize("kind", ["list", "charger", "session"])
def test_rights_that_are_taken_away_end_what_is_open(site, kind, by):
    paths = {"list": lambda: "/live", "charger": lambda: f"/chargers/{NORTH}/live"}
    paths["session"] = lambda: f"/chargers/{NORTH}/sessions/{site.has_a_session(NORTH)}/live"
    north = Stream(site, "north", paths[kind]())
    if by == "server":
        bearer = {
            "authorization": f"Bearer {site.people.tokens.make('admin', 'a test', Role.ADMIN, None, None)}"
        }
        moved = httpx.patch(f"{site.url}/api/v1/people/north", headers=bearer, json={"sites": ["Süd"]})
        assert moved.status_code == 200
    else:
        site.people.accounts.change("north", role=Role.OPERATOR, sites=["Süd"], is_off=False)
    north.until(lambda: north.is_over)
    before = north.text
    site.is_in(NORTH, "Faulted", "GroundFailure")
    assert north.text == before
    assert "GroundFailure" not in before


@pytest.mark.threat("P2")
def test_what_is_wrong_with_a_charger_of_another_site_stands_above_no_page_of_others(site):
    north, admin = Stream(site, "north", "/live"), Stream(site, "admin", "/live")
    site.impairment = Impairment(behind=Behind(3, now(), SOUTH), backup="/srv/backup is full")
    admin.until_said(f"Messages of {SOUTH} and 2 other chargers")
    north.until_said("Messages of some chargers")
    assert SOUTH not in north.text
    for who, path in (
        ("north", "/"),
        ("north", f"/chargers/{NORTH}"),
        (None, "/login"),
        ("north", "/nowhere"),
    ):
        headers = site.cookie(who) if who else {}
        shown = httpx.get(f"{site.url}{path}", headers=headers).text
        assert SOUTH not in shown
        assert "/srv/backup" not in shown
    assert SOUTH in httpx.get(f"{site.url}/", headers=site.cookie("admin")).text


def test_readers_of_the_same_rights_share_one_drawing(site):
    live = site.app.state["live"]
    for _ in range(2):
        Stream(site, "north", f"/chargers/{NORTH}/live")
    Stream(site, "admin", f"/chargers/{NORTH}/live")
    assert sorted(len(page.viewers) for page in live.pages.values()) == [1, 2]
