"""How a log is, as `chargeboard doctor --cluster` tells it."""

import asyncio

import pytest
from msgspec.structs import replace

from chargeboard.cli.cluster.judging_log import judged_log
from chargeboard.domain.entries import Entry
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.stream.address import log_at
from chargeboard.stream.opening import connected, opened
from chargeboard.stream.publishing import Publisher
from chargeboard.stream.state import LogState, PartState, ServerOfLog, log_state
from chargeboard.time.instants import HOUR, SECOND
from in_a_thread import run as in_a_thread

NOW = 1_760_000_000 * SECOND
DAY_S = 86_400.0
SERVERS = tuple(ServerOfLog(name, is_there=True, is_current=True) for name in ("one", "two", "three"))
WELL = LogState(
    "nats://one:4222/board",
    "board",
    "2.14.6",
    9,
    10**6,
    None,
    14 * DAY_S,
    SERVERS,
    (PartState(0, 9, 0, None),),
    (),
)


def unread(since, messages=5):
    return (PartState(0, 4, messages, since), PartState(1, 9, 0, None))


@pytest.mark.parametrize(
    ("how", "said", "level"),
    [
        ({}, "0 messages in 0 parts", "ok"),
        ({}, "keeps each for 14 days", "ok"),
        ({"parts": unread(NOW - 5 * SECOND)}, "5 messages in 1 parts", "ok"),
        ({"parts": unread(NOW - 2 * HOUR)}, "the oldest for 7,200 s", "warning"),
        ({"parts": unread(NOW - 8 * 24 * HOUR)}, "57", "error"),
        ({"parts": unread(NOW - 30 * SECOND), "kept_s": 90.0}, "33", "warning"),
        ({"parts": unread(NOW - 8 * 24 * HOUR), "kept_s": None}, "s: 0%", "warning"),
        ({"most_bytes": 2 * 10**6}, "1 of 2 MB", "ok"),
        ({"most_bytes": 11 * 10**5}, "1 of 1 MB", "warning"),
        (
            {"servers": (*SERVERS[:2], replace(SERVERS[2], is_there=False))},
            "three of the log is down",
            "error",
        ),
        (
            {"servers": (*SERVERS[:2], replace(SERVERS[2], is_current=False))},
            "three of the log does not",
            "warning",
        ),
        ({"doubts": (("it may lose something", "do not let it"),)}, "it may lose", "warning"),
    ],
)
def test_what_is_not_well_is_told(how, said, level):
    found = judged_log(replace(WELL, **how), NOW)
    assert [one.level for one in found if said in one.text] == [level], [one.text for one in found]
    assert all(one.what_to_do for one in found if one.level != "ok")


def test_of_real_servers_it_is_told_what_waits_and_for_how_long(log_servers):
    address, began = log_at(f"{log_servers.url}/state"), now()

    async def published():
        async with connected(address, "test") as client:
            log = await opened(client, address)
            publisher = Publisher(log, "g", now)
            for n in range(20):
                publisher.submit(Entry((Frame(f"CP{n % 4}", n, "in", "[2]"),)), lambda: None)
            await publisher.drain()
            told = await log.asked.stream_info(log.stream)
            return {log.part_of(f"CP{n}") for n in range(4)}, told.state

    parts, state = in_a_thread(asyncio.wait_for(published(), 60))
    found = log_state(address, {})
    assert sum(one.messages for one in found.parts) == state.messages == found.messages
    assert {one.part for one in found.parts if one.messages} == parts
    assert all(began <= one.since <= now() for one in found.parts if one.messages)
    assert (found.version, len(found.servers), found.kept_s) == ("2.14.6", 3, 14 * DAY_S)
    assert all(one.is_there for one in found.servers)
    assert found.size_bytes == state.bytes
    read = log_state(address, dict.fromkeys(range(len(found.parts)), state.last_seq))
    assert [one for one in read.parts if one.messages] == []
