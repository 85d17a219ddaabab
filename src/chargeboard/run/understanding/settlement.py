"""
What can be kept of freshly computed conclusions?

All that began before the last quiet instant, the local days that were over by then, and a checkpoint at it
and near each midnight on the way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import attrgetter

import msgspec
from msgspec.structs import replace

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures, Episode, Segment
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.history.checkpoints import carry_of
from chargeboard.history.days import as_known
from chargeboard.history.kinds import begun_in
from chargeboard.metrics.carry import advance
from chargeboard.metrics.conclude import Found, quiet_instants
from chargeboard.metrics.days.day_book import DayBook, is_revised
from chargeboard.metrics.days.late import SETTLING, Silences, any_late, final_at, heard_by, retold_late
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, day_span, midnight
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_AT = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Stretch:
    """Facts behind a checkpoint, and what follows from them by `now`."""

    checkpoint: Checkpoint | None
    begin: Instant
    facts: Sequence[AnyFact]
    found: Found
    held: Sequence[AnyFact]
    """What is no fact yet, because it is still being counted: nothing at or after it is settled."""
    heard_at: Instant | None
    now: Instant
    is_last: bool
    """There is no fact behind it."""
    is_cut: bool
    """It has as many facts as were asked for, and ends before its span does."""
    retold: Sequence[tuple[Instant, Instant]] = ()
    """Where facts were told again, for a clock proved to be off, and since when that is known."""


@dataclass(frozen=True, slots=True)
class Settlement:
    """Conclusions before the last of the checkpoints, and the days that were over by then."""

    conclusions: Conclusions
    days: list[DayFigures]
    checkpoints: list[Checkpoint]

    @property
    def until(self) -> Instant:
        """Where the kept conclusions end."""
        return self.checkpoints[-1].at


def keep(store: Store, profile: Profile, stretch: Stretch) -> Settlement | None:
    """What of the stretch no passing of time can change; None where something was always open."""
    zone, begin = profile.policy.timezone, stretch.begin
    newest = stretch.now - SETTLING
    boundaries = [newest, *_midnights(begin, newest, zone)]
    quiet = [
        instant
        for instant in quiet_instants(
            stretch.facts,
            stretch.found.conclusions,
            carry_of(stretch.checkpoint),
            boundaries=boundaries,
            held=stretch.held,
            heard_at=stretch.heard_at,
            policy=profile.policy,
        )
        if instant > begin
    ]
    if not quiet:
        return None
    quiet = _telling(quiet, stretch.facts)
    kept = begun_in(stretch.found.conclusions, Span(BEGINNING, quiet[-1]))
    checkpoints, kept.episodes = _checkpoints(profile, stretch, quiet)
    # what is kept may later be replaced from any checkpoint on, so no row reaches over one
    kept.segments = _cut(kept.segments, quiet)
    return Settlement(kept, _days(store, profile, stretch, kept, checkpoints), checkpoints)


def _telling(quiet: Sequence[Instant], facts: Sequence[AnyFact]) -> list[Instant]:
    """Those with a fact between them and the one before, and the last: to go on from others gains nothing."""
    ats = [bisect_left(facts, instant, key=_AT) for instant in quiet]
    return [
        instant
        for instant, before, at in zip(quiet, [0, *ats], ats, strict=False)
        if at > before or instant == quiet[-1]
    ]


def _cut(segments: Sequence[Segment], instants: Sequence[Instant]) -> list[Segment]:
    """States in pieces that end at the instants, which ascend."""
    return [
        Segment(socket, start, end, state)
        for socket, states in states_of(segments).items()
        for start, end, state in states.cut(instants)
    ]


def _checkpoints(
    profile: Profile, stretch: Stretch, quiet: Sequence[Instant]
) -> tuple[list[Checkpoint], list[Episode]]:
    """A checkpoint at each quiet instant, and all errors as they stood at the last of them."""
    facts, carry = stretch.facts, carry_of(stretch.checkpoint)
    received_until = 0 if stretch.checkpoint is None else stretch.checkpoint.received_until
    made: list[Checkpoint] = []
    errors = {}
    low, since = 0, BEGINNING
    again = deque(stretch.retold)
    for instant in quiet:
        high = low
        while high < len(facts) and facts[high].at < instant:
            received_until = max(received_until, facts[high].received_at)
            high += 1
        while again and again[0][0] < instant:
            received_until = max(received_until, again.popleft()[1])
        part = begun_in(stretch.found.conclusions, Span(since, instant))
        part.episodes = episodes(
            facts[low:high],
            open_before=carry.episodes,
            zone=profile.policy.timezone,
            now=instant,
            policy=profile.policy,
            gaps=part.gaps,
            stopped_on=stretch.found.stopped_on,
        )
        errors.update({episode.key: episode for episode in part.episodes})
        seen = {socket: since for socket, since in stretch.found.sockets.items() if since < instant}
        carry = advance(carry, facts[low:high], part, seen, profile.policy)
        made.append(
            Checkpoint(at=instant, received_until=received_until, carry=msgspec.msgpack.encode(carry))
        )
        low, since = high, instant
    return made, list(errors.values())


def _days(
    store: Store,
    profile: Profile,
    stretch: Stretch,
    kept: Conclusions,
    checkpoints: Sequence[Checkpoint],
) -> list[DayFigures]:
    """The local days that are over by the last checkpoint, the one that the stretch begins on included."""
    zone, begin, last = profile.policy.timezone, stretch.begin, checkpoints[-1].at
    # the day on which older facts are gone is told by what is gone, too, and stays as it is
    whole_from = store.kept_since(profile.id).evidence
    untold = date.min if whole_from == BEGINNING else day_of(whole_from, zone) + timedelta(days=1)
    on = max(day_of(begin, zone), untold)
    if day_span(on, zone).end > last:
        return []
    earlier = Span(day_span(on, zone).start, begin)
    whole = kept
    facts: Sequence[AnyFact] = stretch.facts
    retold = stretch.retold
    is_later_part = stretch.checkpoint is not None and earlier.length > 0
    if is_later_part:
        retold = [*store.retold(profile.id, earlier), *retold]
        stored = begun_in(store.conclusions(profile.id, earlier), Span(BEGINNING, begin))
        sessions = [session for session in store.sessions(profile.id, earlier) if session.start < begin]
        whole = Conclusions(
            sessions=sessions + kept.sessions,
            attempts=stored.attempts + kept.attempts,
            segments=stored.segments + kept.segments,
            gaps=stored.gaps + kept.gaps,
        )
    book = DayBook(
        whole, states_of(whole.segments), stretch.found.sockets, zone=zone, now=last, policy=profile.policy
    )
    silences = Silences(facts, whole.gaps)
    days: list[DayFigures] = []
    low = 0
    while (span := day_span(on, zone)).end <= last:
        figures = book.day(on)
        final = final_at(on, whole, zone)
        # a session that reaches over midnight is told of by what was said behind it
        high = bisect_left(facts, final, key=_AT)
        is_begun = is_later_part and not days
        if (
            any_late(facts[low:high], final, silences)
            or retold_late(retold, span, final)
            or (is_begun and store.any_late(profile.id, earlier, final))
        ):
            if is_later_part:
                facts, is_later_part = [*store.facts(profile.id, earlier), *facts], False
            known = as_known(store, profile, on, final, heard_by(facts, final), checkpoints)
            figures = replace(figures, revised=is_revised(known, figures))
        days.append(figures)
        low = bisect_left(facts, span.end, key=_AT)
        on += timedelta(days=1)
    return days


def _midnights(begin: Instant, end: Instant, zone: str) -> list[Instant]:
    found = []
    on = day_of(begin, zone) + timedelta(days=1)
    while (instant := midnight(on, zone)) <= end:
        found.append(instant)
        on += timedelta(days=1)
    return found
