"""The set-up page over a server that is met by shape: what each form asks of it, and who may."""

import re

import pytest
from litestar.testing import TestClient
from server_stand_in import StandInServer
from staff import PASSWORD, staff

from chargeboard.domain.doorstep import Doorstep, ListeningChoice, TurnedAway
from chargeboard.domain.frame import Frame
from chargeboard.domain.people import Role
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Credential
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.web.app import create_app
from chargeboard.web.setup import setup_forms, uploading
from chargeboard.web.setup.server import LogTaken, SessionsFound
from projecting import projector_of

EVERYWHERE = "0.0.0.0"  # noqa: S104 - nobody listens there
NOW = 1_760_313_600_000_000


@pytest.fixture
def store():
    made = open_store(":memory:")
    yield made
    made.close()


@pytest.fixture
def server():
    return StandInServer()


@pytest.fixture
def people():
    return staff(lambda: NOW)


@pytest.fixture
def client(store, server, people):
    desk = Desk(store, lambda name: Profile(id=name), lambda: NOW)
    app = create_app(desk, token=None, now=lambda: NOW, people=people, server=server)
    with TestClient(app, base_url="http://192.168.1.5:8000") as found:
        yield found


def boots(store):
    desk = Desk(store, lambda name: Profile(id=name), lambda: NOW)
    desk.store.append([Frame("CP-7", NOW, "in", '[2,"1","BootNotification",{}]', "c", "ocpp1.6")])
    projector_of(desk).refresh("CP-7")


def test_who_has_nothing_yet_is_led_to_it(client):
    got = client.get("/", follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, "/setup")


def test_once_there_is_a_charger_it_is_out_of_the_way_and_still_there(client, store):
    boots(store)
    shown = client.get("/", follow_redirects=False)
    assert shown.status_code == 200
    assert 'href="/setup"' in shown.text
    assert "Open the page of CP-7" in client.get("/setup").text


def test_who_may_not_set_anything_up_is_not_led_there(client, people):
    people.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    people.accounts.add("Vic", Role.VIEWER, None, PASSWORD)
    client.post("/login", data={"name": "Vic", "password": PASSWORD}, follow_redirects=False)
    assert client.get("/", follow_redirects=False).status_code == 200
    assert client.get("/setup").status_code == 403


def test_it_is_chosen_how_chargers_are_listened_to(client, server):
    got = client.post("/setup/listen", data={"cards": "none", "from": "network"})
    assert server.choice == ListeningChoice(authorize="none", is_for_network=True)
    assert "ws://192.168.1.5:9000/ocpp/" in got.text
    assert "Waiting for the first message" in got.text


def test_what_was_chosen_stands_in_the_form_so_that_nothing_else_is_changed_by_it(client):
    got = client.post("/setup/listen", data={"cards": "none", "from": "network"})
    assert re.findall(r'value="(\w+)" checked', got.text) == ["none", "network"]


def test_a_card_is_accepted_by_nothing_but_that_word(client, server):
    client.post("/setup/listen", data={"cards": "whatever"})
    assert server.choice == ListeningChoice(authorize="none")


def test_what_the_file_says_is_not_chosen_here(client, server, monkeypatch):
    monkeypatch.setattr(setup_forms, "_CHOSEN_WITHIN_S", 0.0)
    server.is_said = True
    client.post("/setup/listen", data={"cards": "accept_all"})
    assert server.choice is None
    assert "Let chargers connect" not in client.get("/setup").text


def test_why_a_charger_is_not_there_is_said_with_what_to_do(client, server, store):
    server.doorstep = Doorstep(
        host=EVERYWHERE, port=9000, turned_away=(TurnedAway("CP-1", "charger CP-1 must send <b>", NOW),)
    )
    store.save_credential(Credential(station="CP-2", approved=False, asked_at=NOW))
    shown = client.get("/setup").text
    assert "charger CP-1 must send &lt;b&gt;" in shown
    assert "CP-2 tried to connect and has been waiting for your approval" in shown
    assert 'action="/chargers/CP-2/approve"' in shown
    assert "Waiting for the first message" not in shown


def upload(client, content=b"a log", name="ocpp.log", **fields):
    return client.post("/setup/log", data=fields, files={"file": (name, content)}, follow_redirects=False)


def test_a_log_is_handed_on_as_it_came(client, server, people):
    got = upload(client, b"\x1f\x8b\x00 a log", form="steve", station=" CP-7 ", zone="Europe/Berlin")
    assert (got.status_code, got.headers["location"]) == (303, "/setup#h-log")
    assert server.told == ("ocpp.log", "steve", "CP-7", "Europe/Berlin")
    assert server.text == b"\x1f\x8b\x00 a log"
    shown = client.get("/setup").text
    assert "1 new frame" in shown
    assert "Open the page of A" in shown
    (entry,) = people.audit.entries(0, 2**62, "", "", 9)
    assert (entry.what, entry.about) == ("log_uploaded", "ocpp.log")


