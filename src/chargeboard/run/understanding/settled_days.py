"""
Which local days are over, and what do those rows make of them that are kept?

A day is kept with what had settled by then. Who looks at it adds what had not; what settles later is added
when it does, which makes all days again since it began.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta
from operator import attrgetter

from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.history import kinds
from chargeboard.history.days import as_known
from chargeboard.history.kinds import begun_in
from chargeboard.metrics.days.day_book import DayBook, is_revised
from chargeboard.metrics.days.late import Silences, any_late, final_at, heard_by, retold_late
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_AT = attrgetter("at")


def settled_days(
    store: Store, profile: Profile, stretch: Stretch, kept: Conclusions, checkpoints: Sequence[Checkpoint]
) -> list[DayFigures]:
    """Those that are over by the last checkpoint, from the first on of which something else is known now."""
    zone, begin, last = profile.policy.timezone, stretch.begin, checkpoints[-1].at
    # the day on which older facts are gone is told by what is gone, too, and stays as it is
    whole_from = store.kept_since(profile.id).evidence
    untold = date.min if whole_from == BEGINNING else day_of(whole_from, zone) + timedelta(days=1)
    on = max(day_of(_changed_from(store, profile, stretch, kept), zone), untold)
    if day_span(on, zone).end > last:
        return []
    earlier = Span(min(day_span(on, zone).start, begin), begin)
    if stretch.checkpoint is None:
        earlier = Span(begin, begin)
    before = _kept_before(store, profile.id, earlier)
    settled, known = _together(before, kept), _together(before, stretch.found.conclusions)
    retold = [*store.retold(profile.id, earlier), *stretch.retold]
    book = DayBook(
        settled,
        states_of(settled.segments),
        stretch.found.sockets,
        zone=zone,
        now=last,
        policy=profile.policy,
    )
    whole = DayBook(
        known, states_of(settled.segments), stretch.found.sockets, zone=zone, now=last, policy=profile.policy
    )
    silences = Silences(stretch.facts, known.gaps)
    days: list[DayFigures] = []
    low = 0
    while (span := day_span(on, zone)).end <= last:
        figures = book.day(on)
        final = final_at(on, known, zone)
        # a session that reaches over midnight is told of by what was said behind it
        high = bisect_left(stretch.facts, final, key=_AT)
        early = Span(span.start, max(span.start, min(begin, final)))
        if (
            any_late(stretch.facts[low:high], final, silences)
            or retold_late(retold, span, final)
            or (early.length and earlier.length and store.any_late(profile.id, early, final))
        ):
            facts: Sequence[AnyFact] = [*store.facts(profile.id, early), *stretch.facts]
            then = as_known(store, profile, on, final, heard_by(facts, final), checkpoints)
            figures = replace(figures, revised=is_revised(then, whole.day(on)))
        days.append(figures)
        low = bisect_left(stretch.facts, span.end, key=_AT)
        on += timedelta(days=1)
    return days


def _changed_from(store: Store, profile: Profile, stretch: Stretch, kept: Conclusions) -> Instant:
    """When the first thing began that is kept now, or was and is taken back."""
    starts = [row.start for row in kept.sessions] + [row.start for row in kept.attempts]
    if stretch.checkpoint is not None:
        taken_back = store.earliest_open(profile.id, stretch.begin)
        starts += [] if taken_back is None else [taken_back]
    return min([stretch.begin, *starts])


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
