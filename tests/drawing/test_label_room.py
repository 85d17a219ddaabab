"""From which width on do two labels of a drawing lie apart?"""

import re
from importlib.resources import files
from math import inf

import pytest

from chargeboard.drawing.bar_labels import Words, rooms
from chargeboard.drawing.label_room import CONTAINERS_PX, NEVER, beside, centred, halving, level, needed


def test_labels_on_one_line_need_half_of_both_and_a_gap_between_them():
    one, other = centred("888", 0.2, 10, 10), centred("888", 0.5, 10, 10)
    assert needed(one, [other]) == pytest.approx((3 * 5.56 + 2.4) / 0.3)
    assert needed(other, [one]) == needed(one, [other])


def test_labels_over_each_other_need_no_width_and_those_on_one_point_never_have_room():
    assert needed(centred("888", 0.2, 10, 10), [centred("888", 0.2, 20, 10)]) == 0
    assert needed(centred("888", 0.2, 10, 10), [centred("888", 0.2, 15, 10)]) == inf


def test_what_stands_beside_the_drawing_pushes_what_reaches_out_of_it():
    outside = beside("mean", 1, 10, 11, 6)
    assert needed(centred("1,234", 0.99, 10, 11), [outside]) > needed(centred("1", 0.99, 10, 11), [outside])


def test_every_other_one_goes_first_and_the_anchor_never():
    assert halving(8) == [0, 4, 2, 6, 1, 3, 5, 7]
    assert halving(13, 3)[:3] == [3, 11, 7]


def test_the_style_sheet_hides_each_level_below_its_container():
    style = (files("chargeboard.web") / "static" / "board.css").read_text()
    hidden = dict(re.findall(r"@container \(max-width: ([\d.]+)px\) \{ \.l(\d)", style))
    assert {int(n): float(px) + 0.1 for px, n in hidden.items()} == {
        n: pytest.approx(px) for n, px in enumerate(CONTAINERS_PX) if n
    }
    assert level(inf, (1, 2)) == NEVER


def _words(tick, **more):
    usual = {"tick_date": "", "value": "", "value_y": "100", "below": "", "is_key": False} | {
        "is_today": tick == "today",
        "is_bad": False,
    }
    return Words(tick, **(usual | more))


def test_a_monday_makes_way_for_today_the_sooner_the_nearer_it_is():
    def monday(days_ago):
        row = ["", *["23 Nov" if n == 30 - days_ago else "" for n in range(1, 30)], "today"]
        return rooms(tuple(_words(tick) for tick in row), (), (), (), "many")[30 - days_ago].tick

    assert [monday(n) for n in (1, 2, 3, 4, 6, 7)] == [None, None, "l3", "l2", "l1", ""]


def test_the_fraction_of_a_bad_day_stays_where_others_go():
    row = [_words("Mon", below="40/42", is_bad=n == 3) for n in range(8)]
    assert rooms(tuple(row), (), (), (), "few")[3].below == ""
    assert {one.below for one in rooms(tuple(row), (), (), (), "few")} > {""}
