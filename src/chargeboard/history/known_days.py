"""How did a local day stand when it seemed final?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from chargeboard.domain.conclusions import Checkpoint, DayFigures
from chargeboard.domain.policy import Profile
from chargeboard.history.checkpoints import carry_of
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.days.day_book import DayBook
from chargeboard.ports.store import Store
from chargeboard.time.days import day_span
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span


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
    facts = [one for one in store.facts(profile.id, Span(start, final), final) if one.at < final]
    found = conclude(
        facts,
        carry_of(checkpoint),
        start=checkpoint.at if checkpoint else (facts[0].at if facts else span.start),
        now=final,
        heard_at=heard_at,
        zone=zone,
        policy=policy,
    )
    return DayBook(found.conclusions, found.sockets, zone=zone, now=final, policy=policy).day(on)
