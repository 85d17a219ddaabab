"""
The logger `ocpp` of the PyPI package of that name: `ID: receive message [...]` and `ID: send [...]`, behind
whatever stamp the program's own logging writes.

Charge points use the package too: their log says `send` for what a CSMS's log calls received.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, Source
from chargeboard.capture.formats.stamps import STAMP
from chargeboard.capture.formats.text_log import Grammar, read_log

GRAMMAR = Grammar(
    message=re.compile(
        rf"^(?:.*?(?P<stamp>{STAMP}))?(?:.*?[\s:|\]])?(?P<station>[^\s:|\]]+): "
        r"(?P<verb>receive message|send)\s+(?P<text>\[.*)"
    ),
    begins=re.compile(rf'^[^"{{}}]*?{STAMP}'),
    verbs={"receive message": "in", "send": "out"},
    is_either_side=True,
)


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of such a log."""
    return read_log(GRAMMAR, lines, source)
