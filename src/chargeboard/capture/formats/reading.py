"""
What does a reader of a log format give?

Frames, and lines that it could not read; and it notes on the way what its reader should be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import Instant


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that gives no frame."""

    file: str
    line: int
    reason: str
    text: str = ""
    is_ahead: bool = False
    """Whether all that is wrong with it is a time that has not come yet."""


class Source(msgspec.Struct):
    """One log: what the operator says about it, and what was noticed while it was read."""

    file: str
    station: str = ""
    """The charger, where the log names none."""
    zone: ZoneInfo | None = None
    """The zone of times without one."""
    clock: Callable[[], Instant] | None = None
    """The present, from which a line may be `AHEAD_MOST` ahead; None: any time is believed."""
    ambiguous_times: int = 0
    """Local times that the clock change made come twice, or never."""
    assumed_utc: int = 0
    """Times without a zone, read as UTC because none was given."""
    other_lines: int = 0
    """Lines of a log that are not about OCPP."""
    links: dict[str, str] = {}
    """What the reader calls the link of each station that is open, where the log has no name for it."""
    newest: Instant | None = None
    """The newest time without a zone that was read."""

    def reject(self, line: int, reason: str, text: bytes | str) -> Rejected:
        """The line, kept with its reason."""
        shown = text.decode("utf-8", "backslashreplace") if isinstance(text, bytes) else text
        return Rejected(self.file, line, reason, shown.rstrip("\r\n"))


Found: TypeAlias = Frame | Rejected
Reader: TypeAlias = Callable[[Iterable[bytes], Source], Iterator[Found]]

_VERSION = re.compile(r"(1\.6|2\.0\.1|2\.0|2\.1)")
_PROTOCOLS = {"1.6": "ocpp1.6", "2.0": "ocpp2.0.1", "2.0.1": "ocpp2.0.1", "2.1": "ocpp2.1"}


def protocol_of(text: str | None) -> str:
    """The subprotocol that a version such as `1.6J` or `ocpp2.0.1` names; empty where none."""
    found = _VERSION.search(text or "")
    return _PROTOCOLS[found[1]] if found else ""


def opened(station: str, at: Instant, connection: str, protocol: str = "") -> Frame:
    """A link that came up."""
    said = ["open", connection, protocol] if protocol else ["open", connection]
    return Frame(station, at, "ws", msgspec.json.encode(said).decode(), connection, protocol)


def closed(station: str, at: Instant, connection: str, protocol: str = "") -> Frame:
    """A link that went down."""
    return Frame(station, at, "ws", msgspec.json.encode(["close", connection]).decode(), connection, protocol)


def why(error: Exception) -> str:
    """A parser's complaint as the reason of a rejected line."""
    return str(error).split("\n", 1)[0][:200]
