"""What happens when something breaks, each bounded in time; the longer ones grow in `make soak`."""

import asyncio
import json
import os
import random
import resource
import subprocess
import sys
from collections import Counter
from contextlib import closing, suppress
from pathlib import Path

import apsw
import pytest
import websockets
from yard import call, on_loop, stamp, yard

import chargeboard
from chargeboard.store import open_store
from in_a_thread import run
from long_run import IS_LONG
from of_engine import address_of

KILLS = 20 if IS_LONG else 5
CHARGERS = 200
START = {"connectorId": 1, "idTag": "A", "meterStart": 5}


class Served:
    """An endpoint as a process of its own."""

    def __init__(self, database):
        worker = Path(__file__).with_name("listener.py")
        roots = (Path(chargeboard.__file__).parents[1], Path(__file__).parents[1])
        self.process = subprocess.Popen(
            [sys.executable, worker, address_of(database), database.parent],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(map(str, roots))},
            stdout=subprocess.PIPE,
            text=True,
        )
        self.address = self.process.stdout.readline().strip()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


async def charger(served, name, answered, ids, luck):
    """Connects, asks and notes each answer that it got, until the server is dead."""
    with suppress(OSError, websockets.WebSocketException, asyncio.IncompleteReadError):
        url = f"{served.address}{name}"
        async with websockets.connect(url, subprotocols=["ocpp1.6"], ping_interval=None) as link:
            while True:
                number = f"{name}-{luck.getrandbits(48):x}"
                if luck.random() < 0.2:
                    payload = START | {"timestamp": stamp(), "meterStart": luck.getrandbits(40)}
                    answer = await call(link, "StartTransaction", payload, number)
                    ids.setdefault(name, []).append(answer[2]["transactionId"])
                else:
                    answer = await call(link, "MeterValues", {"connectorId": 1, "meterValue": []}, number)
                answered.add((name, answer[1]))


@pytest.mark.threat("C13")
def test_killed_under_200_sending_chargers_nothing_answered_is_lost_or_doubled(tmp_path):
    async def story():
        luck = random.Random(7)
        answered, ids = set(), {}
        for _ in range(KILLS):
            before = len(answered)
            served = await asyncio.to_thread(Served, tmp_path / "b.db")
            tasks = [
                asyncio.create_task(charger(served, f"CP{n}", answered, ids, luck)) for n in range(CHARGERS)
            ]
            try:
                async with asyncio.timeout(60):
                    while len(answered) < before + 2 * CHARGERS:  # noqa: ASYNC110 - counted by many tasks
                        await asyncio.sleep(0.01)
                await asyncio.sleep(luck.uniform(0, 0.3))
            finally:
                served.kill()
            await asyncio.gather(*tasks)
        return answered, ids

    answered, ids = run(story())
    with closing(open_store(tmp_path / "b.db", read_only=True)) as store:
        kept = Counter(
            (station, json.loads(stored.frame.text)[1])
            for station in store.stations()
            for batch in store.frames_after(station, -(2**62), 0)
            for stored in batch
            if stored.frame.direction == "in"
        )
    assert len(answered) > 2 * KILLS * CHARGERS
    assert not [place for place in answered if kept[place] != 1]
    for station, given in ids.items():
        assert len(given) == len(set(given)), station


@pytest.mark.sqlite("it asks the file itself")
def test_while_the_writer_is_stalled_nobody_is_answered_and_nobody_is_dropped(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db", ping_interval_s=1) as ours, ours.connect("A") as link:
            await call(link, "Heartbeat")
            blocker = apsw.Connection(str(tmp_path / "b.db"))
            blocker.set_busy_timeout(5_000)
            blocker.execute("begin immediate")
            answer = asyncio.create_task(call(link, "Heartbeat", number="2"))
            await asyncio.sleep(1)
            assert not answer.done()
            async with ours.connect("B"):
                pong = await link.ping()
                await pong
                assert not answer.done()
                await ours.until(lambda: "locked" in ours.ours.intake.impairment)
                blocker.execute("rollback")
                assert (await answer)[1] == "2"
                await ours.until(lambda: ours.ours.intake.impairment == "")
            blocker.close()

    on_loop(story())


@pytest.mark.threat("C13")
@pytest.mark.sqlite("it asks the file itself")
def test_on_a_full_disk_chargers_wait_and_then_go_on(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as link:
            await call(link, "Heartbeat")
            connection = ours.desk.store._db.connection
            pages = connection.pragma("page_count")
            connection.pragma("max_page_count", pages + 8)
            sent = []

            async def fill():
                for number in range(200):
                    sent.append(str(number))
                    await call(link, "DataTransfer", {"vendorId": "Y", "data": "x" * 2_000}, str(number))

            filling = asyncio.create_task(fill())
            await ours.until(lambda: "full" in ours.ours.intake.impairment)
            assert not filling.done()
            answered = len(ours.said("A", "out"))
            assert answered == len(sent), "what was not answered was not kept"
            connection.pragma("max_page_count", 1_000_000)
            await filling
            await ours.until(lambda: ours.ours.intake.impairment == "")
            assert len(ours.said("A", "in")) == 201
            await ours.board("A")

    on_loop(story())


def test_thousands_of_chargers_come_back_at_once(tmp_path):
    count = 5_000 if IS_LONG else 500
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    count = min(count, (hard - 500) // 2)

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            for _ in range(2):
                links = await asyncio.gather(
                    *(ours.connect(f"CP{n}", ping_interval=None, open_timeout=200) for n in range(count))
                )
                boot = {"chargePointVendor": "v", "chargePointModel": "m"}
                answers = await asyncio.gather(*(call(link, "BootNotification", boot) for link in links))
                assert {answer[2]["status"] for answer in answers} == {"Accepted"}
                assert ours.ours.endpoint.connected == count
                for link in links:
                    link.transport.abort()
            await ours.until(lambda: ours.ours.endpoint.connected == 0)
            assert all(ours.turns(f"CP{n}").count("open") == 2 for n in range(0, count, 50))

    try:
        on_loop(story(), within_s=300 if IS_LONG else 60)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
