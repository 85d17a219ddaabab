"""PostgreSQL is away under those who compute, send alerts or start: they say so once, wait, and go on."""

import msgspec
import pytest
from crew import Hand, until
from daemon import children_of

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.documents.alerts import own_message
from chargeboard.run.clock import now
from chargeboard.store import store_at
from postgres_server import running

pytestmark = pytest.mark.sqlite
CHANNEL = StoredChannel(name="ops", kind="webhook", settings={"url": "http://127.0.0.1:1/"})


@pytest.fixture
def server(tmp_path):
    """With a database of ours, and a letter in it to somebody who takes none."""
    with running() as server:
        server.asked("create database board")
        store = store_at(server.url("board"), str(tmp_path)).open()
        store.save_alert_channel(CHANNEL)
        body = msgspec.json.encode(own_message("fired", "nothing", now(), now(), ""))
        store.keep_letters([Letter(id="1", channel="ops", body=body, kept_at=now())])
        store.close()
        yield server


@pytest.fixture
def hire(server, tmp_path):
    """Begin a process; each ends with the test."""
    hands = []

    def begun(role):
        hands.append(Hand(role, server.url("board"), tmp_path))
        return hands[-1]

    yield begun
    for hand in hands:
        hand.kill()


@pytest.mark.parametrize("role", ["projector", None])
def test_who_computes_and_who_sends_alerts_say_it_once_and_go_on(server, hire, role):
    hand = hire(role).until_ready()

    def said(text, times):
        until(lambda: hand.output.count(text) >= times, why=lambda: hand.output)

    said("did not take an alert", 1)
    before = set(children_of(hand.process.pid))
    server.stop()
    said("database has been down since", 2)
    server.start()
    said("The database is back", 2)
    assert hand.output.count("database has been down since") == 2
    assert hand.output.count("The database is back") == 2
    assert set(children_of(hand.process.pid)) == before
    hand.stop()
    assert "started again" not in hand.output
    assert "restarted" not in hand.output


@pytest.mark.parametrize("role", ["gateway", None])
def test_who_starts_with_the_server_waits_for_it(server, hire, role):
    server.stop()
    hand = hire(role)
    until(lambda: "Waiting up to 60 s for the database" in hand.output, why=lambda: hand.output)
    server.start()
    hand.until_ready()
    hand.stop()
