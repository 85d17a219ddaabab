"""How do days become bars?"""

from datetime import date, timedelta

import pytest

from chargeboard.drawing.bars import Day, Part, chart

FIRST = date(2026, 11, 1)


def day(n, why=""):
    parts = None if why else (Part("good", 1.0),)
    return Day(on=FIRST + timedelta(days=n), parts=parts, why_missing=why)


@pytest.mark.parametrize(
    ("days", "missing", "is_narrow"), [(25, 5, True), (25, 6, False), (4, 1, False), (5, 1, True)]
)
def test_words_stand_flat_in_a_gap_of_a_quarter_of_the_width_or_nearly_and_else_upright(
    days, missing, is_narrow
):
    """24 % is room enough, less is not."""
    drawn = chart([day(n, "no data" if n < missing else "") for n in range(days)], summary="")
    (gap,) = drawn.gaps
    assert (gap.why, gap.is_narrow) == ("no data", is_narrow)
