"""
Who does to a server what no charger should.

Arguments: address of the endpoint, of the page, the shape's name. A line with seconds has it go on for so
long; it prints how many messages that were. Each shape is bounded in time, connections and what is in flight.
"""

import asyncio
import itertools
import json
import random
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from time import perf_counter

import httpx
import websockets

from chargeboard.run.clock import now
from chargeboard.time.instants import HOUR, SECOND, Instant, text_of

_DAY = 24 * HOUR
_ANCIENT = now() - 80 * _DAY
_SAMPLE = {"value": "1000", "measurand": "Energy.Active.Import.Register", "unit": "Wh"}
_MANY_LINES = 4_000


class Attack:
    """One run of a shape."""

    def __init__(self, address: str, page: str) -> None:
        self.address, self.page = address, page
        self.until = 0.0
        self.numbers = itertools.count(1)
        self.sent = 0

    @property
    def goes_on(self) -> bool:
        return perf_counter() < self.until

    @asynccontextmanager
    async def link(self, station: str) -> AsyncIterator[websockets.ClientConnection]:
        async with websockets.connect(
            f"{self.address}{station}", subprotocols=["ocpp1.6"], max_queue=4096
        ) as link:
            yield link

    def text(self, action: str, payload: object) -> str:
        self.sent += 1
        return json.dumps([2, f"h{next(self.numbers)}", action, payload])

    async def ask(self, link: websockets.ClientConnection, action: str, **payload: object) -> None:
        await link.send(self.text(action, payload))
        await link.recv()

    async def status(
        self,
        link: websockets.ClientConnection,
        socket: int,
        word: str,
        at: Instant | None = None,
        **more: object,
    ) -> None:
        told = {"connectorId": socket, "errorCode": "NoError", "status": word} | more
        if at is not None:
            told["timestamp"] = text_of(at)
        await self.ask(link, "StatusNotification", **told)

    async def post(self, frames: list[tuple[str, Instant, str]]) -> None:
        lines = (
            json.dumps(
                {"received_at": text_of(at), "station": station, "direction": "in", "frame": json.loads(text)}
            )
            for station, at, text in frames
        )
        async with httpx.AsyncClient(timeout=60) as client:
            await client.post(
                f"{self.page}/api/v1/frames",
                content="\n".join(lines).encode(),
                headers={"Content-Type": "application/x-ndjson"},
            )

    async def get(self, path: str) -> None:
        async with httpx.AsyncClient(timeout=60) as client:
            await client.get(f"{self.page}{path}")
            self.sent += 1


