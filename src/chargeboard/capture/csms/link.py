"""
What happens on one connection?

Each message is kept before it is answered, in the order it came; the same message is given the same answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Literal, Protocol

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed
from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import Event, State

from chargeboard.capture.csms.admission import Shown
from chargeboard.capture.csms.answers import REPEATING, Asked, answer_to
from chargeboard.capture.csms.aside import Read
from chargeboard.capture.csms.envelope import Envelope, error, opened, result, too_long
from chargeboard.capture.csms.room import Room
from chargeboard.capture.csms.words import say
from chargeboard.capture.oversize import LONGEST_FRAME, text_of
from chargeboard.domain.frame import Frame as Heard
from chargeboard.time.instants import SECOND, Instant
from chargeboard.time.instants import text_of as text_of_instant

LARGE_FRAME = 1 << 16
"""A longer message is read aside, so that nobody else waits meanwhile."""
MOST_UNKEPT = 16
MOST_UNKEPT_BYTES = 1 << 20
_COUNTED = 1 << 14
CLOSE_WITHIN_S = 5.0
"""What is sent to who ends, or is sent away, may take so long; then the connection is cut."""
HANDSHAKE_S = 10.0
"""Within which a charger must have said who it is."""
_MOST_UNSENT = 1 << 16
_ROUTINE = frozenset({"Heartbeat", "MeterValues"})
_READINGS = frozenset({"MeterValuePeriodic", "MeterValueClock"})
_OF_A_MESSAGE = frozenset({Opcode.TEXT, Opcode.BINARY, Opcode.CONT})

Reply = Callable[[int | None], Heard]
"""Makes the answer, given the transaction id where one was asked for."""


class Keep(Protocol):
    """
    Makes frames durable, the reply with them; then `done` is given its text, in the order of the calls.

    `is_routine`: nobody waits for what follows from them.
    """

    def __call__(
        self,
        frames: list[Heard],
        *,
        reply: Reply | None = None,
        start: tuple[str, str] | None = None,
        turn: tuple[Literal["open", "close", "lost"], str, str] | None = None,
        is_routine: bool = False,
        done: Callable[[str], None],
    ) -> None: ...


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer is made of besides the question."""

    keep: Keep
    redact: Callable[[str], str]
    authorize: Callable[[str], str]
    is_silent: bool = False
    """Another system answers, and we only hear."""
    heartbeat_interval_s: int
    aside: Callable[[bytes], Awaitable[Read]]
    """Reads a large message."""
    now: Callable[[], Instant]
    """The present. A charger sets its clock by it, so that it is never what the journal makes of it."""


