"""
What are the figures of local days: those that are stored, and those that still change?

A day that is over is stored; the others are made of what is known of them. One that was over before something
is still open is looked at as it stood then, and is revised where that was otherwise.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from chargeboard.domain.conclusions import AttemptInBrief, Checkpoint, Conclusions, DayFigures, Session
from chargeboard.domain.policy import Profile
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.checkpoints import carry_of
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.days.day_book import DayBook, DayPart, is_revised
from chargeboard.metrics.days.late import SETTLING, final_at, heard_by
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span


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
        return KnownDays(_made(history, sorted(wanted), BEGINNING), ())
    broken_day = day_of(history.checkpoint.at, history.zone)
    blank = frozenset(on for on in wanted if on < broken_day)
    stored_until = min(broken_day, stored_until)

    def settled() -> dict[date, DayFigures]:
        stored = history.store.days(history.station, stored_from, stored_until)
        known = {figures.on: figures for figures in stored}
        book = _book(Conclusions(), {}, history)
        # one that is not stored is blank, and made of nothing
        return dict(sorted((known | {on: book.day(on) for on in blank.difference(known)}).items()))

    what = ("days", stored_from, stored_until, blank)
    known = history.remembered.once(history.station, history.version, what, settled)
    made = _made(history, sorted(set(wanted).difference(known)), midnight(broken_day, history.zone))
    if history.is_present:
        today = day_of(history.at, history.zone)
        unfinished = history.remembered.once(
            history.station,
            history.version,
            ("unfinished days", broken_day, today),
            lambda: history.store.days(history.station, broken_day, today),
        )
        for then in unfinished:
            if then.on in made and (then.revised or is_revised(then, made[then.on])):
                made[then.on] = msgspec.structs.replace(made[then.on], revised=True)
    return KnownDays(known | made, known.keys())


def _made(history: ChargerHistory, missing: Sequence[date], since: Instant) -> dict[date, DayFigures]:
    """Days of which not all is stored: what is stored of them came to something, and the rest is added."""
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
    days = {on: book.day(on, stored[on]) for on in missing}
    return {
        on: msgspec.structs.replace(figures, revised=True)
        if _was_otherwise(history, span, figures)
        else figures
        for on, figures in days.items()
    }


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
    whole = {
        session.key: session
        for outline in outlines
        if any(_reaches_over(outline, edge) for edge in edges)
        for session in history.stored(kinds.SESSIONS, Span(outline.start, outline.start + 1))
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
    )


def _was_otherwise(history: ChargerHistory, span_of_all: Span, figures: DayFigures) -> bool:
    """Whether a day that is not stored yet, for something is open ever since, changed when it was over."""
    span, begin = day_span(figures.on, history.zone), history.tail.begin
    if span.end + SETTLING >= history.at or begin >= span.end or span.start < history.kept_since.evidence:
        return False
    conclusions = Conclusions(
        sessions=history.sessions(span_of_all),
        attempts=history.attempts(span_of_all),
        gaps=history.gaps(span_of_all),
    )
    final = final_at(figures.on, conclusions, history.zone)
    facts = history.tail.facts
    behind = sum(fact.received_at > final for fact in facts if fact.at < final)
    retold = history.store.retold(history.station, Span(begin, final))
    behind += sum(known_at > final for _, known_at in retold)
    if not behind or final >= history.at:
        return False
    known = history.remembered.once(
        history.station,
        history.version,
        ("as known", figures.on, final, behind),
        lambda: as_known(history.store, history.profile, figures.on, final, heard_by(facts, final)),
    )
    return is_revised(known, figures)


def as_known(
    store: Store,
    profile: Profile,
    on: date,
    final: Instant,
    heard_at: Instant,
    fresh: Sequence[Checkpoint] = (),
) -> DayFigures:
    """A day's figures as they stood when it seemed final."""
    zone, policy = profile.policy.timezone, profile.policy
    span = day_span(on, zone)
    earlier = [one for one in fresh if one.at <= span.start]
    checkpoint = earlier[-1] if earlier else store.checkpoint(profile.id, span.start, None)
    start = BEGINNING if checkpoint is None else checkpoint.at
    facts = [fact for fact in store.facts(profile.id, Span(start, final), final) if fact.at < final]
    found = conclude(
        facts,
        carry_of(checkpoint),
        start=checkpoint.at if checkpoint else (facts[0].at if facts else span.start),
        now=final,
        heard_at=heard_at,
        zone=zone,
        policy=policy,
    )
    states = states_of(found.conclusions.segments)
    return DayBook(found.conclusions, states, found.sockets, zone=zone, now=final, policy=policy).day(on)
