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
    """Calls in their order, as OCPP has it: a start, some readings, of which some do not wait, a stop."""

    def __init__(self, name, at_once=1, more=0):
        self.name = name
        self.calls = []
        self.waiting = {}
        """What is not answered, by its number."""
        self.link = None
        self._at_once, self._cycle = at_once, 5 * at_once + more
        self._transaction = None

    @property
    def in_flight(self):
        """How much was sent on a connection that stands, and is not answered."""
        return 0 if self.link is None else len(self.waiting)

    @property
    def may_say(self):
        """Whether there is a call that waits for no other one."""
        if not self.waiting:
            return True
        place = len(self.calls) % (self._cycle + 1)
        return len(self.waiting) < self._at_once and 1 < place < self._cycle

    def next_call(self):
        number = len(self.calls)
        values = [{"timestamp": "2026-11-28T12:00:00Z", "sampledValue": [{"value": str(number)}]}]
        match number % (self._cycle + 1):
            case 0:
                action, payload = "StartTransaction", {"connectorId": 1, "idTag": "T", "meterStart": number}
                payload["timestamp"] = f"2026-11-28T12:{number // 60 % 60:02}:{number % 60:02}Z"
            case self._cycle:
                action, payload = "StopTransaction", {"meterStop": number}
                payload |= {"transactionId": self._transaction, "timestamp": "2026-11-28T12:00:00Z"}
            case _:
                action, payload = "MeterValues", {"connectorId": 1, "meterValue": values}
        call = Call(self.name, number, action, payload)
        self.calls.append(call)
        self.waiting[call.number] = call
        return call

    def take(self, answer):
        call = self.waiting.pop(answer[1], None)
        if call is None:
            return
        call.answer = answer
        if call.action == "StartTransaction":
            self._transaction = answer[2]["transactionId"]


class Fleet:
    """Its chargers live on a loop of its own; while it talks, each answer is followed by the next call."""

    def __init__(self, size, prefix="CP", seed=1, at_once=1):
        self.chargers = [Charger(f"{prefix}{n}", at_once, n % 9 if at_once > 1 else 0) for n in range(size)]
        self._luck = random.Random(seed)
        self._addresses = []
        self.again_after_s = (0.05, 0.5)
        """How long a charger waits that was cut off."""
        self.refused = 0
        """So many connects were: nobody listened."""
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

        asyncio.run_coroutine_threadsafe(begin(), self._loop).result(60)

    def moved(self, *addresses):
        """The server is somewhere else now."""
        self._addresses = addresses

    def talk(self):
        self._loop.call_soon_threadsafe(self._talking.set)

    def hush(self):
        """No new calls; those that wait are still told."""
        self._loop.call_soon_threadsafe(self._talking.clear)

    def cut(self):
        """All links are, whatever is on its way."""

        def abort():
            for one in self.chargers:
                if one.link is not None:
                    one.link.transport.abort()

        self._loop.call_soon_threadsafe(abort)

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
        return sum(one.in_flight for one in self.chargers)

    @property
    def connected(self):
        return sum(one.link is not None for one in self.chargers)

    @property
    def unanswered(self):
        return sum(len(one.waiting) for one in self.chargers)

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
            except (OSError, websockets.WebSocketException, TimeoutError, EOFError) as error:
                self.refused += isinstance(error, ConnectionRefusedError)
                charger.link = None
                await asyncio.sleep(self._luck.uniform(*self.again_after_s))

    async def _visit(self, charger):
        async with self._gate:
            link = await websockets.connect(
                f"{self._luck.choice(self._addresses)}{charger.name}", subprotocols=["ocpp1.6"],
                ping_interval=None, open_timeout=60, compression=None, close_timeout=1,
            )  # fmt: skip
        try:
            for call in list(charger.waiting.values()):
                call.sent += 1
                await link.send(call.text)
            charger.link = link
            while True:
                while charger.may_say and (self._talking.is_set() or not charger.waiting):
                    await self._talking.wait()
                    call = charger.next_call()
                    call.sent += 1
                    await link.send(call.text)
                charger.take(json.loads(await link.recv()))
        finally:
            charger.link = None
            link.transport.abort()


def lost(fleet, connection):
    """Whether something that was answered is not in the journal."""
    answered = Counter(
        call.station for one in fleet.chargers for call in one.calls if call.answer is not None
    )
    kept = Counter(
        dict(
            connection.execute(
                "select station, count(distinct text) from journal where direction = 'in' group by station"
            ).fetchall()
        )
    )
    return any(kept[station] < count for station, count in answered.items())


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


def out_of_order(fleet, connection):
    """Calls that stand in the journal before one that was said earlier."""
    found, last, seen = [], {}, set()
    rows = connection.execute(
        "select station, text from journal where direction = 'in' order by station, received_at, seq"
    )
    for station, text in rows:
        number = json.loads(text)[1]
        if number in seen:
            continue
        seen.add(number)
        place = int(number.rpartition("-")[2])
        if place < last.get(station, 0):
            found.append(f"out of order: {number}")
        last[station] = place
    return found


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
