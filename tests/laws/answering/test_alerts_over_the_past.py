"""
Alerts: what a rule would have told over a past, by the back-test, is what it told when that was the present.

But for acknowledgements, and for rules about ourselves.
"""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lives import DAY, HOUR, Charger2, Charger16, lives, told
from past_and_present import Present
from standing_desk import POLICIES

from chargeboard.alerts.rule import Kind, Rule
from chargeboard.run.alerting import back_test
from chargeboard.run.alerting.kept_success import KeptSuccess
from chargeboard.run.alerting.seeing import seen_of
from chargeboard.run.answering.board import make_board
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

policies = st.sampled_from(POLICIES)
afters = st.sampled_from([None, 0, 60, 600, 7200])
quiets = st.sampled_from(["", "22:00-06:00", "12:30-13:10"])
repeats = st.sampled_from([0, 0, 3600, 86_400])
rules = st.fixed_dictionaries({"after_s": afters, "quiet": quiets, "repeat_s": repeats})


def agree(policy, rule, frames, begin, said=None):
    """What would have been told over a span that begins in those frames is what was told."""
    first, last = (edge(frame.received_at for frame in frames) for edge in (min, max))
    span = Span(first + 1 + int((last - first) * begin), last + 3 * DAY * SECOND)
    present = Present(policy, rule, said)
    try:
        present.live(frames, span)
        present.now = span.end
        assert list(present.desk.past().told(rule, span).notices) == present.told()
        return present.told()
    finally:
        present.store.close()


@pytest.mark.parametrize("kind", Kind)
@settings(max_examples=max(6, settings().max_examples // 10))
@given(frames=lives(), policy=policies, keys=rules, begin=st.floats(0, 1))
def test_what_would_have_been_told_is_what_was_told(kind, frames, policy, keys, begin):
    agree(policy, Rule(name="r", kind=kind, **keys), frames, begin)


@settings(max_examples=max(6, settings().max_examples // 10))
@given(frames=lives(), policy=policies, keys=rules, begin=st.floats(0, 1), least=st.sampled_from([1, 2, 5]))
def test_of_success_kept_days_say_what_whole_boards_would(frames, policy, keys, begin, least):
    first, last = (edge(frame.received_at for frame in frames) for edge in (min, max))
    span = Span(first + 1 + int((last - first) * begin), last + 9 * DAY * SECOND)
    rule = Rule(name="r", kind=Kind.LOW_SUCCESS, below_pct=95, least_attempts=least, **keys)
    present = Present(policy, rule)
    try:
        present.now = span.end
        present.know(frames)
        found = present.desk.past().told(rule, span)
        with (
            patch.object(KeptSuccess, "is_low_at", lambda _self, _at: None),
            patch.object(back_test, "looked_back", lambda history, _kind: seen_of(make_board(history))),
        ):
            assert found == present.desk.past().told(rule, span)
    finally:
        present.store.close()


SITE = {
    "CP1": {"site": "Harbour", "tags": ("fast", "east")},
    "CP2": {"site": "Harbour", "tags": ("east",)},
    "CP3": {"site": "Harbour", "maker": "Yard & Sons"},
    "CP4": {"site": "Lake", "tags": ("fast",)},
}
whom = st.sampled_from(
    [
        {},
        {"by_site": False},
        {"chargers": ("CP1", "cp2", "CP4")},
        {"sites": ("harbour",)},
        {"tags": ("FAST",)},
        {"tags": ("east",), "models": ("X1",)},
        {"makers": ("acme",)},
        {"makers": ("Yard & Sons",), "sites": ("Harbour", "Lake")},
        {"models": ("X2",)},
    ]
)


@st.composite
def yards(draw):
    """A few chargers that go through something, and may all be cut off by what they share."""
    frames = []
    for station in SITE:
        kind = draw(st.sampled_from([Charger16, Charger2]))
        frames += told(kind(station), draw(_moves))
    return sorted(frames, key=lambda frame: frame.received_at)


_moves = st.lists(
    st.one_of(
        st.tuples(st.just("heartbeat"), st.sampled_from([60, 300, HOUR, 8 * HOUR]), st.just(())),
        st.tuples(
            st.just("status"),
            st.integers(1, 900),
            st.tuples(st.sampled_from([1, 2]), st.sampled_from([0, 8]), st.integers(0, 5)),
        ),
        st.tuples(st.just("link"), st.integers(1, 4000), st.tuples(st.sampled_from(["open", "close"]))),
    ),
    max_size=8,
)


@pytest.mark.parametrize("kind", [Kind.OUT_OF_CONTACT, Kind.FAULTED])
@settings(max_examples=max(6, settings().max_examples // 10))
@given(frames=yards(), policy=policies, keys=rules, whom=whom, begin=st.floats(0, 1))
def test_so_it_is_of_whoever_a_rule_is_about_and_of_sites(kind, frames, policy, keys, whom, begin):
    agree(policy, Rule(name="r", kind=kind, **keys, **whom), frames, begin, SITE)
