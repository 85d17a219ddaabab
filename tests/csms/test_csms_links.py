import asyncio
import json

import apsw
import pytest
import websockets
from websockets.frames import Opcode
from yard import call, on_loop, stamp, yard

from chargeboard.capture.csms.admission import Admission
from chargeboard.capture.csms.admission import Rules as Doorkeeping
from chargeboard.capture.csms.endpoint import Endpoint, Rules
from chargeboard.capture.csms.pings import Pings
from chargeboard.capture.redaction import Redactor
from chargeboard.time.instants import SECOND

STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}


def test_the_newest_connection_wins_where_the_settings_say_so_and_the_end_of_the_older_is_not_offline(
    tmp_path,
):
    async def story():
        async with yard(tmp_path / "b.db", yields_to=["anybody"]) as ours:
            older = await ours.connect("A")
            await call(older, "StatusNotification", STATUS | {"timestamp": stamp()})
            async with ours.connect("A") as newer:
                with pytest.raises(websockets.ConnectionClosed):
                    await older.recv()
                assert older.close_code == 1000
                assert (await call(newer, "Heartbeat"))[0] == 3
                await ours.until(lambda: ours.turns("A").count("close") == 1)
                assert ours.ours.endpoint.connected == 1
                board = await ours.board("A")
                assert board["charger"]["is_online"]
                assert board["now"][0]["state"] == "available"
                assert board["data_quality"]["connection_flaps"] == 1
            await ours.until(lambda: ours.ours.endpoint.connected == 0)

    on_loop(story())


