"""
Which state, from when until when?

A series tells the states of one thing over time. Its stretches are half-open and sorted, none is empty, none
overlaps another, and two that touch differ; where there is no stretch, nothing is told.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import pairwise
from operator import itemgetter
from typing import Generic, TypeAlias, TypeVar

from chargeboard.time.instants import BEGINNING, NEVER, Instant, Micros
from chargeboard.time.spans import Span, complement

State_co = TypeVar("State_co", bound=Hashable, covariant=True)
State = TypeVar("State", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)

Stretch: TypeAlias = tuple[Instant, Instant, State]
"""From when, until when, in which state."""

_START = itemgetter(0)
_END = itemgetter(1)


class Series(Generic[State_co]):
    """States over time. Nothing changes it: every operation gives another one."""

    __slots__ = ("stretches",)

    stretches: Sequence[Stretch[State_co]]

    def __init__(self, stretches: Iterable[Stretch[State_co]] = ()) -> None:
        """Of stretches by start: equal neighbours become one; where two overlap the earlier is believed."""
        joined: list[Stretch[State_co]] = []
        begun = reached = BEGINNING
        last: object = None
        for start, end, state in stretches:
            if start >= end or end <= reached:
                continue
            if start > reached or state != last:
                begun, last = max(start, reached), state
                joined.append((begun, end, state))
            else:
                joined[-1] = (begun, end, state)
            reached = end
        self.stretches = joined

    @classmethod
    def of(cls, stretches: Sequence[Stretch[State_co]]) -> Series[State_co]:
        """Of stretches that are in order already."""
        series = cls()
        series.stretches = stretches
        return series

    def __iter__(self) -> Iterator[Stretch[State_co]]:
        return iter(self.stretches)

    def __len__(self) -> int:
        return len(self.stretches)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Series) and list(self.stretches) == list(other.stretches)

    def __hash__(self) -> int:
        return hash(tuple(self.stretches))

    def __repr__(self) -> str:
        return f"Series({list(self.stretches)!r})"

    @property
    def span(self) -> Span | None:
        """From its first instant to its last; None where it tells nothing."""
        return Span(self.stretches[0][0], self.stretches[-1][1]) if self.stretches else None

    def at(self, instant: Instant) -> State_co | None:
        """The state at an instant; None where none is told."""
        index = bisect_right(self.stretches, instant, key=_START) - 1
        if index < 0:
            return None
        _, end, state = self.stretches[index]
        return state if instant < end else None

    def clip(self, span: Span) -> Series[State_co]:
        """What it tells of a span."""
        start, end = span.start, span.end
        if start >= end:
            return self.of([])
        low = bisect_right(self.stretches, start, key=_END)
        cut = list(self.stretches[low : bisect_left(self.stretches, end, lo=low, key=_START)])
        if cut and cut[0][0] < start:
            cut[0] = (start, cut[0][1], cut[0][2])
        if cut and cut[-1][1] > end:
            cut[-1] = (cut[-1][0], end, cut[-1][2])
        return self.of(cut)

    def touching(self, span: Span) -> Series[State_co]:
        """Its stretches that overlap a span, uncut."""
        low = bisect_right(self.stretches, span.start, key=_END)
        return self.of(self.stretches[low : bisect_left(self.stretches, span.end, lo=low, key=_START)])

    def before(self, seam: Instant) -> Series[State_co]:
        """What it tells of the time before an instant."""
        return self.clip(Span(BEGINNING, seam))

    def since(self, seam: Instant) -> Series[State_co]:
        """What it tells from an instant on."""
        return self.clip(Span(seam, NEVER))

    def then(self, later: Series[Other]) -> Series[State_co | Other]:
        """It, and another series from where it ends."""
        if not self.stretches:
            return later
        joined: list[Stretch[State_co | Other]] = [*self.stretches]
        start, seam, state = joined[-1]
        rest = later.since(seam).stretches
        if rest and rest[0][0] == seam and rest[0][2] == state:
            joined[-1] = (start, rest[0][1], state)
            rest = rest[1:]
        return Series.of([*joined, *rest])

    def within(self, spans: Sequence[Span]) -> Series[State_co]:
        """What it tells of a set of instants."""
        if len(spans) == 1:
            return self.clip(spans[0])
        return Series(stretch for span in spans for stretch in self.clip(span).stretches)

    def without(self, spans: Sequence[Span]) -> Series[State_co]:
        """What it tells beside a set of instants."""
        return self.within(complement(spans, Span(BEGINNING, NEVER)))

    def changed(self, spans: Sequence[Span], state: Hashable, instead: Other) -> Series[State_co | Other]:
        """With another state instead of one, inside a set of instants."""
        inside = [(start, end, instead if told == state else told) for start, end, told in self.within(spans)]
        return Series(sorted([*inside, *self.without(spans)], key=_START))

    def cut(self, instants: Sequence[Instant]) -> Iterator[Stretch[State_co]]:
        """Its stretches in pieces that end at the instants, which ascend."""
        for start, end, state in self.stretches:
            inside = instants[bisect_right(instants, start) : bisect_left(instants, end)]
            for begin, until in pairwise([start, *inside, end]):
                yield begin, until, state

    def spans(self, *states: Hashable) -> list[Span]:
        """When it is in one of the states, or in any where none is named."""
        spans: list[Span] = []
        for start, end, state in self.stretches:
            if states and state not in states:
                continue
            if spans and spans[-1].end == start:
                spans[-1] = Span(spans[-1].start, end)
            else:
                spans.append(Span(start, end))
        return spans

    def held(self) -> dict[State_co, Micros]:
        """How long it is in each state."""
        times: dict[State_co, Micros] = {}
        for start, end, state in self.stretches:
            times[state] = times.get(state, 0) + end - start
        return times

    def transitions(self) -> Iterator[tuple[Instant, State_co | None, State_co | None]]:
        """Each instant at which another state begins, with the state before and after; None: none is told."""
        reached: Instant = BEGINNING
        before: State_co | None = None
        for start, end, state in self.stretches:
            if before is not None and reached < start:
                yield reached, before, None
                before = None
            yield start, before, state
            reached, before = end, state
        if before is not None:
            yield reached, before, None


def merged(
    rule: Callable[[Sequence[State | None]], Other | None], series: Sequence[Series[State]]
) -> Series[Other]:
    """
    What a rule makes of the states of several series, at each instant that one of them tells of.

    The rule is given the states in the order of the series, None for one that tells nothing then. Where it
    gives None, nothing is told.
    """
    edges = sorted({edge for single in series for start, end, _ in single for edge in (start, end)})
    stretches: list[Stretch[Other]] = []
    for start, end in pairwise(edges):
        states = [single.at(start) for single in series]
        made = None if all(state is None for state in states) else rule(states)
        if made is not None:
            stretches.append((start, end, made))
    return Series(stretches)
