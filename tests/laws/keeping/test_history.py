"""
One history: whatever is asked of a charger, stored conclusions and those computed behind them answer as all
the facts alone do; wherever the checkpoint is, whatever span and instant are asked for, and was asked before.
"""

from __future__ import annotations

from itertools import pairwise

import pytest
from asked_of_history import QUESTIONS
from hypothesis import example, given
from hypothesis import strategies as st
from lives import DAY, HOUR, Charger16, lives
from standing_desk import CHOICES, POLICIES, desk

from chargeboard.domain.policy import Profile
from chargeboard.history import kinds
from chargeboard.history.opening import Histories
from chargeboard.run.understanding.alone import fold_all
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

policies = st.sampled_from(CHOICES)
cuts = st.lists(st.integers(0, 60), max_size=4)
waits = st.sampled_from([0, 1, 61, 301, 16 * 60, HOUR, DAY, 3 * DAY])
EDGES = [0, 1, -1, SECOND, HOUR * SECOND, -HOUR * SECOND, -DAY * SECOND]
ends = st.tuples(st.integers(0, 200), st.sampled_from(EDGES))
spans = st.lists(st.tuples(ends, ends), min_size=1, max_size=2)
"""Of instants that mean something: their places among these, and by how much a span's ends lie off them."""
EVERYWHERE = [((place, 0), (place + length, 0)) for place in range(0, 150, 9) for length in (0, 7, 40)]


def full_of_errors():
    """Errors that last over quiet midnights, in reach and out of it, and sessions between them."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.status(2, 8, 3)
    for day in range(4):
        charger.now += 20 * HOUR * SECOND
        charger.start(1, "T1", 0)
        charger.now += HOUR * SECOND
        charger.sample(1, 0, 0)
        charger.now += HOUR * SECOND
        charger.stop(1, 5000 * day, day, 0)
        charger.status(1, 0, 4 * (day % 2))
        charger.now += 5 * HOUR * SECOND
        charger.stop(1, 0, 0, 3)
        charger.link("close" if day % 2 else "open")
        charger.now += HOUR * SECOND
        charger.heartbeat()
    charger.status(2, 0, 0)
    return charger.frames


@pytest.fixture(scope="module", autouse=True)
def every_kind_is_asked():
    asked = {kind.name for kind in kinds.KINDS} - {"refused"}
    assert asked <= {"segments", *(name.replace(" ", "_") for name in QUESTIONS)}


@given(lives(), policies, cuts, st.integers(0, 60), waits, spans)
@example(full_of_errors(), POLICIES[1], [18, 33, 50], 0, DAY, EVERYWHERE)
@example(full_of_errors(), POLICIES[1], [], 17, HOUR, EVERYWHERE)
@example(full_of_errors(), POLICIES[0], [18, 33, 50], 0, DAY, EVERYWHERE)
def test_stored_and_computed_conclusions_answer_as_the_facts_alone(frames, policy, cuts, back, wait, spans):
    last = frames[-1 - back % len(frames) if back < 30 else -1]
    at = last.received_at + wait * SECOND
    with desk(policy) as settled, desk(policy) as plain:
        for begin, end in pairwise(sorted({cut % (len(frames) + 1) for cut in cuts} | {0, len(frames)})):
            settled.store.append(frames[begin:end])
            projector_of(settled).refresh("CP1")
        plain.store.append([frame for frame in frames if frame.received_at <= at])
        fold_all(plain.store, "CP1", policy)
        here, there = (
            Histories(one.store, lambda name: Profile(id=name, policy=policy)) for one in (settled, plain)
        )
        instants = [at, *(frame.received_at for frame in frames)]
        instants += [midnight(day_of(instant, policy.timezone), policy.timezone) for instant in instants]
        if (checkpoint := here.of("CP1", at).checkpoint) is not None:
            instants += [checkpoint.at] * len(instants)
        for (one, by), (other, by_too) in spans:
            start, end = sorted(instants[each % len(instants)] for each in (one, other))
            span = Span(min(start + by, end + by_too), max(start + by, end + by_too) + 1)
            for name, ask in QUESTIONS.items():
                assert ask(here.of("CP1", at), span) == ask(there.of("CP1", at), span), (name, span)


@given(
    lives(),
    policies,
    waits,
    st.lists(st.sampled_from([1, 59, 61, 299, 901, HOUR, 5 * HOUR, DAY]), max_size=6),
)
@example(full_of_errors(), POLICIES[1], 61, [HOUR] * 6)
@example(full_of_errors(), CHOICES[-1], 301, [901])  # a gap that becomes an error
def test_until_something_is_due_a_tail_is_prolonged_to_what_would_be_concluded(frames, policy, wait, steps):
    """Prolonged: time alone leaves all but the ends of the last states as it was."""
    with desk(policy) as plain:
        plain.store.append(frames)
        fold_all(plain.store, "CP1", policy)

        def history(at):
            return Histories(plain.store, lambda name: Profile(id=name, policy=policy)).of("CP1", at)

        at = frames[-1].received_at + wait * SECOND
        for step in [1, *steps]:
            known = history(at)
            later = min(at + step * SECOND, known.true_until - 1)
            prolonged, concluded = known.tail.prolonged(at, later), history(later).tail
            assert prolonged == concluded
            assert prolonged.facts == concluded.facts
            at = max(later, at) + 1
