"""
What happens on one connection?

Each message is kept before it is answered, in the order it came; the same message is given the same answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, Protocol

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.protocol import Event

from chargeboard.capture.csms.answers import Asked, answer_to
from chargeboard.capture.csms.envelope import Envelope, error, opened, result
from chargeboard.domain.frame import Frame as Heard
from chargeboard.domain.instants import SECOND, Instant
from chargeboard.domain.instants import text_of as text_of_instant

LONGEST_FRAME = 1 << 20
MOST_UNKEPT = 16
_HEAD = 4096
_MOST_UNSENT = 1 << 16
_OF_A_MESSAGE = frozenset({Opcode.TEXT, Opcode.BINARY, Opcode.CONT})

Reply = Callable[[int | None], Heard]
"""Makes the answer, given the transaction id where one was asked for."""


class Keep(Protocol):
    """Makes frames durable, the reply with them; then `done` is given its text, in the order of the calls."""

    def __call__(
        self,
        frames: list[Heard],
        *,
        reply: Reply | None = None,
        start: tuple[str, str] | None = None,
        turn: tuple[Literal["open", "close", "lost"], str, str] | None = None,
        done: Callable[[str], None],
    ) -> None: ...


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """All that an answer is made of besides the question."""

    keep: Keep
    redact: Callable[[str], str]
    authorize: Callable[[str], str]
    heartbeat_interval_s: int
    now: Callable[[], Instant]
    """The present. A charger sets its clock by it, so that it is never what the journal makes of it."""


class Link(ServerConnection):
    """A connection, whose it is, and how many of its messages are not durable yet."""

    station = ""
    name = ""
    protocol_name = ""
    heard_at: Instant = 0
    heard_s = 0.0
    """The same by the event loop's clock, which nobody sets."""
    hear: Callable[[bytes], None] | None = None
    """Takes a whole message; None until the conversation has begun."""
    _unheard = 0
    _unkept = 0
    _room: asyncio.Future[None] | None = None

    def process_event(self, event: Event) -> None:
        """
        A message that nothing waits before is heard at once.

        To wake a task for it would cost an eighth of all that answering costs. Should `websockets` not call
        this any more, all messages go that way.
        """
        if isinstance(event, Frame) and event.opcode in _OF_A_MESSAGE and event.fin:
            if (
                self.hear is not None
                and not self._unheard
                and event.opcode is not Opcode.CONT
                and not self._is_full
            ):
                self.hear(bytes(event.data))
                return
            self._unheard += 1
        super().process_event(event)

    async def next_message(self) -> bytes:
        """
        The next of the messages that had to wait.

        Raises: ConnectionClosed.
        """
        raw = await self.recv(decode=False)
        self._unheard -= 1
        assert isinstance(raw, bytes)  # noqa: S101 - it was asked for undecoded
        return raw

    @property
    def _is_full(self) -> bool:
        """Whether too much of this charger is on its way, or it does not take its answers."""
        return self._unkept >= MOST_UNKEPT or self.transport.get_write_buffer_size() > _MOST_UNSENT

    def took(self) -> None:
        """A message is on its way to the journal."""
        self._unkept += 1

    def kept(self, answer: str) -> None:
        """The oldest of them is durable; its answer, if it has one, leaves now."""
        self._unkept -= 1
        if answer:
            broadcast((self,), answer)
        if self._room is not None and not self._room.done():
            self._room.set_result(None)

    async def room(self) -> None:
        """Wait while it is full."""
        while self._unkept >= MOST_UNKEPT:
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        if self.transport.get_write_buffer_size() > _MOST_UNSENT:
            await self.drain()


async def converse(link: Link, answering: Answering, stamp: Callable[[], Instant]) -> None:
    """Keep and answer until the connection is over."""
    link.hear = partial(_hear, link, answering, stamp)
    try:
        while True:
            link.hear(await link.next_message())
            await link.room()
    except ConnectionClosed:
        link.hear = None


def _hear(link: Link, answering: Answering, stamp: Callable[[], Instant], raw: bytes) -> None:
    """Have a message kept, and answered then."""
    if not raw:
        return
    text = text_of(raw)
    link.heard_at = stamp()
    link.heard_s = link.loop.time()
    frame = Heard(link.station, link.heard_at, "in", answering.redact(text), link.name, link.protocol_name)
    call = opened(text) if len(raw) <= LONGEST_FRAME else None
    link.took()
    if call is None:
        answering.keep([frame], done=link.kept)
        return
    is_start = call.action == "StartTransaction"
    answering.keep(
        [frame],
        reply=_Reply(answering, frame, call, answering.now()),
        start=(link.station, start_key(call, answering.redact)) if is_start else None,
        done=link.kept,
    )


class _Reply:
    """The answer to a call, once it is known what it may depend on."""

    __slots__ = ("_answering", "_call", "_frame", "_now")

    def __init__(self, answering: Answering, frame: Heard, call: Envelope, now: Instant) -> None:
        self._answering, self._frame, self._call, self._now = answering, frame, call, now

    def __call__(self, transaction_id: int | None) -> Heard:
        asked = self._frame
        text = answer_of(self._answering, asked.protocol, self._now, self._call, transaction_id)
        return Heard(asked.station, asked.received_at + 1, "out", text, asked.connection, asked.protocol)


def answer_of(
    answering: Answering, protocol: str, now: Instant, call: Envelope, transaction_id: int | None
) -> str:
    """The text of the answer; it depends on nothing else, so that who asks again is told the same."""
    if call.problem:
        code = "FormationViolation" if protocol == "ocpp1.6" else "FormatViolation"
        return error(call.message_id, code, call.problem)
    answer = answer_to(protocol, call.action)
    if answer is None:
        return error(call.message_id, "NotImplemented", f"{call.action[:100]} is not known here")
    asked = Asked(
        call=call,
        now=text_of_instant(now // SECOND * SECOND),
        interval_s=answering.heartbeat_interval_s,
        authorize=answering.authorize,
        transaction_id=transaction_id,
    )
    return result(call.message_id, answer(asked))


def text_of(raw: bytes) -> str:
    """The text as received; of an oversize frame its head and its length (Q36)."""
    if len(raw) > LONGEST_FRAME:
        head = raw[:_HEAD].decode(errors="backslashreplace")
        return f"{head}… ({len(raw):,} bytes, only the beginning was kept)"
    return raw.decode(errors="backslashreplace")


def start_key(call: Envelope, redact: Callable[[str], str]) -> str:
    """What makes two starts the same transaction (S1)."""
    payload = call.payload
    said: dict[str, Any] = {key: payload.get(key) for key in _SAME_START}
    if said["timestamp"] is None:
        said["message"] = call.message_id
    return redact(msgspec.json.encode(said).decode())


_SAME_START = ("connectorId", "idTag", "timestamp", "meterStart")
