"""Where do places lie on the map? Worked out by hand."""

from math import cos, radians

import pytest

from chargeboard.drawing.map import HEIGHT, MARGIN, WIDTH, drawn


def test_one_place_lies_in_the_middle():
    assert drawn([(51.5, 7.0)]).points == ((WIDTH / 2, HEIGHT / 2),)


def test_north_is_up_and_east_is_right_and_the_farthest_touch_the_margin():
    (south_west, north_east) = drawn([(50.0, 7.0), (54.0, 8.0)]).points
    assert (south_west[1], north_east[1]) == (HEIGHT - MARGIN, MARGIN)
    assert south_west[0] < WIDTH / 2 < north_east[0]
    # a degree of longitude at 52 degrees north is cos 52 of one of latitude
    high = (south_west[1] - north_east[1]) / 4
    assert north_east[0] - south_west[0] == pytest.approx(high * cos(radians(52)), abs=0.2)


def test_a_wide_country_is_fit_to_the_width():
    west, east = drawn([(60.0, 0.0), (60.0, 40.0)]).points
    assert (west[0], east[0]) == (MARGIN, WIDTH - MARGIN)
    assert west[1] == east[1] == HEIGHT / 2


def test_the_grid_has_round_degrees_in_the_box():
    lines = drawn([(50.0, 7.0), (54.0, 8.0)]).lines
    parallels = [line.degrees for line in lines if not line.is_meridian]
    assert parallels == [50.0, 51.0, 52.0, 53.0, 54.0]
    small = [str(line.degrees) for line in drawn([(50.0, 7.0)]).lines if not line.is_meridian]
    assert {len(one) for one in small} == {len("50.00")}, "all of a kind have the same decimals"
    assert all(0 <= line.at <= (WIDTH if line.is_meridian else HEIGHT) for line in lines)
    assert drawn([(0.0, -180.0), (0.0, 180.0)]).lines
