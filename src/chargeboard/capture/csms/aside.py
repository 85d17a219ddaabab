"""
How is a large message read while no other charger waits?

To hide the secrets of 16 MiB takes up to some seconds, in which Python does nothing else. A process of its
own does it: messages go there by a pipe one after the other, and come back as they are kept and answered.
"""

from __future__ import annotations

import asyncio
import os
import struct
import sys
from typing import BinaryIO

import msgspec

from chargeboard.capture.csms.envelope import Envelope, opened, pruned
from chargeboard.capture.redaction import Redactor, Rules

_LENGTH = struct.Struct("<I")
_NICE = 5
_READ_AHEAD = 1 << 20


class Read(msgspec.Struct, array_like=True):
    """A message as it is kept, and the call that it is."""

    text: str
    call: Envelope | None


def read_large(raw: bytes, redact: Redactor) -> Read:
    """What is kept of a large message, and what of its call an answer may depend on."""
    text = raw.decode(errors="backslashreplace")
    call = opened(text)
    return Read(redact(text), pruned(call) if call else None)


class Aside:
    """The other process; it is started by the first large message, and ends with this one."""

    def __init__(self, redact: Redactor) -> None:
        self._redact = redact
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()

    async def read(self, raw: bytes) -> Read:
        """What `read_large` gives, in its turn."""
        async with self._turn:
            try:
                return await self._ask(raw)
            except (OSError, EOFError):
                await self.close()
                return await self._ask(raw)  # somebody ended it; a second time is not by chance

    async def close(self) -> None:
        """End it."""
        process, self._process = self._process, None
        if process is not None and process.stdin is not None:
            process.stdin.close()
            await process.wait()

    async def _ask(self, raw: bytes) -> Read:
        if self._process is None:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                __name__,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                limit=_READ_AHEAD,
                start_new_session=True,  # Ctrl-C is for who serves; this one ends with it
            )
            await self._send(msgspec.msgpack.encode((self._redact.key, self._redact.rules)))
        await self._send(raw)
        stdout = self._process.stdout
        assert stdout is not None  # noqa: S101 - it was asked for
        (size,) = _LENGTH.unpack(await stdout.readexactly(_LENGTH.size))
        return msgspec.msgpack.decode(await stdout.readexactly(size), type=Read)

    async def _send(self, data: bytes) -> None:
        stdin = self._process.stdin if self._process else None
        assert stdin is not None  # noqa: S101 - it was asked for
        if stdin.is_closing():
            raise BrokenPipeError  # uvloop would raise RuntimeError
        stdin.writelines((_LENGTH.pack(len(data)), data))
        await stdin.drain()


def _take(pipe: BinaryIO) -> bytes | None:
    head = pipe.read(_LENGTH.size)
    return pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else None


def main() -> None:
    """Read what the other side sends, until it is gone."""
    os.nice(_NICE)
    redact = Redactor(*msgspec.msgpack.decode(_take(sys.stdin.buffer) or b"", type=tuple[bytes, Rules]))
    while (raw := _take(sys.stdin.buffer)) is not None:
        answer = msgspec.msgpack.encode(read_large(raw, redact))
        sys.stdout.buffer.write(_LENGTH.pack(len(answer)))
        sys.stdout.buffer.write(answer)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
