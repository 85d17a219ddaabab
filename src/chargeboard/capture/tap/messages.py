"""
Which WebSocket messages are in a stream of bytes that passes by?

One reader for each direction. It is fed what was received and gives messages and pings. Where copies are
missing, or the bytes make no sense, it looks for the next place where an OCPP message begins.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable
from typing import NamedTuple

from websockets.exceptions import InvalidHeader, PayloadTooBig, ProtocolError
from websockets.extensions.permessage_deflate import PerMessageDeflate
from websockets.frames import Frame, Opcode
from websockets.headers import parse_extension
from websockets.streams import StreamReader

from chargeboard.capture.tap.words import say

HARD_LIMIT = 64 << 20
_OCPP = re.compile(rb"\s*\[\s*[2-6]\s*,")
_WINDOW_BITS = range(8, 16)
_DATA = (Opcode.TEXT, Opcode.BINARY, Opcode.CONT)


class Message(NamedTuple):
    """One message; `opcode` TEXT, BINARY, PING, PONG or CLOSE."""

    opcode: Opcode
    data: bytes


class Messages:
    """The messages of one direction."""

    def __init__(self, *, masked: bool, inflate: PerMessageDeflate | None = None) -> None:
        self._masked, self._inflate = masked, inflate
        self.in_step = True
        """Whether the next byte is known to be where the last one left off."""
        self._begin()

    def _begin(self) -> None:
        self._stream = StreamReader()
        self._parser: Generator[None, None, Frame] | None = None
        self._parts = bytearray()
        self._begun_bytes = 0
        self._opcode = Opcode.TEXT

    @property
    def held_bytes(self) -> int:
        """How much of a message is here whose end is not."""
        return self._begun_bytes + len(self._parts)

    @property
    def can_go_on(self) -> bool:
        """Whether who knows nothing of what was said could read what is said next."""
        forgets = self._inflate is None or self._inflate.remote_no_context_takeover
        return self.in_step and not self.held_bytes and forgets

    def feed(self, data: bytes) -> list[Message]:
        """The messages that are whole with these bytes."""
        if not self.in_step:
            return self._step_in(data)
        messages: list[Message] = []
        try:
            self._read(data, messages)
        except (ProtocolError, PayloadTooBig, EOFError):
            self.lose()
        return messages

    def lose(self) -> None:
        """Bytes are missing here: what was begun is given up."""
        self.in_step = False
        self._begin()

    def _step_in(self, data: bytes) -> list[Message]:
        """A message that begins with these bytes proves the place; a compressed stream has lost its past."""
        if self._inflate is not None and not self._inflate.remote_no_context_takeover:
            return []
        messages: list[Message] = []
        try:
            self._read(data, messages)
        except (ProtocolError, PayloadTooBig, EOFError):
            self._begin()
            return []
        if messages and messages[0].opcode in _DATA and _OCPP.match(messages[0].data):
            self.in_step = True
            return messages
        self._begin()
        return []

    def _read(self, data: bytes, messages: list[Message]) -> None:
        self._stream.feed_data(data)
        self._begun_bytes += len(data)
        while True:
            if self._parser is None:
                self._parser = Frame.parse(
                    self._stream.read_exact,
                    mask=self._masked,
                    max_size=HARD_LIMIT,
                    extensions=None if self._inflate is None else [self._inflate],
                )
            try:
                next(self._parser)
            except StopIteration as done:
                self._parser, self._begun_bytes = None, 0
                self._take(done.value, messages)
                continue
            return

    def _take(self, frame: Frame, messages: list[Message]) -> None:
        if frame.opcode not in _DATA:
            messages.append(Message(frame.opcode, bytes(frame.data)))
            return
        if frame.opcode is not Opcode.CONT:
            self._parts, self._opcode = bytearray(), frame.opcode
        self._parts += frame.data
        if len(self._parts) > HARD_LIMIT:
            raise ProtocolError(say("endless_message"))
        if frame.fin:
            messages.append(Message(self._opcode, bytes(self._parts)))
            self._parts = bytearray()


def inflating(extensions: Iterable[str], *, of_client: bool) -> PerMessageDeflate | None:
    """
    What undoes the compression that was agreed on, for what the client or the server sends.

    Raises: ValueError for an extension that is not known, or not so.
    """
    for header in extensions:
        try:
            agreed = parse_extension(header)
        except InvalidHeader as error:
            raise ValueError(str(error)) from error
        for name, parameters in agreed:
            if name != PerMessageDeflate.name:
                raise ValueError(say("unknown_extension", name=name))
            given = dict(parameters)
            side = "client" if of_client else "server"
            window_bits = int(given.get(f"{side}_max_window_bits") or _WINDOW_BITS.stop - 1)
            if window_bits not in _WINDOW_BITS:
                raise ValueError(say("unknown_window", bits=window_bits))
            return PerMessageDeflate(
                remote_no_context_takeover=f"{side}_no_context_takeover" in given,
                # nothing is compressed here, so that no memory is set aside for it
                local_no_context_takeover=True,
                remote_max_window_bits=window_bits,
                local_max_window_bits=15,
            )
    return None
