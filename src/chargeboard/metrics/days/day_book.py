"""
What happened on each local day (definitions 2.0, 2.2, 2.4)?

A day's figures are exact sums over the conclusions that touch it; percentages are made from them later.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from operator import attrgetter
from typing import Final, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from chargeboard.domain.codes import Outcome, Untold
from chargeboard.domain.conclusions import (
    OUTAGE,
    Attempt,
    AttemptInBrief,
    Conclusions,
    DayFigures,
    Reading,
    Session,
)
from chargeboard.domain.facts import CannotTell
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.metrics.days.opening import open_spans
from chargeboard.metrics.load.day_load import NO_QUARTERS, KnownQuarters, MadeLoad, day_load
from chargeboard.metrics.sessions.energy import energy_at
from chargeboard.metrics.untold import spans
from chargeboard.time.days import day_span, midnight, zone_of
from chargeboard.time.instants import Instant, Micros, instant_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, total, union

_ZERO = Decimal(0)
_START = attrgetter("start")
_Key = TypeVar("_Key")
EnergyAt: TypeAlias = Callable[[Sequence[Reading], Instant], Decimal]
"""What had been delivered by an instant."""


class DayPart(msgspec.Struct, frozen=True):
    """What a part of a day's conclusions adds up to; the next part goes on from there."""

    states: Mapping[int, dict[str, Micros]] = {}
    """How long each socket was in each state while the site was open."""
    excluded: Mapping[int, Micros] = {}
    """How much of an outage is excused."""
    outcomes: Mapping[Outcome, int] = {}
    sessions: int = 0
    energy_wh: Decimal = _ZERO
    export_wh: Decimal = _ZERO


_NOTHING: Final = DayPart()


class DayBook:
    """Conclusions, ordered so that each day's are found without reading the others."""

    def __init__(
        self,
        conclusions: Conclusions,
        states: Mapping[int, Series[str]],
        sockets: Mapping[int, Instant],
        *,
        zone: str,
        now: Instant,
        policy: Policy,
        attempts: Sequence[AttemptInBrief] = (),
        untold: Sequence[CannotTell] = (),
    ) -> None:
        """
        Of sessions and attempts, and the states of each socket; `sockets` since when each is observed.

        `attempts` are more of them, of which less is known; `untold`: since when what cannot be told.
        """
        self._zone, self._now, self._policy = zone, now, policy
        self._sockets = sockets
        self._states = states
        self._attempts: list[Attempt | AttemptInBrief] = sorted(
            [*conclusions.attempts, *attempts], key=_START
        )
        self._sessions = conclusions.sessions
        self._energies: dict[tuple[int, Instant], Decimal] = {}
        """By the readings of a session, which are there as long as this, and an instant."""
        self._out_of_sight = spans(untold, Untold.LINKS)

    def day(self, on: date, before: DayPart = _NOTHING) -> DayFigures:
        """The figures of one local day, up to now; `before` is what other conclusions of it came to."""
        whole, part = day_span(on, self._zone), self.part(on, before)
        states: dict[int, dict[str, Micros]] = {}
        for socket, opened in self._opened(on):
            held = states[socket] = dict(part.states.get(socket, {}))
            unseen = total(opened) - sum(held.values())
            if unseen:
                held["unknown"] = held.get("unknown", 0) + unseen
        return DayFigures(
            on=on,
            length=whole.length,
            states=states,
            excluded={socket: micros for socket, micros in part.excluded.items() if micros},
            outcomes=dict(part.outcomes),
            sessions=part.sessions,
            energy_wh=part.energy_wh,
            export_wh=part.export_wh,
            is_contact_known=not clip(self._out_of_sight, Span(whole.start, self._until(whole))),
        )

    def load(self, on: date, known: KnownQuarters = NO_QUARTERS) -> MadeLoad:
        """
        What each socket drew in the quarters of one local day, up to now (G4).

        `known` is what was made of the day at an earlier look.
        """
        whole = day_span(on, self._zone)
        seen = {
            socket: Span(max(whole.start, since), self._until(whole))
            for socket, since in self._sockets.items()
        }
        observed = {
            socket: (span, open_spans(on, span, self._zone, self._policy))
            for socket, span in seen.items()
            if span.length
        }
        return day_load(
            on, observed, self._states, self._sessions, zone=self._zone, now=self._now, known=known
        )

    def part(self, on: date, before: DayPart = _NOTHING) -> DayPart:
        """What these conclusions tell of a local day, added to what others of it came to."""
        whole, policy = day_span(on, self._zone), self._policy
        until = self._until(whole)
        states: dict[int, dict[str, Micros]] = {}
        excluded: dict[int, Micros] = {}
        for socket, opened in self._opened(on) if self._sockets else ():
            own = self._states.get(socket, Series()).within(opened)
            states[socket] = _sum_of(before.states.get(socket, {}), own.held())
            excluded[socket] = before.excluded.get(socket, 0) + self._excused(socket, own)
        sessions = [
            session
            for session in self._sessions
            if session.start < whole.end and max(session.start, session.until) >= whole.start
        ]
        attempts = self._attempts_in(whole) if self._attempts else ()
        outcomes = Counter([attempt.outcome for attempt in attempts]) if attempts else {}
        return DayPart(
            states,
            excluded,
            _sum_of(before.outcomes, outcomes),
            before.sessions + sum([ends_on(session, whole) for session in sessions]),
            # one after the other: their order says how a sum is rounded
            sum(
                [energy_on_day(one, whole, until, policy, self._energy_at) for one in sessions],
                before.energy_wh,
            ),
            sum(
                [export_on_day(one, whole, until, policy, self._energy_at) for one in sessions],
                before.export_wh,
            ),
        )

    def _energy_at(self, readings: Sequence[Reading], instant: Instant) -> Decimal:
        """What a day of a long session ends with the next one begins with."""
        if not readings:
            return _ZERO
        key = id(readings), instant
        known = self._energies.get(key)
        if known is None:
            known = self._energies[key] = energy_at(readings, instant)
        return known

    def _until(self, day: Span) -> Instant:
        return max(day.start, min(day.end, self._now))

    def _opened(self, on: date) -> Iterator[tuple[int, list[Span]]]:
        """Each socket that is observed on the day up to now, and when of it the site was open."""
        whole = day_span(on, self._zone)
        for socket, observed_from in self._sockets.items():
            seen = Span(max(whole.start, observed_from), self._until(whole))
            if seen.length:
                yield socket, open_spans(on, seen, self._zone, self._policy)

    def _attempts_in(self, span: Span) -> list[Attempt | AttemptInBrief]:
        low = bisect_left(self._attempts, span.start, key=_START)
        return self._attempts[low : bisect_left(self._attempts, span.end, lo=low, key=_START)]

    def _excused(self, socket: int, states: Series[str]) -> Micros:
        excused = union(
            exclusion_span(exclusion, self._zone)
            for exclusion in self._policy.exclusions
            if exclusion.socket in {None, socket}
        )
        return total(states.within(excused).spans(*OUTAGE)) if excused else 0


