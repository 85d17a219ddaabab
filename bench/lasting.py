"""What does it cost that something goes on at a charger: a year, a week, or always something else?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count
from random import Random
from statistics import median
from time import process_time

from bench.figure import Figure, at_most, spread
from bench.town import NOW
from bench.workbench import Workbench
from chargeboard.documents import board_encoded
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, text_of
from chargeboard.time.spans import Span

_STATION = "LASTING"
_DAY = 24 * HOUR
_LOOKS = 15
_LISTED = 10
"""So many of the newest sessions are listed, as the page does."""
_MOST_FRAMES = 20_000


@dataclass
class _Charger:
    """A charger of OCPP 1.6 whose sockets do what they are told to, one thing after the other."""

    now: Instant
    frames: list[Frame] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    registers: dict[int, int] = field(default_factory=dict)

    def call(self, action: str, payload: dict[str, object], answer: dict[str, object]) -> None:
        number = next(self.numbers)
        self.frames.append(Frame(_STATION, self.now, "in", json.dumps([2, f"m{number}", action, payload])))
        self.frames.append(Frame(_STATION, self.now, "out", json.dumps([3, f"m{number}", answer])))

    def boot(self, sockets: int) -> None:
        self.frames.append(Frame(_STATION, self.now, "ws", '["open", "c"]'))
        boot = {"chargePointVendor": "ACME", "chargePointModel": "X"}
        self.call(
            "BootNotification",
            boot,
            {"status": "Accepted", "currentTime": text_of(self.now), "interval": 300},
        )
        for socket in range(1, sockets + 1):
            self.status(socket, "Available")

    def status(self, socket: int, status: str) -> None:
        told = {
            "connectorId": socket,
            "status": status,
            "errorCode": "NoError",
            "timestamp": text_of(self.now),
        }
        self.call("StatusNotification", told, {})

    def card(self, token: str) -> None:
        self.call("Authorize", {"idTag": token}, {"idTagInfo": {"status": "Accepted"}})

    def start(self, socket: int, token: str) -> int:
        number = next(self.numbers)
        told = {"connectorId": socket, "idTag": token, "meterStart": self.registers.get(socket, 0)}
        answer = {"transactionId": number, "idTagInfo": {"status": "Accepted"}}
        self.call("StartTransaction", told | {"timestamp": text_of(self.now)}, answer)
        return number

    def sample(self, socket: int, transaction: int) -> None:
        self.registers[socket] = self.registers.get(socket, 0) + 120
        values = [
            {"value": str(self.registers[socket]), "unit": "Wh"},
            {"value": "7200", "measurand": "Power.Active.Import", "unit": "W"},
        ]
        meter = [{"timestamp": text_of(self.now), "sampledValue": values}]
        self.call(
            "MeterValues", {"connectorId": socket, "transactionId": transaction, "meterValue": meter}, {}
        )

    def stop(self, socket: int, transaction: int) -> None:
        told = {
            "transactionId": transaction,
            "meterStop": self.registers[socket],
            "timestamp": text_of(self.now),
        }
        self.call("StopTransaction", told | {"reason": "EVDisconnected"}, {})


def _visits(charger: _Charger, socket: int, random: Random, pause: int) -> Iterator[Instant]:
    """Cars come and go at a socket for ever; each yield is when it goes on."""
    for visit in count():
        token = f"T{socket}-{visit}"
        charger.status(socket, "Preparing")
        yield charger.now + 10 * SECOND
        charger.card(token)
        yield charger.now + 2 * SECOND
        transaction = charger.start(socket, token)
        charger.status(socket, "Charging")
        for _ in range(random.randrange(20, 70)):
            yield charger.now + MINUTE
            charger.sample(socket, transaction)
        yield charger.now + 20 * SECOND
        charger.stop(socket, transaction)
        charger.status(socket, "Finishing")
        yield charger.now + random.randrange(60, 300) * SECOND
        charger.status(socket, "Available")
        yield charger.now + random.randrange(1, 2 * pause) * SECOND


def _stays(charger: _Charger, socket: int, *, charges: bool) -> Iterator[Instant]:
    """A car that comes and does not go: it charges, or its cable is left in."""
    charger.status(socket, "Preparing")
    yield charger.now + 10 * SECOND
    charger.card("STAYS")
    yield charger.now + 2 * SECOND
    transaction = charger.start(socket, "STAYS")
    charger.status(socket, "Charging")
    for minute in count():
        yield charger.now + MINUTE
        charger.sample(socket, transaction)
        if not charges and minute == 30:
            break
    charger.stop(socket, transaction)
    charger.status(socket, "Finishing")


def _life(charger: _Charger, doings: list[Iterator[Instant]]) -> Iterator[list[Frame]]:
    """The frames of all sockets by time, an instant after the other."""
    due: list[tuple[Instant, int]] = [(charger.now, place) for place in range(len(doings))]
    while due:
        charger.now, place = heappop(due)
        if (then := next(doings[place], None)) is not None:
            heappush(due, (then, place))
        yield charger.frames
        charger.frames = []


@dataclass(frozen=True)
class _Case:
    name: str
    days: int
    sockets: int
    look_ms: float
    document_kb: float
    busy: int
    """So many of the sockets are visited by one car after the other."""
    pause_s: int = 600
    charges: bool = True


_CASES = (
    _Case("one transaction open for a year", 365, 1, 5, 60, busy=0),
    _Case("a car that stays for a week", 7, 1, 3, 60, busy=0),
    _Case("a car left in beside a busy socket for a week", 7, 2, 3, 300, busy=1, charges=False),
    _Case("sixty busy sockets, never all free", 13, 60, 40, 300, busy=60, pause_s=2100),
)


def figures(workbench: Workbench) -> Iterator[Figure]:
    """A look at each, and a settling, a minute after the last."""
    for case in _CASES:
        days = case.days if case.days < 10 else workbench.scaled(case.days, max(1, case.days // 12))
        yield from _measured(case, days)
    if not workbench.is_quick:
        yield from _flatness()


def _measured(case: _Case, days: int) -> Iterator[Figure]:
    looks, settlings, document = _costs(case, days)
    note = f"{days} days, a sample a minute, CPU, {_LOOKS} times: {{}} ms"
    yield at_most(
        case.look_ms,
        Figure(name=f"{case.name}, a look", value=median(looks), unit="ms", note=note.format(spread(looks))),
    )
    yield at_most(
        case.look_ms,
        Figure(
            name=f"{case.name}, settling",
            value=median(settlings),
            unit="ms",
            note=note.format(spread(settlings)),
        ),
    )
    yield at_most(
        case.document_kb,
        Figure(
            name=f"{case.name}, the document",
            value=document / 1000,
            unit="kB",
            note="as the page asks for it",
        ),
    )


def _flatness() -> Iterator[Figure]:
    """A charger with one transaction: after a year a look costs what it did after a month."""
    month, quarter, year = (median(_costs(_CASES[0], days)[0]) for days in (30, 91, 365))
    yield at_most(
        1.2,
        Figure(
            name="a look after twelve months, over one after a month",
            value=year / month,
            unit="times",
            note=f"one transaction open all the time: {month:.3g}, {quarter:.3g}, {year:.3g} ms CPU",
        ),
    )


def _costs(case: _Case, days: int) -> tuple[list[float], list[float], int]:
    """Milliseconds of each look and settling, and the bytes of the document."""
    charger, random = _Charger(NOW - days * _DAY), Random(7)  # noqa: S311 - traffic, no secret
    doings = [_visits(charger, socket, random, case.pause_s) for socket in range(1, case.busy + 1)]
    doings += [
        _stays(charger, socket, charges=case.charges) for socket in range(case.busy + 1, case.sockets + 1)
    ]
    charger.boot(case.sockets)
    life = _life(charger, doings)
    store = open_store(":memory:")
    desk = Desk(store, lambda name: Profile(id=name, policy=Policy()), lambda: charger.now)
    projector = Projector(desk.histories, desk.now)
    try:
        _live(projector, life, charger, NOW)
        projector.settle(_STATION)
        looks, settlings = [], []
        for minute in range(1, _LOOKS + 1):
            _live(projector, life, charger, NOW + minute * MINUTE)
            begin = process_time()
            seen = desk.seen(_STATION, _last_day, at=charger.now, newest=_LISTED)
            looks.append(1000 * (process_time() - begin))
            begin = process_time()
            projector.settle(_STATION)
            settlings.append(1000 * (process_time() - begin))
        return looks, settlings, len(board_encoded(seen.board, [b""] * (len(seen.board.sessions) + 1)))
    finally:
        store.close()


def _last_day(_zone: str, at: Instant) -> Span:
    return Span(at - _DAY, at)


def _live(projector: Projector, life: Iterator[list[Frame]], charger: _Charger, until: Instant) -> None:
    """Take in what is said until an instant, and understand it as it comes."""
    waiting: list[Frame] = []
    for frames in life:
        waiting += frames
        if len(waiting) >= _MOST_FRAMES or charger.now >= until:
            projector.take(waiting)
            projector.fold(_STATION)
            waiting = []
        if charger.now >= until:
            return
