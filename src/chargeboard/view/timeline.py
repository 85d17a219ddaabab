"""
Which pieces does a row of the timeline draw?

Grafana's users lost short faults at wide ranges, so here a state that is thinner than the thinnest visible
piece is never dropped: neighbouring slivers become one piece in the worst of their states, at least that
thin, and the piece says how many states it stands for. All other pieces keep their exact place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.instants import Instant, Micros
from chargeboard.domain.span import Span
from chargeboard.view.states import severity

FINEST = 1000
"""The thinnest piece of a row is 1/1000 of it: about a pixel."""
COARSEST = 144
"""Ten minutes of a day: coarser would say too little that is true."""
PIECES_A_PAGE = 1000


class Piece(msgspec.Struct, frozen=True):
    """What is drawn: `start` to `end` in `state`. `held` is the true time in each state it stands for."""

    start: Instant
    end: Instant
    state: str
    held: tuple[tuple[str, Micros], ...]
    true_start: Instant
    true_end: Instant
    changes: int = 1

    @property
    def is_merged(self) -> bool:
        """Whether it stands for more than one state."""
        return self.changes > 1


class _Sliver:
    """Neighbouring segments too thin to be seen alone."""

    def __init__(self, start: Instant) -> None:
        self.start = start
        self.parts: list[tuple[Instant, Instant, str]] = []

    def piece(self, end: Instant) -> Piece:
        held: dict[str, Micros] = {}
        for start, until, state in self.parts:
            held[state] = held.get(state, 0) + until - start
        worst_first = tuple(sorted(held.items(), key=lambda item: -severity(item[0])))
        return Piece(
            self.start,
            end,
            worst_first[0][0],
            worst_first,
            self.parts[0][0],
            self.parts[-1][1],
            len(self.parts),
        )


def pieces(
    segments: Iterable[tuple[Instant, Instant, str]], window: Span, slots: int = FINEST
) -> list[Piece]:
    """
    The row's pieces, none thinner than 1/slots of the window. They tile what the segments tile.

    Shape: segments sorted and without overlap; pieces sorted, each with at least one segment.
    """
    thinnest = max(1, window.length // slots)
    drawn: list[Piece] = []
    sliver: _Sliver | None = None
    cursor = window.start
    for raw_start, raw_end, state in segments:
        start, end = max(raw_start, window.start), min(raw_end, window.end)
        if start >= end:
            continue
        if sliver is None and start > cursor:
            cursor = start
        if sliver is not None and end - max(sliver.start + thinnest, cursor) >= thinnest:
            cursor = sliver.start + thinnest
            drawn.append(sliver.piece(cursor))
            sliver = None
        if sliver is None and end - cursor >= thinnest:
            drawn.append(Piece(cursor, end, state, ((state, end - start),), start, end))
            cursor = end
            continue
        sliver = sliver or _Sliver(cursor)
        sliver.parts.append((start, end, state))
        if end - sliver.start >= thinnest:
            drawn.append(sliver.piece(end))
            cursor, sliver = end, None
    if sliver is not None:
        drawn.append(_last(sliver, drawn, window, thinnest))
    return drawn


def _last(sliver: _Sliver, drawn: list[Piece], window: Span, thinnest: Micros) -> Piece:
    """A sliver at the window's end takes its room from the piece before it."""
    end = min(window.end, sliver.start + thinnest)
    start = end - thinnest
    if drawn and drawn[-1].end > start:
        if drawn[-1].start < start:
            drawn[-1] = msgspec.structs.replace(drawn[-1], end=start)
        else:
            start = drawn[-1].end
    sliver.start = max(start, window.start)
    return sliver.piece(end)


def rows(states: Sequence[Sequence[tuple[Instant, Instant, str]]], window: Span) -> list[list[Piece]]:
    """All rows, so coarse that the page stays below its ceiling of pieces where that is possible."""
    slots = FINEST
    while True:
        drawn = [pieces(row, window, slots) for row in states]
        if sum(map(len, drawn)) <= PIECES_A_PAGE or slots <= COARSEST:
            return drawn
        slots = max(COARSEST, slots // 2)
