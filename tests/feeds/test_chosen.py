"""A feed that is chosen on the set-up page is read, with its password sealed; `doctor` names it."""

import json
import re
import time
from contextlib import closing
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from daemon import asked, started
from test_mqtt_feed import heartbeat, proxy

from broker import mosquitto
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.capture.feeds.trying import tried
from chargeboard.cli.feeds.chosen import ChosenFeeds, checked
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.run.clock import now
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE
from free_ports import free_port

URL = "mqtt://reader@broker.example.org"


@pytest.fixture
def chosen(tmp_path, store):
    place = Place(from_environment().with_options(db=str(tmp_path / "board.db")))
    return ChosenFeeds(place, store)


@pytest.mark.threat("O4")
def test_the_password_of_a_chosen_feed_is_sealed(chosen, store):
    chosen.add("mqtt", URL, "sé:cret/@")
    (kept,) = store.chosen_feeds()
    assert kept.url == URL
    assert "cret" not in json.dumps([kept.url, kept.sealed])
    assert chosen.opened() == [("mqtt", "mqtt://reader:s%C3%A9%3Acret%2F%40@broker.example.org")]


def test_a_password_in_the_address_is_sealed_as_well_and_a_feed_is_there_once(chosen, store):
    chosen.add("mqtt", URL, "")
    chosen.add("mqtt", URL.replace("reader@", "reader:secret@"), "")
    (kept,) = store.chosen_feeds()
    assert "secret" not in kept.url
    assert chosen.opened() == [("mqtt", "mqtt://reader:secret@broker.example.org")]
    chosen.remove("mqtt mqtt://reader@broker.example.org")
    assert store.chosen_feeds() == []


def test_a_password_that_another_key_sealed_is_said(chosen, store, tmp_path):
    chosen.add("mqtt", URL, "secret")
    (tmp_path / "board.db.key").unlink()
    with pytest.raises(FeedError, match="sealed with another key"):
        chosen.opened()


@pytest.mark.threat("O5")
@pytest.mark.parametrize(
    ("kind", "url"),
    [
        ("log", "/etc/passwd"),
        ("nothing", URL),
        ("mqtt", "mqtt://169.254.169.254"),
        ("mqtt", "mqtt://2852039166"),
        ("mqtt", "mqtt://0xa9fea9fe."),
        ("citrineos", "postgresql://db,169.254.169.254/citrine"),
        ("citrineos", "postgresql://%31%36%39.254.169.254/citrine"),
        ("citrineos", "postgresql://db/citrine?sslkey=/etc/ssl/key"),
        ("citrineos", "postgresql://db/citrine?passfile="),
        ("mqtt", "http://broker"),
        ("ocpi", "http://169.254.169.254/latest"),
        ("ocpi", "https://cpo.example.org/ocpi/versions?every=60&ca=/etc/ssl/key"),
    ],
)
def test_what_cannot_be_chosen_on_a_page_is_refused(kind, url):
    with pytest.raises(FeedError):
        checked(kind, url, "")


def test_trying_says_what_is_there_and_leaves_nothing_behind(tmp_path):
    kind = kind_of("mqtt")
    with mosquitto(tmp_path) as broker:
        url = f"mqtt://127.0.0.1:{broker.port}"
        found = tried(kind, url, now())
        assert (found.text, found.is_fine) == ("It can be read, and nothing is there yet.", True)
        with proxy(broker) as publish:
            publish(heartbeat(1))
        assert tried(kind, url, now()) == found
    away = tried(kind, url, now())
    assert ("cannot be reached" in away.text, away.is_fine) == (True, False)


def test_trying_names_the_chargers_of_a_database(citrine):
    kind = kind_of("citrineos")
    assert tried(kind, citrine.url, now()).text == "It can be read, and nothing is there yet."
    from test_citrineos import heartbeat as row  # noqa: PLC0415 - it has one of the same name

    citrine.write(*(row(n, now() - MINUTE, f"CP-{n}") for n in range(7)))
    told = "It can be read: there are 7 rows at least, of CP-0, CP-1, CP-2, CP-3, CP-4 ...."
    assert tried(kind, citrine.url, now()).text == told


def test_a_feed_that_is_chosen_is_read_by_serve_until_it_is_removed(tmp_path):
    database, port = tmp_path / "board.db", free_port()
    with mosquitto(tmp_path, users=[("reader", "right")]) as broker:
        process = started("serve", "--db", database, "--port", port)
        try:
            until(lambda: _page(port) is not None)
            url = f"mqtt://reader@127.0.0.1:{broker.port}"
            assert "It can be read" in _post(port, do="try", kind="mqtt", url=url, password="right")
            _post(port, do="read", kind="mqtt", url=url, password="right")
            until(lambda: "no row yet" in _page(port))
            with proxy(broker, username="reader", password="right") as publish:
                publish(heartbeat(1, now() - MINUTE))
            until(lambda: re.search(r"last row \d+s ago, \d+s behind", re.sub(r"1m ", "", _page(port))))
            assert "ok      The feed mqtt" in asked("doctor", "--db", database)[1]
            _post(port, "/setup/feed/remove", name=f"mqtt {url}")
            until(lambda: f"mqtt {url}" not in _page(port))
        finally:
            process.terminate()
            said, _ = process.communicate(timeout=60)
    assert "right" not in said
    with closing(open_store(str(database))) as store:
        assert store.stations() == ["CP-1"]
        assert store.chosen_feeds() == []


def test_doctor_names_feeds_and_what_is_wrong(tmp_path, monkeypatch):
    database = tmp_path / "board.db"
    open_store(str(database)).close()
    feeds = '["mqtt mqtt://127.0.0.1:1", "citrineos-rabbitmq amqp://127.0.0.1:1"]'
    said = asked("doctor", "--db", database, CHARGEBOARD_FEEDS=feeds)[1]
    assert "warning The feed mqtt mqtt://127.0.0.1:1 was never read" in said
    monkeypatch.setattr("chargeboard.capture.feeds.kind.find_spec", lambda name: None)
    said = asked("doctor", "--db", database, CHARGEBOARD_FEEDS=feeds)[1]
    assert "error   The feed citrineos-rabbitmq amqp://127.0.0.1:1 cannot be read" in said
    assert "pip install 'chargeboard[rabbitmq]'" in said
    code, said = asked("doctor", "--db", database, CHARGEBOARD_FEEDS='["nobody x"]')
    assert (code, "there is no kind of feed" in said) == (1, True)


def until(holds):
    give_up = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < give_up
        time.sleep(0.2)


def _page(port):
    try:
        return urlopen(f"http://127.0.0.1:{port}/setup", timeout=60).read().decode()
    except OSError:
        return None


def _post(port, path="/setup/feed", **given):
    request = Request(
        f"http://127.0.0.1:{port}{path}",
        urlencode(given).encode(),
        {"Origin": f"http://127.0.0.1:{port}"},
    )
    return urlopen(request, timeout=60).read().decode()  # noqa: S310 - ours
