import asyncio

import pytest
import uvloop

from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.relay import Relay
from chargeboard.capture.tap.sides import Manner
from chargeboard.capture.tap.upstream import Routes, Upstream


class Copies:
    """Keeps what a relay copies."""

    def __init__(self):
        self.links = []
        self.ended = 0

    def opened(self):
        self.links.append({Kind.IN: bytearray(), Kind.OUT: bytearray()})
        return self.links[-1]

    def said(self, link, kind, data):
        link[kind] += data

    def closed(self, link):
        self.ended += 1


@pytest.fixture
def copies():
    return Copies()


class Lab:
    """Runs one story on a fresh uvloop with an end in sight, and closes what it opened."""

    def __init__(self, copies):
        self._copies, self._servers = copies, []

    def run(self, story, seconds=60):
        async def bounded():
            try:
                return await asyncio.wait_for(story, seconds)
            finally:
                for server in self._servers:
                    server.close()

        return uvloop.run(bounded())

    def closes(self, one):
        """Will close it when the story is over."""
        self._servers.append(one)
        return one

    async def csms(self, behave, **options):
        """A server that does to each connection what is asked; its port."""
        return self._port(await asyncio.start_server(behave, "127.0.0.1", 0, **options))

    async def relay(self, port, *, tls=None, **options):
        """A relay to that port; its own."""
        return await self.relay_to(Routes(Upstream("127.0.0.1", port, tls)), **options)

    async def relay_to(self, routes, **manner):
        """A relay that leads there; its own port."""
        relay = Relay(routes, self._copies, Manner(**manner))
        return self._port(await relay.listen("127.0.0.1", 0))

    def _port(self, server):
        self._servers.append(server)
        return server.sockets[0].getsockname()[1]


@pytest.fixture
def lab(copies):
    return Lab(copies)
