"""
Which local days are over, and what do those rows make of them that are kept?

A day is kept with what had settled by then. Who looks at it adds what had not; what settles later is added
when it does, which makes all days again since it began.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures
from chargeboard.domain.load import DayLoad
from chargeboard.domain.policy import Profile
from chargeboard.history import kinds
from chargeboard.history.checkpoints import carry_of, unsettled_from
from chargeboard.history.kinds import begun_in
from chargeboard.history.revised import LateWords, judged, seemed_final
from chargeboard.metrics.days.day_book import DayBook
from chargeboard.metrics.days.late import SETTLING, final_at
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.run.understanding.lately_over import LatelyOver, late_before
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span


def settled_days(
    store: Store, profile: Profile, stretch: Stretch, kept: Conclusions, checkpoints: Sequence[Checkpoint]
) -> tuple[list[DayFigures], list[DayLoad]]:
    """
    Those that are over by the last checkpoint, from the first on of which something else is known now.

    With what was drawn on each of them, losses apart.
    """
    zone, begin, last = profile.policy.timezone, stretch.begin, checkpoints[-1].at
    # the day on which older facts are gone is told by what is gone, too, and stays as it is
    whole_from = store.kept_since(profile.id).evidence
    untold = date.min if whole_from == BEGINNING else day_of(whole_from, zone) + timedelta(days=1)
    open_from = unsettled_from(checkpoints[-1])
    on = max(day_of(_changed_from(store, profile, stretch, kept, open_from), zone), untold)
    on = LatelyOver(store, profile, stretch, open_from).first_otherwise(untold, on)
    if day_span(on, zone).end > last:
        return [], []
    earlier = Span(min(day_span(on, zone).start, begin), begin)
    if stretch.checkpoint is None:
        earlier = Span(begin, begin)
    before = _kept_before(store, profile.id, earlier)
    settled, known = _together(before, kept), _together(before, stretch.found.conclusions)
    book = DayBook(
        settled,
        states_of(settled.segments),
        stretch.found.sockets,
        zone=zone,
        now=last,
        policy=profile.policy,
        untold=carry_of(checkpoints[-1]).untold,
    )
    retold = [*store.retold(profile.id, earlier), *stretch.retold]
    late = LateWords(stretch.facts, retold, known.gaps, partial(late_before, store, profile.id, begin))
    days, loads = list[DayFigures](), list[DayLoad]()
    while (span := day_span(on, zone)).end <= last:
        final = final_at(on, known, zone)
        seemed = seemed_final(store, profile, on, final, late, checkpoints)
        figures = judged(book.day(on), seemed)
        if span.end > open_from:
            figures = replace(figures, seemed=seemed, revised=False)
        days.append(figures)
        if not figures.is_blank:
            loads.append(book.load(on).load)
        on += timedelta(days=1)
    return days, loads


def _changed_from(
    store: Store, profile: Profile, stretch: Stretch, kept: Conclusions, open_from: Instant
) -> Instant:
    """When the first thing began that is kept now, or was and is taken back."""
    begin = stretch.begin
    starts = [begin - SETTLING]
    starts += [session.start for session in kept.sessions] + [attempt.start for attempt in kept.attempts]
    if stretch.checkpoint is not None:
        taken_back = store.earliest_open(profile.id, begin)
        starts += [] if taken_back is None else [taken_back]
        before = unsettled_from(stretch.checkpoint)
        zone = profile.policy.timezone
        if stretch.went_back or day_of(before, zone) < day_of(open_from, zone):
            starts.append(before)
    return min(starts)


def _kept_before(store: Store, station: str, span: Span) -> Conclusions:
    """What is kept of a span that ends with a checkpoint, and stays."""
    if not span.length:
        return Conclusions()
    found = begun_in(store.conclusions(station, span), Span(BEGINNING, span.end))
    sessions = [session for session in store.sessions(station, span) if session.start < span.end]
    return Conclusions(
        sessions=kinds.SESSIONS.settled(sessions, span.end),
        attempts=kinds.ATTEMPTS.settled(found.attempts, span.end),
        segments=found.segments,
        gaps=found.gaps,
    )


def _together(before: Conclusions, later: Conclusions) -> Conclusions:
    return Conclusions(
        sessions=before.sessions + later.sessions,
        attempts=before.attempts + later.attempts,
        segments=before.segments + later.segments,
        gaps=before.gaps + later.gaps,
    )
