"""Does a curve keep every peak, and does it break where nothing was read?"""

import re

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.drawing.curve import COLUMNS, ROWS, Columns, axis, grid, path
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span

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
    return int(second * SECOND * (COLUMNS / (7200 * SECOND)) + 0.5)


def row(value):
    return int(ROWS - value * (ROWS / 1000.0) + 0.5)


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


def test_an_hour_without_contact_breaks_the_line_even_where_the_meter_is_read_once_an_hour():
    hourly = [hour * HOUR for hour in (0, 1, 2, 4, 5)]
    span = Span(0, 5 * HOUR)
    values = [7.0] * 5
    assert path(values, Columns(hourly, span), 0, 10).count("M") == 1, "one reading that is missing"
    away = [Span(2 * HOUR + 1, 4 * HOUR - 1)]
    assert path(values, Columns(hourly, span, away), 0, 10).count("M") == 2
    heard = [Span(3 * HOUR // 2, 3 * HOUR // 2 + MINUTE)]
    assert path(values, Columns(hourly, span, heard), 0, 10).count("M") == 1, "nothing was missed"


def test_a_lone_sample_between_silences_is_a_dot():
    line = drawn([(second, 1.0) for second in (*range(0, 600, 60), 3000, *range(6000, 6600, 60))])
    assert line.count("M") == 3
    assert re.search(r"M\d+ \d+h0M", line)


def test_an_axis_begins_at_zero_but_for_a_voltage_and_has_room_above():
    assert axis([30.0, 75.0]) == (0.0, 80.0)
    assert axis([0.0, 0.0]) == (0.0, 1.0)
    assert axis([50.0, 50.0]) == (0.0, 60.0)
    assert axis([20.0, 100.0], top=100.0) == (0.0, 100.0), "no battery holds more"
    low, high = axis([229.0, 233.0], is_zero_based=False)
    assert 220 < low <= 229
    assert 233 < high < 245


def test_what_flows_back_lies_below_a_line_at_zero():
    low, high = axis([-10.0, 20.0])
    assert low < -10
    assert [one.y for one in grid(low, high) if one.label == "0"] == [round(100 * high / (high - low), 2)]
    assert [one.label for one in grid(*axis([-0.1, 20.0]))] == ["0", "25"], "labels never touch"
