"""
What did each socket draw in the quarters of a local day?

Who looks again at a day goes on with what was made of it before: while all that tells of its quarters is the
same, they are. The last of a day that is not over are made at each look, for they still change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, NamedTuple, TypeAlias

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.load import QUARTER, UNNAMED, DayLoad, SocketLoad
from chargeboard.metrics.load.given import Drawn, Given, drawn_of
from chargeboard.metrics.load.quarters import quarters_of
from chargeboard.time.days import day_span
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_STILL_CHANGE: Final = 2 * QUARTER
"""What was read in quarters before these is told by now, where a meter is read each quarter."""
_ROWS: Final = 3
"""A session's readings take about so many rows as are kept of others, and so do a socket's quarters."""


class Quarters(msgspec.Struct, frozen=True, gc=False):
    """Those of a socket's day from its midnight until an instant, and what they were made of."""

    until: Instant
    given: Given = Given()
    load: SocketLoad = SocketLoad()


KnownQuarters: TypeAlias = Mapping[int, Quarters]
"""By socket."""
NO_QUARTERS: Final[KnownQuarters] = MappingProxyType({})


class MadeLoad(NamedTuple):
    """A day, and what of its quarters a later look may go on with."""

    load: DayLoad
    known: KnownQuarters

    @property
    def rows(self) -> int:
        """About how many rows that is."""
        return sum(_ROWS + _ROWS * len(part.given.drawn) for part in self.known.values())


def day_load(
    on: date,
    observed: Mapping[int, tuple[Span, Sequence[Span]]],
    states: Mapping[int, Series[str]],
    sessions: Iterable[Session],
    *,
    zone: str,
    now: Instant,
    known: KnownQuarters = NO_QUARTERS,
) -> MadeLoad:
    """
    A local day up to `now`.

    `observed`: since when and until when of it each socket was, and when of that the site was open;
    `known`: what was made of the day at an earlier look.
    """
    whole = day_span(on, zone)
    day = Span(whole.start, max(whole.start, min(whole.end, now)))
    drawn: defaultdict[int, list[Drawn]] = defaultdict(list)
    for session in sessions:
        if session.start < day.end and max(session.start, session.until) >= day.start:
            own = drawn[UNNAMED if session.socket is None else session.socket]
            if (found := drawn_of(session, day)) is not None:
                own.append(found)
    last = whole.end if day.end == whole.end else _lasting_until(day)
    made = {
        number: _made(
            _given(observed.get(number), states.get(number, Series()), drawn.get(number, ())),
            day,
            last,
            known.get(number),
        )
        for number in sorted({*observed, *drawn})
    }
    return MadeLoad(
        DayLoad(on, {number: load for number, (load, _) in made.items()}),
        {number: quarters for number, (_, quarters) in made.items()},
    )


def _lasting_until(day: Span) -> Instant:
    """When the quarters begin that still change."""
    return max(day.start, day.end - day.length % QUARTER - _STILL_CHANGE)


def _given(
    observed: tuple[Span, Sequence[Span]] | None, states: Series[str], drawn: Sequence[Drawn]
) -> Given:
    if observed is None:
        return Given(drawn=drawn)
    seen, opened = observed
    return Given(seen, opened, states.clip(seen).stretches, drawn)


def _made(given: Given, day: Span, last: Instant, known: Quarters | None) -> tuple[SocketLoad, Quarters]:
    """A socket's day, and what of it lasts until `last` if nothing else is told of it."""
    before = Quarters(day.start)
    if known and known.until <= day.end and given.within(Span(day.start, known.until)) == known.given:
        before = known
    if before.until < last:
        before = Quarters(
            last, given.within(Span(day.start, last)), before.load.then(_of(given, before.until, last, day))
        )
    return before.load.then(_of(given, before.until, day.end, day)), before


def _of(given: Given, start: Instant, end: Instant, day: Span) -> SocketLoad:
    part = Span(start, end)
    return quarters_of(given.within(part), part, day.start) if part.length else SocketLoad()
