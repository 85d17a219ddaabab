"""Does a row of the timeline hide nothing?"""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.drawing.states import STATES
from chargeboard.metrics.timeline.thinning import pieces, severity
from chargeboard.panels.events.coarseness import COARSEST, PIECES_A_PAGE, rows
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

DAY = Span(0, 24 * HOUR)
THINNEST = DAY.length // 1000


@st.composite
def timelines(draw):
    lengths = draw(
        st.lists(st.one_of(st.integers(1, 200 * SECOND), st.integers(1, 3 * HOUR)), min_size=1, max_size=80)
    )
    at, found = DAY.start, []
    for length in lengths:
        if at >= DAY.end:
            break
        found.append((at, min(DAY.end, at + length), draw(st.sampled_from(list(STATES)))))
        at = found[-1][1]
    start, _, state = found[-1]
    return [*found[:-1], (start, DAY.end, state)]


@given(timelines())
def test_pieces_tile_the_window(segments):
    drawn = pieces(segments, DAY)
    assert drawn[0].start == DAY.start
    assert drawn[-1].end == DAY.end
    assert all(a.end == b.start for a, b in pairwise(drawn))


@given(timelines())
def test_no_piece_is_too_thin_to_be_seen(segments):
    assert all(piece.end - piece.start >= THINNEST - 1 for piece in pieces(segments, DAY))


@given(timelines())
def test_every_state_is_told_and_the_worst_is_drawn(segments):
    drawn = pieces(segments, DAY)
    told = {}
    for piece in drawn:
        assert piece.state == max((state for state, _ in piece.held), key=severity)
        for state, time in piece.held:
            told[state] = told.get(state, 0) + time
    true = {}
    for start, end, state in segments:
        true[state] = true.get(state, 0) + end - start
    assert told == true
    assert sum(piece.changes for piece in drawn) == len(Series(segments))


@given(timelines())
def test_a_piece_is_at_most_two_pixels_from_its_place(segments):
    for piece in pieces(segments, DAY):
        assert abs(piece.start - piece.true_start) <= 2 * THINNEST
        assert abs(piece.end - piece.true_end) <= 2 * THINNEST


def test_a_one_second_fault_keeps_a_pixel():
    noon = 12 * HOUR
    drawn = pieces(
        [(0, noon, "available"), (noon, noon + SECOND, "faulted"), (noon + SECOND, 24 * HOUR, "charging")],
        DAY,
    )
    assert [piece.state for piece in drawn] == ["available", "faulted", "charging"]
    assert drawn[1].end - drawn[1].start == THINNEST
    assert (drawn[1].true_start, drawn[1].true_end) == (noon, noon + SECOND)


def test_a_one_second_fault_at_the_edge_keeps_a_pixel():
    drawn = pieces([(0, 24 * HOUR - SECOND, "available"), (24 * HOUR - SECOND, 24 * HOUR, "faulted")], DAY)
    assert drawn[-1].state == "faulted"
    assert (drawn[-1].start, drawn[-1].end) == (24 * HOUR - THINNEST, 24 * HOUR)


def test_long_states_keep_their_exact_place():
    segments = [(i * HOUR, (i + 1) * HOUR, "charging" if i % 2 else "available") for i in range(24)]
    assert [(p.start, p.end, p.state) for p in pieces(segments, DAY)] == segments


def test_what_lies_outside_the_window_is_cut():
    drawn = pieces([(-5 * HOUR, 30 * HOUR, "available")], DAY)
    assert [(p.start, p.end) for p in drawn] == [(DAY.start, DAY.end)]
    assert drawn[0].held == (("available", DAY.length),)


def test_a_page_of_many_busy_rows_stays_near_its_ceiling():
    row = [(i * MINUTE, (i + 1) * MINUTE, "charging" if i % 2 else "available") for i in range(24 * 60)]
    drawn = rows([pieces(row, DAY)] * 6, DAY)
    assert sum(map(len, drawn)) <= PIECES_A_PAGE
    # however many there are, none is finer than half an hour
    assert sum(map(len, rows([pieces(row, DAY)] * 60, DAY))) <= 60 * COARSEST
    assert rows([pieces(row[:10], Span(0, 10 * MINUTE))], Span(0, 10 * MINUTE)) == [
        pieces(row[:10], Span(0, 10 * MINUTE))
    ]
