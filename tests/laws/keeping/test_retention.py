"""Let go: what is older than it is to be kept is gone, and what is younger is told as if it were not."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from lives import BIRTH, lives
from msgspec.structs import replace
from standing_desk import CHOICES, desk, unlike

from chargeboard.domain.policy import Retention
from chargeboard.domain.records import NotKeptError
from chargeboard.run.upkeep.retention import let_go
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

DAY = 24 * HOUR
NO_CLOCK_IS_SO_WRONG = 10**9


def board(here, at, first):
    window = (first, day_of(at, here.profile_of("CP1").policy.timezone) + timedelta(days=1))
    return msgspec.json.decode(here.board_json("CP1", at=at, window=window))


def let_all_go(here, keeps, now):
    while let_go(here.store, here.profile_of("CP1"), keeps, now):
        pass


@given(
    lives(links=False),
    lives(links=False),
    st.sampled_from(CHOICES),
    st.sampled_from([Retention(frames_days=2), Retention(frames_days=2, evidence_days=3)]),
    st.booleans(),
    st.booleans(),
)
def test_what_is_young_enough_is_told_as_if_nothing_were_gone(old, new, policy, keeps, is_packed, is_rebuilt):
    new = [
        replace(
            frame, received_at=frame.received_at + 10 * DAY, text=frame.text.replace("2025-10-1", "2025-10-2")
        )
        for frame in new
    ]
    if is_rebuilt:
        # a proof that reaches over the edge is found again by the messages that are left alone (ADR 8)
        policy = replace(policy, clock_offset_min_s=NO_CLOCK_IS_SO_WRONG)
    frames = [*old, *(one for one in new if one.received_at > old[-1].received_at)]
    at = frames[-1].received_at + 20 * 60 * SECOND
    with desk(policy) as here, desk(policy) as whole:
        for one in (here, whole):
            for piece in (old, frames[len(old) :]):
                one.store.append(piece)
                projector_of(one).refresh("CP1")
        if is_packed:
            here.store.pack("CP1", at)
        let_all_go(here, keeps, at)
        assert not let_go(here.store, here.profile_of("CP1"), keeps, at)
        horizon = at - 2 * DAY
        left = [one.frame.received_at for batch in here.store.frames_after("CP1", 0, 0) for one in batch]
        assert all(one >= min(horizon, here.store.progress("CP1").received_at) for one in left)
        if is_rebuilt:
            projector_of(here).rebuild("CP1")
        since = here.store.kept_since("CP1").evidence
        first = max(day_of(at, policy.timezone) - timedelta(days=6), day_of(BIRTH, policy.timezone))
        assert (
            unlike(
                board(here, at, first), board(whole, at, first), but=("revised", "revised_days", "kept_since")
            )
            == []
        )
        here.store.begin_delivery()
        assert here.store.append(old) == 0, "what was let go of is not taken again, and the rest is known"
        let_all_go(here, keeps, at)  # a message that waited for days is told again when all is
        if since > 0:
            assert not here.store.facts("CP1", Span(0, since))
            try:
                here.board("CP1", at=since - 1)
            except NotKeptError as error:
                assert since <= error.since <= at  # noqa: PT017
            else:
                raise AssertionError("what was known then was told")
