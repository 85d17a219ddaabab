"""
What would a gateway put into the log, if chargers said so much, and who stands in for both?

A process of its own: calls are made up as fast as is asked, each with its answer, and handed to the
publisher that a gateway has. What it takes to make them up is told apart. It prints what came of it as JSON.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import sys
from collections.abc import Iterator
from time import monotonic, process_time

import msgspec
import uvloop

from chargeboard.domain.entries import Entry
from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now
from chargeboard.stream.address import log_at
from chargeboard.stream.opening import connected, opened
from chargeboard.stream.publishing import Publisher
from chargeboard.time.instants import Instant, text_of

_STEP_S = 0.01
_DRAIN_S = 30.0
_VISIT = 40
"""Calls of a charger from one car to the next, readings most of them."""
_SAYS: dict[int, tuple[str, str, str]] = {
    0: ("StatusNotification", '"connectorId":1,"errorCode":"NoError","status":"Preparing"', "{{}}"),
    1: (
        "StartTransaction",
        '"connectorId":1,"idTag":"A1","meterStart":{wh}',
        '{{"transactionId":{id},"idTagInfo":{{"status":"Accepted"}}}}',
    ),
    2: ("StatusNotification", '"connectorId":1,"errorCode":"NoError","status":"Charging"', "{{}}"),
    _VISIT - 3: ("StatusNotification", '"connectorId":1,"errorCode":"NoError","status":"Finishing"', "{{}}"),
    _VISIT - 2: (
        "StopTransaction",
        '"transactionId":{id},"meterStop":{wh},"reason":"Local"',
        '{{"idTagInfo":{{"status":"Accepted"}}}}',
    ),
    _VISIT - 1: ("StatusNotification", '"connectorId":1,"errorCode":"NoError","status":"Available"', "{{}}"),
}
_READING = (
    '"connectorId":1,"transactionId":{id},"meterValue":[{{"timestamp":"{at}","sampledValue":['
    '{{"value":"{wh}","measurand":"Energy.Active.Import.Register","unit":"Wh"}},'
    '{{"value":"7200.0","measurand":"Power.Active.Import","unit":"W"}}]}}]'
)


class Injected(msgspec.Struct):
    """What came of it."""

    offered: int = 0
    """Calls."""
    acked: int = 0
    """Of these, those that the log has."""
    made_up_s: float = 0.0
    """Processor seconds that it took to make them up, since the warm-up."""
    published_s: float = 0.0
    """Those that it took to pack and publish them, since the warm-up."""
    offered_warm: int = 0
    """Calls after the warm-up."""
    late_s: float = 0.0
    """By how much any was offered later than it was to."""


def charger(number: int) -> str:
    """Its id."""
    return f"BENCH-{number:06}"


def said(number: int, count: int, at: Instant) -> Entry:
    """What a charger says as its call of that number, with its answer."""
    step = (count + number) % _VISIT
    action, tells, answer = _SAYS.get(step, ("MeterValues", _READING, "{{}}"))
    transaction, stamp = (count + number) // _VISIT + 1, text_of(at)
    filled = {"id": transaction, "wh": 1000 * transaction + 100 * step, "at": stamp}
    own = "" if action == "MeterValues" else f',"timestamp":"{stamp}"'
    call = f'[2,"{number}-{count}","{action}",{{{tells.format(**filled)}{own}}}]'
    told = answer.format(**filled)
    station, connection = charger(number), f"bench-{number}"
    return Entry(
        (
            Frame(station, at, "in", call, connection, "ocpp1.6"),
            Frame(station, at + 1, "out", f'[3,"{number}-{count}",{told}]', connection, "ocpp1.6"),
        ),
        None,
        action == "MeterValues",
    )


async def inject(url: str, numbers: range, calls_s: float, warm_s: float, seconds: float) -> Injected:
    """Say so much for so long, all chargers in turn."""
    address, told = log_at(url), Injected()
    async with connected(address, "bench gateway") as client:
        publisher = Publisher(await opened(client, address), f"bench-{numbers.start}", now)

        def done() -> None:
            told.acked += 1

        begin, gone, made_s, cpu_s = monotonic(), 0, 0.0, 0.0
        turns = _turns(numbers)
        while (after := monotonic() - begin) < warm_s + seconds:
            if not told.offered_warm and after >= warm_s:
                gone, made_s, cpu_s = told.offered, 0.0, process_time()
            before = process_time()
            due = round(after * calls_s)
            told.late_s = max(told.late_s, (due - told.offered) / calls_s)
            entries = [said(*next(turns), now()) for _ in range(due - told.offered)]
            made_s += process_time() - before
            for entry in entries:
                publisher.submit(entry, done)
            told.offered += len(entries)
            told.offered_warm = told.offered - gone if after >= warm_s else 0
            await asyncio.sleep(_STEP_S)
        told.made_up_s, told.published_s = made_s, process_time() - cpu_s - made_s
        await asyncio.wait([asyncio.create_task(publisher.drain())], timeout=_DRAIN_S)
        publisher.stop()
    return told


def _turns(numbers: range) -> Iterator[tuple[int, int]]:
    count = 0
    while True:
        yield from ((number, count) for number in numbers)
        count += 1


def main() -> None:
    """Inject, and tell."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster.injecting", description=__doc__)
    parser.add_argument("log")
    for name in ("first", "step", "chargers"):
        parser.add_argument(name, type=int)
    for name in ("calls_s", "warm_s", "seconds"):
        parser.add_argument(name, type=float)
    asked = parser.parse_args()
    gc.freeze()
    gc.set_threshold(20_000, 50, 100)
    numbers = range(asked.first, asked.chargers, asked.step)
    told = uvloop.run(inject(asked.log, numbers, asked.calls_s, asked.warm_s, asked.seconds))
    sys.stdout.buffer.write(msgspec.json.encode(told))


if __name__ == "__main__":
    main()
