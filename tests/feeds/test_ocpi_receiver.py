"""What a party of OCPI pushes comes in once it is answered, from those who know the token only."""

import base64
import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from ocpi_party import CARD, cdr, evse, location, session, stamp
from taken import FeedOf
from test_ocpi import OVER, board, received, rows, state
from two_chargers import NOW

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.ocpi_receiver import door, receiving
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.time.instants import HOUR, MINUTE, SECOND

KIND = kind_of("ocpi-receiver")
TOKEN = "a-token-of-our-own"
AUTHORIZED = {"Authorization": f"Token {base64.b64encode(TOKEN.encode()).decode()}"}
BASE = "/ocpi/2.2.1/receiver"
EVSE = f"{BASE}/locations/DE/ABC/L1/A"
SESSION = f"{BASE}/sessions/DE/ABC/1"
PLACE = ("PUT", EVSE, evse("A", "AVAILABLE", NOW - 2 * HOUR))


@pytest.fixture
def feed(store):
    with closing(FeedOf(KIND, f"http://:{TOKEN}@127.0.0.1:0", store)) as feed:
        feed.look()
        yield feed


def said(feed, method, path, body=None, headers=AUTHORIZED):
    """The status, the body and the headers of an answer."""
    with closing(http.client.HTTPConnection("127.0.0.1", feed.opened.door.port, timeout=60)) as connection:
        text = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        connection.request(method, path, text, headers)
        answer = connection.getresponse()
        read = answer.read()
        return answer.status, json.loads(read) if read else {}, answer.headers


def push(feed, *requests):
    """The status and the code of each answer, one pushed after the other while it is looked."""

    def all_pushed():
        return [
            (status, told.get("status_code")) for status, told, _ in (said(feed, *one) for one in requests)
        ]

    with ThreadPoolExecutor(1) as pushing:
        answers = pushing.submit(all_pushed)
        while not answers.done():
            feed.feeding.take(feed.part())
        return answers.result()


def test_a_location_and_a_session_that_are_pushed_are_a_charger_with_its_session(store, feed):
    place = location("L1", NOW - 2 * HOUR, evse("A", "AVAILABLE", NOW - 2 * HOUR))
    told = session("1", "A", "COMPLETED", 12.5, **OVER)
    assert (
        push(feed, ("PUT", f"{BASE}/locations/DE/ABC/L1", place), ("PUT", SESSION, told)) == [(201, 1000)] * 2
    )
    assert [one.energy_wh for one in board(store).sessions] == [12_500]
    assert state(store) == "available"


def test_what_is_pushed_again_changes_nothing_and_is_no_news(store, feed):
    put = ("PUT", EVSE, evse("A", "CHARGING", NOW - MINUTE))
    assert push(feed, put, put) == [(201, 1000), (200, 1000)]
    assert len(rows(store)) == 1


@pytest.mark.parametrize("behind", ["/", "//"])
def test_an_object_is_put_behind_the_address_of_its_module_with_a_slash_or_without(store, feed, behind):
    path = f"{BASE}/locations{behind}DE/ABC/L1/A"
    assert push(feed, ("PUT", path, evse("A", "CHARGING", NOW))) == [(201, 1000)]


def test_a_patch_changes_what_was_known_and_nothing_else(store, feed):
    begun = session("1", "A", "ACTIVE", 1.5, start=NOW - HOUR, updated=NOW - 30 * MINUTE)
    more = {"kwh": 9.5, "last_updated": stamp(NOW - 10 * MINUTE)}
    over = {"status": "COMPLETED", "end_date_time": stamp(NOW - MINUTE), "last_updated": stamp(NOW - MINUTE)}
    answers = push(feed, PLACE, ("PUT", SESSION, begun), ("PATCH", SESSION, more), ("PATCH", SESSION, over))
    assert answers == [(201, 1000), (201, 1000), (200, 1000), (200, 1000)]
    (told,) = board(store).sessions
    assert (told.start, told.end, told.energy_wh) == (NOW - HOUR, NOW - MINUTE, 9_500)
    assert [one.get("patched") for _, one in rows(store)] == [
        None,
        None,
        ["kwh", "last_updated"],
        ["end_date_time", "last_updated", "status"],
    ]


