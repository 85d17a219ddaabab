"""
The logger `ocpp` of the PyPI package of that name: `ID: receive message [...]` and `ID: send [...]`, behind
whatever stamp the program's own logging writes.

Charge points use the package too: their log says `send` for what a CSMS's log calls received. Behind no
stamp, or one without a year, the time that the charger or the CSMS named last stands in for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.stamps import STAMP
from chargeboard.capture.formats.text_log import Grammar, read_log
from chargeboard.capture.formats.told_times import ToldTimes
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import BEGINNING

_LOGGER = r"\bocpp(?:: ?|\]:? | - (?:[A-Z]+ - )?)"
"""The logger's name right before the message: whatever follows is the id, with its blanks."""

GRAMMAR = Grammar(
    message=re.compile(
        rf"^(?:.*?(?P<stamp>{STAMP}))?(?:.*?(?:(?P<logger>{_LOGGER})|[\s:|\]]))?"
        r"(?P<station>(?(logger)[^:|\]]+|[^\s:|\]]+)): "
        r"(?P<verb>receive message|send)\s+(?P<text>\[.*)"
    ),
    begins=re.compile(rf'^[^"{{}}]*?{STAMP}'),
    verbs={"receive message": "in", "send": "out"},
    is_either_side=True,
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a log."""
    times, number = ToldTimes(notes), 0

    def counted() -> Iterator[bytes]:
        nonlocal number
        for number, line in enumerate(lines, 1):  # noqa: B007 - where the reader is
            yield line

    for frame in read_log(GRAMMAR, counted(), notes):
        if isinstance(frame, Frame) and frame.received_at == BEGINNING:
            yield from times.dated(number, frame)
        else:
            yield frame
    yield from times.rest()
