"""Sets of spans against sets of whole numbers: both hold the same instants."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.time.spans import Span, clip, complement, overlap, subtract, total, union

LAST = 40
ends = st.integers(0, LAST)
spans = st.builds(Span, ends, ends)
many = st.lists(spans, max_size=8)
sets = many.map(union)
sets_with_seams = many.map(lambda found: union(found, keeps_seams=True))


def instants(found):
    return {instant for span in found for instant in range(span.start, span.end)}


def is_a_set(found):
    return all(span.start < span.end for span in found) and all(
        before.end <= after.start for before, after in pairwise(found)
    )


@given(many)
def test_a_union_holds_what_one_of_its_spans_holds(found):
    joined = union(found)
    assert instants(joined) == instants(found)
    assert is_a_set(joined)
    assert all(before.end < after.start for before, after in pairwise(joined))


@given(many)
def test_where_seams_are_kept_only_spans_that_share_an_instant_become_one(found):
    joined = union(found, keeps_seams=True)
    assert instants(joined) == instants(found)
    assert is_a_set(joined)
    starts = {span.start for span in found if span.length}
    assert {span.start for span in joined} <= starts
    inside = {span.start for span in found for other in found if other.start < span.start < other.end}
    assert {span.start for span in joined} == starts - inside


def test_two_that_touch_stay_two_only_where_seams_are_kept():
    touching = [Span(0, 2), Span(2, 3)]
    assert union(touching) == [Span(0, 3)]
    assert union(touching, keeps_seams=True) == touching


@given(sets_with_seams, sets)
def test_what_is_left_is_in_the_one_and_not_in_the_other(found, holes):
    left = subtract(found, holes)
    assert instants(left) == instants(found) - instants(holes)
    assert is_a_set(left)


@given(sets, sets)
def test_what_is_left_and_what_was_taken_are_the_whole(found, holes):
    taken = subtract(found, subtract(found, holes))
    assert union([*subtract(found, holes), *taken]) == found
    assert total(subtract(found, holes)) + total(taken) == total(found)


@given(sets, spans)
def test_a_complement_is_all_else_of_the_window(found, window):
    rest = complement(found, window)
    assert instants(rest) == instants([window]) - instants(found)
    assert union(complement(rest, window)) == clip(found, window)


@given(sets_with_seams, spans)
def test_a_window_holds_what_both_hold(found, window):
    assert instants(clip(found, window)) == instants(found) & instants([window])
    assert overlap(found, window) == total(clip(found, window)) == len(instants(found) & instants([window]))


@given(spans, spans)
def test_two_spans_overlap_where_they_share_an_instant(one, other):
    shared = one.clip(other)
    assert one.overlaps(other) == other.overlaps(one)
    if one.length and other.length:
        assert one.overlaps(other) == (shared is not None)
    assert instants([] if shared is None else [shared]) == instants([one]) & instants([other])


@given(spans, ends)
def test_a_span_holds_its_first_instant_and_not_its_last(span, instant):
    assert (instant in span) == (instant in instants([span]))
    assert span.length == len(instants([span]))
