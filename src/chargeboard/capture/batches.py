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
from chargeboard.capture.formats.reading import LogNotes, Rejected
from chargeboard.capture.rejects import hidden
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant


class Batch(msgspec.Struct, frozen=True):
    """The frames and the rest."""

    frames: list[Frame]
    rejected: list[Rejected]


def read_batch(
    lines: Iterable[bytes],
    file: str,
    redact: Callable[[str], str],
    clock: Callable[[], Instant] | None = None,
) -> Batch:
    """What the lines say; by a `clock`, those that have not come yet are rejected."""
    frames, rejected = list[Frame](), list[Rejected]()
    for found in own.read(lines, LogNotes(file, clock=clock)):
        if isinstance(found, Frame):
            frames.append(msgspec.structs.replace(found, text=redact(found.text)))
        else:
            rejected.append(hidden(found, redact))
    frames.sort(key=attrgetter("received_at"))
    return Batch(frames, rejected)
