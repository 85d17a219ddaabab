"""
Which stretch of time?

A span is half-open: it holds its first instant and not its last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from chargeboard.time.instants import Instant, Micros

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as sorted spans that neither overlap nor touch."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.length == 0:
            continue
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def overlap(spans: Iterable[Span], window: Span) -> Micros:
    """How much of the window the spans cover; they must not overlap each other."""
    first, last, covered = window.start, window.end, 0
    for span in spans:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            covered += end - start
    return covered