def test_a_storm_of_reconnects_is_counted_and_is_no_outage(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            for _ in range(20):
                async with ours.connect("A") as link:
                    await call(link, "StatusNotification", STATUS | {"timestamp": stamp()})
            await ours.until(lambda: ours.turns("A").count("close") == 20)
            board = await ours.board("A")
            assert board["data_quality"]["connection_flaps"] == 19
            assert not [piece for piece in board["states"]["1"] if piece[2] == "offline"]

    on_loop(story())


def test_a_fault_of_ours_ends_one_conversation_is_told_and_keeps_nobody_out(tmp_path, monkeypatch, caplog):
    watch = Pings.watch

    def watch_but_one(self, link):
        if link.station == "BAD":
            raise RuntimeError("a fault")
        return watch(self, link)

    async def story():
        async with yard(tmp_path / "b.db") as ours, ours.connect("GOOD") as good:
            monkeypatch.setattr(Pings, "watch", watch_but_one)
            bad = await ours.connect("BAD")
            await bad.wait_closed()
            assert bad.close_code == 1011
            await ours.until(lambda: ours.turns("BAD") == ["open", "close"])
            assert json.loads(ours.said("BAD", "ws")[-1])[-1] == 1011
            assert (await call(good, "Heartbeat"))[0] == 3
            monkeypatch.setattr(Pings, "watch", watch)
            async with ours.connect("BAD") as back:
                assert (await call(back, "Heartbeat"))[0] == 3

    on_loop(story())
    told = next(one for one in caplog.records if "charger BAD" in one.getMessage())
    assert told.exc_info[1].args == ("a fault",)


def test_pings_tell_that_a_silent_charger_is_there(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", ping_interval_s=1) as ours, ours.connect("A"):
            await ours.until(lambda: ours.turns("A") == ["open", "pong"])
            assert json.loads(ours.said("A", "ws")[1])[2] == 1

    on_loop(story())


def test_a_half_open_connection_is_found_and_cut(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", ping_interval_s=1, heartbeat_interval_s=1) as ours:
            link = await ours.connect("A", ping_interval=None)
            link.transport.pause_reading()  # the cable is cut: nothing is said and nothing is heard
            await ours.until(lambda: ours.turns("A")[-1:] == ["close"])
            assert ours.ours.endpoint.connected == 0
            link.transport.abort()

    on_loop(story())


def test_a_charger_that_never_answers_pings_is_not_cut_while_it_speaks(tmp_path):
    async def story():
        strict = yard(tmp_path / "b.db", ping_interval_s=1, heartbeat_interval_s=1)
        async with strict as ours, ours.connect("A", ping_interval=None) as link:
            send = link.protocol.send_frame
            link.protocol.send_frame = lambda frame: frame.opcode is Opcode.PONG or send(frame)
            for _ in range(9):
                await asyncio.sleep(0.5)
                assert (await call(link, "Heartbeat"))[0] == 3
            assert ours.turns("A") == ["open"]

    on_loop(story())


def test_our_own_downtime_is_a_gap_until_the_charger_comes_back(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            link = await ours.connect("A")
            await call(link, "StatusNotification", STATUS | {"timestamp": stamp()})
        with pytest.raises(websockets.ConnectionClosed):
            await link.recv()
        assert link.close_code == 1001
        await asyncio.sleep(0.1)
        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as link:
            await call(link, "Heartbeat")
            assert ours.turns("A")[:3] in (["open", "gap", "open"], ["open", "pong", "gap"])
            gap = next(frame for frame in ours.frames("A") if frame.text.startswith('["gap"'))
            _, since, until, kind = json.loads(gap.text)
            assert kind == "down"
            assert until <= gap.received_at
            assert until - since >= SECOND // 10
            board = await ours.board("A")
            states = [piece[2] for piece in board["states"]["1"]]
            assert states[-3:] == ["available", "unknown", "available"]
            assert "offline" not in states
            assert board["data_quality"]["collector_gap_s"] > 0.1
        async with yard(tmp_path / "b.db") as ours, ours.connect("B"):
            pass  # A has not come back yet: its gap is not over

    on_loop(story())


def test_a_charger_that_does_not_come_back_was_missed_until_the_grace_is_over():

    async def story():
        frames = []

        def keep(some, done, **_):
            frames.extend(some)
            done("")

        now = 2_000_000_000 * SECOND
        endpoint = Endpoint(
            keep,
            admission=admission(),
            redact=Redactor(b"k" * 32),
            now=lambda: now,
            newest_at=lambda _: None,
            rules=Rules(reconnect_grace_s=0),
            lost={"A": 5, "B": now + 9},
        )
        await endpoint.miss()
        assert [json.loads(frame.text) for frame in frames] == [
            ["gap", 5, now, "down"],
            ["gap", now, now, "down"],
        ]

    on_loop(story())


def admission():
    return Admission(
        Doorkeeping(authorize="accept_all"), credential_of=lambda _: None, remember=print, now=lambda: 0
    )


@pytest.mark.sqlite("it asks the file itself")
def test_a_charger_is_missed_by_each_restart_once(tmp_path):
    def held():
        database = apsw.Connection(str(tmp_path / "b.db"))
        return list(database.execute("select station, lost_at is null from held_link order by 1"))

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            for station in ("A", "B", "C"):
                link = await ours.connect(station)
                await call(link, "Heartbeat")
                if station == "C":
                    await link.close()
            await ours.until(lambda: ours.turns("C")[-1] == "close")
        assert held() == [("A", 1), ("B", 1)]
        async with yard(tmp_path / "b.db") as ours:
            assert held() == [("A", 0), ("B", 0)]
            async with ours.connect("A") as link:
                await call(link, "Heartbeat")
                assert held() == [("A", 1), ("B", 0)]
            await ours.until(lambda: ours.turns("A")[-1] == "close")
            assert held() == [("B", 0)]

    on_loop(story())


def test_a_clock_that_is_set_back_a_little_makes_no_frame_late():
    async def story():
        frames, clock = [], [1_000 * SECOND]

        def keep(some, *, done, reply=None, **_):
            frames.extend(some)
            answer = reply(None) if reply else None
            frames.extend([answer] if answer else [])
            done(answer.text if answer else "")

        endpoint = Endpoint(
            keep,
            admission=admission(),
            redact=Redactor(b"k" * 32),
            now=lambda: clock[0],
            newest_at=lambda station: 1_200 * SECOND if station == "AHEAD" else None,
            rules=Rules(),
        )
        port = await endpoint.listen("127.0.0.1", 0)
        for station in ("A", "AHEAD"):
            url = f"ws://127.0.0.1:{port}/{station}"
            async with websockets.connect(url, subprotocols=["ocpp1.6"]) as link:
                await call(link, "Heartbeat")
                clock[0] -= 30 * SECOND
                await call(link, "Heartbeat")
        await endpoint.close()
        for station, least in (("A", 1_000), ("AHEAD", 1_200)):
            stamps = [frame.received_at for frame in frames if frame.station == station]
            assert stamps[0] >= least * SECOND
            assert stamps == sorted(set(stamps))

    on_loop(story())
