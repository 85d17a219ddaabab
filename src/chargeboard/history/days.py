"""
What are the figures of local days: those that are stored, and those that still change?

A day that is over is stored; the others are made of what is known of them. One that was over before something
is still open is looked at as it stood then, and is revised where that was otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from msgspec.structs import replace

from chargeboard.domain.conclusions import AttemptInBrief, Conclusions, DayFigures, SeemedFinal, Session
from chargeboard.domain.facts import Quiet
from chargeboard.domain.policy import Policy
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import unsettled_from
from chargeboard.history.revised import LateWords, judged, seemed_final
from chargeboard.metrics.days.day_book import DayBook, DayPart, together
from chargeboard.metrics.days.late import SETTLING, final_at
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_MOST_BLANK: Final = 4_096


@dataclass(frozen=True, slots=True)
class KnownDays:
    """Local days and their figures, by date."""

    figures: dict[date, DayFigures]
    settled: Collection[date]
    """Those that are what is stored."""


def day_figures(
    history: ChargerHistory, wanted: Collection[date], stored_from: date, stored_until: date
) -> KnownDays:
    """
    The wanted local days, and of the dates in [stored_from, stored_until) those that are stored.

    What is made for the present is compared with what stood there before.
    """
    if history.checkpoint is None:
        return KnownDays(_as_before(history, _made(history, sorted(wanted), BEGINNING)), ())
    broken_day = day_of(history.checkpoint.at, history.zone)
    first_unsettled = day_of(unsettled_from(history.checkpoint), history.zone)
    if history.checkpoint.at != history.progress.settled_until:
        # what is stored of these days is told with what settled later
        broken_day = min(broken_day, first_unsettled)
    blank = frozenset(on for on in wanted if on < broken_day)
    stored_until = min(broken_day, stored_until)

    def settled() -> dict[date, DayFigures]:
        stored = history.store.days(history.station, stored_from, stored_until)
        known = {figures.on: figures for figures in stored}
        book = _book(Conclusions(), {}, history)
        seen_from = min(history.carry.sockets.values(), default=NEVER)
        # one that is not stored is blank, and made of nothing
        made = {
            on: _blank(on, history.zone) if day_span(on, history.zone).end <= seen_from else book.day(on)
            for on in blank.difference(known)
        }
        return dict(sorted((known | made).items()))

    what = ("days", stored_from, stored_until, blank)
    known = history.remembered.once(history.station, history.version, what, settled)
    known = known | _with_unsettled(history, known)
    made = _made(history, sorted(set(wanted).difference(known)), midnight(broken_day, history.zone))
    settled_days = [on for on in known if on < first_unsettled]
    return KnownDays(_as_before(history, known | made), settled_days)


def _as_before(history: ChargerHistory, figures: dict[date, DayFigures]) -> dict[date, DayFigures]:
    """Of a day that is what it was at an earlier look the very figures of then: what follows is known."""
    what = ("day_figures", min(figures, default=None), len(figures))
    before: dict[date, DayFigures] = history.remembered.known(history.station, history.policy, what) or {}
    found = {on: was if (was := before.get(on)) == now and was else now for on, now in figures.items()}
    history.remembered.keep(history.station, history.policy, what, found, len(found))
    return found


def _with_unsettled(history: ChargerHistory, known: Mapping[date, DayFigures]) -> dict[date, DayFigures]:
    """Days that are stored, with what of them had not settled when they were."""
    if history.checkpoint is None:
        return {}
    earliest = unsettled_from(history.checkpoint)
    first = day_of(earliest, history.zone)
    days = (
        [figures for on, figures in known.items() if on >= first] if earliest < history.stored_until else []
    )
    if not days:
        return {}
    span = Span(earliest, NEVER)
    others = Conclusions(
        sessions=history.computed(kinds.SESSIONS, span),
        attempts=history.computed(kinds.ATTEMPTS, span),
        gaps=history.computed(kinds.GAPS, span),
    )
    book = DayBook(others, {}, {}, zone=history.zone, now=history.at, policy=history.policy)
    return _judged(history, [together(figures, book.part(figures.on)) for figures in days], others)


def _made(history: ChargerHistory, wanted: Sequence[date], since: Instant) -> dict[date, DayFigures]:
    """Days of which not all is stored: what is stored of them came to something, and the rest is added."""
    if not wanted:
        return {}
    known_from = history.progress.first_fact_at
    if known_from is not None and known_from < day_span(wanted[0], history.zone).end:
        return _made_of_something(history, wanted, since)
    first = _first_told(history)
    blank = {on: _blank(on, history.zone) for on in wanted if day_span(on, history.zone).end <= first}
    return blank | _made_of_something(history, wanted[len(blank) :], since)


def _first_told(history: ChargerHistory) -> Instant:
    """When the first fact happened, those included that were told again since."""
    first = history.progress.first_fact_at
    if first is None:
        return history.at

    def told_before() -> Instant:
        retold = history.store.retold(history.station, Span(BEGINNING, first))
        return min([first, *(at for at, _ in retold)])

    return history.remembered.once(history.station, history.progress.revision, "first told", told_before)


@lru_cache(maxsize=_MOST_BLANK)
def _blank(on: date, zone: str) -> DayFigures:
    """A day before anything was told."""
    return DayBook(Conclusions(), {}, {}, zone=zone, now=NEVER, policy=Policy()).day(on)


def _made_of_something(
    history: ChargerHistory, missing: Sequence[date], since: Instant
) -> dict[date, DayFigures]:
    if not missing:
        return {}
    span = Span(since, NEVER)
    what = ("day parts", tuple(missing), tuple(history.carry.sockets.items()))
    stored = history.remembered.once(
        history.station, history.version, what, lambda: _stored_parts(history, missing, span)
    )
    conclusions = Conclusions(
        sessions=history.computed(kinds.SESSIONS, span), attempts=history.computed(kinds.ATTEMPTS, span)
    )
    book = _book(conclusions, history.computed_states(span), history)
    days = [book.day(on, stored[on]) for on in missing]
    if not any(_is_over(history, on) for on in missing):
        return {figures.on: figures for figures in days}
    whole = Conclusions(
        sessions=history.sessions(span), attempts=history.attempts(span), gaps=history.gaps(span)
    )
    return _judged(history, days, whole)


def _stored_parts(history: ChargerHistory, days: Sequence[date], span: Span) -> dict[date, DayPart]:
    conclusions = Conclusions(sessions=_stored_sessions(history, days, span))
    attempts = history.stored(kinds.ATTEMPTS_IN_BRIEF, span)
    book = _book(conclusions, history.stored_series(span), history, attempts)
    return {on: book.part(on) for on in days}


def _stored_sessions(history: ChargerHistory, days: Sequence[date], span: Span) -> list[Session]:
    """Those of these days; what was read within one matters where it is of two of them."""
    outlines = history.stored(kinds.SESSION_OUTLINES, span)
    spans = [day_span(on, history.zone) for on in days]
    edges = {edge for day in spans for edge in (day.start, day.end)}
    hours = {
        outline.start // HOUR * HOUR
        for outline in outlines
        if any(_reaches_over(outline, edge) for edge in edges)
    }
    # many sockets have as many sessions at midnight: those of an hour are read at once
    whole = {
        session.key: session
        for hour in hours
        for session in history.stored(kinds.SESSIONS, Span(hour, hour + HOUR))
    }
    return [whole.get(outline.key, outline) for outline in outlines]


def _reaches_over(session: Session, edge: Instant) -> bool:
    read = [reading.at for reading in (*session.readings, *session.export_readings)]
    return min([session.start, *read]) < edge < max([session.until, *read])


def _book(
    conclusions: Conclusions,
    states: Mapping[int, Series[str]],
    history: ChargerHistory,
    attempts: Sequence[AttemptInBrief] = (),
) -> DayBook:
    return DayBook(
        conclusions,
        states,
        history.carry.sockets,
        zone=history.zone,
        now=history.at,
        policy=history.policy,
        attempts=attempts,
        untold=history.carry.untold,
    )


def _judged(
    history: ChargerHistory, days: Sequence[DayFigures], reaching: Conclusions
) -> dict[date, DayFigures]:
    """
    Those that are over are revised where others stood there when they seemed final.

    `reaching` is what may have reached over the end of a day; of days that are stored what had not settled.
    """
    found = {figures.on: replace(figures, revised=False, seemed=None) for figures in days}
    for figures in days:
        if not _is_over(history, figures.on):
            continue
        seemed = figures.seemed
        final = final_at(figures.on, reaching, history.zone)
        if seemed is not None:
            final = max(final, seemed.at)
        if final < history.at:
            if seemed is None or seemed.at != final:
                seemed = _seemed_final(history, figures.on, final)
            found[figures.on] = judged(found[figures.on], seemed)
    return found


def _is_over(history: ChargerHistory, on: date) -> bool:
    span = day_span(on, history.zone)
    return span.end + SETTLING < history.at and span.start >= history.kept_since.evidence


def _seemed_final(history: ChargerHistory, on: date, final: Instant) -> SeemedFinal:
    span = Span(day_span(on, history.zone).start, final)

    def looked_up() -> SeemedFinal:
        retold = history.store.retold(history.station, span)
        facts, gaps = history.facts(span), history.gaps(span)
        if any(type(fact) is Quiet and fact.is_beat for fact in facts):
            # what a silence of heartbeats meant is told by the pace that is found behind it (O3a)
            behind = Span(span.start, NEVER)
            facts, gaps = history.facts(behind), history.gaps(behind)
        late = LateWords(facts, retold, gaps)
        return seemed_final(history.store, history.profile, on, final, late, ahead=history.known.ahead)

    what = ("seemed final", on, final, history.known_at, history.progress.revision)
    return history.remembered.once(history.station, history.version, what, looked_up)
