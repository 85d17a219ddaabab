"""
What did each socket do in each hour of the week (definitions 2.2-2.4)?

A day's time, attempts and energy are cut at its hours, so that the hours add up to the day's figures.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt, AttemptInBrief, DayFigures, Session
from chargeboard.domain.load import UNNAMED, DayLoad, SocketLoad
from chargeboard.domain.policy import Policy
from chargeboard.domain.totals import MICRO
from chargeboard.metrics.days.day_book import energy_on_day
from chargeboard.metrics.days.opening import open_spans
from chargeboard.metrics.load.hours import hours_by_quarter
from chargeboard.time.days import day_span
from chargeboard.time.hours import hours_of
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, subtract

_ANY = date(2024, 1, 1)
_START = attrgetter("start")


class HourOfWeek(NamedTuple):
    """A local hour (0-23) of a weekday (0 is Monday)."""

    weekday: int
    hour: int


HOURS_OF_WEEK = tuple(HourOfWeek(weekday, hour) for weekday in range(7) for hour in range(24))


class Tally:
    """Time by state in microseconds, attempts by outcome, and energy in Wh."""

    __slots__ = ("energy_wh", "held", "outcomes")

    def __init__(self) -> None:
        self.held: Counter[str] = Counter()
        self.outcomes: Counter[Outcome] = Counter()
        self.energy_wh = Decimal(0)

    @classmethod
    def of(cls, tallies: Iterable[Tally]) -> Tally:
        """What some of them come to."""
        whole = cls()
        for one in tallies:
            for state, length in one.held.items():
                whole.held[state] += length
            for outcome, number in one.outcomes.items():
                whole.outcomes[outcome] += number
            whole.energy_wh += one.energy_wh
        return whole

    @property
    def figures(self) -> DayFigures:
        """As those of a day, whose rules it is judged by; the date is no matter."""
        return DayFigures(on=_ANY, length=0, states={0: dict(self.held)})


class WeekBook:
    """Local days, laid upon one week."""

    def __init__(self, sockets: Mapping[int, Instant], *, zone: str, now: Instant, policy: Policy) -> None:
        """`sockets` tells since when each is observed."""
        self._sockets = sockets
        self._zone, self._now, self._policy = zone, now, policy
        self._hours = {place: defaultdict[int | None, Tally](Tally) for place in HOURS_OF_WEEK}

    def add(
        self,
        on: date,
        states: Mapping[int, Series[str]],
        attempts: Sequence[Attempt | AttemptInBrief],
        load: DayLoad | None = None,
        sessions: Iterable[Session] = (),
    ) -> None:
        """
        One more day; what of these is not of it is left out, attempts are by start.

        Energy is that of `load`, as it flowed, or that of `sessions` where it counts when they end.
        """
        whole = day_span(on, self._zone)
        spans = [span for _, span in hours_of(on, self._zone)]
        places = [HourOfWeek(on.weekday(), hour) for hour, _ in hours_of(on, self._zone)]
        starts = [span.start for span in spans]
        until = max(whole.start, min(whole.end, self._now))
        for socket, since in self._sockets.items():
            seen = Span(max(whole.start, since), until)
            if seen.length:
                opened = open_spans(on, seen, self._zone, self._policy)
                for start, end, state in _told(states.get(socket, Series()).within(opened), opened).cut(
                    starts
                ):
                    place = places[bisect_right(starts, start) - 1]
                    self._hours[place][socket].held[state] += end - start
        first = bisect_left(attempts, whole.start, key=_START)
        for attempt in attempts[first : bisect_left(attempts, whole.end, lo=first, key=_START)]:
            place = places[bisect_right(starts, attempt.start) - 1]
            self._hours[place][attempt.socket].outcomes[attempt.outcome] += 1
        for number, drawn in load.sockets.items() if load else ():
            self._draw(None if number == UNNAMED else number, drawn, on)
        for session in sessions:
            if session.start < whole.end and max(session.start, session.until) >= whole.start:
                self._deliver(session, spans, places)

    def _draw(self, number: int | None, socket: SocketLoad, on: date) -> None:
        """Energy lies in quarters, which lie in hours (G4)."""
        hours, weekday = hours_by_quarter(on, self._zone), on.weekday()
        drawn: Counter[int] = Counter()
        for quarters in (socket.energy, socket.spread):
            for quarter, uwh in quarters.items():
                drawn[hours[quarter]] += uwh
        for hour, uwh in drawn.items():
            self._hours[HourOfWeek(weekday, hour)][number].energy_wh += Decimal(uwh) / MICRO

    def _deliver(self, session: Session, spans: Sequence[Span], places: Sequence[HourOfWeek]) -> None:
        read = [reading.at for reading in session.readings]
        first, last = min([session.start, *read]), max([session.until, *read])
        for span, place in zip(spans, places, strict=True):
            if first < span.end and span.start <= last:
                until = max(span.start, min(span.end, self._now))
                if energy := energy_on_day(session, span, until, self._policy):
                    self._hours[place][session.socket].energy_wh += energy

    def sockets(self) -> list[int | None]:
        """Those that something is told of; what no socket can be named for stands last."""
        known = {socket for tallies in self._hours.values() for socket in tallies}
        return sorted(known, key=lambda socket: (socket is None, socket or 0))

    def of_socket(self, socket: int | None) -> dict[HourOfWeek, Tally]:
        """A socket's week, without hours of which nothing is told."""
        return {place: tallies[socket] for place, tallies in self._hours.items() if socket in tallies}

    def at(self, place: HourOfWeek) -> Tally:
        """An hour of the week, over all sockets."""
        return Tally.of(self._hours[place].values())

    def of_sockets_at(self, place: HourOfWeek) -> Tally:
        """An hour of the week, over all sockets that can be named."""
        return Tally.of(tally for socket, tally in self._hours[place].items() if socket is not None)


def _told(states: Series[str], opened: Sequence[Span]) -> Series[str]:
    """The states of time that was to be observed; where none is told it is unknown."""
    silent = subtract(opened, [Span(start, end) for start, end, _ in states])
    return Series(sorted([*states, *((gap.start, gap.end, "unknown") for gap in silent)]))
