"""What does a made-up charger make of what it is sent?"""

import asyncio
import json
from contextlib import suppress
from itertools import islice, repeat, takewhile
from random import Random

from msgspec.structs import replace
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

from chargeboard.demo import Pace, call_in, simulated, v16
from chargeboard.demo.line import Call, Line, Outage, heard
from chargeboard.demo.load import Mix
from chargeboard.demo.load.counting import Counting
from chargeboard.demo.load.mix import place_of
from chargeboard.run.clock import now
from chargeboard.time.instants import HOUR, MINUTE
from in_a_thread import run
from instants import instant

NOW = instant("2026-03-04T10:00:00Z")
ACCEPTED = {"status": "Accepted", "currentTime": "2026-01-01T00:00:00Z", "interval": 300}


def test_an_answer_is_that_of_its_own_call_and_a_command_is_told_that_it_is_not_understood():
    told, counting = [], Counting()

    async def story():
        answered = asyncio.Event()

        async def csms(link):
            _, number, *_ = json.loads(await link.recv())
            await link.send(json.dumps([3, "of before", {}]))
            await link.send(json.dumps([2, "ours", "Reset", {"type": "Soft"}]))
            await link.send(json.dumps([3, number, ACCEPTED]))
            told.append(json.loads(await link.recv()))
            told.append(json.loads(await link.recv())[2])
            answered.set()
            await link.wait_closed()

        async with serve(csms, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:
            address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            life = asyncio.create_task(
                call_in(simulated("SIM", now()), {}, address, now, lambda _: Pace(0, 1), witness=counting)
            )
            await asyncio.wait_for(answered.wait(), 60)
            life.cancel()

    run(story())
    assert told == [[4, "ours", "NotImplemented", "", {}], "StatusNotification"]
    assert counting.tally().answers == 1


def test_a_charger_that_has_nothing_to_say_connects_again_when_its_link_is_closed():
    links = []

    async def story():
        is_back = asyncio.Event()

        async def csms(link):
            links.append(link)
            if len(links) == 2:
                is_back.set()
            async for text in link:
                _, number, action, _ = json.loads(text)
                await link.send(json.dumps([3, number, ACCEPTED]))
                if action == "StatusNotification" and len(links) == 1:
                    await link.close()

        async with serve(csms, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:
            address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            frames = takewhile(lambda frame: "Preparing" not in frame.text, simulated("SIM", now()))
            life = asyncio.create_task(call_in(frames, {}, address, now, lambda _: Pace(0, 1)))
            await asyncio.wait_for(is_back.wait(), 60)
            life.cancel()

    run(story())
    assert len(links) == 2


def test_a_charger_whose_link_died_without_a_word_comes_back_on_a_new_one_alone():
    opened, closed = [], []

    async def story():
        is_back = asyncio.Event()

        async def csms(link):
            opened.append(link)
            with suppress(ConnectionClosed):
                async for text in link:
                    await link.send(json.dumps([3, json.loads(text)[1], ACCEPTED]))
                    if len(opened) == 2:
                        is_back.set()
            closed.append(link)

        dies = Outage(NOW + MINUTE, NOW + 2 * MINUTE, "silent")
        line = Line(place_of(1, Mix(ocpp201=0)), Random(1), v16.identity)
        status = Call(NOW + 3 * MINUTE, "StatusNotification", {"connectorId": 1})
        frames = heard(line, repeat(status), iter([dies, replace(dies, start=NOW + HOUR)]), NOW)
        async with serve(csms, "127.0.0.1", 0, subprotocols=["ocpp1.6"]) as server:
            address = f"ws://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            life = asyncio.create_task(
                call_in(islice(frames, 12), {}, address, lambda: NOW + HOUR, lambda _: Pace(NOW, 1))
            )
            await asyncio.wait_for(is_back.wait(), 60)
            life.cancel()
            assert closed[:1] == opened[:1]

    run(story())
    assert len(opened) == 2
