"""Rows are read once each, in whichever order they can be seen."""

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.capture.feeds.cursor import OVERLAP, Cursor, Gap
from chargeboard.time.instants import SECOND


def asked(cursor):
    lows, highs = cursor.asked
    return [*zip(lows, highs, strict=True)]


@given(st.permutations(range(1, 25)), st.lists(st.integers(1, 5), min_size=1, max_size=30))
def test_each_number_is_asked_for_until_it_was_read_and_not_again(seen, sizes):
    cursor, there, read = Cursor(), set(), []
    for size in sizes:
        there.update(seen[len(there) : len(there) + size])
        new = [n for n in sorted(there) if any(low <= n <= high for low, high in asked(cursor))]
        read += new
        cursor = cursor.behind([(n, 0) for n in new], SECOND)
    assert sorted(read) == sorted(there)
    assert len(read) == len(set(read))


def test_what_was_passed_over_is_asked_for_as_long_as_it_may_come():
    cursor = Cursor().behind([(1, 0), (4, 0)], SECOND)
    assert asked(cursor)[:-1] == [(2, 3)]
    assert cursor.behind([(3, 0)], OVERLAP).gaps == (Gap(2, 2, 0),)
    assert cursor.behind([(5, OVERLAP)], OVERLAP + 1).gaps == ()


def test_a_table_of_years_leaves_no_gaps_behind():
    old = [(n * 2, 0) for n in range(1, 2_000)]
    assert Cursor().behind(old, 10 * OVERLAP).gaps == ()
