"""Does the charger still hear us? Half-open connections are found by pings, not by its silence (O1, O3)."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Protocol

from websockets.exceptions import ConnectionClosed

from chargeboard.capture.csms.link import Link
from chargeboard.capture.csms.words import say

_log = logging.getLogger(__name__)
_TELL_EVERY_S = 150
_PONGS_MISSED = 6
_HEARTBEATS_MISSED = 3


class Rules(Protocol):
    """How often a charger is to be heard."""

    @property
    def heartbeat_interval_s(self) -> int: ...

    @property
    def ping_interval_s(self) -> int: ...


async def watch(link: Link, rules: Rules, tell: Callable[[Link, int], Awaitable[None]]) -> None:
    """
    Ping who says nothing; tell now and then that it answers; cut a connection on which nothing comes more.

    A charger that never answers pings is not blamed for it: what it says counts.
    """
    interval_s = rules.ping_interval_s
    told_s = link.loop.time()
    answers = False
    while True:
        # who spoke a moment ago hears us, and a ping would tell nothing else
        quiet_s = link.loop.time() - link.heard_s
        if answers and quiet_s < interval_s:
            await asyncio.sleep(interval_s - quiet_s)
            continue
        try:
            pong = await link.ping()
            await asyncio.wait_for(pong, interval_s)
        except TimeoutError:
            limit_s = (
                _PONGS_MISSED * interval_s if answers else _HEARTBEATS_MISSED * rules.heartbeat_interval_s
            )
            if link.loop.time() - link.heard_s > limit_s:
                _log.info(say("silent_connection_cut", station=repr(link.station), name=link.name))
                link.transport.abort()
                return
            continue
        except ConnectionClosed:
            return
        if not answers or link.loop.time() - max(told_s, link.heard_s) >= _TELL_EVERY_S:
            await tell(link, interval_s)
            told_s = link.loop.time()
        answers = True
        await asyncio.sleep(interval_s)
