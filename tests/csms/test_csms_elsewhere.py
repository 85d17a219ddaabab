"""Where another system decides, chargers are only heard: nothing is answered, and figures are their own."""

import asyncio
import json

from two_chargers import life
from yard import on_loop, yard

from chargeboard.run.clock import now
from chargeboard.time.instants import MINUTE

START = {"connectorId": 1, "idTag": "A", "meterStart": 5, "timestamp": "2026-01-01T00:00:00Z"}


def test_a_mirrored_charger_gets_no_answer_and_all_it_says_is_kept(tmp_path):
    said = [
        [2, "1", "BootNotification", {"chargePointVendor": "A", "chargePointModel": "B"}],
        [2, "2", "Authorize", {"idTag": "A"}],
        [2, "3", "StartTransaction", START],
        [
            2,
            "4",
            "StopTransaction",
            {"transactionId": 77, "meterStop": 9, "timestamp": "2026-01-01T01:00:00Z"},
        ],
        [3, "of-its-own-system", {"status": "Accepted"}],
        [2, "5", "MakeCoffee", {}],
    ]

    async def run():
        async with yard(tmp_path / "b.db", authorize="elsewhere") as ours, ours.connect("A") as link:
            for one in said:
                await link.send(json.dumps(one))
            await ours.until(lambda: len(ours.said("A", "in")) == len(said))
            # a ping is answered behind whatever was
            await (await link.ping())
            answers = asyncio.create_task(link.recv())
            await asyncio.sleep(0)
            assert not answers.done()
            answers.cancel()
            assert [json.loads(text)[:2] for text in ours.said("A", "in")] == [one[:2] for one in said]
            assert ours.said("A", "out") == []
            assert set(ours.turns("A")) <= {"open", "pong"}

    on_loop(run())


def test_sessions_are_those_of_the_charger_whichever_ids_its_own_system_gave(tmp_path):
    told = life(days=1, now=now() - MINUTE)
    frames = [frame for frame in told if frame.direction == "in" and frame.protocol == "ocpp1.6"]
    station = frames[0].station
    stops = [json.loads(frame.text)[3] for frame in frames if '"StopTransaction"' in frame.text]
    stopped = {stop["timestamp"][:19] for stop in stops}

    async def run():
        async with yard(tmp_path / "b.db", authorize="elsewhere") as ours:
            async with ours.connect(station) as link:
                for frame in frames:
                    await link.send(frame.text)
                await ours.until(lambda: len(ours.said(station, "in")) == len(frames))
            board = await ours.board(station)
            ended = [one for one in board["sessions"] if one["end"] is not None and not one["end_inferred"]]
            assert len(ended) > 3
            # one that fits two sessions, as it has no token, ends neither (S4)
            assert {one["end"][:19] for one in ended} <= stopped
            assert all(one["energy_wh"] is not None for one in ended)

    on_loop(run())
