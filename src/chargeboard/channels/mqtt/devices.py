"""
How are chargers shown as devices of a home?

What the broker keeps of us is heard first: what it has already is not published again, and of a charger that
is not there any more it keeps nothing, whoever published that. Where Home Assistant begins anew all is
published, as it asks for. A broker that is slow is told of the newest state, not of each on the way to it.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from hashlib import blake2b
from urllib.parse import quote

import msgspec
from aiomqtt import Message

from chargeboard.channels.channel import Follow
from chargeboard.channels.mqtt.link import Link
from chargeboard.channels.mqtt.naming import (
    all_states,
    announcement_topic,
    birth_topic,
    device_of,
    node,
    state_topic,
    station_in,
    status_topic,
)
from chargeboard.outlets.home_assistant.announcement import Whereabouts, announcement
from chargeboard.outlets.home_assistant.state import state_of
from chargeboard.outlets.standing import ChargerStanding

_NOBODY = "none"
_HEARD_WITHIN_S = 5.0
"""A broker that lets us hear nothing may still take what we publish."""


class Devices:
    """Those of a connection to a broker."""

    def __init__(self, link: Link, topic: str, discovery: str, url: str = "") -> None:
        self._link, self._topic, self._discovery, self._url = link, topic, discovery, url
        self._kept: dict[str, bytes] = {}
        """What the broker has under a topic, as a digest."""
        self._stations: set[str] = set()
        """Those of whom it has anything."""
        self._is_heard, self._is_asked = asyncio.Event(), asyncio.Event()

    async def show(self, follow: Follow, sites: frozenset[str] | None) -> None:
        """Publish how chargers stand, for ever. Raises: NotSentError, MqttError."""
        hearing = asyncio.create_task(self._hear())
        showing = asyncio.create_task(self._show(follow, sites))
        try:
            await asyncio.wait({hearing, showing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            hearing.cancel()
            showing.cancel()
            ended = await asyncio.gather(hearing, showing, return_exceptions=True)
        for one in ended:
            if isinstance(one, Exception):
                raise one

    async def _hear(self) -> None:
        async for message in self._link.messages:
            self._heard(message)

    def _heard(self, message: Message) -> None:
        where, payload = str(message.topic), bytes(message.payload or b"")
        if where == birth_topic(self._discovery):
            if payload == b"online" and not message.retain:
                self._is_asked.set()
        elif where == status_topic(self._topic):
            self._is_heard.set()
        elif message.retain and payload:
            self._kept[where] = _digest(payload)
            if (station := station_in(self._topic, where)) is not None:
                self._stations.add(station)

    async def _show(self, follow: Follow, sites: frozenset[str] | None) -> None:
        await self._hear_what_is_kept()
        while True:
            self._is_asked.clear()
            looks = follow(sites)
            async for look in looks:
                for standing in look.changed:
                    await self._publish(standing)
                for station in self._stations - look.stations:
                    await self._forget(station)
                if self._is_asked.is_set():
                    self._kept.clear()
                    break

    async def _hear_what_is_kept(self) -> None:
        """The status was published before; behind it comes all that is kept."""
        topics = [all_states(self._topic)]
        if self._discovery != _NOBODY:
            topics += [f"{self._discovery}/device/{node(self._topic)}/+/config", birth_topic(self._discovery)]
        for topic in [*topics, status_topic(self._topic)]:
            await self._link.subscribe(topic, qos=0)
        with suppress(TimeoutError):
            async with asyncio.timeout(_HEARD_WITHIN_S):
                await self._is_heard.wait()

    async def _publish(self, standing: ChargerStanding) -> None:
        self._stations.add(standing.id)
        if self._discovery != _NOBODY:
            where = announcement_topic(self._topic, self._discovery, standing.id)
            await self._keep(
                where, msgspec.json.encode(announcement(standing, self._whereabouts(standing.id)))
            )
        await self._keep(state_topic(self._topic, standing.id), msgspec.json.encode(state_of(standing)))

    def _whereabouts(self, station: str) -> Whereabouts:
        return Whereabouts(
            device=device_of(self._topic, station),
            state=state_topic(self._topic, station),
            status=status_topic(self._topic),
            page=f"{self._url}/chargers/{quote(station, safe='')}" if self._url else "",
        )

    async def _keep(self, where: str, payload: bytes) -> None:
        digest = _digest(payload)
        if self._kept.get(where) != digest:
            await self._link.keep(where, payload)
            self._kept[where] = digest

    async def _forget(self, station: str) -> None:
        if self._discovery != _NOBODY:
            await self._link.keep(announcement_topic(self._topic, self._discovery, station), b"")
        await self._link.keep(state_topic(self._topic, station), b"")
        self._stations.discard(station)
        for where in (
            announcement_topic(self._topic, self._discovery, station),
            state_topic(self._topic, station),
        ):
            self._kept.pop(where, None)


def _digest(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=8).digest()