SESSIONS = SessionsFound(
    headings=("Start", "<End>", "Energy"),
    columns={"start": ("Start", "2025-06-01 08:00"), "energy": ("Energy", "5")},
    questions=("its times name no zone",),
    first=(("CP-7", "1", "2025-06-01T06:00:00Z", "2025-06-01T06:30:00Z", "5.000 kWh"),),
    told={"unit": "Wh", "socket:left": "1"},
)


def test_a_file_of_sessions_is_shown_with_what_each_column_is_and_what_is_asked(client, server):
    server.log = LogTaken("sessions.csv", is_over=True, sessions=SESSIONS)
    shown = client.get("/setup").text
    assert "sessions.csv holds sessions" in shown
    assert "its times name no zone" in shown
    assert '<select name="map-start"><option value=""></option><option selected>Start</option>' in shown
    assert [name for name in re.findall(r"<label>([^<]+) <select name=.map-", shown) if "-" in name] == []
    assert '<label>Meter at start <select name="map-meter-start">' in shown
    assert "<option>&lt;End&gt;</option>" in shown
    assert "<option selected>Wh</option>" in shown
    assert 'value="left=1"' in shown
    assert "5.000 kWh" in shown


def test_which_sheet_is_asked_before_anything_else_and_may_be_changed(client, server):
    server.log = LogTaken("all.xlsx", is_over=True, sessions=SessionsFound(sheets=("May", "<June>")))
    asked = client.get("/setup").text
    assert "all.xlsx has several sheets. Choose one" in asked
    assert "<option>May</option><option>&lt;June&gt;</option>" in asked
    assert 'name="map-start"' not in asked
    server.log = LogTaken(
        "all.xlsx",
        is_over=True,
        sessions=SessionsFound(headings=("Start",), sheets=("May", "<June>"), told={"sheet": "<June>"}),
    )
    shown = client.get("/setup").text
    assert (
        '<select name="map-sheet" required><option>May</option><option selected>&lt;June&gt;</option>'
        in shown
    )
    assert 'name="map-start"' in shown


def test_what_makes_no_sense_is_said_before_anything_is_read_and_the_file_waits_on(client, server):
    server.log = LogTaken("sessions.csv", is_over=True, sessions=SESSIONS)
    form = {"again": "1", "map-start": "Start", "sockets": "left=first"}
    answer = client.post("/setup/log", data=form, files={"none": ("", b"")})
    assert answer.status_code == 400
    assert "socket:left=first: a socket is a number from 1" in answer.text
    assert "sessions.csv holds sessions" in answer.text
    assert server.told is None


def test_what_is_said_of_a_file_of_sessions_is_what_the_shell_is_told(client, server, people):
    server.log = LogTaken("sessions.csv", is_over=True, sessions=SESSIONS)
    told = {
        "map-start": "Start",
        "map-token": "",
        "map-unit": "kWh",
        "map-dates": "",
        "sockets": "a=b=1, right = 2",
    }
    got = client.post(
        "/setup/log",
        data={"again": "1", "station": " CP-7 ", "zone": "Europe/Berlin", **told},
        files={"none": ("", b"")},
        follow_redirects=False,
    )
    assert (got.status_code, got.headers["location"]) == (303, "/setup#h-log")
    said = {"start": "Start", "token": "", "unit": "kWh", "socket:a=b": "1", "socket:right": "2"}
    assert server.told == (said, "CP-7", "Europe/Berlin")
    (entry,) = people.audit.entries(0, 2**62, "", "", 9)
    assert (entry.what, entry.about) == ("log_uploaded", "sessions.csv")


@pytest.mark.parametrize(("zone", "said"), [("Berlin", "is not a time zone"), ("", "upload it again")])
def test_what_cannot_be_read_again_is_said(client, server, zone, said):
    got = client.post("/setup/log", data={"again": "1", "zone": zone}, files={"none": ("", b"")})
    assert (got.status_code, server.told) == (400, None)
    assert said in got.text


