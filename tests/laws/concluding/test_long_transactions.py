"""Long: a transaction of weeks is told by the same figures, however often it was settled on the way."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, STATUSES_16, Charger2, Charger16, end_of
from standing_desk import desk, unlike

from chargeboard.domain.policy import Policy
from chargeboard.history.checkpoints import carry_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import NEVER, SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

POLICIES = [Policy(silence_detection=False, timezone=zone) for zone in ("UTC", "Australia/Lord_Howe")]
flows = st.tuples(
    st.integers(1, 60),
    st.sampled_from([HOUR, 7 * HOUR, 7 * HOUR, 13 * HOUR, 26 * HOUR]),
    st.sampled_from([0, 400, 400, 3000]),
    st.sampled_from([0, 0, 0, 2]),
)
pieces = st.one_of(
    flows,
    flows,
    st.tuples(st.just("status"), st.sampled_from(["Available", "Charging", "SuspendedEV", "Finishing"])),
    st.just(("reset",)),
    st.just(("silence",)),
)
lives = st.lists(pieces, min_size=2, max_size=7)


def lived(pieces, charger, *, stops):
    """Its frames, each piece for itself."""
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.start(1, "T1", 0)
    parts = []
    for piece in pieces:
        match piece:
            case ("status", status):
                charger.now += HOUR * SECOND
                charger.status(1, STATUSES_16.index(status) if isinstance(charger, Charger16) else 1, 0)
            case ("reset",):
                charger.reset_register(1)
            case ("silence",):
                charger.now += 9 * DAY * SECOND
            case (count, step, flow, naming):
                for _ in range(count):
                    charger.now += step * SECOND
                    charger.sample(1, flow, naming)
        parts.append(charger.frames)
        charger.frames = []
    if stops:
        charger.now += HOUR * SECOND
        charger.stop(1, 100, 0, 0)
    charger.now += 3 * DAY * SECOND
    charger.status(2, 0, 0)
    return [*parts, charger.frames]


def told(parts, policy, settled):
    """The board of all its days, and what is carried; `settled`: whether it is settled after each part."""
    with desk(policy) as board:
        for part, is_settled in zip(parts, settled, strict=True):
            board.store.append(part)
            projector_of(board).fold("CP1")
            if is_settled:
                projector_of(board).settle("CP1")
        projector_of(board).settle("CP1")
        at = end_of([frame for part in parts for frame in part])
        window = day_of(0, policy.timezone), day_of(at, policy.timezone) + timedelta(days=1)
        window = window[1] - timedelta(days=90), window[1]
        made = board.board("CP1", at=at, window=window, timeline=Span(at - 6 * DAY * SECOND, at))
        return msgspec.to_builtins(made), carry_of(board.store.checkpoint("CP1", NEVER, None))


@given(
    lives,
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.booleans(),
    st.sampled_from([Charger16, Charger2]),
    st.sampled_from(POLICIES),
)
def test_a_long_transaction_is_told_as_if_it_had_been_settled_once(pieces, settled, stops, kind, policy):
    parts = lived(pieces, kind(), stops=stops)
    often, _ = told(parts, policy, settled[: len(parts)])
    once, _ = told(parts, policy, [False] * len(parts))
    assert unlike(once, often, but=("revision",)) == []


@pytest.mark.parametrize("naming", [0, 2])
@pytest.mark.parametrize("said", [(), (("status", "Charging"),)])
@pytest.mark.parametrize("settled", [False, True])
def test_each_day_of_a_transaction_of_weeks_has_its_energy(naming, said, settled):
    pieces = [(30 * 24, HOUR, 400, naming), *said, (30 * 24, HOUR, 400, naming)]
    parts = lived(pieces, Charger16(), stops=True)
    board, _ = told(parts, POLICIES[0], [settled] * len(parts))
    (session,) = board["sessions"]
    assert session["end"] is not None
    assert not session["end_inferred"]
    energy = [*board["energy_per_day_wh"].values()]
    whole = [wh for wh in energy if wh is not None and abs(wh - 24 * 400) < 1]
    assert len(whole) >= 57


def test_what_came_after_a_status_that_stood_for_weeks_belongs_to_no_session():
    pieces = [(20 * 24, HOUR, 400, 2), ("status", "Available"), (50 * 24, HOUR, 0, 2)]
    ends = set()
    for settled in (False, True):
        parts = lived(pieces, Charger16(), stops=False)
        board, _ = told(parts, POLICIES[0], [settled] * len(parts))
        (session,) = board["sessions"]
        ends.add((session["end"], session["energy_wh"]))
    ((end, energy),) = ends
    assert energy == pytest.approx(20 * 24 * 400, abs=400)
    assert end is not None


@pytest.mark.parametrize("kind", [Charger16])
def test_a_transaction_of_half_a_year_is_carried_by_as_many_facts_as_one_of_weeks(kind):
    carried = []
    for days in (41, 181):
        parts = lived([(24 * days, HOUR, 400, 0)], kind(), stops=False)
        _, carry = told(parts, POLICIES[0], [False] * len(parts))
        carried.append(len(carry.unsettled.facts))
    assert carried[1] <= carried[0] + 40