class Link(ServerConnection):
    """A connection, whose it is, and how many of its messages are not durable yet."""

    station = ""
    address = ""
    """From where it came, by the word of a proxy that spoke before it; empty: from where it is."""
    name = ""
    protocol_name = ""
    since: Instant = 0
    """When its conversation began."""
    heard_at: Instant = 0
    heard_s = 0.0
    """When it was last heard by the event loop's clock, which nobody sets."""
    seen_s = 0.0
    """When anything came of it last, by that clock: a message or a part of one, a ping, a pong."""
    hear: Callable[[bytes], None] | None = None
    """Takes a whole message; None until the conversation has begun, and where it is over."""
    ponged: Callable[[], None] | None = None
    """Is told of each answer to a ping."""
    is_deaf = False
    """It was sent away: what still comes is not kept."""
    rechecks = 0
    """How often it was looked at who may connect, when this one was let in."""
    shown: Shown = Shown()
    """By what it was let in."""
    follows: Link | None = None
    """The connection of the same charger that makes way for this one, until it has."""
    is_alone = False
    """No connection of the charger to another gateway is in its way any more."""
    is_given_up = False
    """The charger has a connection to another gateway."""
    space: Room | None = None
    """Where what this connection holds is counted."""
    _unheard = 0
    _unkept = 0
    _waiting_bytes = 0
    """Of messages that had to wait, and of parts of one."""
    _begun_bytes = 0
    """Received since the last whole frame."""
    _unkept_bytes = 0
    _counted = 0
    _room: asyncio.Future[None] | None = None
    _cutting: asyncio.TimerHandle | None = None

    @property
    def peer(self) -> str:
        """The address that it was made from; empty: none."""
        found = self.transport.get_extra_info("peername")
        return self.address or (str(found[0]) if isinstance(found, tuple) else "")

    def data_received(self, data: bytes) -> None:
        """Bytes of a frame whose end has not come are held until it does."""
        self.seen_s = self.loop.time()
        self._begun_bytes += len(data)
        super().data_received(data)
        if self._counted or self._begun_bytes + self._waiting_bytes > _COUNTED:
            self._count()

    def eof_received(self) -> None:
        """The other side has ended; whether it takes what it is still sent is waited for only so long."""
        super().eof_received()
        self._end()

    def _end(self) -> None:
        """Close, as soon as what is sent has left."""
        self._cut_later()
        self.transport.close()

    def _cut_later(self) -> None:
        if self._cutting is None:
            self._cutting = self.loop.call_later(CLOSE_WITHIN_S, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing is held any more."""
        if self._cutting is not None:
            self._cutting.cancel()
        if self.space is not None:
            self.space.holds(self, 0)
            self.space = None
        super().connection_lost(exc)

    def make_way(self) -> None:
        """End at once."""
        self.transport.abort()

    async def close(self, code: int = CloseCode.NORMAL_CLOSURE, reason: str = "") -> None:
        """Say why, and end; who does not take that, or does not answer, is cut."""
        try:
            async with asyncio.timeout(CLOSE_WITHIN_S):
                await super().close(code, reason)
        except TimeoutError:
            self.transport.abort()

    def say_goodbye(self, code: int, reason: str) -> None:
        """Say why we end; the charger's answer ends the connection, and nobody waits for it."""
        if self.state is State.OPEN:
            self._cut_later()
            self.protocol.send_close(code, reason)
            self.send_data()

    def turn_deaf(self) -> None:
        """Nothing that comes from now on is kept."""
        self.is_deaf, self.hear = True, None

    def _count(self) -> None:
        held = self._begun_bytes + self._waiting_bytes + self._unkept_bytes
        self._counted = held if held > _COUNTED else 0
        if self.space is not None:
            self.space.holds(self, self._counted)

    def process_event(self, event: Event) -> None:
        """
        A message that nothing waits before is heard at once.

        To wake a task for it would cost an eighth of all that answering costs. Should `websockets` not call
        this any more, all messages go that way.
        """
        if isinstance(event, Frame):
            self._begun_bytes = 0
            if event.opcode is Opcode.PONG and self.ponged is not None:
                self.ponged()
            if event.opcode is Opcode.CLOSE:
                # many chargers leave it at that, and `websockets` would wait for them to end
                self._end()
        if isinstance(event, Frame) and event.opcode in _OF_A_MESSAGE:
            if (
                event.fin
                and self.hear is not None
                and not self._unheard
                and event.opcode is not Opcode.CONT
                and len(event.data) <= LARGE_FRAME
                and not self._is_full
            ):
                self.hear(bytes(event.data))
                return
            self._unheard += event.fin
            self._waiting_bytes += len(event.data)
        super().process_event(event)

    def send_ping(self) -> None:
        """Ask whether it is there, if it takes what it is sent. Nobody waits for the answer."""
        if self.state is State.OPEN and self.transport.get_write_buffer_size() <= _MOST_UNSENT:
            self.protocol.send_ping(b"")
            self.send_data()

    async def next_message(self) -> bytes:
        """
        The next of the messages that had to wait.

        Raises: ConnectionClosed.
        """
        raw = await self.recv(decode=False)
        assert isinstance(raw, bytes)  # noqa: S101 - it was asked for undecoded
        return raw

    def heard_waiting(self, raw: bytes) -> None:
        """The oldest of the messages that had to wait was heard."""
        self._unheard -= 1
        self._waiting_bytes -= len(raw)
        if self._counted:
            self._count()

    @property
    def waits_for_us(self) -> bool:
        """Whether nothing is read of it, and that is not for want of its taking answers."""
        transport = self.transport
        is_paused = not (transport.is_reading() or transport.is_closing())
        return is_paused and transport.get_write_buffer_size() <= _MOST_UNSENT

    @property
    def _is_full(self) -> bool:
        """Whether too much of this charger is on its way, or it does not take its answers."""
        return self._has_much_unkept or self.transport.get_write_buffer_size() > _MOST_UNSENT

    @property
    def _has_much_unkept(self) -> bool:
        return self._unkept >= MOST_UNKEPT or self._unkept_bytes >= MOST_UNKEPT_BYTES

    def took(self, size: int) -> None:
        """A message is on its way to the journal."""
        self._unkept += 1
        self._unkept_bytes += size

    def kept(self, size: int, answer: str) -> None:
        """The oldest of them is durable; its answer, if it has one, leaves now."""
        self._unkept -= 1
        self._unkept_bytes -= size
        if self._counted:
            self._count()
        if answer:
            broadcast((self,), answer)
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    async def room(self) -> None:
        """Wait while it is full."""
        while self._has_much_unkept:
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        if self.transport.get_write_buffer_size() > _MOST_UNSENT:
            await self.drain()


async def converse(link: Link, answering: Answering, stamp: Callable[[], Instant]) -> None:
    """Keep and answer until the connection is over."""
    hear = partial(_hear, link, answering, stamp)
    link.hear = None if link.is_deaf else hear
    try:
        while True:
            raw = await link.next_message()
            if LARGE_FRAME < len(raw) <= LONGEST_FRAME and not link.is_deaf:
                read = await answering.aside(raw)
                if not link.is_deaf:
                    _have_kept(link, answering, stamp(), read.text, read.call)
            elif not link.is_deaf:
                hear(raw)
            link.heard_waiting(raw)
            await link.room()
    except ConnectionClosed:
        link.hear = None


def _hear(link: Link, answering: Answering, stamp: Callable[[], Instant], raw: bytes) -> None:
    """Have a message kept, and answered then."""
    if not raw:
        return
    text = text_of(raw)
    call = opened(text) if len(raw) <= LONGEST_FRAME else too_long(text)
    _have_kept(link, answering, stamp(), answering.redact(text), call)


def _have_kept(link: Link, answering: Answering, at: Instant, text: str, call: Envelope | None) -> None:
    link.heard_at, link.heard_s = at, link.loop.time()
    frame = Heard(link.station, at, "in", text, link.name, link.protocol_name)
    link.took(len(text))
    kept = partial(link.kept, len(text))
    if call is None or answering.is_silent:
        answering.keep([frame], is_routine=call is not None and _is_routine(call), done=kept)
        return
    is_start = call.action == "StartTransaction"
    reply = _Reply(answering, frame, call, answering.now())
    answering.keep(
        [frame],
        reply=reply,
        start=(link.station, start_key(call, answering.redact)) if is_start else None,
        is_routine=_is_routine(call),
        done=reply.said_to(kept) if call.action in REPEATING else kept,
    )


def _is_routine(call: Envelope) -> bool:
    """Whether it tells only that the charger is there, and what its meters show."""
    if call.action != "TransactionEvent":
        return call.action in _ROUTINE
    payload = call.payload
    return payload.get("eventType") == "Updated" and payload.get("triggerReason") in _READINGS


class _Reply:
    """The answer to a call, once it is known what it may depend on."""

    __slots__ = ("_answering", "_call", "_clear", "_frame", "_now")

    def __init__(self, answering: Answering, frame: Heard, call: Envelope, now: Instant) -> None:
        self._answering, self._frame, self._call, self._now = answering, frame, call, now
        self._clear = ""

    def __call__(self, transaction_id: int | None) -> Heard:
        asked = self._frame
        text = answer_of(self._answering, asked.protocol, self._now, self._call, transaction_id)
        if self._call.action in REPEATING:
            self._clear, text = text, self._answering.redact(text)
        return Heard(asked.station, asked.received_at + 1, "out", text, asked.connection, asked.protocol)

    def said_to(self, done: Callable[[str], None]) -> Callable[[str], None]:
        """What gives the answer as it is said, where it is kept with less; empty: nothing was kept."""
        return lambda kept: done(self._clear if kept else "")


def answer_of(
    answering: Answering, protocol: str, now: Instant, call: Envelope, transaction_id: int | None
) -> str:
    """The text of the answer; it depends on nothing else, so that who asks again is told the same."""
    if call.problem:
        code = "FormationViolation" if protocol == "ocpp1.6" else "FormatViolation"
        return error(call.message_id, code, call.problem)
    answer = answer_to(protocol, call.action)
    if answer is None:
        return error(call.message_id, "NotImplemented", say("action_not_known", action=call.action[:100]))
    asked = Asked(
        call=call,
        now=text_of_instant(now // SECOND * SECOND),
        interval_s=answering.heartbeat_interval_s,
        authorize=answering.authorize,
        transaction_id=transaction_id,
    )
    return result(call.message_id, answer(asked))


def start_key(call: Envelope, redact: Callable[[str], str]) -> str:
    """What makes two starts the same transaction (S1)."""
    payload = call.payload
    said: dict[str, Any] = {key: payload.get(key) for key in _SAME_START}
    if said["timestamp"] is None:
        said["message"] = call.message_id
    return redact(msgspec.json.encode(said).decode())


_SAME_START = ("connectorId", "idTag", "timestamp", "meterStart")
