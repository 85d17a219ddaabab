"""Does a window say what it shows, and do its neighbours follow without a hole, an overlap or the future?"""

from datetime import date, timedelta

import pytest

from chargeboard.panels.events.windows import earlier, later, window_line
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span
from chargeboard.words.wall_clock import Local
from instants import instant

ZONE = "Europe/Berlin"
NOW = instant("2026-11-22T17:30:00Z")
LOCAL = Local(ZONE, NOW)


def _days(first, last):
    day = date.fromisoformat
    return Span(midnight(day(first), ZONE), midnight(day(last) + timedelta(days=1), ZONE))


def _last(days):
    return Span(midnight(date(2026, 11, 22) - timedelta(days=days), ZONE), NOW)


def _from(text, length):
    return Span(instant(text), instant(text) + length)


@pytest.mark.parametrize(
    ("window", "said", "before", "after"),
    [
        (Span(NOW - 24 * HOUR, NOW), "last 24 hours, 21 Nov 18:30 – 18:30", "Sat 21 Nov", ""),
        (Span(NOW - 3 * HOUR, NOW), "last 3 hours, 15:30 – 18:30", "earlier", ""),
        (_last(0), "Sun 22 Nov 2026, today so far", "Sat 21 Nov", ""),
        (_last(7), "15 – 21 Nov 2026, 7 days + today so far", "8 – 14 Nov 2026", ""),
        (_last(30), "23 Oct – 21 Nov 2026, 30 days + today so far", "23 Sep – 22 Oct 2026", ""),
        (
            _last(365),
            "22 Nov 2025 – 21 Nov 2026, 365 days + today so far",
            "22 Nov 2024 – 21 Nov 2025",
            "",
        ),
        (_days("2026-11-21", "2026-11-21"), "Sat 21 Nov 2026", "Fri 20 Nov", "Sun 22 Nov"),
        (_days("2026-10-25", "2026-10-25"), "Sun 25 Oct 2026, 25 hours", "Sat 24 Oct", "Mon 26 Oct"),
        (_days("2026-03-29", "2026-03-29"), "Sun 29 Mar 2026, 23 hours", "Sat 28 Mar", "Mon 30 Mar"),
        (_days("2026-11-08", "2026-11-14"), "8 – 14 Nov 2026, 7 days", "1 – 7 Nov 2026", "15 – 21 Nov 2026"),
        (
            _days("2026-11-16", "2026-11-20"),
            "16 – 20 Nov 2026, 5 days",
            "11 – 15 Nov 2026",
            "21 – 22 Nov 2026",
        ),
        (
            _from("2026-11-18T08:15:00Z", 90 * MINUTE),
            "Wed 18 Nov 2026 09:15 – 10:45, 1 h 30 min",
            "earlier",
            "later",
        ),
        (
            _from("2026-11-18T22:30:00Z", 2 * HOUR + 30 * SECOND),
            "Wed 18 Nov 2026 23:30:00 – Thu 19 Nov 2026 01:30:30, 2h 0m 30s",
            "earlier",
            "later",
        ),
        (
            _from("2026-11-18T08:00:00Z", 24 * HOUR),
            "Wed 18 Nov 2026 09:00 – Thu 19 Nov 2026 09:00, 1 d",
            "earlier",
            "later",
        ),
    ],
)
def test_a_window_is_named_and_steps_by_its_own_kind(window, said, before, after):
    assert window_line(window, LOCAL) == said
    assert earlier(window, LOCAL).label == before
    assert getattr(later(window, LOCAL), "label", "") == after


def test_a_step_by_hours_touches_the_window_and_ends_now():
    window = _from("2026-11-22T14:00:00Z", 2 * HOUR)
    assert earlier(window, LOCAL).hint == "Sun 22 Nov 2026 13:00 – 15:00, 2 h"
    assert later(window, LOCAL).hint == "Sun 22 Nov 2026 17:00 – 18:30, 1 h 30 min"


def test_nothing_is_before_the_charger_was_heard():
    window = _days("2026-11-08", "2026-11-14")
    assert earlier(window, LOCAL, date(2026, 11, 8)) is None
    assert earlier(window, LOCAL, date(2026, 11, 7)) is not None


def test_the_zone_is_that_of_the_window():
    assert LOCAL.zone_line() == "Europe/Berlin (UTC+1)"
    assert LOCAL.zone_line(_days("2026-07-01", "2026-07-01")) == "Europe/Berlin (UTC+2)"
    assert LOCAL.zone_line(_days("2026-10-25", "2026-10-25")) == "Europe/Berlin (UTC+2, +1)"
