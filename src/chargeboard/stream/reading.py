"""
How is a part of the log read, each message once and in order?

From behind a position that the reader keeps, not the log: the log is asked for what comes next, and forgets
who asks. What is lost on the way is found by the count of what was handed out, and is asked for again.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from chargeboard.domain.entries import Entry
from chargeboard.stream.errors import LogError
from chargeboard.stream.opening import Log
from chargeboard.stream.packing import FORM, unpacked
from chargeboard.stream.publishing import FORM_OF, GATEWAY, NUMBER, PIECES
from chargeboard.stream.words import say
from chargeboard.time.instants import Instant, instant_of

if TYPE_CHECKING:
    from nats.aio.msg import Msg
    from nats.aio.subscription import Subscription

_AT_ONCE = 64
_WAIT_S = 2.0
_LATE_S = 1.0
"""So long behind the end of a request its own end may take to come; then who was asked is gone."""
_FORGOTTEN_S = 30.0
_OVER = frozenset({"404", "408", "409"})


class Message(msgspec.Struct, frozen=True):
    """One of the log."""

    position: int
    """Its number in the log's own count."""
    at: Instant
    """When the log took it."""
    part: int
    gateway: str
    number: int
    """Of the messages of that gateway in this part."""
    entries: list[Entry]


class PartReader:
    """Reads one part, or all."""

    def __init__(self, log: Log, part: int | None, position: int) -> None:
        """From behind a position; None: all parts, in the order in which the log took their messages."""
        self._log, self._position = log, position
        self.waiting: int | None = None
        """So many messages the log had behind the last that it handed out; None: it was not asked yet."""
        self._subject = log.subject("*" if part is None else part)
        self._consumer = ""
        self._count = 0
        """Of the messages that the log handed out, as it counts them."""
        self._inbox: Subscription | None = None
        self._asked_until: float | None = None
        self._left = 0
        """Of what was asked for."""

    async def next(self) -> list[Message]:
        """
        What is there next; nothing where none comes for a while.

        Raises: nats' errors, OSError: it may be asked again; LogError: it may not.
        """
        try:
            found = await self._next()
        except BaseException:
            await self.close()
            raise
        messages = list[Message]()
        for one in found:
            told = one.metadata
            if told.sequence.consumer != self._count + 1:
                await self.close()
                break
            self._count += 1
            self.waiting = told.num_pending
            if told.sequence.stream > self._position:
                messages.append(await self._read(one))
                self._position = told.sequence.stream
        return messages

    async def close(self) -> None:
        """The log forgets us by itself."""
        inbox, self._inbox, self._consumer, self._asked_until = self._inbox, None, "", None
        if inbox is not None and not self._log.client.is_closed:
            await inbox.unsubscribe()

    async def _next(self) -> list[Msg]:
        if self._inbox is None:
            await self._begin()
        assert self._inbox is not None  # noqa: S101 - it was begun
        if self._asked_until is None:
            await self._ask()
        found: list[Msg] = []
        while self._asked_until is not None and (not found or self._inbox.pending_msgs):
            message = await self._message()
            if message is None:
                break
            found.append(message)
        return found

    async def _message(self) -> Msg | None:
        """The next; None where the request is over."""
        assert self._inbox is not None and self._asked_until is not None  # noqa: S101, PT018 - it was asked
        message = await self._inbox.next_msg(timeout=self._asked_until + _LATE_S - monotonic())
        status = (message.headers or {}).get("Status")
        if status is None:
            self._left -= 1
            if not self._left:
                self._asked_until = None
            return message
        self._asked_until = None
        if status not in _OVER:
            await self.close()
        return None

    async def _begin(self) -> None:
        from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy  # noqa: PLC0415 - may not be there

        if await self._is_beyond():
            # who was made leader a moment ago may not know yet what it has
            await asyncio.sleep(_WAIT_S)
            if await self._is_beyond():
                raise LogError(say("went_back"), self._subject, say("begin_again"))
        found = await self._log.asked.add_consumer(
            self._log.stream,
            ConsumerConfig(
                deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
                opt_start_seq=self._position + 1,
                ack_policy=AckPolicy.NONE,
                filter_subject=self._subject,
                inactive_threshold=_FORGOTTEN_S,
                mem_storage=True,
                num_replicas=1,
            ),
        )
        self._consumer, self._count, self.waiting = found.name, 0, found.num_pending or 0
        self._inbox = await self._log.client.subscribe(self._log.client.new_inbox())

    async def _is_beyond(self) -> bool:
        """Whether more was read than the log has: nothing would be handed out until it has as much again."""
        return (await self._log.asked.stream_info(self._log.stream)).state.last_seq < self._position

    async def _ask(self) -> None:
        assert self._inbox is not None  # noqa: S101 - it was begun
        asked = {"batch": _AT_ONCE, "expires": int(_WAIT_S * 1e9)}
        await self._log.client.publish(
            f"$JS.API.CONSUMER.MSG.NEXT.{self._log.stream}.{self._consumer}",
            json.dumps(asked).encode(),
            reply=self._inbox.subject,
        )
        self._asked_until, self._left = monotonic() + _WAIT_S, _AT_ONCE

    async def _read(self, message: Msg) -> Message:
        headers: Mapping[str, str] = message.headers or {}
        if headers.get(FORM_OF) != FORM:
            raise LogError(say("form_unknown"), message.subject, say("install_newer"))
        gateway, number = headers[GATEWAY], int(headers[NUMBER])
        part = int(message.subject.rpartition(".")[2])
        body = message.data
        if PIECES in headers:
            body = b"".join([
                await self._piece(f"{gateway}-{part}-{number}-{n}") for n in range(int(headers[PIECES]))
            ])  # fmt: skip
        told = message.metadata
        at = instant_of(told.timestamp)
        return Message(told.sequence.stream, at, part, gateway, number, unpacked(body))

    async def _piece(self, name: str) -> bytes:
        found = await self._log.asked.get_last_msg(self._log.stream, self._log.piece(name))
        return found.data or b""
