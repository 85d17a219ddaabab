"""
What does a reader of a log format give?

Frames, and lines that it could not read; and it notes on the way what its reader should be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Literal, TypeAlias
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.formats.words import say
from chargeboard.domain.frame import Frame
from chargeboard.domain.reasons import Reason
from chargeboard.reasons import text_of
from chargeboard.time.instants import Instant

Sender = Literal["in", "out"]
UNREADABLE = (msgspec.DecodeError, ValueError, RecursionError)
"""What msgspec raises for text that is no such JSON, no UTF-8 inside of it, or nested too deep."""
LONGEST_SHOWN = 1 << 16
"""Characters of a line that could not be read that are kept."""


class Rejected(msgspec.Struct, frozen=True, omit_defaults=True):
    """A line that gives no frame."""

    file: str
    line: int
    why: Reason[str] | str = msgspec.field(name="reason")
    """Text: as a parser complained, or a version that kept no codes."""
    text: str = ""
    is_ahead: bool = False
    """Whether all that is wrong with it is a time that has not come yet."""

    @property
    def reason(self) -> str:
        """Why, in words."""
        return self.why if isinstance(self.why, str) else text_of(self.why)


def because(code: str, **numbers: float | str) -> Reason[str]:
    """Why a line gives no frame, by a code of this room."""
    return Reason(f"capture.formats.{code}", dict(numbers))


class LogNotes(msgspec.Struct):
    """One log: what the operator says about it, and what was noticed while it was read."""

    file: str
    station: str = ""
    """The charger, where the log names none."""
    zone: ZoneInfo | None = None
    """The zone of times without one."""
    clock: Callable[[], Instant] | None = None
    """The present, from which a line may be `AHEAD_MOST` ahead; None: any time is believed."""
    zone_unused: bool = False
    """A zone was named, and the log shows that its times are UTC."""
    ambiguous_times: int = 0
    """Local times that the clock change made come twice, or never."""
    assumed_utc: int = 0
    """Times without a zone, read as UTC because none was given."""
    undated: int = 0
    """Frames whose line has no time; what chargers and the CSMS said the time was stands in for it."""
    torn: int = 0
    """Frames of which the log holds only the beginning."""
    other_lines: int = 0
    """Lines of a log that are not about OCPP."""
    overlapping: list[int] = []
    """Of a file of sessions the lines of those that begin before another one on their socket is over."""
    links: dict[str, str] = {}
    """What the reader calls the link of each station that is open, where the log has no name for it."""
    columns: list[str] = []
    """The heading of a CSV that was read before."""
    newest: Instant | None = None
    """The newest time without a zone that was read."""
    turned: set[str] = set()
    """Chargers that write the log themselves, where either side does."""
    asked: dict[str, list[Sender]] = {}
    """Who sent the calls that are not answered yet, where the log does not say who sent what."""
    gaps_s: Counter[int] = msgspec.field(default_factory=Counter)
    """How far the log's times were ahead of the time that its writer told chargers, and how often."""

    def reject(self, line: int, why: Reason[str] | str, text: bytes | str) -> Rejected:
        """The line, kept with its reason; of an endless one its beginning."""
        shown = text[:LONGEST_SHOWN]
        if isinstance(shown, bytes):
            shown = shown.decode("utf-8", "backslashreplace")
        rest = say("long_text", n=len(text)) if len(text) > LONGEST_SHOWN else ""
        return Rejected(self.file, line, why, shown.rstrip("\r\n") + rest)


Found: TypeAlias = Frame | Rejected
Reader: TypeAlias = Callable[[Iterable[bytes], LogNotes], Iterator[Found]]


_FRAME = re.compile(r"""\[\s*[2-6]\s*,\s*(?:\\*["']|-?\d+\s*,\s*[\\"'{])""")
_VERSION = re.compile(r"(1\.6|2\.0\.1|2\.0|2\.1)")
_PROTOCOLS = {"1.6": "ocpp1.6", "2.0": "ocpp2.0.1", "2.0.1": "ocpp2.0.1", "2.1": "ocpp2.1"}


def holds_frame(line: str) -> bool:
    """Whether an OCPP-J frame stands somewhere in the line."""
    return "[" in line and _FRAME.search(line) is not None


def unread(notes: LogNotes, line: int, text: str) -> Rejected | None:
    """A line that its reader could not place: rejected where it holds a frame, else only counted."""
    if holds_frame(text):
        return notes.reject(line, because("unread"), text)
    notes.other_lines += bool(text.strip())
    return None


@lru_cache(maxsize=256)
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


def framed(kind: int, message_id: str, *rest: object) -> str:
    """A frame of its parts."""
    return msgspec.json.encode([kind, message_id, *rest]).decode()


def frame_in(message: bytes) -> str:
    """A frame that stands in JSON: as it is, or as a text where it was none."""
    return msgspec.json.decode(message, type=str) if message[:1] == b'"' else message.decode()


class LineError(ValueError):
    """What is wrong with a line, by a code of this room."""

    def __init__(self, code: str, **numbers: float | str) -> None:
        self.why = because(code, **numbers)
        super().__init__(text_of(self.why))


def why(error: Exception) -> Reason[str] | str:
    """What is wrong with a line: ours by its code, a parser's complaint as it is."""
    return error.why if isinstance(error, LineError) else str(error).split("\n", 1)[0][:200]
