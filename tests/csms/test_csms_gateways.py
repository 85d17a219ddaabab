"""Several gateways over one store: a charger may come to any of them, and one of them may be gone."""

import asyncio
from contextlib import asynccontextmanager

import pytest
import websockets
from test_csms_handshake import status
from yard import Yard, call, on_loop

from chargeboard.capture.csms.rivals import Rivals
from chargeboard.cli.place import Place
from chargeboard.cli.server import gateways
from chargeboard.cli.server.gateways import other_gateways
from chargeboard.cli.server.listening import listening
from chargeboard.cli.server.receiving import understanding
from chargeboard.config import Settings
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import Member
from chargeboard.run.clock import now
from chargeboard.time.instants import MINUTE, SECOND
from projecting import projector_of

START = {"connectorId": 1, "idTag": "T", "meterStart": 5, "timestamp": "2026-11-28T12:00:00Z"}


@asynccontextmanager
async def gateway(database, **csms):
    """One of several."""
    chosen = {"authorize": "accept_all", "port": 0} | csms
    settings = Settings().with_options(db=str(database)).with_csms("test", **chosen)
    place = Place(settings)
    with (
        place.desk(is_made=True) as desk,
        place.store(read_only=True) as reader,
        understanding(projector_of(desk)) as tell,
        other_gateways(place, reader) as others,
    ):
        async with listening(place, desk.store, reader, lambda some, _="heard": tell(some), others) as ours:
            found = Yard(ours, desk, reader)
            found.others = others
            yield found


def one_that_is_gone(ours, station, *, since):
    """A gateway was there, had a connection of the charger, and says nothing any more."""
    with Place(Settings().with_options(db=ours.database)).store() as store:
        at = since - 10 * SECOND
        store.append([Frame(station, at, "ws", '["open","old","ocpp1.6"]', "old")])
        store.hold_link(station, "old", "gone")
        # as it is looked for all the time who is gone
        store.join(Member("gone", "gateway", "other:1", "0.1", since, since))


def test_who_comes_to_another_gateway_is_heard_there_and_let_go_of_here(tmp_path):
    async def story():
        database = tmp_path / "b.db"
        async with (
            gateway(database, yields_to=["anybody"]) as first,
            gateway(database, yields_to=["anybody"]) as second,
            first.connect("A") as older,
        ):
            await first.until(lambda: turns(first, "A"))
            newer = await second.connect("A")
            assert (await call(newer, "Heartbeat"))[0] == 3
            with pytest.raises(websockets.ConnectionClosed) as ended:
                await older.recv()
            assert ended.value.rcvd.code == 1000
            await first.until(lambda: turns(first, "A") == ["open", "open", "close"])
            assert (first.ours.endpoint.connected, second.ours.endpoint.connected) == (0, 1)
            assert (await second.board("A"))["charger"]["is_online"]
            await newer.close()

    on_loop(story())


def test_a_stranger_who_knows_the_id_pushes_nobody_away_at_another_gateway(tmp_path):
    async def story():
        database = tmp_path / "b.db"
        async with gateway(database) as first, gateway(database) as second, first.connect("A") as older:
            await first.until(lambda: turns(first, "A"))
            assert await status(second.url("A")) == 409
            assert (await call(older, "Heartbeat"))[0] == 3
            assert turns(first, "A") == ["open"]

    on_loop(story())


def test_a_connection_that_is_dead_makes_way_at_another_gateway(tmp_path):
    async def story():
        database = tmp_path / "b.db"
        async with gateway(database) as first, gateway(database) as second:
            first.ours.endpoint._rivals = Rivals(0)
            older = await first.connect("A", ping_interval=None)
            await first.until(lambda: turns(first, "A"))
            older.transport.pause_reading()
            async with second.connect("A") as newer:
                assert (await call(newer, "Heartbeat"))[0] == 3
                await first.until(lambda: turns(first, "A").count("close") == 1)
            older.transport.abort()

    on_loop(story())


