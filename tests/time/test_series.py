"""A series against a table that holds the state of each whole number."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.time.series import Series, merged
from chargeboard.time.spans import Span, total, union

LAST = 40
ends = st.integers(0, LAST)
states = st.sampled_from("abc")
stretches = st.lists(st.tuples(ends, ends, states), max_size=10).map(sorted)
series = stretches.map(Series)
windows = st.builds(Span, ends, ends)
sets = st.lists(windows, max_size=5).map(union)
WHOLE = Span(0, LAST)


def table(told):
    return {instant: state for start, end, state in told for instant in range(start, end)}


def is_sound(told):
    return all(start < end for start, end, _ in told) and all(
        before[1] < after[0] or (before[1] == after[0] and before[2] != after[2])
        for before, after in pairwise(told)
    )


@given(stretches)
def test_where_stretches_overlap_the_earlier_is_believed(told):
    expected = {}
    reached = -1
    for start, end, state in told:
        for instant in range(max(start, reached), end):
            expected[instant] = state
        reached = max(reached, end)
    found = Series(told)
    assert table(found) == expected
    assert is_sound(found)
    assert Series(found) == found


@given(series, ends)
def test_it_tells_the_state_at_every_instant(told, instant):
    assert told.at(instant) == table(told).get(instant)


@given(series, windows)
def test_a_slice_tells_what_the_whole_tells_of_it(told, window):
    part = told.clip(window)
    assert table(part) == {at: state for at, state in table(told).items() if at in window}
    assert is_sound(part)
    assert part.span is None or (window.start <= part.span.start and part.span.end <= window.end)


@given(series, ends)
def test_joined_at_any_seam_the_parts_are_the_whole(told, seam):
    assert told.before(seam).then(told.since(seam)) == told


@given(series, series, windows)
def test_a_slice_of_a_join_is_the_join_of_the_slices(early, late, window):
    seam = early.span.end if early.span else 0
    joined = early.then(late)
    assert joined.clip(window) == early.clip(window).then(late.since(seam).clip(window))
    assert table(joined) == {at: s for at, s in table(late).items() if at >= seam} | table(early)
    assert is_sound(joined)


@given(series)
def test_shares_add_up_to_its_length(told):
    held = told.held()
    assert sum(held.values()) == total(told.spans()) == len(table(told))
    for state in "abc":
        assert held.get(state, 0) == total(told.spans(state)) == list(table(told).values()).count(state)


@given(series, sets)
def test_inside_a_set_and_beside_it_are_the_whole(told, spans):
    inside, beside = told.within(spans), told.without(spans)
    of_spans = {at for span in spans for at in range(span.start, span.end)}
    assert table(inside) == {at: s for at, s in table(told).items() if at in of_spans}
    assert table(beside) == {at: s for at, s in table(told).items() if at not in of_spans}
    assert is_sound(inside)
    assert is_sound(beside)
    assert Series(sorted([*inside, *beside])) == told


@given(series, sets)
def test_inside_a_set_a_state_is_told_as_another(told, spans):
    changed = told.changed(spans, "a", "b")
    assert table(changed) == {
        at: "b" if state == "a" and any(at in span for span in spans) else state
        for at, state in table(told).items()
    }
    assert is_sound(changed)


@given(series, st.lists(ends, max_size=5, unique=True).map(sorted))
def test_cut_at_instants_it_tells_nothing_else(told, instants):
    pieces = list(told.cut(instants))
    assert Series(pieces) == told
    assert all(start < end for start, end, _ in pieces)
    assert not any(start < instant < end for start, end, _ in pieces for instant in instants)


@given(series)
def test_from_one_transition_to_the_next_nothing_changes(told):
    found = list(told.transitions())
    held = {at: after for at, _, after in found}
    state, walked = None, {}
    for at in range(LAST + 1):
        state = held.get(at, state)
        if state is not None:
            walked[at] = state
    assert walked == table(told)
    assert all(before != after for _, before, after in found)
    assert [before for _, before, _ in found[1:]] == [after for _, _, after in found[:-1]]


@given(st.lists(series, max_size=3))
def test_merged_it_is_at_each_instant_what_the_rule_makes_of_the_states(several):
    def busiest(found):
        known = [state for state in found if state is not None]
        return max(known) if len(known) != 2 else None

    expected = {}
    for at in range(LAST):
        found = [told.at(at) for told in several]
        if any(found) and busiest(found) is not None:
            expected[at] = busiest(found)
    assert table(merged(busiest, several)) == expected
    assert is_sound(merged(busiest, several))


def test_the_order_of_merged_series_is_kept_for_the_rule():
    link, socket = Series([(0, 4, "away")]), Series([(2, 9, "free")])
    said = merged(lambda states: "/".join(state or "-" for state in states), [link, socket])
    assert list(said) == [(0, 2, "away/-"), (2, 4, "away/free"), (4, 9, "-/free")]


def test_a_series_that_tells_nothing_has_no_span_no_share_and_no_transition():
    nothing = Series()
    assert (nothing.span, nothing.at(0), nothing.held(), len(nothing)) == (None, None, {}, 0)
    assert list(nothing.transitions()) == nothing.spans() == list(nothing.clip(WHOLE)) == []
    assert nothing.then(Series([(1, 2, "a")])) == Series([(1, 2, "a")])


@pytest.mark.parametrize("other", [Series([(0, 2, "a")]), [(0, 3, "a")]])
def test_two_series_are_equal_where_they_tell_the_same(other):
    told = Series([(0, 1, "a"), (1, 3, "a")])
    assert told == Series([(0, 3, "a")])
    assert hash(told) == hash(Series([(0, 3, "a")]))
    assert told != other


@given(series, series)
def test_two_series_are_equal_either_way_round_or_not_at_all(one, other):
    same = table(one) == table(other)
    assert (one == other) is same
    assert (other == one) is same


def test_a_series_is_longer_than_its_beginning_and_shorter_than_none():
    short, long = Series([(0, 2, "a")]), Series([(0, 2, "a"), (3, 4, "b")])
    assert short != long
    assert long != short
    assert Series() != short
    assert short != Series()
