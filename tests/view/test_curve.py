"""Does a curve keep every peak, and does it break where nothing was read?"""

import re

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.instants import SECOND
from chargeboard.domain.span import Span
from chargeboard.view.curve import COLUMNS, ROWS, Columns, axis, path

samples = st.lists(
    st.tuples(st.integers(0, 7200), st.floats(0, 1000)),
    min_size=1,
    max_size=300,
    unique_by=lambda one: one[0],
).map(sorted)


def points(drawn):
    """The corners of a path, as (x, y); None where the pen was lifted."""
    x = y = 0
    for command, numbers in re.findall(r"([Mlvh])([-\d ]*)", drawn):
        values = [int(one) for one in numbers.split()]
        if command == "M":
            yield None
            x, y = values
        elif command == "l":
            x, y = x + values[0], y + values[1]
        elif command == "v":
            y += values[0]
        yield x, y


def drawn(read, bottom=0.0, top=1000.0, span=None):
    at = [second * SECOND for second, _ in read]
    span = span or Span(0, 7200 * SECOND)
    return path([value for _, value in read], Columns(at, span), bottom, top)


def column(second):
    return round(second * SECOND * (COLUMNS / (7200 * SECOND)))


def row(value):
    return ROWS - round(value * (ROWS / 1000.0))


@given(samples)
def test_of_each_column_the_lowest_and_the_highest_are_kept(read):
    by_column = {}
    for second, value in read:
        by_column.setdefault(column(second), []).append(row(value))
    kept = {}
    for one in points(drawn(read)):
        if one:
            kept.setdefault(one[0], []).append(one[1])
    assert {x: (min(ys), max(ys)) for x, ys in kept.items()} == {
        x: (min(ys), max(ys)) for x, ys in by_column.items()
    }


@given(samples)
def test_a_curve_begins_and_ends_at_its_first_and_last_sample(read):
    corners = [one for one in points(drawn(read)) if one]
    assert corners[0] == (column(read[0][0]), row(read[0][1]))
    assert corners[-1] == (column(read[-1][0]), row(read[-1][1]))


@given(st.lists(st.floats(0, 1000), min_size=1, max_size=5000))
def test_a_path_is_never_longer_than_its_columns(values):
    read = list(enumerate(values))
    assert len(list(points(drawn(read, span=Span(0, len(values) * SECOND))))) <= 5 * (COLUMNS + 1)


def test_a_silence_breaks_the_line():
    read = [(second, 10.0) for second in (*range(0, 600, 60), *range(3000, 3600, 60))]
    assert drawn(read).count("M") == 2
    assert drawn(read[:10]).count("M") == 1


def test_an_axis_begins_at_zero_but_for_a_voltage():
    assert axis([30.0, 75.0]) == (0.0, 80.0)
    assert axis([0.0, 0.0]) == (0.0, 1.0)
    low, high = axis([229.0, 233.0], is_zero_based=False)
    assert 220 < low <= 229
    assert 233 <= high < 245
    assert axis([-5.0, 10.0])[0] <= -5