def _sum_of(before: Mapping[_Key, int], more: Mapping[_Key, int]) -> dict[_Key, int]:
    added = dict(before)
    for key, number in more.items():
        added[key] = added.get(key, 0) + number
    return added


def together(settled: DayFigures, others: DayPart) -> DayFigures:
    """A day's figures with those of sessions and attempts that had not settled when it was stored."""
    return replace(
        settled,
        outcomes=_sum_of(settled.outcomes, others.outcomes),
        sessions=settled.sessions + others.sessions,
        energy_wh=settled.energy_wh + others.energy_wh,
        export_wh=settled.export_wh + others.export_wh,
    )


def ends_on(session: Session, day: Span) -> bool:
    """Whether it is one of the day's completed sessions (2.4)."""
    return session.is_completed and session.end is not None and session.end in day


def energy_on_day(
    session: Session, day: Span, until: Instant, policy: Policy, at: EnergyAt = energy_at
) -> Decimal:
    """What of its energy the day's figure counts, up to `until`, in Wh (2.4, S3)."""
    if not session.counts_energy:
        return _ZERO
    if policy.energy_per_day == "by_session_end":
        return (session.energy_wh or _ZERO) if ends_on(session, day) else _ZERO
    return at(session.readings, until) - at(session.readings, day.start)


def export_on_day(
    session: Session, day: Span, until: Instant, policy: Policy, at: EnergyAt = energy_at
) -> Decimal:
    """What the vehicle fed back of it on the day, by the same rule (4c V2G)."""
    if not session.counts_energy:
        return _ZERO
    if policy.energy_per_day == "by_session_end":
        return (session.export_wh or _ZERO) if ends_on(session, day) else _ZERO
    return at(session.export_readings, until) - at(session.export_readings, day.start)


def exclusion_span(exclusion: Exclusion, zone: str) -> Span:
    """
    The instants that a declared exclusion covers; a date or a naive time is local.

    Raises: ValueError for text that is no time.
    """
    return Span(_moment(exclusion.from_, zone), _moment(exclusion.to, zone))


def is_revised(before: DayFigures, after: DayFigures) -> bool:
    """Whether a figure that the page shows differs."""
    return (before.states, before.outcomes, before.sessions, before.energy_wh, before.export_wh) != (
        after.states,
        after.outcomes,
        after.sessions,
        after.energy_wh,
        after.export_wh,
    )


def _moment(text: str, zone: str) -> Instant:
    if len(text) == 10:
        return midnight(date.fromisoformat(text), zone)
    moment = datetime.fromisoformat(text)
    return instant_of(moment if moment.tzinfo else moment.replace(tzinfo=zone_of(zone)))
