"""
What can be kept of freshly computed conclusions?

All that had settled by the last instant to go on from, the local days that were over by then, and a
checkpoint at it and near each midnight on the way.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

import msgspec

from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures, Episode, Segment
from chargeboard.domain.facts import AnyFact, words_of
from chargeboard.domain.load import DayLoad
from chargeboard.domain.policy import Profile
from chargeboard.domain.totals import DayTotals, KindSince
from chargeboard.history.checkpoints import carry_of
from chargeboard.history.kinds import settled_in
from chargeboard.history.loads import with_losses
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.days.late import SETTLING
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.kinds import kinds_told
from chargeboard.metrics.restarts import restarts, unsettled_at
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.run.understanding.settled_days import settled_days
from chargeboard.run.understanding.settled_totals import totals_of_days
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_AT = attrgetter("at")


@dataclass(frozen=True, slots=True)
class Settlement:
    """Conclusions before the last of the checkpoints, and the days that were over by then."""

    conclusions: Conclusions
    days: list[DayFigures]
    checkpoints: list[Checkpoint]
    carry: Carry
    """That of the last checkpoint."""
    totals: list[DayTotals]
    """What each of the days adds to sums."""
    kinds: list[KindSince]
    """What the charger was, from when on."""
    loads: list[DayLoad]
    """What was drawn on each of the days."""

    @property
    def until(self) -> Instant:
        """Where the kept conclusions end."""
        return self.checkpoints[-1].at


def keep(store: Store, profile: Profile, stretch: Stretch) -> Settlement | None:
    """What of the stretch nothing later can change; None where there was no instant to go on from."""
    zone, begin = profile.policy.timezone, stretch.begin
    newest = stretch.now - SETTLING
    boundaries = [newest, *_midnights(begin, newest, zone)]
    instants = [
        instant
        for instant in restarts(
            stretch.facts,
            stretch.found.conclusions,
            boundaries=boundaries,
            held=stretch.held,
            heard_at=stretch.heard_at,
            policy=profile.policy,
        )
        if instant > begin
    ]
    if not instants:
        return None
    instants = _telling(instants, stretch.facts)
    kept = settled_in(stretch.found.conclusions, Span(BEGINNING, instants[-1]))
    checkpoints, kept.episodes, carry = _checkpoints(profile, stretch, instants)
    # what is kept may later be replaced from any checkpoint on, so no state reaches over one
    kept.segments = _cut(kept.segments, instants)
    days, drawn = settled_days(store, profile, stretch, kept, checkpoints)
    kinds = kinds_told(
        (fact for fact in stretch.facts if fact.at < instants[-1]),
        store.kind_before(profile.id, stretch.begin) if stretch.checkpoint else None,
        profile.policy.timezone,
    )
    totals = totals_of_days(store, profile, days, kept.episodes, begin)
    loads = with_losses(store, profile, drawn)
    return Settlement(kept, days, checkpoints, carry, totals, kinds, loads)


def _telling(instants: Sequence[Instant], facts: Sequence[AnyFact]) -> list[Instant]:
    """Those with a fact between them and the one before, and the last: to go on from others gains nothing."""
    ats = [bisect_left(facts, instant, key=_AT) for instant in instants]
    return [
        instant
        for instant, before, at in zip(instants, [0, *ats], ats, strict=False)
        if at > before or instant == instants[-1]
    ]


def _cut(segments: Sequence[Segment], instants: Sequence[Instant]) -> list[Segment]:
    """States in pieces that end at the instants, which ascend."""
    return [
        Segment(socket, start, end, state)
        for socket, states in states_of(segments).items()
        for start, end, state in states.cut(instants)
    ]


def _checkpoints(
    profile: Profile, stretch: Stretch, instants: Sequence[Instant]
) -> tuple[list[Checkpoint], list[Episode], Carry]:
    """A checkpoint at each of the instants, all errors as they stood at the last of them, and its carry."""
    facts, carry = stretch.facts, carry_of(stretch.checkpoint)
    received_until = 0 if stretch.checkpoint is None else stretch.checkpoint.received_until
    made: list[Checkpoint] = []
    errors = {}
    low, since = 0, BEGINNING
    again = deque(stretch.retold)
    unsettled = unsettled_at(stretch.evidence, stretch.found, instants)
    for instant, unsettled_then in zip(instants, unsettled, strict=True):
        high = low
        while high < len(facts) and facts[high].at < instant:
            received_until = max(received_until, facts[high].received_at)
            high += 1
        while again and again[0][0] < instant:
            received_until = max(received_until, again.popleft()[1])
        part = settled_in(stretch.found.conclusions, Span(since, instant))
        part.episodes = episodes(
            [*words_of(carry.unsettled.facts), *facts[low:high]],
            open_before=carry.episodes,
            zone=profile.policy.timezone,
            now=instant,
            policy=profile.policy,
            gaps=part.gaps,
            stopped_on=stretch.found.stopped_on,
            since=carry.unsettled.at,
        )
        errors.update({episode.key: episode for episode in part.episodes})
        seen = {socket: since for socket, since in stretch.found.sockets.items() if since < instant}
        carry = advance(carry, facts[low:high], part, seen, profile.policy, unsettled_then)
        made.append(
            Checkpoint(at=instant, received_until=received_until, carry=msgspec.msgpack.encode(carry))
        )
        low, since = high, instant
    return made, list(errors.values()), carry


def _midnights(begin: Instant, end: Instant, zone: str) -> list[Instant]:
    found = []
    on = day_of(begin, zone) + timedelta(days=1)
    while (instant := midnight(on, zone)) <= end:
        found.append(instant)
        on += timedelta(days=1)
    return found
