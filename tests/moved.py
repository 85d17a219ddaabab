"""The same log by another clock: every stamp of the charger moved, every receipt as it was."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from msgspec.structs import replace

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import SECOND, instant_of, text_of

_STAMPS = re.compile(r'("(?:timestamp|generatedAt)": ?")([^"]+)(")')


def moved(frames: list[Frame], by_s: Callable[[int], float]) -> list[Frame]:
    """Stamps moved by so many seconds, given what it is by our clock that they name."""

    def later(stamp: re.Match[str]) -> str:
        at = instant_of(datetime.fromisoformat(stamp[2]))
        return f"{stamp[1]}{text_of(at + round(by_s(at) * SECOND))}{stamp[3]}"

    return [
        replace(frame, text=_STAMPS.sub(later, frame.text)) if frame.direction == "in" else frame
        for frame in frames
    ]
