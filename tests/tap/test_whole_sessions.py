import asyncio
import os
import signal
import threading
import time

import msgspec
import pytest
from town_of_two import (
    SECRET,
    TOKEN,
    beside,
    board,
    central_system,
    children_of,
    eventually,
    serving,
    tapping,
    visit,
)

from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from free_ports import free_port
from in_a_thread import run
from long_run import IS_LONG

STALL_S = 30 if IS_LONG else 3


@pytest.fixture
def folder(tmp_path):
    """UNIX sockets have short paths."""
    return tmp_path


def journal(folder, station):
    store = open_store(folder / "board.db", read_only=True)
    try:
        return [one.frame for batch in store.frames_after(station, 0, 0) for one in batch]
    finally:
        store.close()


async def a_visit(story, folder, **central):
    """The story with a CSMS and a tap in front of it."""
    server, behind = await central_system(**central)
    try:
        return await story(behind)
    finally:
        server.close()
        await server.wait_closed()


async def boots_and_charges(charger):
    await charger.boots()
    return await charger.charges()


@pytest.mark.parametrize("compression", [None, "deflate"])
def test_a_session_through_the_tap_is_on_the_board(folder, compression):
    async def story(behind):
        with serving(folder) as (url, _), tapping(folder, behind) as (port, _):
            number = await asyncio.to_thread(
                asyncio.run, visit(port, "CP%201", boots_and_charges, compression=compression)
            )
            sessions = await asyncio.to_thread(
                eventually, lambda: [one for one in board(url, "CP%201")["sessions"] if one["end"]]
            )
            return number, sessions

    number, sessions = run(a_visit(story, folder, compression=compression))
    assert [(one["energy_wh"], one["transaction_ids"], one["reason"]) for one in sessions] == [
        (6000, [str(number)], "Local")
    ]
    frames = journal(folder, "CP 1")
    assert {frame.protocol for frame in frames if frame.direction != "ws"} == {"ocpp1.6"}
    assert len([frame for frame in frames if frame.direction == "in"]) == 11
    assert len([frame for frame in frames if frame.direction == "out"]) == 11
    assert [frame.text[:6] for frame in frames if frame.direction == "ws"] == ['["open', '["clos']
    whole = " ".join(frame.text for frame in frames)
    assert TOKEN not in whole
    assert SECRET not in whole


def test_frames_wait_redacted_in_the_spool_while_chargeboard_is_away_and_arrive_once(folder):
    async def story(behind):
        with tapping(folder, behind) as (port, _):
            await asyncio.to_thread(asyncio.run, visit(port, "CP1", boots_and_charges))

            def spooled():
                text = b"".join(one.read_bytes() for one in sorted((folder / "spool").glob("*.jsonl")))
                return text if b'"close"' in text else None

            text = await asyncio.to_thread(eventually, spooled)
            assert TOKEN.encode() not in text
            assert SECRET.encode() not in text
            with serving(folder) as (url, _):
                await asyncio.to_thread(eventually, lambda: board(url, "CP1")["sessions"])
        # a tap that never heard the acknowledgement brings everything again
        (folder / "spool" / "sent.json").unlink(missing_ok=True)
        before = journal(folder, "CP1")
        with serving(folder), tapping(folder, behind):
            await asyncio.to_thread(eventually, (folder / "spool" / "sent.json").exists)
        return before, journal(folder, "CP1")

    before, after = run(a_visit(story, folder))
    assert len([frame for frame in before if frame.direction == "in"]) == 11
    assert after == before


