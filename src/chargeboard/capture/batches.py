"""
What does a batch of lines from outside hold?

Lines of chargeboard's own format, from a tap or over HTTP: redacted frames in order of their instants, and
what could not be read.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter

import msgspec

from chargeboard.capture.formats import own
from chargeboard.capture.formats.reading import Rejected, Source
from chargeboard.domain.frame import Frame


class Batch(msgspec.Struct, frozen=True):
    """The frames and the rest."""

    frames: list[Frame]
    rejected: list[Rejected]


def read_batch(lines: Iterable[bytes], source: str, redact: Callable[[str], str], station: str = "") -> Batch:
    """What the lines say; `station` is for lines that name none."""
    frames, rejected = list[Frame](), list[Rejected]()
    for found in own.read(lines, Source(source, station)):
        text = redact(found.text)
        if isinstance(found, Frame):
            frames.append(msgspec.structs.replace(found, text=text))
        else:
            rejected.append(Rejected(found.file, found.line, found.reason, text))
    frames.sort(key=attrgetter("received_at"))
    return Batch(frames, rejected)
