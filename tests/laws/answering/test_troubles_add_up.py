"""What went wrong by day and side is what went wrong by action, whatever was said (H1-H6)."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from lives import lives
from standing_desk import CHOICES, desk

from projecting import projector_of

KINDS = ("late", "unanswered", "refused", "repeated", "nonstandard")


@given(lives(), st.sampled_from(CHOICES))
def test_days_and_sides_add_up_to_the_actions(frames, policy):
    at = frames[-1].received_at
    with desk(policy) as asked:
        asked.store.append(frames)
        projector_of(asked).refresh("CP1")
        told = asked.evidence.protocol("CP1", at)
    by_day, by_action = Counter(), Counter()
    for day in told.days:
        for kind in KINDS:
            by_day[kind, day.side] += getattr(day, kind) or 0
    for one in told.troubles:
        by_action[one.kind, one.side] += one.count
    assert +by_day == +by_action
    ends = sum(day.closes or 0 for day in told.days)
    assert (
        ends == sum(one.count for one in told.closes) == sum(n or 0 for one in told.closes for n in one.days)
    )
