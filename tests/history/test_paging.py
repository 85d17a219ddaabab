"""Rows on a page, where most are stored in order and a few are at hand."""

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.history import paging
from chargeboard.history.paging import MergedRows

rows = st.lists(st.tuples(st.integers(0, 9), st.sampled_from("ab")), max_size=12)


def merged(stored, loose, read=None):
    """`read` gathers what the store was asked for."""
    stored = sorted(stored)

    def of_store(offset, limit):
        if read is not None:
            read.append((offset, limit))
        return stored[offset : offset + limit]

    return MergedRows(of_store, loose, lambda row: row)


@given(rows, rows, st.integers(0, 14), st.integers(0, 6))
def test_a_page_is_the_part_of_all_rows_in_order(stored, loose, offset, limit):
    """Law."""
    read = []
    expected = sorted([*stored, *loose])[offset : offset + limit]
    assert merged(stored, loose, read).page(offset, limit) == expected
    # no more is read than is shown and could be shifted
    ((skipped, asked),) = read
    assert asked <= limit + len(loose)
    assert skipped == max(0, offset - len(loose))


@given(rows, rows, st.integers(1, 4))
def test_all_rows_come_in_order_however_few_are_read_at_a_time(stored, loose, piece):
    """Law."""
    read, usual = [], paging._A_PIECE
    paging._A_PIECE = piece
    try:
        assert list(merged(stored, loose, read)) == sorted([*stored, *loose])
    finally:
        paging._A_PIECE = usual
    assert read == [(offset, piece) for offset in (*range(0, len(stored), piece), len(stored))]
