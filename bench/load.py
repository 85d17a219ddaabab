"""
Chargers that send: connects so many, has them all boot, then each asks again as soon as it is answered.

Arguments: address, chargers, seconds, frames a second (0: as fast as answers come). Prints JSON.
Six frames of ten are meter values. Without seconds it waits for a line of its own. It speaks by hand what
of RFC 6455 a client needs, so that it costs a fraction of what it measures.
"""

import asyncio
import json
import os
import struct
import sys
import time
from time import perf_counter
from urllib.parse import urlsplit

import uvloop

SAMPLE = [
    {"value": str(1000 + n), "measurand": measurand, "unit": unit, "context": "Sample.Periodic"}
    for n, (measurand, unit) in enumerate(
        [
            ("Energy.Active.Import.Register", "Wh"),
            ("Power.Active.Import", "W"),
            ("Current.Import", "A"),
            ("Voltage", "V"),
            ("SoC", "Percent"),
            ("Temperature", "Celsius"),
        ]
    )
]
STAMP = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
"""Of all messages: they tell of this minute, and of no day that is over."""
METER = {"connectorId": 1, "meterValue": [{"timestamp": STAMP, "sampledValue": SAMPLE}]}
STATUS = {
    "connectorId": 1,
    "errorCode": "NoError",
    "status": "Available",
    "timestamp": STAMP,
}
MIX = [("MeterValues", METER)] * 6 + [("StatusNotification", STATUS)] * 2 + [("Heartbeat", {})] * 2
BOOT = {"chargePointVendor": "Bench", "chargePointModel": "Load"}


def framed(text: bytes) -> bytes:
    """A masked text frame; the mask is nought, which the standard allows and costs the receiver the same."""
    length = len(text)
    head = bytes([0x81, 0x80 | length]) if length < 126 else struct.pack("!BBH", 0x81, 0x80 | 126, length)
    return head + b"\0\0\0\0" + text


class Charger(asyncio.Protocol):
    """One connection: what was received is only counted in frames."""

    def __init__(self, load: "Load", number: int) -> None:
        self.load, self.number, self.sent, self.buffer = load, number, 0, b""
        self.is_open = False
        self.sent_at = 0.0
        middle = json.dumps(f"{number}-")[:-1].encode()
        self.texts = [
            (b"[2," + middle, f'","{action}",{json.dumps(payload, separators=(",", ":"))}]'.encode())
            for action, payload in MIX
        ]

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        path = f"{self.load.path}B{self.number}"
        transport.write(
            f"GET {path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            "Sec-WebSocket-Key: MDEyMzQ1Njc4OTAxMjM0NQ==\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: ocpp1.6\r\n\r\n".encode()
        )

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        if not self.is_open:
            head, found, rest = self.buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if b" 101 " not in head.split(b"\r\n")[0]:
                raise ConnectionRefusedError(head)
            self.is_open, self.buffer = True, rest
            self.load.opened()
            self.transport.write(framed(b'[2,"boot","BootNotification",' + json.dumps(BOOT).encode() + b"]"))
        while (frame := self._next()) is not None:
            if frame[0] == 0x89:
                self.transport.write(bytes([0x8A, 0x80 | len(frame[1])]) + b"\0\0\0\0" + frame[1])
            elif frame[0] == 0x81:
                if frame[1][:2] != b"[3":
                    raise ValueError(frame[1])
                self.load.answered(self, perf_counter() - self.sent_at)

    def _next(self) -> tuple[int, bytes] | None:
        buffer = self.buffer
        if len(buffer) < 2:
            return None
        length, start = buffer[1] & 127, 2
        if length == 126:
            if len(buffer) < 4:
                return None
            length, start = struct.unpack("!H", buffer[2:4])[0], 4
        if len(buffer) < start + length:
            return None
        self.buffer = buffer[start + length :]
        return buffer[0], buffer[start : start + length]

    def ask(self) -> None:
        self.sent += 1
        begin, end = self.texts[(self.sent + self.number) % len(self.texts)]
        self.sent_at = perf_counter()
        self.transport.write(framed(begin + str(self.sent).encode() + end))


class Load:
    """All chargers."""

    def __init__(self, address: str, chargers: int, seconds: float, rate: float) -> None:
        parts = urlsplit(address)
        self.host, self.port, self.path = parts.hostname, parts.port, parts.path
        self.count, self.seconds, self.rate = chargers, seconds, rate
        self.is_running = False
        self.booted = self.up = 0
        self.all_booted = asyncio.Event()
        self.waits: list[float] = []
        self.idle: list[Charger] = []

    def opened(self) -> None:
        self.up += 1

    def answered(self, charger: Charger, wait: float) -> None:
        if not self.is_running:
            self.booted += 1
            if self.booted == self.count:
                self.all_booted.set()
            return
        self.waits.append(wait)
        if self.rate:
            self.idle.append(charger)
        else:
            charger.ask()

    async def run(self) -> None:
        begin = perf_counter()
        loop = asyncio.get_running_loop()
        gate = asyncio.Semaphore(500)

        async def connect(number: int) -> asyncio.BaseProtocol:
            async with gate:
                return (await loop.create_connection(lambda: Charger(self, number), self.host, self.port))[1]

        chargers = await asyncio.gather(*(connect(number) for number in range(self.count)))
        await self.all_booted.wait()
        booted_s = perf_counter() - begin
        print(json.dumps({"booted_s": booted_s}), flush=True)
        if not self.seconds:
            await asyncio.get_running_loop().run_in_executor(None, sys.stdin.readline)
            return
        self.is_running = True
        begin = perf_counter()
        if self.rate:
            self.idle = list(chargers)
            asked = 0
            while (past := perf_counter() - begin) < self.seconds:
                due = int(past * self.rate) - asked
                for _ in range(min(due, len(self.idle))):
                    self.idle.pop(0).ask()
                asked += due
                await asyncio.sleep(0.002)
        else:
            for charger in chargers:
                charger.ask()
            await asyncio.sleep(self.seconds)
        past = perf_counter() - begin
        waits = sorted(self.waits)
        print(
            json.dumps(
                {
                    "frames_s": len(waits) / past,
                    "p50_ms": 1e3 * waits[len(waits) // 2],
                    "p99_ms": 1e3 * waits[len(waits) * 99 // 100],
                }
            ),
            flush=True,
        )
        os._exit(0)


async def main(address: str, chargers: str, seconds: str, rate: str) -> None:
    """Print when all have booted, and what was answered in the seconds after."""
    await Load(address, int(chargers), float(seconds), float(rate)).run()


uvloop.run(main(*sys.argv[1:]))
