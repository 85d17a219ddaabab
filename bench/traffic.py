"""
The other parts of the tap's measure, each a process: `answer` is a CSMS that answers each message, `pass` a
relay that does nothing but relay, `load` the chargers, which print what they saw.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from time import perf_counter
from typing import cast

import msgspec
import uvloop
from websockets.frames import Frame, Opcode

REQUEST = (
    b"GET /ocpp/CP%d HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Key: eA==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: ocpp1.6\r\n\r\n"
)
RESPONSE = (
    b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nSec-WebSocket-Protocol: ocpp1.6\r\n"
    b"Connection: Upgrade\r\n\r\n"
)
_SAMPLE = {"value": "123456.7", "measurand": "Energy.Active.Import.Register", "unit": "Wh", "context": "x"}
_VALUES = {
    "connectorId": 1,
    "meterValue": [{"timestamp": "2026-01-01T00:00:00Z", "sampledValue": [_SAMPLE] * 6}],
}
MESSAGE = Frame(Opcode.TEXT, json.dumps([2, "7".zfill(36), "MeterValues", _VALUES]).encode()).serialize(
    mask=True
)
ANSWER = Frame(Opcode.TEXT, json.dumps([3, "7".zfill(36), {}]).encode()).serialize(mask=False)


class Csms(asyncio.Protocol):
    """Answers the request, then each message by its size."""

    def __init__(self) -> None:
        self.greeted, self.size = False, 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self.size += len(data)
        if not self.greeted:
            self.greeted, self.size = True, 0
            self.transport.write(RESPONSE)
            return
        whole, self.size = divmod(self.size, len(MESSAGE))
        if whole:
            self.transport.write(ANSWER * whole)


class Plain(asyncio.Protocol):
    """A relay without anything else: what cannot be beaten in Python."""

    def __init__(self, port: int, other: Plain | None = None) -> None:
        self.port, self.other, self.early = port, other, list[bytes]()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        if self.other is None:
            self.task = asyncio.get_running_loop().create_task(self.connect())

    async def connect(self) -> None:
        """Go to the CSMS."""
        loop = asyncio.get_running_loop()
        _, other = await loop.create_connection(lambda: Plain(0, self), "127.0.0.1", self.port)
        for data in self.early:
            other.transport.write(data)
        self.other = other

    def data_received(self, data: bytes) -> None:
        if self.other is None:
            self.early.append(data)
        else:
            self.other.transport.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        del exc
        if self.other is not None:
            self.other.transport.close()


class Charger(asyncio.Protocol):
    """Keeps so many messages on their way, and notes how long each took."""

    def __init__(self, number: int, window: int, pause_s: float, ready: asyncio.Semaphore) -> None:
        self.number, self.window, self.pause_s, self.ready = number, window, pause_s, ready
        self.sent_at, self.took = list[float](), list[float]()
        self.size, self.greeted, self.ended = 0, False, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(REQUEST % self.number)

    def begin(self) -> None:
        """Send the first."""
        self.send(self.window)

    def send(self, count: int) -> None:
        """Send so many."""
        self.sent_at += [perf_counter()] * count
        self.transport.write(MESSAGE * count)

    def data_received(self, data: bytes) -> None:
        if not self.greeted:
            self.greeted = True
            self.ready.release()
            return
        self.size += len(data)
        whole, self.size = divmod(self.size, len(ANSWER))
        now = perf_counter()
        self.took += [now - at for at in self.sent_at[:whole]]
        del self.sent_at[:whole]
        if not whole or self.ended:
            return
        if self.pause_s:
            asyncio.get_running_loop().call_later(self.pause_s, self.send, whole)
        else:
            self.send(whole)


async def load(port: int, chargers: int, window: int, pause_s: float, seconds: float) -> None:
    """Chargers that wait so long between messages; prints their figures."""
    loop, ready = asyncio.get_running_loop(), asyncio.Semaphore(0)
    links = list[Charger]()
    for number in range(chargers):
        link = Charger(number, window, pause_s, ready)
        await loop.create_connection(lambda link=link: link, "127.0.0.1", port)
        links.append(link)
        await ready.acquire()
    for link in links:
        link.begin()
    await asyncio.sleep(seconds / 4)
    for link in links:
        link.took.clear()
    begin = perf_counter()
    await asyncio.sleep(seconds)
    elapsed = perf_counter() - begin
    took = sorted(one for link in links for one in link.took)
    for link in links:
        link.ended = True
        link.transport.abort()
    said = {
        "per_s": len(took) / elapsed,
        "p50_ms": took[len(took) // 2] * 1e3,
        "p99_ms": took[len(took) * 99 // 100] * 1e3,
    }
    print(msgspec.json.encode(said).decode(), flush=True)


async def listen(make: Callable[[], asyncio.Protocol]) -> None:
    """Serve until killed; prints the port."""
    server = await asyncio.get_running_loop().create_server(make, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    match sys.argv[1:]:
        case ["answer"]:
            uvloop.run(listen(Csms))
        case ["pass", port]:
            uvloop.run(listen(lambda: Plain(int(port))))
        case ["load", port, chargers, window, pause_s, seconds]:
            uvloop.run(load(int(port), int(chargers), int(window), float(pause_s), float(seconds)))
