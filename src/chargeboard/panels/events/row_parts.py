"""What is a row of the timeline made of?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.codes import EventKind
from chargeboard.panels.events.areas import Area
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.instants import Instant, Micros
from chargeboard.time.spans import Span

MARKED = {EventKind.ERROR: "errors", EventKind.FIRMWARE: "firmwares", EventKind.BOOT: "boots"}
"""Kinds of marks, and how several are told; of those that share a place the first kind is drawn."""


class Bar(msgspec.Struct, frozen=True):
    """
    One thing on a row; `x` and `width` in percent.

    `kind`: piece, over (drawn over a piece) or a mark's (boot, firmware, error).
    """

    x: str
    width: str
    kind: str
    state: str
    paint: str
    what: str
    times: str
    length: str
    session: str = ""
    """The key of the session that it belongs to."""
    true_start: Instant = 0
    true_end: Instant = 0
    is_merged: bool = False
    is_told: bool = True
    """Whether the table lists it: that all is well with the link needs no row."""
    is_apart: bool = False
    """Whether it is only pointed at: the row's areas draw it."""
    count: str = ""
    """How many a mark stands for, where it is more than one and there is room for the number."""
    short: str = ""
    """What is written beside it where there is room."""

    @property
    def span(self) -> tuple[str, str]:
        """Its true start and end, as instants of an address."""
        return url_instant(self.true_start), url_instant(self.true_end)

    @property
    def label(self) -> str:
        """What it says when pointed at or focused."""
        return f"{self.what} {self.times}" + (f", {self.length}" if self.length else "")


class Word(msgspec.Struct, frozen=True):
    """A word on the charger's row."""

    x: str
    text: str
    is_before: bool = False
    """Whether it ends there."""


class Row(msgspec.Struct, frozen=True):
    """One socket, or the charger."""

    name: str
    socket: str
    """Its number; empty for the charger."""
    bars: tuple[Bar, ...]
    height: int
    """In pixels."""
    areas: tuple[Area, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def layered(self) -> list[Bar]:
        """The bars, which are by time, in the order in which one lies over the other."""
        return sorted(self.bars, key=lambda bar: 0 if bar.kind == "piece" else 1 + (bar.kind in MARKED))

    @property
    def drawn(self) -> Iterator[tuple[str, str, str, str, str, str, bool, bool, bool, str]]:
        """Of each bar what is drawn: a template unpacks it faster than it looks into it."""
        for bar in self.layered:
            yield (
                bar.kind,
                bar.state,
                bar.x,
                bar.width,
                bar.paint,
                bar.label,
                bar.is_apart,
                bar.is_merged,
                bar.is_told,
                bar.count,
            )


def percent_of(part: Micros, window: Span) -> str:
    """A part of the window as a coordinate."""
    return f"{100 * part / max(1, window.length):.3f}".rstrip("0").rstrip(".") + "%"
