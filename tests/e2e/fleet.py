"""Many chargers that ask, wait, are cut off and ask again; what they were answered is counted here."""

from __future__ import annotations

import asyncio
import json
import random
import resource
import threading
from collections import Counter
from contextlib import contextmanager

import websockets

PATIENCE_S = 120
_CONNECTING = 100
"""So many connect at the same time."""


class Call:
    """One message, told until it is answered."""

    def __init__(self, station, number, action, payload):
        self.station, self.number = station, f"{station}-{number}"
        self.action, self.payload = action, payload
        self.sent = 0
        self.answer = None

    @property
    def text(self):
        return json.dumps([2, self.number, self.action, self.payload])


class Charger:
    """One call at a time, as OCPP has it; a start, some readings, a stop."""

    def __init__(self, name):
        self.name = name
        self.calls = []
        self.link = None
        self._transaction = None

    @property
    def is_waiting(self):
        """Whether something was sent on a connection that stands, and not answered."""
        return self.link is not None and bool(self.calls) and self.calls[-1].answer is None

    def next_call(self):
        if self.calls and self.calls[-1].answer is None:
            return self.calls[-1]
        number = len(self.calls)
        values = [{"timestamp": "2026-11-28T12:00:00Z", "sampledValue": [{"value": str(number)}]}]
        match number % 6:
            case 0:
                action, payload = "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": number}
                payload["timestamp"] = f"2026-11-28T12:{number // 60 % 60:02}:{number % 60:02}Z"
            case 5:
                action, payload = "StopTransaction", {"meterStop": number}
                payload |= {"transactionId": self._transaction, "timestamp": "2026-11-28T12:00:00Z"}
            case _:
                action, payload = "MeterValues", {"connectorId": 1, "meterValue": values}
        self.calls.append(Call(self.name, number, action, payload))
        return self.calls[-1]

    def take(self, answer):
        self.calls[-1].answer = answer
        if self.calls[-1].action == "StartTransaction":
            self._transaction = answer[2]["transactionId"]


class Fleet:
    """Its chargers live on a loop of its own; while it talks, each answer is followed by the next call."""

    def __init__(self, size, prefix="CP", seed=1):
        self.chargers = [Charger(f"{prefix}{n}") for n in range(size)]
        self._luck = random.Random(seed)
        self._addresses = []
        self._talking = None
        self._gate = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._tasks = []

    def start(self, *addresses):
        """Of several addresses each takes any one whenever it connects."""
        self._addresses = addresses

        async def begin():
            self._talking, self._gate = asyncio.Event(), asyncio.Semaphore(_CONNECTING)
            self._tasks = [asyncio.create_task(self._life(one)) for one in self.chargers]

        asyncio.run_coroutine_threadsafe(begin(), self._loop).result(10)

    def moved(self, *addresses):
        """The server is somewhere else now."""
        self._addresses = addresses

    def talk(self):
        self._loop.call_soon_threadsafe(self._talking.set)

    def hush(self):
        """No new calls; those that wait are still told."""
        self._loop.call_soon_threadsafe(self._talking.clear)

    def stop(self):
        if not self._thread.is_alive():
            return

        async def end():
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

        asyncio.run_coroutine_threadsafe(end(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @property
    def in_flight(self):
        return sum(one.is_waiting for one in self.chargers)

    @property
    def connected(self):
        return sum(one.link is not None for one in self.chargers)

    @property
    def unanswered(self):
        return sum(bool(one.calls) and one.calls[-1].answer is None for one in self.chargers)

    @property
    def answered(self):
        return sum(call.answer is not None for one in self.chargers for call in one.calls)

    def until(self, claim, patience_s=PATIENCE_S):
        """Wait until something is so of the fleet."""
        pause = threading.Event()
        for _ in range(int(patience_s * 50)):
            if claim(self):
                return
            pause.wait(0.02)
        raise AssertionError(
            f"{self.connected} connected, {self.in_flight} in flight, {self.unanswered} unanswered"
        )

    def settle(self):
        """All that was asked is answered."""
        self.hush()
        self.until(lambda fleet: fleet.unanswered == 0)

    async def _life(self, charger):
        while True:
            try:
                await self._visit(charger)
            except (OSError, websockets.WebSocketException, TimeoutError, EOFError):
                charger.link = None
                await asyncio.sleep(self._luck.uniform(0.05, 0.5))

    async def _visit(self, charger):
        async with self._gate:
            link = await websockets.connect(
                f"{self._luck.choice(self._addresses)}{charger.name}", subprotocols=["ocpp1.6"],
                ping_interval=None, open_timeout=30, compression=None, close_timeout=1,
            )  # fmt: skip
        try:
            while True:
                call = charger.next_call() if charger.calls and charger.calls[-1].answer is None else None
                if call is None:
                    charger.link = link
                    await self._talking.wait()
                    call = charger.next_call()
                call.sent += 1
                await link.send(call.text)
                charger.link = link
                charger.take(json.loads(await link.recv()))
        finally:
            charger.link = None
            link.transport.abort()


def wrong(fleet, connection):
    """What the journal does not hold as often as the chargers' side says; each as text."""
    kept = Counter()
    for station, text in connection.execute("select station, text from journal where direction = 'in'"):
        kept[station, json.loads(text)[1]] += 1
    found = []
    for call in (call for one in fleet.chargers for call in one.calls):
        times = kept.pop((call.station, call.number), 0)
        if call.answer is not None and not times:
            found.append(f"lost: {call.number}")
        if times > call.sent:
            found.append(f"doubled: {call.number}, sent {call.sent} times, kept {times}")
    names = {one.name for one in fleet.chargers}
    return found + [f"from nowhere: {place}" for place in kept if place[0] in names]


def wrong_transactions(fleet, connection):
    """Starts that share an id, and starts that were answered with several."""
    found = []
    replies = {}
    for station, text in connection.execute("select station, text from journal where direction = 'out'"):
        kind, number, payload = json.loads(text)[:3]
        if kind == 3 and "transactionId" in payload:
            replies.setdefault((station, number), set()).add(payload["transactionId"])
    for one in fleet.chargers:
        starts = [call for call in one.calls if call.action == "StartTransaction" and call.answer]
        ids = [call.answer[2]["transactionId"] for call in starts]
        if len(ids) != len(set(ids)):
            found.append(f"{one.name}: an id was given twice")
        found += [
            f"{call.number}: given {replies[one.name, call.number]}"
            for call in starts
            if replies[one.name, call.number] != {call.answer[2]["transactionId"]}
        ]
    return found


@contextmanager
def many_files():
    """This process, and those that it starts, may open as many as the system allows."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
