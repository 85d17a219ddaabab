"""What does a made-up charger make of what it is sent?"""

import asyncio
import json
from itertools import takewhile

from websockets.asyncio.server import serve

from chargeboard.demo import Pace, call_in, simulated
from chargeboard.demo.load.counting import Counting
from chargeboard.run.clock import now

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

    asyncio.run(story())
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

    asyncio.run(story())
    assert len(links) == 2