def test_a_patch_of_a_status_is_of_when_it_says(store, feed):
    patch = {"status": "CHARGING", "last_updated": stamp(NOW - 20 * SECOND)}
    push(feed, ("PUT", EVSE, evse("A", "AVAILABLE", NOW - HOUR)), ("PATCH", EVSE, patch))
    assert received(store) == [NOW - HOUR, NOW - 20 * SECOND]
    assert state(store) == "charging"


@pytest.mark.parametrize("path", [EVSE, f"{EVSE}/1", f"{BASE}/locations/DE/ABC/L1", SESSION])
def test_a_patch_of_what_is_not_known_is_refused_and_a_put_is_taken_after_it(store, feed, path):
    assert push(feed, ("PATCH", path, {"last_updated": stamp(NOW)})) == [(404, 2003)]
    assert not list(store.stations())
    assert push(feed, ("PUT", EVSE, evse("A", "AVAILABLE", NOW))) == [(201, 1000)]


def test_a_patch_without_its_time_is_refused(store, feed):
    answers = push(feed, ("PUT", EVSE, evse("A", "AVAILABLE", NOW)), ("PATCH", EVSE, {"status": "CHARGING"}))
    assert answers == [(201, 1000), (200, 2001)]
    assert len(rows(store)) == 1


def test_a_patch_that_was_overtaken_changes_nothing(store, feed):
    push(
        feed,
        ("PUT", EVSE, evse("A", "CHARGING", NOW - MINUTE)),
        ("PATCH", EVSE, {"status": "AVAILABLE", "last_updated": stamp(NOW - 2 * MINUTE)}),
        ("PUT", SESSION, session("1", "A", "COMPLETED", 9, **OVER)),
        ("PATCH", SESSION, {"kwh": 1, "last_updated": stamp(NOW - HOUR)}),
    )
    assert len(rows(store)) == 2


def test_a_patch_is_understood_by_another_process_that_begins_where_this_one_ended(store, feed):
    push(
        feed,
        ("PUT", EVSE, evse("A", "AVAILABLE", NOW - HOUR)),
        ("PUT", SESSION, session("1", "A", "ACTIVE", 1, start=NOW - HOUR, updated=NOW - HOUR)),
    )
    feed.close()
    with closing(FeedOf(KIND, f"http://:{TOKEN}@127.0.0.1:0", store)) as again:
        again.look()
        patch = {"kwh": 2, "last_updated": stamp(NOW - MINUTE)}
        assert push(again, ("PATCH", SESSION, patch)) == [(200, 1000)]
        assert rows(store)[-1][1]["kwh"] == 2


@pytest.mark.threat("O4")
def test_nothing_of_who_charges_is_known_on(store, feed):
    push(feed, ("PUT", SESSION, session("1", "A", "ACTIVE", 1, start=NOW - HOUR, updated=NOW - HOUR)))
    assert CARD not in str(feed.opened._sessions)


def test_a_cdr_is_posted_and_has_an_address(store, feed):
    answers = []
    with ThreadPoolExecutor(1) as pushing:
        posted = pushing.submit(said, feed, "POST", f"{BASE}/cdrs", cdr("C/1", "A", 10, **OVER))
        while not posted.done():
            feed.feeding.take(feed.part())
        answers = posted.result()
    status, told, headers = answers
    assert (status, told["status_code"]) == (201, 1000)
    assert headers["Location"].endswith("/receiver/cdrs/C%2F1")
    assert [one.energy_wh for one in board(store).sessions] == [10_000]


def test_what_names_no_evse_is_put_aside(store, feed, tmp_path):
    nowhere = session("1", "#NA", "RESERVATION", 0, start=NOW, updated=NOW)
    bill = cdr("C1", "#NA", 1, **OVER)
    assert push(feed, ("PUT", SESSION, nowhere), ("POST", f"{BASE}/cdrs", bill)) == [(201, 1000), (200, 2001)]
    assert not list(store.stations())


def test_nobody_is_told_that_it_is_kept_before_it_is(store, feed):
    with ThreadPoolExecutor(1) as pushing:
        pushed = pushing.submit(said, feed, "PUT", EVSE, evse("A", "CHARGING", NOW))
        part = feed.part()
        while not part.frames:
            part = feed.part()
        assert not pushed.done()
        # it could not be kept, and is handed on again
        again = feed.part()
        assert again.frames == part.frames
        assert not pushed.done()
        feed.feeding.take(again)
        feed.part()
        assert pushed.result()[0] == 201


