"""
Two connections claim to be one charger: does the older one live?

To keep a connection that is long dead shuts out the charger that comes back; to drop one that lives lets a
stranger who knows an id push the charger away. So the older one is asked.
"""

from __future__ import annotations

import asyncio

from websockets.exceptions import ConnectionClosed

from chargeboard.capture.csms.link import Link


class Rivals:
    """Asks a connection once, however many want to follow it."""

    def __init__(self, within_s: float) -> None:
        self._within_s = within_s
        self._asked: dict[Link, asyncio.Task[bool]] = {}

    async def lives(self, link: Link) -> bool:
        """Whether the connection shows a sign of life in time; a dead one is cut."""
        asking = self._asked.get(link)
        if asking is None:
            asking = self._asked[link] = asyncio.create_task(self._ask(link))
            asking.add_done_callback(lambda _: self._asked.pop(link))
        return await asyncio.shield(asking)

    async def _ask(self, link: Link) -> bool:
        seen_s = link.seen_s
        try:
            async with asyncio.timeout(self._within_s):
                await (await link.ping())
        except ConnectionClosed:
            return False
        except TimeoutError:
            # some chargers answer no ping; and what waits for our disk is not the charger's fault
            if link.seen_s > seen_s or link.waits_for_us:
                return True
            link.transport.abort()
            return False
        return True
