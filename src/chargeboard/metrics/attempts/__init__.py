"""
Did the drivers who came get energy?

Facts and sessions become attempts, each with its outcome, the evidence for it and how far it came (2.3).
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Final

import msgspec

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.conclusions import Attempt, Episode, Session
from chargeboard.domain.facts import AnyFact, StopReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.failure_class import end_of, outcome_of
from chargeboard.metrics.attempts.kept_attempts import NONE_KEPT, KeptAttempts
from chargeboard.metrics.attempts.matching import matched
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.metrics.attempts.settling import AFTERWARDS, settles_at
from chargeboard.metrics.attempts.signals import AnySignal
from chargeboard.metrics.errors.reports import Report, told
from chargeboard.time.instants import BEGINNING, Instant


class Before(msgspec.Struct, frozen=True, array_like=True):
    """What was under way when facts begin: attempts, and the errors that were told on their sockets."""

    attempts: KeptAttempts = NONE_KEPT
    reports: tuple[Report, ...] = ()
    reported_until: Instant = BEGINNING


NOTHING_BEFORE: Final = Before()


def attempts(  # noqa: PLR0913  # it names all that it depends on
    facts: Sequence[AnyFact],
    said: Sequence[AnySignal],
    begun: Sequence[Session],
    *,
    sockets: Collection[int],
    now: Instant,
    policy: Policy,
    stopped_on: Mapping[StopReported, int] = MappingProxyType({}),
    open_before: Sequence[Episode] = (),
    before: Before = NOTHING_BEFORE,
) -> list[Attempt]:
    """
    All attempts by drivers, by start, decided as far as `now` allows.

    Shape:  facts by time; `said` are the signals that they hold; `begun` the sessions and the starts that
            came to nothing, as they are concluded from them; `stopped_on` the socket of each stop
            whose session is known; `before` is what was under way when they begin; errors before its
            `reported_until` are among its reports, `open_before` were open then.
    Source: definitions 2.3, rules A1-A8; 4c A1a, A1b, A2a, A7a, S7.
    """
    reported: dict[int, list[Report]] = defaultdict(list)
    for report in before.reports:
        reported[report.socket].append(report)
    for _, reports, _ in told(facts, policy, stopped_on, open_before, since=before.reported_until):
        for report in reports:
            reported[report.socket].append(report)
    known = matched(said, sockets=sockets, policy=policy, before=before.attempts, begun=begun)
    made = [
        _attempt(open_attempt, reported, now, policy, is_held=known.is_held(open_attempt))
        for open_attempt in sorted(known.attempts, key=lambda one: (one.start, one.socket or 0))
    ]
    return [attempt for attempt in made if attempt is not None]


def _attempt(
    open_attempt: OpenAttempt,
    said: Mapping[int, Sequence[Report]],
    now: Instant,
    policy: Policy,
    *,
    is_held: bool,
) -> Attempt | None:
    end = end_of(open_attempt, policy)
    near = _during(
        said.get(open_attempt.socket or 0, ()),
        open_attempt.start,
        (now if end is None else end) + AFTERWARDS,
    )
    outcome, because = outcome_of(open_attempt, near if open_attempt.socket else (), now=now, policy=policy)
    if outcome is None or because is None:
        return None
    is_pending = outcome == Outcome.PENDING
    return Attempt(
        socket=open_attempt.socket,
        start=open_attempt.start,
        end=None if end is None or end > now else end,
        outcome=outcome,
        stage=_stage(open_attempt),
        plugged_at=open_attempt.plugged_at,
        authorised_at=open_attempt.authorised_at,
        started_at=open_attempt.sessions[0].start if open_attempt.sessions else None,
        token=next(
            (s.token for s in open_attempt.sessions if s.token),
            open_attempt.tokens[-1] if open_attempt.tokens else "",
        ),
        session_keys=tuple(session.key for session in open_attempt.sessions),
        because=because,
        ended_well=any(session.ended_well for session in open_attempt.sessions),
        settles_at=None if is_pending or is_held else settles_at(open_attempt, policy),
    )


def _stage(open_attempt: OpenAttempt) -> Stage:
    """How far it came."""
    if any(session.energy_wh or session.export_wh for session in open_attempt.sessions):
        return Stage.ENERGY
    if open_attempt.sessions:
        return Stage.START
    return Stage.AUTHORISE if open_attempt.plugged_at is None else Stage.PLUG


def _during(said: Sequence[Report], start: Instant, end: Instant) -> list[Report]:
    """The reports in that span, its ends included; a repeated report counts by its last one too."""
    first = bisect_left(said, start, key=lambda report: report.at)
    behind = bisect_right(said, end, key=lambda report: report.at)
    return [report for report in said[:first] if report.last_at >= start] + list(said[first:behind])
