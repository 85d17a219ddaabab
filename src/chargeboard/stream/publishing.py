"""
How does a gateway put into the log what chargers said?

Frames of a part that come within a moment are one message. One message of a part is on its way at a time, so
that their order is that in which they came; it is sent until a majority of the servers has it, and then, not
before, those who wait for it are told. Its number is one more than that of the message before: who reads
finds out by it what was sent twice, and what is missing.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

from chargeboard.domain.entries import Entry
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.readings import WRITING_S, Distribution, Reading
from chargeboard.stream.opening import Log
from chargeboard.stream.packing import FORM, packed
from chargeboard.stream.words import say
from chargeboard.time.instants import Instant

if TYPE_CHECKING:
    from nats.js import JetStreamContext

_log = logging.getLogger(__name__)
GATHER_S = 0.01
MOST_ENTRIES = 500
_MOST_LENGTH = 1 << 19
"""Letters of all frames of a message, unless one alone is longer."""
_ACK_S = 2.0
_AGAIN_S = 0.1
_SAID_AFTER = 3
"""Tries until it is said that the log takes nothing: a new leader is found within a moment."""
_ROOM = 4096
"""That a message takes besides its body."""
GATEWAY, NUMBER, PIECES, FORM_OF = "Gateway", "Number", "Pieces", "Form"


_Some = list[tuple[Entry, Callable[[], None]]]


class _Waiting:
    """What is to be published of one part."""

    def __init__(self, part: int) -> None:
        self.part = part
        self.number = 0
        self.entries: deque[tuple[Entry, Callable[[], None]]] = deque()
        self.sending: asyncio.Task[None] | None = None

    def some(self) -> _Some:
        """Those that the next message has."""
        found: _Some = []
        length = 0
        while self.entries and len(found) < MOST_ENTRIES:
            length += sum(len(frame.text) for frame in self.entries[0][0].frames)
            if found and length > _MOST_LENGTH:
                break
            found.append(self.entries.popleft())
        return found


class Publisher:
    """Of one gateway, in one event loop."""

    def __init__(self, log: Log, gateway: str, now: Callable[[], Instant]) -> None:
        """`gateway` is a name that no gateway had before."""
        self._log, self._gateway, self._now = log, gateway, now
        self._waiting = [_Waiting(part) for part in range(log.parts)]
        self._away = dict[int, str]()
        """By part, why the log does not take its next message."""
        self._since: Instant | None = None
        self._frames = self._answers = self._failures = 0
        self._writes = Distribution(WRITING_S)

    @property
    def impairment(self) -> Impairment:
        """Why nothing is kept at the moment, and since when."""
        return Impairment(why=next(iter(self._away.values()), ""), since=self._since)

    @property
    def readings(self) -> list[Reading]:
        """What it did since it began, and what waits."""
        return [
            Reading("chargeboard_frames_kept_total", self._frames),
            Reading("chargeboard_answers_total", self._answers),
            Reading("chargeboard_frames_waiting", sum(len(one.entries) for one in self._waiting)),
            Reading("chargeboard_write_failures_total", self._failures),
            self._writes.reading("chargeboard_write_seconds"),
        ]

    def submit(self, entry: Entry, done: Callable[[], None]) -> None:
        """Have it kept; `done` is called once it is, in the order of the calls for a charger."""
        waiting = self._waiting[self._log.part_of(entry.station)]
        waiting.entries.append((entry, done))
        if waiting.sending is None:
            waiting.sending = asyncio.get_running_loop().create_task(self._send(waiting))

    async def drain(self) -> None:
        """Return once nothing waits."""
        while sending := [one.sending for one in self._waiting if one.sending is not None]:
            await asyncio.wait(sending)

    def stop(self) -> None:
        """Nothing is sent any more; who waits is not answered."""
        for one in self._waiting:
            if one.sending is not None:
                one.sending.cancel()

    async def _send(self, waiting: _Waiting) -> None:
        while waiting.entries:
            if len(waiting.entries) < MOST_ENTRIES:
                await asyncio.sleep(GATHER_S)
            some, body = _body(waiting.some())
            if not some:
                continue
            waiting.number += 1
            began = monotonic()
            await self._publish(waiting, body)
            self._writes.add(monotonic() - began)
            self._frames += sum(len(entry.frames) for entry, _ in some)
            self._answers += len(some)
            for _, done in some:
                # what goes wrong there is nobody else's
                asyncio.get_running_loop().call_soon(done)
        waiting.sending = None

    async def _publish(self, waiting: _Waiting, body: bytes) -> None:
        log, part, number = self._log, waiting.part, waiting.number
        headers = {GATEWAY: self._gateway, NUMBER: str(number), FORM_OF: FORM}
        most = log.client.max_payload - _ROOM
        if len(body) > most:
            pieces = [body[begin : begin + most] for begin in range(0, len(body), most)]
            for n, piece in enumerate(pieces):
                name = f"{self._gateway}-{part}-{number}-{n}"
                await self._patiently(part, log.piece(name), piece, {"Nats-Msg-Id": name})
            headers[PIECES], body = str(len(pieces)), b""
        headers["Nats-Msg-Id"] = f"{self._gateway}-{part}-{number}"
        await self._patiently(part, log.subject(part), body, headers)

    async def _patiently(self, part: int, subject: str, body: bytes, headers: dict[str, str]) -> None:
        tries = 0
        while True:
            why = await _published(self._log.asked, subject, body, self._log.stream, headers)
            if not why:
                break
            tries += 1
            self._failures += 1
            if tries >= _SAID_AFTER:
                self._is_away(part, why)
            await asyncio.sleep(_AGAIN_S)
        if self._away.pop(part, None) is not None and not self._away:
            self._since = None
            _log.warning(say("kept_again"))

    def _is_away(self, part: int, why: str) -> None:
        if not self._away:
            self._since = self._now()
            _log.error(say("cannot_keep", why=why))
        self._away[part] = say("cannot_keep", why=why)


def _body(some: _Some) -> tuple[_Some, bytes]:
    """A message, and what is in it: all but what cannot be."""
    try:
        return some, packed([entry for entry, _ in some])
    except Exception:  # noqa: BLE001 - the supervised loop: one bad frame never stops the others
        if len(some) == 1:
            _log.exception(say("not_kept"))
            return [], b""
        whole = [one for each in some for one in _body([each])[0]]
        return whole, packed([entry for entry, _ in whole])


async def _published(
    asked: JetStreamContext, subject: str, body: bytes, stream: str, headers: dict[str, str]
) -> str:
    """Publish once; why that is not known to be kept, empty where it is."""
    from nats.errors import Error  # noqa: PLC0415 - it may not be there

    try:
        await asked.publish(subject, body, timeout=_ACK_S, stream=stream, headers=dict(headers))
    except (Error, OSError, TimeoutError) as error:
        return str(error) or type(error).__name__
    return ""
