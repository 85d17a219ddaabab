"""What EVtivity writes down comes in as if it had been heard, with the connections that it saw."""

import random
from contextlib import closing

import msgspec
import pytest
from evtivity_tables import Evtivity
from test_citrineos import taken
from two_chargers import NOW, concluded, life

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.registry import kind_of
from chargeboard.domain.frame import Frame
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND

KIND = kind_of("evtivity")
STATION = "CP-1"


@pytest.fixture
def evtivity(postgres_server):
    with postgres_server.database() as url, closing(Evtivity(url)) as system:
        yield system


def told(store, station=STATION):
    return [stored.frame for batch in store.frames_after(station, -(2**62), 0) for stored in batch]


def test_its_figures_are_those_of_the_same_life_that_was_heard_connections_and_all(evtivity, store, tmp_path):
    frames = life(links=True)
    heard = open_store(str(tmp_path / "heard.db"))
    heard.append(frames)
    luck = random.Random(7)
    evtivity.write(*sorted(frames, key=lambda frame: frame.received_at + luck.randrange(SECOND)))
    taken(evtivity, store, kind=KIND)
    assert {frame.direction for frame in frames} == {"in", "out", "ws"}
    assert concluded(store) == concluded(heard)
    heard.close()


def test_that_it_took_a_silent_charger_for_offline_is_no_connection_that_closed(evtivity, store):
    evtivity.write(
        Frame(STATION, NOW - MINUTE, "ws", '["open","evtivity"]'),
        Frame(STATION, NOW - MINUTE, "in", '[2,"1","Heartbeat",{}]', "", "ocpp1.6"),
    )
    evtivity.turn(STATION, "disconnected", NOW - 40 * SECOND, reason="offline_sweep")
    evtivity.turn(STATION, "auth_failed", NOW - 30 * SECOND, reason="wrong password")
    evtivity.turn(STATION, "disconnected", NOW - 20 * SECOND, reason="server_shutdown")
    taken(evtivity, store, kind=KIND)
    turns = [(frame.text, frame.received_at) for frame in told(store) if frame.direction == "ws"]
    assert turns == [('["open","1"]', NOW - MINUTE), ('["close","1"]', NOW - 20 * SECOND)]


def test_of_a_message_that_was_refused_the_error_is_made_again(evtivity, store):
    error = '[4,"1","NotImplemented","not known",{}]'
    evtivity.write(
        Frame(STATION, NOW - MINUTE, "in", '[2,"1","Strange",{"a":1}]', "", "ocpp2.1"),
        Frame(STATION, NOW - MINUTE, "out", error, "", "ocpp2.1"),
    )
    taken(evtivity, store, kind=KIND)
    found = told(store)
    assert [msgspec.json.decode(frame.text) for frame in found] == [
        [2, "1", "Strange", {"a": 1}],
        msgspec.json.decode(error),
    ]
    assert {frame.protocol for frame in found} == {"ocpp2.1"}


def test_what_is_read_of_both_tables_is_read_once(evtivity, store):
    frames = life(days=1, links=True)
    evtivity.write(*frames[:300])
    taken(evtivity, store, kind=KIND)
    evtivity.write(*frames[300:400])
    taken(evtivity, store, kind=KIND)
    taken(evtivity, store, kind=KIND)
    found = sum(len(told(store, station)) for station in store.stations())
    assert found == 400


def test_without_its_table_of_connections_it_is_another_version(evtivity):
    evtivity._connection.execute("alter table connection_logs rename to connections")
    with closing(KIND.open(evtivity.url, "it")) as source, pytest.raises(FeedError, match="connection_logs"):
        source.read("", NOW)