def test_who_waits_when_we_end_is_told_to_push_again(store, feed):
    with ThreadPoolExecutor(1) as pushing:
        pushed = pushing.submit(said, feed, "PUT", EVSE, evse("A", "CHARGING", NOW))
        while not feed.part().frames:
            pass
        feed.close()
        assert pushed.result()[0] == 503


def test_a_party_finds_which_modules_we_receive(feed):
    status, told, _ = said(feed, "GET", "/ocpi/versions")
    assert (status, [one["version"] for one in told["data"]]) == (200, ["2.3.0", "2.2.1"])
    port = feed.opened.door.port
    assert told["data"][1]["url"] == f"http://127.0.0.1:{port}/ocpi/2.2.1"
    _, told, _ = said(feed, "GET", "/ocpi/2.2.1", None, AUTHORIZED | {"X-Forwarded-Proto": "https"})
    assert {one["role"] for one in told["data"]["endpoints"]} == {"RECEIVER"}
    assert f"https://127.0.0.1:{port}/ocpi/2.2.1/receiver/cdrs/" in {
        one["url"] for one in told["data"]["endpoints"]
    }


@pytest.mark.threat("O2")
@pytest.mark.parametrize(
    "sent", ["", "Token", "Token wrong", f"Bearer {TOKEN}", f"Token {TOKEN}x", "Token é"]
)
def test_who_does_not_know_the_token_is_refused(store, feed, sent):
    headers = {"Authorization": sent.encode()} if sent else {}
    assert said(feed, "GET", "/ocpi/versions", None, headers)[0] == 401
    assert said(feed, "PUT", EVSE, evse("A", "CHARGING", NOW), headers)[0] == 401


def test_a_token_that_comes_as_it_is_is_taken_too(feed):
    assert said(feed, "GET", "/ocpi/versions", None, {"Authorization": f"Token {TOKEN}"})[0] == 200


@pytest.mark.threat("O2")
@pytest.mark.parametrize("url", ["http://0.0.0.0:0", "http://:short@127.0.0.1:0"])
def test_an_open_address_without_a_long_token_is_refused(url):
    with pytest.raises(FeedError, match="at least 16 characters"):
        KIND.open(url, "")


@pytest.mark.threat("O3")
def test_what_is_pushed_is_bounded(feed, monkeypatch):
    monkeypatch.setattr(door, "MOST_BYTES", 1_000)
    assert said(feed, "PUT", EVSE, b"x" * 1_001)[0] == 413
    monkeypatch.setattr(door, "MOST_HELD_BYTES", 10)
    assert said(feed, "PUT", EVSE, evse("A", "CHARGING", NOW))[0] == 503


def test_sessions_that_are_over_are_forgotten_first(feed, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_SESSIONS", 2)
    going = {"start": NOW - HOUR, "updated": NOW - MINUTE}
    push(
        feed,
        ("PUT", f"{BASE}/sessions/DE/ABC/1", session("1", "A", ["ACTIVE"], 1, **going)),
        ("PUT", f"{BASE}/sessions/DE/ABC/2", session("2", "A", "COMPLETED", 1, **OVER)),
        ("PUT", f"{BASE}/sessions/DE/ABC/3", session("3", "A", "ACTIVE", 1, **going)),
    )
    assert list(feed.opened._sessions) == ["DE*ABC*1", "DE*ABC*3"]


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("PUT", EVSE, b"{", 400),
        ("PUT", EVSE, b"[]", 400),
        ("PUT", EVSE, b"\xff", 400),
        ("PUT", EVSE, b"[" * 100_000, 400),
        ("POST", EVSE, b"{}", 405),
        ("GET", EVSE, None, 405),
        ("DELETE", SESSION, None, 405),
        ("PUT", f"{BASE}/tariffs/DE/ABC/1", b"{}", 404),
        ("PUT", "/ocpi/2.1.1/receiver/cdrs", b"{}", 404),
        ("GET", "/", None, 404),
    ],
)
def test_what_cannot_be_meant_is_refused(feed, method, path, body, status):
    assert said(feed, method, path, body)[0] == status


@pytest.mark.parametrize(
    "path", [f"{BASE}/sessions/DE/ABC", f"{BASE}/locations/DE", f"{BASE}/cdrs/1", f"{SESSION}/x"]
)
def test_an_address_of_no_object_is_unknown(feed, path):
    method = "POST" if "cdrs" in path else "PUT"
    assert push(feed, (method, path, {})) == [(404, 2003)]
