"""
What happens on one connection?

Each message is kept before it is answered, in the order it came; the same message is given the same answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Literal, Protocol

import msgspec
from websockets.asyncio.server import ServerConnection, broadcast
from websockets.exceptions import ConnectionClosed

from chargeboard.capture.csms.answers import Asked, answer_to
from chargeboard.capture.csms.envelope import Envelope, error, opened, result
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import SECOND, Instant
from chargeboard.domain.instants import text_of as text_of_instant

LONGEST_FRAME = 1 << 20
MOST_UNKEPT = 16
_HEAD = 4096
_MOST_UNSENT = 1 << 16

Reply = Callable[[int | None], Frame]
"""Makes the answer, given the transaction id where one was asked for."""


class Keep(Protocol):
    """Makes frames durable, the reply with them; then `done` is given its text, in the order of the calls."""

    def __call__(
        self,
        frames: list[Frame],
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


class Link(ServerConnection):
    """A connection, whose it is, and how many of its messages are not durable yet."""

    station = ""
    name = ""
    protocol_name = ""
    heard_at: Instant = 0
    _unkept = 0
    _room: asyncio.Future[None] | None = None

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
        """Wait while too much of this charger is on its way, or while it does not take its answers."""
        while self._unkept >= MOST_UNKEPT:
            self._room = asyncio.get_running_loop().create_future()
            await self._room
        if self.transport.get_write_buffer_size() > _MOST_UNSENT:
            await self.drain()


async def converse(link: Link, answering: Answering, stamp: Callable[[], Instant]) -> None:
    """Keep and answer until the connection is over."""
    while True:
        try:
            raw = await link.recv(decode=False)
        except ConnectionClosed:
            return
        if not raw:
            continue
        text = text_of(raw)
        link.heard_at = stamp()
        frame = Frame(
            link.station, link.heard_at, "in", answering.redact(text), link.name, link.protocol_name
        )
        call = opened(text) if len(raw) <= LONGEST_FRAME else None
        link.took()
        if call is None:
            answering.keep([frame], done=link.kept)
        else:
            is_start = call.action == "StartTransaction"
            answering.keep(
                [frame],
                reply=_Reply(answering, frame, call),
                start=(link.station, start_key(call, answering.redact)) if is_start else None,
                done=link.kept,
            )
        await link.room()


class _Reply:
    """The answer to a call, once it is known what it may depend on."""

    __slots__ = ("_answering", "_call", "_frame")

    def __init__(self, answering: Answering, frame: Frame, call: Envelope) -> None:
        self._answering, self._frame, self._call = answering, frame, call

    def __call__(self, transaction_id: int | None) -> Frame:
        asked = self._frame
        text = answer_of(self._answering, asked.protocol, asked.received_at, self._call, transaction_id)
        return Frame(asked.station, asked.received_at + 1, "out", text, asked.connection, asked.protocol)


def answer_of(
    answering: Answering, protocol: str, received_at: Instant, call: Envelope, transaction_id: int | None
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
        now=text_of_instant(received_at // SECOND * SECOND),
        interval_s=answering.heartbeat_interval_s,
        authorize=answering.authorize,
        transaction_id=transaction_id,
    )
    return result(call.message_id, answer(asked))


def text_of(raw: bytes | str) -> str:
    """The text as received; of an oversize frame its head and its length (Q36)."""
    assert isinstance(raw, bytes)  # noqa: S101 - it was asked for undecoded
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
