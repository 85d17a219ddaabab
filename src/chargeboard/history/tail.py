"""
What is known of a charger at an instant behind the right checkpoint?

What comes before it is in the store; what follows it is computed from its facts. A look at an earlier instant
uses nothing that was received after it.
"""

from __future__ import annotations

from dataclasses import dataclass

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.fold import pending
from chargeboard.history.checkpoints import carry_of
from chargeboard.history.last_heard import heard_by_then
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import Found, conclude
from chargeboard.pipeline import restore
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, NEVER, SECOND, Instant
from chargeboard.time.spans import Span


@dataclass(frozen=True, slots=True)
class Tail:
    """What follows the checkpoint, computed from facts."""

    begin: Instant
    """The checkpoint, or the first fact where there is none."""
    stored_until: Instant
    """The checkpoint: what is stored holds up to it; the beginning of time where there is none."""
    found: Found
    carry: Carry
    """The past in brief at the instant of the question."""
    heard_at: Instant | None
    protocol: str
    facts: list[AnyFact]
    ahead: Instant = NEVER
    """The first fact that was told and happens later: some clocks run ahead."""


def tail(
    store: Store,
    profile: Profile,
    progress: Progress,
    checkpoint: Checkpoint | None,
    at: Instant,
    known_at: Instant,
) -> Tail:
    """All that follows from the facts behind the checkpoint, by `at`; received up to `known_at`."""
    station, policy = profile.id, profile.policy
    start = checkpoint.at if checkpoint else BEGINNING
    ahead = policy.clock_skew_max_s * SECOND
    facts = store.facts(station, Span(start, at + ahead + 1), received_until=known_at)
    memory = restore(progress.snapshot).memory
    heard_at = memory.links.heard_at
    if heard_at is not None and heard_at > at:
        heard_at = heard_by_then(store, station, at)
    if known_at >= progress.received_at and (held := [fact for fact in pending(memory) if fact.at >= start]):
        facts = sorted([*facts, *held], key=lambda fact: (fact.at, fact.received_at))
    next_at = min((fact.at for fact in facts if fact.at > at), default=NEVER)
    facts = [fact for fact in facts if fact.at <= at]
    carry = carry_of(checkpoint)
    begin = checkpoint.at if checkpoint else min(facts[0].at if facts else at, at)
    found = conclude(
        facts,
        carry,
        start=begin,
        now=at,
        heard_at=heard_at,
        zone=policy.timezone,
        policy=policy,
        # a log tells of its own time; behind its end nobody listens
        is_unwatched=at >= progress.received_at and store.is_log(station),
    )
    return Tail(
        begin=begin,
        stored_until=checkpoint.at if checkpoint else BEGINNING,
        found=found,
        carry=advance(carry, facts, found.conclusions, found.sockets, policy),
        heard_at=heard_at,
        protocol=memory.protocol,
        facts=facts,
        ahead=next_at,
    )
