"""Which pieces does a row of the timeline draw, and is nothing lost in them?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.metrics.timeline.thinning import WORST_FIRST, Thinner, coarser, pieces, severity
from chargeboard.time.spans import Span

DAY = Span(0, 1000)


def drawn(*states, slots=100):
    """Pieces as (start, end, state, true start, true end, changes)."""
    return [
        (one.start, one.end, one.state, one.true_start, one.true_end, one.changes)
        for one in pieces(states, DAY, slots)
    ]


def test_what_is_wide_enough_is_drawn_where_it_is_and_equal_neighbours_are_one():
    assert drawn(
        (0, 400, "available"), (400, 500, "charging"), (500, 700, "charging"), (700, 1000, "faulted")
    ) == [
        (0, 400, "available", 0, 400, 1),
        (400, 700, "charging", 400, 700, 1),
        (700, 1000, "faulted", 700, 1000, 1),
    ]


def test_a_sliver_is_as_thin_as_can_be_seen_and_takes_its_room_from_what_follows():
    assert drawn((0, 400, "available"), (400, 401, "faulted"), (401, 1000, "available")) == [
        (0, 400, "available", 0, 400, 1),
        (400, 410, "faulted", 400, 401, 1),
        (410, 1000, "available", 401, 1000, 1),
    ]


def test_a_state_exactly_as_thin_as_can_be_seen_is_no_sliver():
    assert drawn((0, 10, "faulted"), (10, 1000, "available"))[0] == (0, 10, "faulted", 0, 10, 1)
    assert drawn((0, 9, "faulted"), (9, 1000, "available"))[0] == (0, 10, "faulted", 0, 9, 1)


def test_slivers_side_by_side_are_one_piece_named_by_the_worst():
    found = pieces(
        [(0, 3, "available"), (3, 4, "faulted"), (4, 8, "charging"), (8, 1000, "offline")], DAY, 100
    )
    assert (found[0].start, found[0].end, found[0].state, found[0].changes) == (0, 10, "faulted", 3)
    assert found[0].held == (("faulted", 1), ("charging", 4), ("available", 3))


def test_a_sliver_at_the_end_takes_its_room_from_the_piece_before_it():
    assert drawn((0, 999, "available"), (999, 1000, "faulted")) == [
        (0, 990, "available", 0, 999, 1),
        (990, 1000, "faulted", 999, 1000, 1),
    ]
    assert drawn((0, 5, "faulted")) == [(0, 10, "faulted", 0, 5, 1)]


def test_of_what_was_told_already_the_earlier_is_believed_and_nothing_is_told_outside_the_span():
    row = Thinner(Span(100, 200), 1)
    row.feed(0, 150, "available")
    row.feed(120, 160, "faulted")
    row.feed(130, 140, "offline")
    row.feed(190, 300, "charging")
    assert row.held == {"available": 50, "faulted": 10, "charging": 10}
    assert [(one.start, one.end, one.state) for one in row.pieces()] == [
        (100, 150, "available"),
        (150, 160, "faulted"),
        (190, 200, "charging"),
    ]


def test_a_twin_goes_on_apart():
    row = Thinner(DAY, 10)
    row.feed(0, 5, "faulted")
    twin = row.copy(500)
    twin.feed(5, 8, "available")
    row.feed(5, 1000, "charging")
    assert [one.state for one in row.pieces()] == ["faulted", "charging"]
    assert [(one.start, one.end, one.state) for one in twin.pieces()] == [(0, 10, "faulted")]
    assert (row.held, twin.held) == ({"faulted": 5, "charging": 995}, {"faulted": 5, "available": 3})


def test_a_state_that_nobody_knows_is_the_worst_and_the_others_are_in_order():
    assert severity("melting") > severity("faulted")
    assert sorted(WORST_FIRST, key=severity, reverse=True) == list(WORST_FIRST)
    assert [severity(state) > severity("available") for state in ("faulted", "uncommissioned")] == [
        True,
        False,
    ]


rows = st.lists(
    st.tuples(st.integers(1, 60), st.sampled_from(["faulted", "available", "charging", "offline"])),
    max_size=40,
)


@given(rows, st.sampled_from([5, 20, 100, 1000]))
def test_pieces_are_wide_enough_in_order_and_hold_all_of_the_time(told, slots):
    at, states = 0, []
    for length, state in told:
        states.append((at, min(1000, at + length), state))
        at = min(1000, at + length)
    found = pieces(states, DAY, slots)
    assert all(one.end - one.start >= min(1000 // slots, 1000) for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    held = sum(time for one in found for _, time in one.held)
    assert held == at
    assert all(one.state == max((state for state, _ in one.held), key=severity) for one in found)
    twice = coarser(found, DAY, 5)
    assert sum(time for one in twice for _, time in one.held) == at
    assert sum(one.changes for one in twice) == sum(one.changes for one in found)


def test_what_touches_and_is_alike_is_one_piece_unless_its_seam_tells_something():
    silences = [(0, 40, "offline"), (40, 100, "offline")]
    joined, apart = (
        pieces(silences, Span(0, 100), 10, keeps_seams=keeps_seams) for keeps_seams in (False, True)
    )
    assert [(piece.start, piece.end) for piece in joined] == [(0, 100)]
    assert [(piece.start, piece.end) for piece in apart] == [(0, 40), (40, 100)]


def test_the_thinnest_piece_is_a_thousandth_of_the_row_and_never_nothing():
    thin, thick = (0, 1, "faulted"), (1, 1_000_000, "available")
    assert pieces([thin, thick], Span(0, 1_000_000))[0].end == 1000
    assert pieces([thin, thick], Span(0, 9))[0].end == 1


def test_a_sliver_at_the_end_takes_its_room_from_the_last_piece_whatever_came_before():
    assert drawn((0, 400, "available"), (400, 999, "charging"), (999, 1000, "faulted")) == [
        (0, 400, "available", 0, 400, 1),
        (400, 990, "charging", 400, 999, 1),
        (990, 1000, "faulted", 999, 1000, 1),
    ]
    assert [
        one[:3] for one in drawn((0, 400, "available"), (980, 990, "charging"), (999, 1000, "faulted"))
    ] == [
        (0, 400, "available"),
        (980, 990, "charging"),
        (990, 1000, "faulted"),
    ]
    assert [one[:3] for one in drawn((985, 995, "charging"), (995, 1000, "faulted"))] == [
        (985, 990, "charging"),
        (990, 1000, "faulted"),
    ]