async def _turning(attack: Attack, station: str, sockets: int, *, pause_s: float = 0.0) -> None:
    words = ("Preparing", "Charging", "Finishing", "Available")
    async with attack.link(station) as link:
        while attack.goes_on:
            n = attack.sent
            await attack.status(link, 2 + n % sockets, words[n // sockets % 4])
            await asyncio.sleep(pause_s)


async def never_idle(attack: Attack) -> None:
    """A cable stays in connector 1 for 90 days of history, and connector 2 goes on."""
    await _turning(attack, "NEVER", 1, pause_s=0.05)


async def never_idle_and_looked_at(attack: Attack) -> None:
    """The same, and its page is opened over and over."""

    async def look() -> None:
        while attack.goes_on:
            await attack.get("/chargers/NEVER")

    await asyncio.gather(never_idle(attack), look())


async def never_all_free(attack: Attack) -> None:
    """Sixty sockets that are never all free."""
    await _turning(attack, "SIXTY", 60)


async def flood(attack: Attack) -> None:
    """One charger asks again as soon as it is answered."""
    await _turning(attack, "LOUD", 1)


async def flood_of_ten(attack: Attack) -> None:
    """Ten of them."""
    await asyncio.gather(*(_turning(attack, f"LOUD{n}", 1) for n in range(10)))


async def _pipelined(attack: Attack, make: Callable[[], str], most: int) -> None:
    async with attack.link("PIPE") as link:
        while attack.goes_on:
            for _ in range(most):
                await link.send(make())
            for _ in range(most):
                await link.recv()


async def flood_that_does_not_wait(attack: Attack) -> None:
    """Two hundred calls are sent before the first answer is read."""
    await _pipelined(attack, lambda: attack.text("Heartbeat", {}), 200)


async def flood_of_samples(attack: Attack) -> None:
    """Meter values, fifty samples each."""
    value = {"timestamp": text_of(now()), "sampledValue": [_SAMPLE] * 50}
    await _pipelined(
        attack, lambda: attack.text("MeterValues", {"connectorId": 1, "meterValue": [value]}), 20
    )


async def flood_of_errors(attack: Attack) -> None:
    """An error comes and goes."""
    async with attack.link("ERRS") as link:
        while attack.goes_on:
            await attack.status(
                link, 1, "Faulted", errorCode="GroundFailure", vendorErrorCode=f"E{attack.sent}"
            )
            await attack.status(link, 1, "Available")


async def rubbish(attack: Attack) -> None:
    """What is no OCPP at all."""
    async with attack.link("RUBBISH") as link:
        while attack.goes_on:
            for _ in range(50):
                attack.sent += 1
                await link.send("[2,1,{" + "x" * 200)
            await attack.ask(link, "Heartbeat")


async def unknown_calls(attack: Attack) -> None:
    """Calls that there are not, by ids that are used again."""
    async with attack.link("UNKNOWN") as link:
        while attack.goes_on:
            attack.sent += 1
            await link.send(json.dumps([2, "same", "NoSuchCall", {"n": attack.sent % 3}]))
            await link.recv()


def _big_stop(attack: Attack, samples: int, at: Instant) -> dict[str, object]:
    values = [{"timestamp": text_of(at + n * SECOND), "sampledValue": [_SAMPLE]} for n in range(samples)]
    return {
        "transactionId": 1 + attack.sent,
        "meterStop": 5,
        "timestamp": text_of(at),
        "transactionData": values,
    }


async def huge_transactions(attack: Attack) -> None:
    """Stops that bring a night of samples, 0.8 MB each."""
    async with attack.link("HUGE") as link:
        while attack.goes_on:
            await attack.ask(link, "StopTransaction", **_big_stop(attack, 6_000, now()))
            await asyncio.sleep(0.2)


async def late_stops(attack: Attack) -> None:
    """Stops of transactions that are long over, one a tenth of a second."""
    async with attack.link("LONG") as link:
        while attack.goes_on:
            at = _ANCIENT + random.randrange(1900) * HOUR  # noqa: S311 - no secret
            await attack.ask(link, "StopTransaction", **_big_stop(attack, 1, at))
            await asyncio.sleep(0.1)


async def old_stamps(attack: Attack) -> None:
    """Statuses of three months ago, from a charger that has a history since."""
    async with attack.link("LONG") as link:
        while attack.goes_on:
            await attack.status(link, 1, "Available", _ANCIENT + attack.sent * SECOND)
            await asyncio.sleep(0.05)


async def old_frames(attack: Attack) -> None:
    """Frames that were received before all others are brought, so that all is folded again."""
    while attack.goes_on:
        at = _ANCIENT - _DAY - next(attack.numbers) * SECOND
        await attack.post([("LONG", at, attack.text("Heartbeat", {}))])
        await asyncio.sleep(0.3)


async def large_batches(attack: Attack) -> None:
    """Thousands of frames a request."""
    while attack.goes_on:
        begin = now() - 100 * SECOND
        frames = [
            (f"BATCH{n % 7}", begin + n * SECOND // 1000, attack.text("Heartbeat", {}))
            for n in range(_MANY_LINES)
        ]
        await attack.post(frames)


async def small_batches(attack: Attack) -> None:
    """One frame a request, ten requests at a time."""

    async def one(number: int) -> None:
        while attack.goes_on:
            await attack.post([(f"SMALL{number}", now(), attack.text("Heartbeat", {}))])

    await asyncio.gather(*(one(number) for number in range(10)))


async def reconnects(attack: Attack) -> None:
    """A charger that comes and goes."""
    while attack.goes_on:
        async with attack.link("COMES") as link:
            await attack.ask(link, "BootNotification", chargePointVendor="V", chargePointModel="M")


async def storm(attack: Attack) -> None:
    """Two hundred chargers come back at once, over and over."""

    async def one(number: int) -> None:
        async with attack.link(f"STORM{number}") as link:
            await attack.ask(link, "BootNotification", chargePointVendor="V", chargePointModel="M")
            await attack.status(link, 1, "Available")

    while attack.goes_on:
        await asyncio.gather(*(one(number) for number in range(200)))
        await asyncio.sleep(1)


async def impostors(attack: Attack) -> None:
    """The same charger connects twice, and both speak."""

    async def one() -> None:
        while attack.goes_on:
            try:
                async with attack.link("TWICE") as link:
                    while attack.goes_on:
                        await attack.ask(link, "Heartbeat")
            except websockets.ConnectionClosed:
                await asyncio.sleep(0.02)

    await asyncio.gather(one(), one())


async def lists_and_pages(attack: Attack) -> None:
    """Somebody opens the list and the longest history over and over."""
    paths = itertools.cycle(["/", "/chargers/LONG", "/chargers/SIXTY", "/chargers/LONG/sessions"])
    while attack.goes_on:
        await attack.get(next(paths))


SHAPES: dict[str, Callable[[Attack], Awaitable[None]]] = {
    shape.__name__: shape
    for shape in (
        never_idle,
        never_idle_and_looked_at,
        never_all_free,
        flood,
        flood_of_ten,
        flood_that_does_not_wait,
        flood_of_samples,
        flood_of_errors,
        rubbish,
        unknown_calls,
        huge_transactions,
        late_stops,
        old_stamps,
        old_frames,
        large_batches,
        small_batches,
        reconnects,
        storm,
        impostors,
        lists_and_pages,
    )
}


async def main(address: str, page: str, shape: str) -> None:
    """Go on whenever told to."""
    attack = Attack(address, page)
    while line := await asyncio.to_thread(sys.stdin.readline):
        attack.sent, attack.until = 0, perf_counter() + float(line)
        await SHAPES[shape](attack)
        print(attack.sent, flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