def test_a_start_that_is_told_again_at_another_gateway_is_answered_as_by_the_first(tmp_path):
    async def story():
        database = tmp_path / "b.db"
        async with gateway(database) as first, gateway(database) as second:
            async with first.connect("A") as link:
                given = (await call(link, "StartTransaction", START))[2]["transactionId"]
            async with second.connect("A") as link:
                assert (await call(link, "StartTransaction", START, "9"))[2]["transactionId"] == given
                other = START | {"timestamp": "2026-11-28T13:00:00Z"}
                assert (await call(link, "StartTransaction", other, "10"))[2]["transactionId"] == given + 1
            async with first.connect("A") as link:
                assert (await call(link, "StartTransaction", other, "11"))[2]["transactionId"] == given + 1

    on_loop(story())


def turns(ours, station):
    """What was told of its connections, but that it answers pings."""
    return [turn for turn in ours.turns(station) if turn != "pong"]


def test_a_gateway_that_is_gone_is_our_absence_until_its_charger_comes_to_another(tmp_path, monkeypatch):
    monkeypatch.setattr(gateways, "_ABSENCE_EVERY_S", 0.05)

    async def story():
        database = tmp_path / "b.db"
        async with gateway(database, yields_to=["anybody"]) as ours:
            ours.database = str(database)
            one_that_is_gone(ours, "A", since=now() - 2 * MINUTE)
            await ours.until(lambda: ours.reader.lost_link_of("A") is not None)
            assert [one.id for one in ours.reader.members()] == [ours.others.ours.id]
            async with ours.connect("A") as link:
                await call(link, "Heartbeat")
                assert turns(ours, "A") == ["open", "gap", "open"]
                assert ours.reader.lost_links_of_all() == []
                board = await ours.board("A")
                assert board["data_quality"]["collector_gap_s"] >= 119

    on_loop(story())


def test_so_it_is_where_the_charger_was_faster_than_anybody_noticed(tmp_path, monkeypatch):
    monkeypatch.setattr(gateways, "_ABSENCE_EVERY_S", 3600)

    async def story():
        database = tmp_path / "b.db"
        async with gateway(database, yields_to=["anybody"]) as ours:
            ours.database = str(database)
            # its first look is over
            await ours.until(lambda: ours.others._absence._leasing.has("absence"))
            one_that_is_gone(ours, "A", since=now() - 2 * MINUTE)
            async with ours.connect("A") as link:
                await call(link, "Heartbeat")
                assert turns(ours, "A") == ["open", "open"]
                absence = ours.others._absence
                for lost, since in await asyncio.to_thread(absence._due):
                    await ours.ours.endpoint.tell_lost(lost, since)
                    await ours.ours.endpoint.tell_lost(lost, since)  # a second one finds it told
                assert turns(ours, "A") == ["open", "open", "gap", "close"]
                await call(link, "Heartbeat")
                board = await ours.board("A")
                assert board["data_quality"]["collector_gap_s"] >= 119
                assert board["charger"]["is_online"]

    on_loop(story())


def test_who_does_not_come_back_is_offline_after_the_time_that_it_had_for_that(tmp_path, monkeypatch):
    monkeypatch.setattr(gateways, "_ABSENCE_EVERY_S", 0.05)

    async def story():
        database = tmp_path / "b.db"
        async with gateway(database) as ours:
            ours.database = str(database)
            ours.others._absence._grace_s = 0
            one_that_is_gone(ours, "A", since=now() - 2 * MINUTE)
            await ours.until(lambda: turns(ours, "A") == ["open", "gap"])
            assert '"down"' in ours.said("A", "ws")[-1]
            assert not (await ours.board("A"))["charger"]["is_online"]

    on_loop(story())


def test_who_was_taken_for_gone_notices(tmp_path, monkeypatch):
    async def story():
        async with gateway(tmp_path / "b.db") as ours:
            with Place(Settings().with_options(db=str(tmp_path / "b.db"))).store() as store:
                store.leave(ours.others.ours.id)
            await ours.until(lambda: ours.others.ours.was_given_up)

    on_loop(story())
