"""How do days become bars?"""

from datetime import date, timedelta

import pytest

from chargeboard.drawing.bars import Day, Part, chart
from chargeboard.words.languages import Language, speaking

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


@pytest.mark.parametrize(
    ("before", "is_lifted"),
    [(None, False), (0.2, False), (0.45, False), (0.54, True), (0.6, True), (0.7, False)],
)
def test_no_mark_of_the_days_before_runs_through_a_value(before, is_lifted):
    """A value of 11 % between two ends of a mark would read as less than nothing."""
    (one,) = chart(
        [Day(on=FIRST, parts=(Part("good", 0.5),), value="50%", before=before)], top=1.0, summary=""
    ).bars
    (plain,) = chart([Day(on=FIRST, parts=(Part("good", 0.5),), value="50%")], top=1.0, summary="").bars
    assert (int(one.value_y) < int(plain.value_y)) is is_lifted


def test_an_axis_is_numbered_as_the_language_writes_numbers():
    comma = Language("x-comma", Comma())
    with speaking(comma):
        drawn = chart([Day(on=FIRST, parts=(Part("good", 5.0),))], summary="")
    assert [line.label for line in drawn.grid] == ["0", "2,5", "5"]


class Comma:
    """A language of decimal commas."""

    def pgettext(self, context, message):
        return {"words.decimal_mark": ",", "words.thousands_mark": "."}.get(context, message)

    def npgettext(self, context, one, many, n):
        return one if n == 1 else many
