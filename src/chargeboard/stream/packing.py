"""What does a message of the log look like? What chargers of one part said within a moment, pressed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard import zstd
from chargeboard.domain.entries import Entry

FORM = "1"
"""Of what is written here; a program that does not know it reads nothing rather than something wrong."""
_LEVEL = 1
_ENTRIES = msgspec.msgpack.Decoder(list[Entry])


def packed(entries: Sequence[Entry]) -> bytes:
    """The body of a message."""
    try:
        body = msgspec.msgpack.encode(entries)
    except UnicodeEncodeError:
        # half a surrogate pair, from a JSON escape, is no Unicode text
        body = msgspec.msgpack.encode([_mended(entry) for entry in entries])
    return zstd.compress(body, _LEVEL)


def unpacked(body: bytes) -> list[Entry]:
    """What it tells."""
    return _ENTRIES.decode(zstd.decompress(body))


def _mended(entry: Entry) -> Entry:
    names = ("station", "text", "connection", "protocol")
    frames = tuple(
        msgspec.structs.replace(
            frame, **{name: getattr(frame, name).encode(errors="replace").decode() for name in names}
        )
        for frame in entry.frames
    )
    return msgspec.structs.replace(entry, frames=frames)
