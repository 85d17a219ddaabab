"""
What follows from the facts of a stretch of time?

The one place where the metrics meet: links, then transactions and sessions, then the timeline, attempts and
errors. A pure function of the facts, what was carried into them, and now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from chargeboard.domain.conclusions import Conclusions, Segment
from chargeboard.domain.facts import (
    PLUGGED,
    AnyFact,
    Quiet,
    RemoteStartAsked,
    ReservationAsked,
    StatusReported,
    StopReported,
    TokenShown,
    apart,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts import attempts
from chargeboard.metrics.attempts.success import visits
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.errors import episodes
from chargeboard.metrics.errors.reports import STOP_REPEAT, stop_error
from chargeboard.metrics.sessions import sessions
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.no_energy import no_energy
from chargeboard.metrics.timeline.socket_states import Socket
from chargeboard.metrics.timeline.sockets import first_evidence
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import NEVER, SECOND, Instant
from chargeboard.time.spans import Span, union

METRICS_VERSION = "35"
"""Raise it when the same facts give other conclusions than before: stored ones are then computed again."""


@dataclass(frozen=True, slots=True)
class Found:
    """Conclusions, since when each socket is observed, and on which socket each stop ended a session."""

    conclusions: Conclusions
    sockets: dict[int, Instant]
    stopped_on: dict[StopReported, int]


def conclude(
    facts: Sequence[AnyFact],
    carry: Carry,
    *,
    start: Instant,
    now: Instant,
    heard_at: Instant | None,
    zone: str,
    policy: Policy,
    is_unwatched: bool = False,
) -> Found:
    """
    All conclusions from `start` to `now`.

    `facts` are those with `at >= start`, by (at, received_at, arrival); `carry` is the past at `start`;
    `heard_at` the last sign of life by `now`; `is_unwatched`: nobody listens since.
    """
    sockets = first_evidence(facts, carry.sockets, policy)
    words, samples = apart(facts)
    gaps = offline_periods.gaps(words, carry.link, heard_at=heard_at, now=now, policy=policy)
    if is_unwatched:
        gaps = offline_periods.unwatched(gaps)
    offline, ours = offline_periods.offline(gaps, now), offline_periods.collector(gaps, now)
    words = _without_silences(words)
    log = StatusLog(words, carry.last, policy)
    heard = sessions(
        words, samples, log, sockets=list(sockets), unheard=union([*offline, *ours]), now=now, policy=policy
    )
    segments = []
    for socket, observed_from in sockets.items():
        history = Socket(
            socket,
            heard.transactions,
            log,
            offline=offline,
            collector=ours,
            last_end=carry.last_ends.get(socket),
            policy=policy,
        )
        begin = max(start, observed_from)
        if begin < now:
            segments += history.segments(Span(begin, now))
    tried = attempts(
        words,
        heard.sessions,
        heard.refused,
        sockets=list(sockets),
        now=now,
        policy=policy,
        last=carry.last,
        stopped_on=heard.stopped_on,
        open_before=carry.episodes,
    )
    return Found(
        Conclusions(
            sessions=heard.sessions,
            refused=heard.refused,
            attempts=visits(tried, policy) if policy.grouping == "visit" else tried,
            segments=segments,
            no_energy=no_energy(heard.transactions, segments),
            gaps=gaps,
            episodes=episodes(
                words,
                open_before=carry.episodes,
                zone=zone,
                now=now,
                policy=policy,
                gaps=gaps,
                stopped_on=heard.stopped_on,
            ),
            orphans=heard.orphans,
        ),
        sockets,
        heard.stopped_on,
    )


def _without_silences(words: Sequence[AnyFact]) -> list[AnyFact]:
    """Most words are silences, and only what asks for links looks at them."""
    return [fact for fact in words if not isinstance(fact, Quiet)]


def prolonged(found: Found, before: Instant, now: Instant) -> Found:
    """
    What was concluded at an instant before now, as it is now: the states that lasted then have gone on.

    All else stays as it was until something is said, or until the next instant that is due (law: Prolonged).
    """
    conclusions = found.conclusions
    segments = [
        segment if segment.end < before else Segment(segment.socket, segment.start, now, segment.state)
        for segment in conclusions.segments
    ]
    return replace(found, conclusions=msgspec.structs.replace(conclusions, segments=segments))


def quiet_instants(
    facts: Sequence[AnyFact],
    conclusions: Conclusions,
    carry: Carry,
    *,
    boundaries: Sequence[Instant],
    held: Sequence[AnyFact] = (),
    heard_at: Instant | None,
    policy: Policy,
) -> list[Instant]:
    """
    For each boundary the latest instant at or before it at which nothing was open, ascending, each once.

    Open is: a transaction and the minute behind it, an attempt, a cable in a socket, a gap, a card or a
    remote start that may still lead to something, an error report that another may still join, what
    is still being counted (`held`), and the silence since `heard_at`, which may yet become a gap.
    """
    unsure = [Span(fact.at, NEVER) for fact in held]
    if heard_at is not None:
        unsure.append(Span(heard_at, NEVER))
    busy = union(_busy(facts, conclusions, carry, policy) + unsure)
    quiet: set[Instant] = set()
    index = 0
    for boundary in sorted(boundaries):
        while index < len(busy) and busy[index].end <= boundary:
            index += 1
        inside = index < len(busy) and busy[index].start <= boundary
        quiet.add(busy[index].start if inside else boundary)
    return sorted(quiet)


def _busy(facts: Sequence[AnyFact], conclusions: Conclusions, carry: Carry, policy: Policy) -> list[Span]:
    window = 2 * policy.attempt_match_window_s * SECOND
    visit = policy.visit_window_s * SECOND if policy.grouping == "visit" else 0
    merge = policy.error_merge_s * SECOND
    late = policy.late_meter_s * SECOND
    busy = [
        Span(
            min(session.start, session.told_from or session.start) - late,
            NEVER if session.settles_at is None else session.settles_at + 1,
        )
        for session in (*conclusions.sessions, *conclusions.refused)
    ]
    busy += [
        Span(attempt.start, NEVER if attempt.settles_at is None else attempt.settles_at + visit + 1)
        for attempt in conclusions.attempts
    ]
    busy += [Span(gap.start, NEVER if gap.end is None else gap.end) for gap in conclusions.gaps]
    busy += offline_periods.unsettled(facts, conclusions.gaps)
    busy += _silent_while_away(facts, conclusions)
    since: dict[tuple[int, int], Instant] = {}
    for status in carry.statuses:
        if status.status in PLUGGED:
            since[status.socket, status.connector] = status.at
    for fact in _without_silences(apart(facts)[0]):
        if isinstance(fact, TokenShown | RemoteStartAsked | ReservationAsked):
            busy.append(Span(fact.at, fact.at + window))
        elif isinstance(fact, StatusReported):
            member = (fact.socket, fact.connector)
            if fact.status in PLUGGED:
                since.setdefault(member, fact.at)
            elif member in since and fact.status != "Faulted":
                busy.append(Span(since.pop(member), fact.at + 1))
            if fact.error_code != "NoError" or fact.status == "Faulted":
                busy.append(Span(fact.at, fact.at + merge + 1))
        elif stop_error(fact):
            busy.append(Span(fact.at, fact.at + STOP_REPEAT + 1))
    busy += [Span(at, NEVER) for at in since.values()]
    return busy


def _silent_while_away(facts: Sequence[AnyFact], conclusions: Conclusions) -> list[Span]:
    """Silences that an absence of ours cuts: the piece behind it may be a gap, the one before is none."""
    ours = offline_periods.collector(conclusions.gaps, NEVER)
    return [
        silence
        for fact in facts
        if ours and isinstance(fact, Quiet)
        for silence in [Span(fact.at, fact.until)]
        if any(silence.clip(away) for away in ours)
    ]