@pytest.mark.threat("T1")
@pytest.mark.parametrize("who", ["copier", "serve"])
def test_traffic_goes_on_while_our_side_stands_still_and_nothing_is_lost(folder, who):
    async def story(behind):
        with serving(folder) as (url, server), tapping(folder, behind) as (port, tap):
            stopped = server.pid if who == "serve" else children_of(tap)[0]
            delays = []

            async def many_heartbeats(charger):
                await charger.boots()
                os.kill(stopped, signal.SIGSTOP)
                give_up = time.monotonic() + STALL_S
                while time.monotonic() < give_up:
                    begin = time.monotonic()
                    await charger.charges()
                    delays.append((time.monotonic() - begin) / 9)
                os.kill(stopped, signal.SIGCONT)

            await asyncio.to_thread(asyncio.run, visit(port, "CP1", many_heartbeats))
            await asyncio.to_thread(eventually, lambda: len(board(url, "CP1")["sessions"]) == len(delays), 60)
            return delays

    delays = run(a_visit(story, folder))
    assert sorted(delays)[len(delays) // 2] < STALL_S / 3, "a call through the tap waited for us"
    frames = journal(folder, "CP1")
    assert len([one for one in frames if "StopTransaction" in one.text]) == len(delays)
    assert [one for one in frames if one.direction == "ws" and "gap" in one.text] == []


def gaps_of(frames):
    return [
        msgspec.json.decode(one.text)
        for one in frames
        if one.direction == "ws" and one.text.startswith('["gap"')
    ]


def test_the_death_of_the_reading_process_costs_a_gap_and_no_charger_notices(folder):
    async def story(behind):
        with serving(folder) as (url, _), tapping(folder, behind) as (port, tap):

            async def charges_through_it(charger):
                await charger.boots()
                await charger.charges()
                before = children_of(tap)
                os.kill(before[0], signal.SIGKILL)
                await charger.charges()
                await asyncio.to_thread(eventually, lambda: set(children_of(tap)) - set(before))
                await asyncio.to_thread(eventually, lambda: gaps_of(journal(folder, "CP1")))
                return await charger.charges()

            number = await asyncio.to_thread(
                asyncio.run, visit(port, "CP1", charges_through_it, compression=None)
            )
            await asyncio.to_thread(
                eventually,
                lambda: [
                    one for one in board(url, "CP1")["sessions"] if one["transaction_ids"] == [str(number)]
                ],
            )

    since = time.monotonic()
    run(a_visit(story, folder))
    (gap,) = gaps_of(journal(folder, "CP1"))
    assert 0 <= gap[2] - gap[1] < (time.monotonic() - since) * SECOND


def test_a_tap_that_is_killed_and_comes_back_owns_up_to_its_absence(folder):
    async def story(behind):
        with serving(folder):

            async def is_cut_off(charger):
                await charger.boots()
                # once a second it is written down who is there
                ledger = folder / "spool" / "ledger.json"
                await asyncio.to_thread(eventually, lambda: b"CP1" in ledger.read_bytes())
                tap.kill()
                await charger._connection.wait_closed()

            with tapping(folder, behind) as (port, tap):
                await asyncio.to_thread(asyncio.run, visit(port, "CP1", is_cut_off))
            with tapping(folder, behind) as (port, _):
                await asyncio.to_thread(asyncio.run, visit(port, "CP1", boots_and_charges))
                await asyncio.to_thread(eventually, lambda: gaps_of(journal(folder, "CP1")))

    since = time.monotonic()
    run(a_visit(story, folder))
    (gap,) = gaps_of(journal(folder, "CP1"))
    assert gap[3:] == ["down"]
    assert 0 < gap[2] - gap[1] < (time.monotonic() - since) * SECOND


def test_a_serving_process_that_is_killed_over_and_over_loses_and_doubles_nothing(folder):
    both = {"CHARGEBOARD_CSMS_AUTHORIZE": "none"}
    ended = threading.Event()

    async def story(behind):
        async def charges_until_the_end(charger):
            await charger.boots()
            visits = 0
            while not ended.is_set():
                await charger.charges()
                visits += 1
                await asyncio.sleep(0.2)  # servers take seconds to come
            return visits

        with tapping(folder, behind) as (port, _):
            visiting = asyncio.create_task(
                asyncio.to_thread(asyncio.run, visit(port, "CP1", charges_until_the_end))
            )
            for pause_s in (0.1, 0.7, 0.4):
                async with beside(serving(folder, "--ocpp-port", free_port(), **both)) as (_, server):
                    await asyncio.sleep(pause_s)
                    server.kill()
            ended.set()
            visits = await visiting
            async with beside(serving(folder, "--ocpp-port", free_port(), **both)) as (url, _):
                await asyncio.to_thread(eventually, lambda: len(board(url, "CP1")["sessions"]) == visits, 60)
        return visits

    visits = run(a_visit(story, folder))
    frames = journal(folder, "CP1")
    calls = [frame.text for frame in frames if frame.direction == "in"]
    assert len(calls) == 2 + 9 * visits
    assert len(set(calls)) == len(calls), "each call has an id of its own"
    assert gaps_of(frames) == []
