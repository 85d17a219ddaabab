"""
What is known of a charger at an instant behind the right checkpoint?

What comes before it is in the store; what follows it is computed from its facts. A look at an earlier instant
uses nothing that was received after it.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from operator import attrgetter

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.fold import pending
from chargeboard.history.checkpoints import carry_of
from chargeboard.history.last_heard import heard_by_then
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import Found, conclude, prolonged
from chargeboard.metrics.unsettled import ALL_SETTLED, Unsettled
from chargeboard.pipeline import restore
from chargeboard.ports.store import Store
from chargeboard.time.instants import BEGINNING, NEVER, Instant
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
    read: Callable[[], list[AnyFact]] = field(compare=False, repr=False)
    """Its facts: few questions ask for them where what follows is known."""
    ahead: Instant = NEVER
    """The first fact that was told and happens later: some clocks run ahead."""

    before: Unsettled = ALL_SETTLED
    """What was not settled at the checkpoint."""

    @property
    def facts(self) -> list[AnyFact]:
        """What it is computed from."""
        return self.read()

    @property
    def told(self) -> list[AnyFact]:
        """The facts, and those from before the checkpoint that still matter."""
        return [*self.before.facts, *self.facts]

    def prolonged(self, before: Instant, at: Instant) -> Tail:
        """What is so at an instant, where it was concluded at one before and nothing was due since."""
        return self if at == before else replace(self, found=prolonged(self.found, before, at))


@dataclass(frozen=True, slots=True)
class TailFacts:
    """What a tail is concluded from, whenever that is done: it changes with what the charger says alone."""

    carry: Carry
    """The past in brief at the checkpoint."""
    facts: list[AnyFact]
    """Those behind the checkpoint, by time; some clocks run ahead."""
    heard_at: Instant | None
    protocol: str
    told_at: Instant | None
    """When another system told of it last, where it was never heard itself."""


def tail_facts(
    store: Store,
    profile: Profile,
    progress: Progress,
    checkpoint: Checkpoint | None,
    *,
    until: Instant,
    known_at: Instant,
    ahead: Sequence[AnyFact] = (),
) -> TailFacts:
    """
    What was said behind a checkpoint and up to an instant, as far as it was received by `known_at`.

    `ahead` are facts that are not kept.
    """
    start = checkpoint.at if checkpoint else BEGINNING
    facts = store.facts(profile.id, Span(start, until), received_until=known_at)
    memory = restore(progress.snapshot).memory
    if known_at >= progress.received_at:
        more = [fact for fact in (*ahead, *pending(memory)) if fact.at >= start]
        if more:
            facts = sorted([*facts, *more], key=lambda fact: (fact.at, fact.received_at))
    heard_at = memory.links.heard_at
    told_at = memory.newest if heard_at is None and memory.newest else None
    return TailFacts(carry_of(checkpoint), facts, heard_at, memory.protocol, told_at)


def tail(
    store: Store,
    profile: Profile,
    given: TailFacts,
    checkpoint: Checkpoint | None,
    at: Instant,
    *,
    is_unwatched: bool,
) -> Tail:
    """All that follows by `at`; `is_unwatched`: nobody listens since the last of it."""
    station, policy = profile.id, profile.policy
    heard_at = given.heard_at
    if is_unwatched and heard_at is None and given.told_at is not None:
        # nothing is known of it since, whatever its connectors said last
        heard_at = min(given.told_at, at)
    elif heard_at is not None and heard_at > at:
        heard_at = heard_by_then(store, station, at)
    behind = bisect_right(given.facts, at, key=attrgetter("at"))
    facts = given.facts if behind == len(given.facts) else given.facts[:behind]
    begin = checkpoint.at if checkpoint else min(facts[0].at if facts else at, at)
    found = conclude(
        facts,
        given.carry,
        start=begin,
        now=at,
        heard_at=heard_at,
        zone=policy.timezone,
        policy=policy,
        is_unwatched=is_unwatched,
    )
    return Tail(
        begin=begin,
        stored_until=checkpoint.at if checkpoint else BEGINNING,
        found=found,
        carry=advance(given.carry, facts, found.conclusions, found.sockets, policy),
        heard_at=heard_at,
        protocol=given.protocol,
        read=lambda: facts,
        before=given.carry.unsettled,
        ahead=given.facts[behind].at if behind < len(given.facts) else NEVER,
    )
