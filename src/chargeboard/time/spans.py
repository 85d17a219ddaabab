"""
Which stretch of time, and which stretches?

A span is half-open: it holds its first instant and not its last. Several of them are a set of instants: by
start, none empty, none overlapping another; `union` makes one of any spans.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from chargeboard.time.instants import Instant, Micros

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """The instants from `start` up to, not including, `end`."""

    start: Instant
    end: Instant

    @property
    def length(self) -> Micros:
        """How long it is; never negative."""
        return max(0, self.end - self.start)

    def __contains__(self, instant: Instant) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share an instant."""
        return self.start < other.end and other.start < self.end

    def clip(self, other: Span) -> Span | None:
        """What both share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def union(spans: Iterable[Span], *, keeps_seams: bool = False) -> list[Span]:
    """The instants of any spans as a set; spans that only touch are one, or stay two where seams are kept."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.start >= span.end:
            continue
        last = merged[-1] if merged else None
        if last is None or span.start > last.end or (keeps_seams and span.start == last.end):
            merged.append(span)
        elif span.end > last.end:
            merged[-1] = Span(last.start, span.end)
    return merged


def subtract(spans: Iterable[Span], holes: Sequence[Span]) -> list[Span]:
    """What is left of a set without the instants of another."""
    left: list[Span] = []
    first, number = 0, len(holes)
    for span in spans:
        start, end = span.start, span.end
        while first < number and holes[first].end <= start:
            first += 1
        at = first
        while at < number and (hole := holes[at]).start < end:
            if hole.start > start:
                left.append(Span(start, hole.start))
            start = hole.end
            at += 1
        if start < end:
            left.append(Span(start, end))
    return left


def complement(spans: Sequence[Span], window: Span) -> list[Span]:
    """The instants of the window that the set does not hold."""
    return subtract([window], spans)


def clip(spans: Iterable[Span], window: Span) -> list[Span]:
    """What of the set lies in the window."""
    return [part for span in spans if (part := span.clip(window)) is not None]


def total(spans: Iterable[Span]) -> Micros:
    """How long the set is."""
    return sum([span.end - span.start for span in spans])


def overlap(spans: Iterable[Span], window: Span) -> Micros:
    """How much of the window the set covers."""
    first, last, covered = window.start, window.end, 0
    for span in spans:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            covered += end - start
    return covered
