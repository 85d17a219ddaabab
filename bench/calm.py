"""
Chargers that are in no hurry: each asks a few times a second, and notes how long its answer took.

Arguments: address, chargers. A line with seconds has it measure for so long; it prints the waits in
milliseconds as a JSON list, and ends with its input.
"""

import asyncio
import json
import sys
from time import perf_counter

import websockets

_EVERY_S = 0.15


async def charger(address: str, number: int, until: float, waits: list[float]) -> None:
    """One connection, asking until the moment."""
    async with websockets.connect(f"{address}CALM{number}", subprotocols=["ocpp1.6"]) as link:
        status = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
        asked = 0
        while True:
            go = await gates[number].get()
            if go is None:
                return
            until = go
            await asyncio.sleep(_EVERY_S * number / len(gates))
            while perf_counter() < until:
                asked += 1
                action, payload = ("StatusNotification", status) if asked % 3 == 0 else ("Heartbeat", {})
                begin = perf_counter()
                await link.send(json.dumps([2, f"{asked}", action, payload]))
                await link.recv()
                waits.append(1e3 * (perf_counter() - begin))
                await asyncio.sleep(_EVERY_S)


async def main(address: str, count: str) -> None:
    """Measure whenever told to."""
    gates.extend(asyncio.Queue() for _ in range(int(count)))
    waits: list[float] = []
    tasks = [asyncio.create_task(charger(address, number, 0, waits)) for number in range(int(count))]
    while line := await asyncio.to_thread(sys.stdin.readline):
        waits.clear()
        seconds = float(line)
        for gate in gates:
            gate.put_nowait(perf_counter() + seconds)
        await asyncio.sleep(seconds + 2 * _EVERY_S)
        print(json.dumps(waits), flush=True)
    for gate in gates:
        gate.put_nowait(None)
    await asyncio.gather(*tasks)


gates: list[asyncio.Queue[float | None]] = []
asyncio.run(main(*sys.argv[1:]))