@pytest.mark.threat("F9")
@pytest.mark.parametrize("name", ["../../etc/passwd", "C:\\logs\\passwd", "passwd"])
def test_of_a_path_only_the_name_is_taken(client, server, name):
    upload(client, name=name, form="auto")
    assert server.told[0] == "passwd"


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("充" * 100 + ".xlsx", "充" * 38 + ".xlsx"),
        ("⚡" * 86, "⚡" * 40),
        ("a" * 300 + ".log", "a" * 116 + ".log"),
    ],
)
def test_a_name_that_is_too_long_for_a_folder_keeps_its_end(client, server, name, kept):
    upload(client, name=name, form="auto")
    assert server.told[0] == kept


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"form": "excel"}, "is not a format that can be read"),
        ({"zone": "Berlin"}, "is not a time zone"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(client, server, fields, said):
    got = upload(client, **fields)
    assert got.status_code == 400
    assert said in got.text
    assert server.told is None


def test_without_a_file_there_is_nothing_to_read(client, server):
    got = client.post("/setup/log", data={"form": "auto"}, files={"file": ("", b"")})
    assert (got.status_code, server.told) == (400, None)
    assert "Choose a file first" in got.text


@pytest.mark.threat("F9")
def test_a_log_is_bounded_in_size_however_it_is_sent(client, server):
    got = upload(client, b"x" * (uploading.MOST_SENT_BYTES + 1))
    assert got.status_code == 400
    assert "larger than 32 MiB" in got.text
    assert "larger than 32 MiB" in upload(client, b"x" * (uploading.MOST_SENT_BYTES - 4096)).text
    assert server.told is None


def test_one_log_is_read_at_a_time(client, server):
    server.is_busy = True
    assert "Another log is still being read" in upload(client).text


@pytest.mark.threat("F9")
def test_nothing_of_a_log_that_is_not_read_is_left(client, server, monkeypatch, tmp_path):
    monkeypatch.setattr(uploading.tempfile, "tempdir", str(tmp_path))
    server.is_busy = True
    upload(client)
    assert list(tmp_path.iterdir()) == []


def test_the_town_is_opened_and_removed(client, server):
    shown = client.post("/setup/town")
    assert 'href="http://192.168.1.5:8123/"' in shown.text
    assert 'href="http' not in client.post("/setup/town/remove").text


def test_whom_it_would_not_reach_is_told_the_command(client, server):
    server.can_show_town = False
    assert '<pre tabindex="0">chargeboard demo</pre>' in client.post("/setup/town").text
    assert server.town_port == 0


def test_the_first_account_is_an_admins_and_logs_in(client, people):
    got = client.post("/setup/account", data={"name": "Ada", "password": PASSWORD}, follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, "/setup")
    account = people.accounts.of("Ada")
    assert (account.role, account.sites) == (Role.ADMIN, None)
    assert "Make my account" not in client.get("/setup").text
    (entry,) = people.audit.entries(0, 2**62, "", "", 9)
    assert (entry.what, entry.about, entry.before) == ("account_added", "Ada", None)
    client.cookies.clear()
    assert client.get("/setup", follow_redirects=False).headers["location"].startswith("/login")


@pytest.mark.parametrize(
    ("name", "password"), [("Ada", "short"), ("Ada", ""), ("", PASSWORD), (" Ada", PASSWORD)]
)
def test_an_account_that_cannot_be_locks_nobody_out(client, people, name, password):
    got = client.post("/setup/account", data={"name": name, "password": password})
    assert got.status_code == 400
    assert people.accounts.all() == []
    assert client.get("/setup").status_code == 200


def test_there_is_one_first_account(client, people):
    people.accounts.add("Ada", Role.ADMIN, None, PASSWORD)
    client.post("/login", data={"name": "Ada", "password": PASSWORD}, follow_redirects=False)
    got = client.post("/setup/account", data={"name": "Eve", "password": PASSWORD})
    assert got.status_code == 400
    assert [one.name for one in people.accounts.all()] == ["Ada"]


def test_a_feed_is_tried_read_and_read_no_more(client, server):
    address = {"kind": "citrineos", "url": "postgresql://reader@db/citrine", "password": "a secret"}
    shown = client.post("/setup/feed", data={**address, "do": "try"})
    assert server.asked_feed == tuple(address.values())
    assert (shown.status_code, "there is 1 row, of A" in shown.text) == (200, True)
    refused = client.post("/setup/feed", data={**address, "url": "nowhere", "do": "read"})
    assert (refused.status_code, "not one of this kind of feed" in refused.text) == (400, True)
    got = client.post("/setup/feed", data={**address, "do": "read"}, follow_redirects=False)
    assert (got.status_code, got.headers["location"]) == (303, "/setup#h-feed")
    shown = client.get("/setup").text
    assert "citrineos postgresql://reader@db/citrine" in shown
    assert "a secret" not in shown
    client.post("/setup/feed/remove", data={"name": "citrineos postgresql://reader@db/citrine"})
    assert "postgresql://reader@db/citrine" not in client.get("/setup").text


def test_a_page_offers_no_feed_that_reads_a_file_of_this_machine(client):
    offered = re.findall(
        r'<option value="([a-z-]+)"[^>]*>[^<]+: (?:postgresql|mqtt|amqp|http|mysql)',
        client.get("/setup").text,
    )
    assert "citrineos" in offered
    assert '<option value="log"' not in client.get("/setup").text


def test_where_several_processes_serve_the_page_says_who_reads_feeds(client, server):
    server.reads_feeds = False
    assert "chargeboard feed KIND URL" in client.get("/setup").text
    client.post("/setup/feed", data={"kind": "citrineos", "url": "postgresql://x/y", "do": "read"})
    assert server.feeds == []
