"""Do ticks stand where the clock on the wall shows them?"""

import pytest

from chargeboard.drawing.axis import MOST_TICKS, ticks
from chargeboard.drawing.label_room import width
from chargeboard.time.instants import HOUR, MINUTE
from chargeboard.time.spans import Span
from instants import instant

_NARROWEST_PX = {"": 180, "l1": 300, "l2": 400, "l3": 540, "l4": 700}
"""An axis in the least container in which a label of that class is shown."""


def _labels(start, hours, zone="Europe/Berlin"):
    window = Span(instant(start), instant(start) + int(hours * HOUR))
    return [tick.weekday + tick.label for tick in ticks(window, zone)]


def test_a_rolling_day_has_even_hours_and_names_the_new_day():
    assert _labels("2026-11-20T13:03:00Z", 24) == [
        "16:00", "18:00", "20:00", "22:00", "Sat 21 Nov", "02:00",
        "04:00", "06:00", "08:00", "10:00", "12:00", "14:00",
    ]  # fmt: skip


def test_on_the_long_day_the_hours_of_the_wall_are_kept():
    """25 October 2026 has 25 hours in Berlin: from midnight to 02:00 it is 2 hours, to 04:00 it is 5."""
    window = Span(instant("2026-10-24T22:00:00Z"), instant("2026-10-25T23:00:00Z"))
    found = {tick.weekday + tick.label: tick.x for tick in ticks(window, "Europe/Berlin")}
    assert found["Sun 25 Oct"] == 0
    assert found["02:00"] == pytest.approx(100 * 2 / 25, abs=0.01)
    assert found["04:00"] == pytest.approx(100 * 5 / 25, abs=0.01)
    assert found["22:00"] == pytest.approx(100 * 23 / 25, abs=0.01)


def test_on_the_short_day_an_hour_that_does_not_exist_has_no_tick():
    labels = _labels("2026-03-28T23:00:00Z", 6)
    assert "02:00" not in labels
    assert labels[:3] == ["Sun 29 Mar", "00:30", "01:00"]


def test_a_zone_of_half_hours_has_whole_hours_on_the_wall():
    assert "14:00" in _labels("2026-11-20T03:00:00Z", 12, "Asia/Kolkata")


@pytest.mark.parametrize("hours", [0.2, 1, 3, 12, 24, 72, 168, 720, 2400, 8760])
def test_there_are_never_too_many_ticks_and_always_some(hours):
    labels = _labels("2026-01-10T13:07:00Z", hours)
    assert 1 <= len(labels) <= MOST_TICKS + 1


def test_where_every_other_label_goes_a_day_keeps_its_room():
    window = Span(instant("2026-11-20T13:03:00Z"), instant("2026-11-21T13:03:00Z"))
    found = ticks(window, "Europe/Berlin")
    place = next(i for i, tick in enumerate(found) if tick.is_day)
    before, day, after = (found[i].room for i in (place - 1, place, place + 1))
    assert day == ""
    assert before == after > ""


def test_a_day_alone_names_hours_only():
    day = Span(instant("2026-11-20T23:00:00Z"), instant("2026-11-21T23:00:00Z"))
    assert [tick.label for tick in ticks(day, "Europe/Berlin", names_days=False)][:2] == ["00:00", "02:00"]


def test_weeks_begin_on_monday():
    assert all(label.startswith("Mon") for label in _labels("2026-10-22T13:00:00Z", 720))


def test_an_empty_window_has_no_ticks():
    assert ticks(Span(MINUTE, MINUTE), "UTC") == []


@pytest.mark.parametrize("minutes", range(0, 120, 7))
def test_an_hour_or_a_date_that_is_shown_is_not_cut_by_the_edge(minutes):
    start = instant("2026-11-20T11:00:00Z") + minutes * MINUTE
    for hours in (24, 72, 168):
        for tick in ticks(Span(start, start + hours * HOUR), "Europe/Berlin"):
            if tick.room is None:
                continue
            drawn_px = _NARROWEST_PX[tick.room]
            reach = width(tick.label, 11.5) / (1 if tick.edge else 2)
            at_px = drawn_px * tick.x / 100
            assert tick.edge == "first" or at_px >= reach, (tick, "at the left")
            assert tick.edge == "last" or drawn_px - at_px >= reach, (tick, "at the right")
