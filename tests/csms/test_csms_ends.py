"""When is it noticed that a connection is over?"""

import asyncio
import json
from contextlib import asynccontextmanager

import pytest
from websockets.protocol import State
from yard import call, on_loop, yard

from chargeboard.capture.csms import link as module
from chargeboard.capture.csms.words import say

MUCH = bytes(32 << 20)
"""More than the system takes of what the other side does not read."""


@asynccontextmanager
async def connected(tmp_path, **csms):
    """A charger that has said something, and our end of its connection."""
    async with yard(tmp_path / "b.db", **csms) as ours:
        charger = await ours.connect("A", ping_interval=None)
        await call(charger, "Heartbeat")
        yield ours, charger, ours.ours.endpoint._live["A"]
        charger.transport.abort()


def takes_nothing(charger, end):
    charger.transport.pause_reading()
    end.transport.write(MUCH)


async def is_over(ours):
    await ours.until(lambda: ours.turns("A").count("close") == 1)


def test_who_says_that_it_closes_and_leaves_its_socket_open_is_gone_at_once(tmp_path):
    async def story():
        async with connected(tmp_path) as (ours, charger, _):
            charger.eof_received = lambda: True
            charger.protocol.send_close(1000, "")
            charger.send_data()
            await is_over(ours)
            assert ours.ours.endpoint.connected == 0

    on_loop(story())


@pytest.mark.parametrize("says_so", [True, False])
def test_who_ends_and_does_not_take_what_it_is_still_sent_is_cut(tmp_path, monkeypatch, says_so):
    monkeypatch.setattr(module, "CLOSE_WITHIN_S", 0.1)

    async def story():
        async with connected(tmp_path) as (ours, charger, end):
            takes_nothing(charger, end)
            if says_so:
                charger.protocol.send_close(1000, "")
                charger.send_data()
            else:
                charger.transport.write_eof()
            await is_over(ours)

    on_loop(story())


def test_who_is_replaced_and_takes_nothing_is_cut_and_that_is_no_outage(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CLOSE_WITHIN_S", 0.1)

    async def story():
        async with connected(tmp_path, yields_to=["anybody"]) as (ours, older, end):
            takes_nothing(older, end)
            async with ours.connect("A") as newer:
                await is_over(ours)
                assert (await call(newer, "Heartbeat"))[0] == 3
                names = [json.loads(text)[:2] for text in ours.said("A", "ws")]
                turns = [(turn, name == end.name) for turn, name in names if turn != "pong"]
                assert turns == [("open", True), ("open", False), ("close", True)]
                assert (await ours.board("A"))["charger"]["is_online"]

    on_loop(story())


def test_who_takes_nothing_does_not_hold_up_our_end(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CLOSE_WITHIN_S", 0.1)

    async def story():
        async with connected(tmp_path) as (ours, charger, end):
            takes_nothing(charger, end)
            async with asyncio.timeout(100 * module.CLOSE_WITHIN_S):
                await ours.ours.endpoint.close()

    on_loop(story())


def test_all_are_told_that_we_end_before_anybody_has_answered(tmp_path):
    async def story():
        async with yard(tmp_path / "b.db") as ours:
            chargers = [await ours.connect(name, ping_interval=None) for name in "ABC"]
            for charger in chargers:
                await call(charger, "Heartbeat")
                charger.transport.pause_reading()
            ends = [*ours.ours.endpoint._live.values()]
            closing = asyncio.create_task(ours.ours.endpoint.close())
            await ours.until(lambda: {end.state for end in ends} == {State.CLOSING})
            for charger in chargers:
                charger.transport.resume_reading()
            await closing
            for charger in chargers:
                await charger.wait_closed()
                assert (charger.close_code, charger.close_reason) == (1001, say("server_stops"))
            assert ours.ours.endpoint.connected == 0

    on_loop(story())
