"""What CitrineOS posts comes in, in whatever order, from those who know the token only."""

import http.client
import json
import random
import socket
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from taken import FeedOf, texts
from two_chargers import NOW, concluded, life

from chargeboard.capture.feeds.citrineos_webhook import door
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.rejects import Rejects
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, datetime_of

KIND = kind_of("citrineos-webhook")
TOKEN = "a-token-of-our-own"


def body_of(frame):
    """As its dispatcher posts it."""
    origin = "cs" if frame.direction == "in" else "csms"
    at = datetime_of(frame.received_at).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    info = {
        "origin": origin,
        "timestamp": at,
        "protocol": frame.protocol,
        "action": "Any",
        "correlationId": "1",
    }
    return {
        "stationId": frame.station,
        "event": "message",
        "origin": origin,
        "message": frame.text,
        "info": info,
    }


@pytest.fixture
def feed(store, monkeypatch):
    monkeypatch.setattr(door, "_SETTLED_AFTER_S", 0.0)
    with closing(FeedOf(KIND, f"http://:{TOKEN}@127.0.0.1:0", store, now=NOW + HOUR)) as feed:
        feed.look()
        yield feed


def post(feed, body, path=f"/{TOKEN}", method="POST"):
    connection = http.client.HTTPConnection("127.0.0.1", feed.opened._link.port, timeout=60)
    with closing(connection):
        connection.request(method, path, body if isinstance(body, bytes) else json.dumps(body).encode())
        return connection.getresponse().status


def test_its_figures_are_those_of_the_same_life_that_was_heard(store, feed, tmp_path, monkeypatch):
    # the answer may come before its call
    monkeypatch.setattr(door, "_SETTLED_AFTER_S", 0.5)
    frames = life(days=1)[-1500:]
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    mixed, luck = list(frames), random.Random(3)
    mixed = [mixed[at] for at in sorted(range(len(mixed)), key=lambda at: at + luck.uniform(0, 6))]
    with ThreadPoolExecutor(4) as posting:
        assert set(posting.map(lambda frame: post(feed, body_of(frame)), mixed)) == {202}
    feed.look(until=len(frames))
    assert concluded(store) == concluded(heard)
    heard.close()


def test_a_turn_of_a_connection_is_of_when_its_post_came(store, feed):
    for event in ("connected", "closed"):
        post(feed, {"stationId": "CP-1", "event": event})
    feed.look(until=2)
    assert texts(store) == ['["open",""]', '["close",""]']


@pytest.mark.threat("O2")
@pytest.mark.parametrize("path", ["/", "/wrong", f"/{TOKEN}x", f"/x/{TOKEN}", f"/?token={TOKEN}"])
def test_who_does_not_know_the_token_is_refused(store, feed, path):
    assert post(feed, {"stationId": "CP-1", "event": "connected"}, path) == 401
    feed.look()
    assert feed.frames == 0


@pytest.mark.threat("O2")
@pytest.mark.parametrize("url", ["http://0.0.0.0:0", "http://:short@127.0.0.1:0", "http://:short@0.0.0.0:0"])
def test_an_open_address_without_a_long_token_is_refused(store, url):
    with pytest.raises(FeedError, match="at least 16 characters") as told:
        FeedOf(KIND, url, store)
    assert told.value.is_lasting


@pytest.mark.threat("O4")
def test_the_token_is_in_no_name(store):
    assert KIND.called(f"http://:{TOKEN}@0.0.0.0:8085") == "citrineos-webhook http://0.0.0.0:8085"


@pytest.mark.threat("O3")
def test_what_is_posted_is_bounded(store, feed, monkeypatch):
    monkeypatch.setattr(door, "MOST_BYTES", 1000)
    monkeypatch.setattr(door, "MOST_HELD_BYTES", 1500)
    assert post(feed, b"x" * 1001) == 413
    assert post(feed, b"x" * 900) == 202
    assert post(feed, b"x" * 900) == 503
    assert post(feed, b"", method="GET") == 405
    feed.look()
    feed.part()
    assert post(feed, b"x" * 900) == 202


def test_what_cannot_be_read_is_kept_aside_and_stops_nothing(store, feed, tmp_path):
    feed.rejects = Rejects(tmp_path / "rejected.jsonl")
    for body in (b"", b"\xff", b"[]", b'{"event":"message"}', b'{"stationId":1,"event":"closed"}'):
        assert post(feed, body) == 202
    post(feed, body_of(life(days=1)[0]))
    feed.look(until=1)
    assert len(list(feed.rejects)) == 3
    assert len(store.stations()) == 1


def test_an_address_that_is_taken_is_said(store, feed):
    other = FeedOf(KIND, f"http://127.0.0.1:{feed.opened._link.port}", store)
    with pytest.raises(FeedError, match="cannot be listened to") as told:
        other.look()
    assert not told.value.is_lasting


def test_who_ends_listens_no_more(store, feed):
    port = feed.opened._link.port
    feed.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
