"""
How do the town's chargers call in?

Each is a WebSocket client like a real charger: it connects, waits for answers, loses its link, and comes back
with what it could not tell meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import suppress
from random import uniform
from time import perf_counter
from typing import Any, Protocol
from urllib.parse import quote

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException
from websockets.protocol import State
from websockets.typing import Subprotocol

from chargeboard.demo.pace import Pace
from chargeboard.demo.words import say
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, Instant

CALL = 2
_RESULT, _ERROR = 3, 4
_AGAIN_S, _AGAIN_MOST_S = 2.0, 8.0
"""Between two tries to connect: twice as long each time, and by chance a third more or less, as in OCPP 2."""
_CONNECTED_WITHIN_S = 60.0
_ANSWER_WITHIN_S = 30.0
_LOST = (OSError, WebSocketException, TimeoutError, asyncio.IncompleteReadError)


class Witness(Protocol):
    """Notes what chargers of all kinds send and are answered."""

    def connected(self) -> None: ...
    def refused(self) -> None:
        """A connection did not come about."""

    def hung_up(self) -> None: ...
    def due(self, late_s: float) -> None:
        """A charger is told to say something, so much later than it was to."""

    def sent(self, action: str) -> None: ...
    def answered(self, took_s: float, *, is_error: bool) -> None: ...
    def lost(self) -> None:
        """What was sent got no answer."""


class _Nobody:
    def connected(self) -> None: ...
    def refused(self) -> None: ...
    def hung_up(self) -> None: ...
    def due(self, late_s: float) -> None: ...
    def sent(self, action: str) -> None: ...
    def answered(self, took_s: float, *, is_error: bool) -> None: ...
    def lost(self) -> None: ...


async def call_in(
    frames: Iterator[Frame],
    lines: dict[str, Frame],
    address: str,
    now: Callable[[], Instant],
    pace_of: Callable[[str], Pace],
    tell: Callable[[str], object] = lambda _: None,
    *,
    witness: Witness = _Nobody(),  # noqa: B008 - it notes nothing
) -> None:
    """
    Let the chargers say their frames when it is time, without end.

    `lines` are the frames that opened the connections which are up at the beginning; `pace_of` says how a
    charger lives, by its id; `tell` is told what happens to the chargers.
    """
    chargers: dict[str, _Charger] = {}
    async with asyncio.TaskGroup() as town:

        def charger_of(frame: Frame) -> _Charger:
            known = chargers.get(frame.station)
            if known is None:
                known = chargers[frame.station] = _Charger(
                    frame, address, pace_of(frame.station), tell, witness
                )
                town.create_task(known.live())
            return known

        for frame in lines.values():
            charger_of(frame).hears.put_nowait(frame)
        for frame in frames:
            charger = charger_of(frame)
            wait_s = (charger.pace.moment(frame.received_at) - now()) / SECOND
            if wait_s > 0:
                await asyncio.sleep(wait_s)
                witness.due((charger.pace.moment(frame.received_at) - now()) / -SECOND)
            charger.hears.put_nowait(frame)


class _Charger:
    """One charger: its connections by the names that the town gives them, and what it was told."""

    def __init__(
        self, frame: Frame, address: str, pace: Pace, tell: Callable[[str], object], witness: Witness
    ) -> None:
        self.hears: asyncio.Queue[Frame] = asyncio.Queue()
        self._tell, self._told, self._witness = tell, "", witness
        self.pace = pace
        self._station = frame.station
        self._url = address + quote(frame.station, safe="")
        self._protocol = Subprotocol(frame.protocol)
        self._links: dict[str, ClientConnection] = {}
        self._watches = set[asyncio.Task[None]]()
        self._given: dict[object, object] = {}
        """Real transaction ids by invented ones, and by the number of the call that asked for them."""

    async def live(self) -> None:
        """Say one thing after the other, and connect again where the link is lost."""
        while True:
            frame = await self.hears.get()
            said = msgspec.json.decode(frame.text)
            match frame.direction, said:
                case "ws", ["open", *_]:
                    self._drop_dead()
                    await self._link(frame.connection)
                case "ws", ["close", name, *_]:
                    await self._hang_up(name)
                case "ws", ["lost", name] if name in self._links and self._links[name].state is State.CLOSED:
                    await self._hang_up(name)
                    await self._link(name)
                case "in", [2, number, action, payload]:
                    await self._say(frame.connection, number, action, payload)
                case "out", [3, number, {"transactionId": invented}] if number in self._given:
                    self._given[invented] = self._given.pop(number)
                case _:
                    pass  # nobody commands a charger of the demo

    async def _say(self, connection: str, number: str, action: str, payload: dict[str, Any]) -> None:
        if payload.get("transactionId") in self._given:
            payload = payload | {"transactionId": self._given[payload["transactionId"]]}
        if action == "StatusNotification":
            self._news(say("socket_is", socket=payload.get("connectorId"), status=payload.get("status")))
        told = self.pace.said(payload)
        text = msgspec.json.encode([CALL, number, action, told]).decode()
        while True:
            link = await self._link(connection)
            self._witness.sent(action)
            said_s = perf_counter()
            try:
                await link.send(text)
                answer = await asyncio.wait_for(_answer(link, number), _ANSWER_WITHIN_S)
            except _LOST:
                self._witness.lost()
                await self._hang_up(connection)
                await asyncio.sleep(_AGAIN_S)
                continue
            self._witness.answered(perf_counter() - said_s, is_error=answer[0] != _RESULT)
            match answer:
                case [3, _, {"transactionId": given}]:
                    self._given[number] = given
                    self.pace.said(payload, given)
            return

    async def _link(self, connection: str) -> ClientConnection:
        """The connection of that name, made as often as it takes."""
        again_s = _AGAIN_S
        while (link := self._links.get(connection)) is None:
            try:
                link = await connect(
                    self._url,
                    subprotocols=[self._protocol],
                    compression=None,
                    open_timeout=_CONNECTED_WITHIN_S,
                    ping_interval=None,
                )
            except _LOST as error:
                self._witness.refused()
                why = say("nobody_listens") if isinstance(error, ConnectionRefusedError) else error
                self._news(say("cannot_connect", why=why))
                await asyncio.sleep(again_s * uniform(2 / 3, 4 / 3))
                again_s = min(2 * again_s, _AGAIN_MOST_S)
            else:
                self._links[connection] = link
                self._watch(connection, link)
                self._witness.connected()
                self._news(say("connected"))
        return link

    def _drop_dead(self) -> None:
        """Who connects anew has lost what was there, and the other side was told nothing of it."""
        for link in self._links.values():
            self._witness.hung_up()
            link.transport.abort()
        self._links.clear()

    def _watch(self, connection: str, link: ClientConnection) -> None:
        """Note it when the other side closes the link, also while there is nothing to say."""

        async def watch() -> None:
            await link.wait_closed()
            lost = msgspec.json.encode(["lost", connection]).decode()
            self.hears.put_nowait(Frame(self._station, 0, "ws", lost, connection, self._protocol))

        watching = asyncio.create_task(watch())
        self._watches.add(watching)
        watching.add_done_callback(self._watches.discard)

    def _news(self, what: str) -> None:
        if what != self._told:
            self._told = what
            self._tell(f"{self._station}: {what}")

    async def _hang_up(self, connection: str) -> None:
        link = self._links.pop(connection, None)
        if link is not None:
            self._witness.hung_up()
            with suppress(*_LOST):
                await link.close()


async def _answer(link: ClientConnection, number: str) -> list[Any]:
    """What answers the call of that number. Calls of the other side are not understood, and told so."""
    while True:
        said: list[Any] = msgspec.json.decode(await link.recv())
        match said:
            case [2, asked, *_]:
                await link.send(msgspec.json.encode([_ERROR, asked, "NotImplemented", "", {}]).decode())
            case [3 | 4, answered, *_] if answered == number:
                return said
            case _:
                pass  # to an earlier call, which nobody waits for any more
