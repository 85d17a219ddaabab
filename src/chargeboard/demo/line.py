"""
What does the management system hear of a charger, and when?

A charger's life becomes frames: calls with their answers, heartbeats where nothing else was said, and
connections that come and go. What belongs to a transaction is kept while the line is down and told late;
of statuses only the latest is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import count
from random import Random

import msgspec

from chargeboard.demo.town import CutKind, Place
from chargeboard.domain.close_codes import ABNORMAL
from chargeboard.domain.frame import Direction, Frame
from chargeboard.time.instants import SECOND, Instant, Micros, text_of

Payload = dict[str, object]


class Call(msgspec.Struct, frozen=True):
    """One message and its answer. `at` is when it happened; it is heard later if the line is down."""

    at: Instant
    action: str
    payload: Payload
    answer: Payload = {}
    waits: bool = False
    """Belongs to a transaction: told late rather than never."""
    asked: bool = False
    """The management system calls and the charger answers."""
    answered_after: Micros = 0
    """So long the answer lets wait."""
    error: str = ""
    """With that it is answered instead."""
    repeats_id: bool = False
    """It has the message id of the call before it."""


class Outage(msgspec.Struct, frozen=True):
    """The line was down from `start` to `end`."""

    start: Instant
    end: Instant
    kind: CutKind


def stamp(at: Instant) -> str:
    """A charger's clock shows seconds."""
    return text_of(at - at % SECOND)


def heard(line: Line, calls: Iterator[Call], outages: Iterator[Outage], since: Instant) -> Iterator[Frame]:
    """The frames of one charger from its first connection on, ordered and without end."""
    yield line.connect(since)
    yield from line.boot()
    call = next(calls)
    for outage in outages:
        while call.at < outage.start:
            yield from line.beat(call.at)
            yield from line.say(call, call.at)
            call = next(calls)
        yield from line.beat(outage.start)
        if outage.kind != "silent":
            cut = (None, ABNORMAL) if outage.kind == "dropped" else ()
            yield line.event("close", outage.start, line.connection, *cut)
        missed = []
        while call.at < outage.end:
            missed.append(call)
            call = next(calls)
        dropped = line.connection
        yield line.connect(outage.end)
        if outage.kind == "silent":  # only now the server learns that the old link was dead
            yield line.event("close", outage.end, dropped)
        if outage.kind == "update":
            line.firmware = _next(line.firmware)
        if outage.kind in {"power", "update"}:
            yield from line.boot()
        yield from line.catch_up(missed)


class Line:
    """A charger's connection and what it remembers. `identity` is what it says of itself when it boots."""

    def __init__(self, place: Place, rng: Random, identity: Callable[[Place, str], Payload]) -> None:
        self.place = place
        self.firmware = place.firmware
        self.identity = identity
        self.rng = rng
        self.free_at: Instant = 0
        self.ids = count(1)
        self.connections = count(1)
        self.connection = ""
        self.number = ""
        self.statuses: dict[object, Call] = {}

    def connect(self, at: Instant) -> Frame:
        self.connection = f"{self.place.id}/{next(self.connections)}"
        return self.event("open", at, self.connection)

    def event(self, what: str, at: Instant, connection: str, *told: object) -> Frame:
        self.free_at = max(at, self.free_at)
        said = [what, connection, *([self.place.protocol] if what == "open" else told)]
        text = msgspec.json.encode(said).decode()
        return Frame(self.place.id, self.free_at, "ws", text, connection, self.place.protocol)

    def say(self, call: Call, at: Instant) -> Iterator[Frame]:
        said_at = max(at, self.free_at) + self.rng.randrange(5_000, 90_000)
        answered_at = said_at + call.answered_after + self.rng.randrange(8_000, 60_000)
        self.free_at = answered_at
        if call.action == "StatusNotification":
            self.statuses[_socket(call)] = call
        if not call.repeats_id:
            self.number = f"{next(self.ids):08x}"
        number = self.number
        there: Direction = "out" if call.asked else "in"
        back: Direction = "in" if call.asked else "out"
        yield self._frame(there, said_at, [2, number, call.action, call.payload])
        answer = [4, number, call.error, "", {}] if call.error else [3, number, call.answer]
        yield self._frame(back, answered_at, answer)

    def beat(self, until: Instant) -> Iterator[Frame]:
        """Heartbeats until then, one after each interval in which nothing else was said."""
        while (at := self.free_at + self.place.interval_s * SECOND) < until:
            yield from self.say(Call(at, "Heartbeat", {}, {"currentTime": stamp(at)}), at)

    def boot(self) -> Iterator[Frame]:
        at, interval_s = self.free_at, self.place.interval_s
        answer: Payload = {"status": "Accepted", "currentTime": stamp(at), "interval": interval_s}
        who = self.identity(self.place, self.firmware)
        yield from self.say(Call(at, "BootNotification", who, answer), at)
        for status in list(self.statuses.values()):
            again = msgspec.structs.replace(
                status, payload=status.payload | {"timestamp": stamp(self.free_at)}
            )
            yield from self.say(again, self.free_at)

    def catch_up(self, missed: list[Call]) -> Iterator[Frame]:
        latest = {_socket(call): call for call in missed if call.action == "StatusNotification"}
        for call in [*latest.values(), *(call for call in missed if call.waits)]:
            yield from self.say(call, self.free_at + 40_000)

    def _frame(self, direction: Direction, at: Instant, said: object) -> Frame:
        text = msgspec.json.encode(said).decode()
        return Frame(self.place.id, at, direction, text, self.connection, self.place.protocol)


def _socket(status: Call) -> object:
    return status.payload.get("evseId", status.payload.get("connectorId"))


def _next(firmware: str) -> str:
    """The following patch release."""
    head, _, patch = firmware.rpartition(".")
    return f"{head}.{int(patch.partition('-')[0]) + 1}"
