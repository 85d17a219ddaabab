"""What does a row of the latest errors count, and how often do they come? (2.7, E3, E6)"""

from datetime import date

import pytest

from chargeboard.domain.conclusions import Episode
from chargeboard.metrics.errors.rows import error_rows, is_active, is_listed, rhythm
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, MINUTE, SECOND

ZONE = "Europe/Berlin"
SINCE = midnight(date(2026, 11, 13), ZONE)
NOW = midnight(date(2026, 11, 20), ZONE) + 12 * HOUR


def at(hours):
    """Hours after the beginning of the window."""
    return SINCE + round(hours * HOUR)


def episode(start, end=None, *, seen=None, reports=None, **more):
    begun = at(start)
    told = {"socket": 1, "code": "E", "vendor_code": None, "severity": "warning"}
    return Episode(
        start=begun,
        last_seen=begun if seen is None else at(seen),
        end=None if end is None else at(end),
        reports=reports or {},
        **(told | more),
    )


def rows(*episodes, first_ever=None, now=NOW):
    return error_rows(episodes, first_ever or {}, since=SINCE, now=now, zone=ZONE)


def row(*episodes, **more):
    (only,) = rows(*episodes, **more)
    return only


@pytest.mark.parametrize(
    ("told", "listed"),
    [
        (episode(-9, -1, seen=0), True),
        (episode(-9, -1, seen=-0.001), False),
        (episode(-9), True),
        (episode(-9, seen=-9, is_momentary=True), False),
        (episode(0, is_momentary=True), True),
    ],
)
def test_an_episode_is_listed_that_was_seen_in_the_window_or_is_still_open(told, listed):
    assert is_listed(told, SINCE) is listed
    assert bool(rows(told)) is listed
    assert is_active(told) is (told.end is None and not told.is_momentary)


def test_a_row_counts_its_episodes_and_tells_the_first_and_the_last():
    found = row(episode(30, 31, seen=30.5), episode(5, 6), episode(50, seen=60))
    assert (found.episodes, found.active, found.cleared_at) == (3, True, None)
    assert (found.first_seen, found.last_seen, found.first_ever) == (at(5), at(60), at(5))
    over = row(episode(5, 90), episode(30, 31))
    assert (over.active, over.cleared_at) == (False, at(90))
    assert row(episode(5, is_momentary=True)).cleared_at is None


def test_it_was_seen_first_whenever_that_was():
    key = (1, "E", None)
    assert row(episode(5, 6), first_ever={key: at(-99)}).first_ever == at(-99)
    assert row(episode(5, 6), first_ever={key: at(9)}).first_ever == at(5)
    assert row(episode(-9, -8), episode(5, 6)).first_ever == at(-9)


def test_the_worst_severity_counts_and_the_newest_words():
    found = row(episode(5, 6, severity="fault", info="old"), episode(30, info="new"), episode(40))
    assert (found.severity, found.info) == ("fault", "new")
    assert row(episode(5)).info == ""


DAYS = {date(2026, 11, 12): 1, date(2026, 11, 13): 10, date(2026, 11, 20): 100, date(2026, 11, 21): 1000}


def test_reports_count_of_the_days_of_the_window_and_all_of_an_open_one():
    assert row(episode(-9, 99, seen=99, reports=DAYS)).reports == 110
    assert row(episode(-9, seen=99, reports=DAYS)).reports == 111
    assert row(episode(-9, seen=99, reports=DAYS), now=midnight(date(2026, 11, 20), ZONE)).reports == 11


def test_the_time_that_it_was_open_counts_within_the_window_and_once():
    def open_h(*episodes):
        return row(*episodes).open_s * SECOND / HOUR

    assert open_h(episode(-5, 2, seen=1), episode(1, 3), episode(10, 11)) == 4
    assert open_h(episode(7 * 24 + 11)) == 1
    assert open_h(episode(5, 9, is_momentary=True)) == 0


def test_rows_are_told_the_newest_first_then_by_socket_code_and_vendor_code():
    told = [
        episode(5, code="B"),
        episode(5, code="A", vendor_code="2"),
        episode(5, code="A", vendor_code="1"),
        episode(5, code="A"),
        episode(5, code="A", socket=0),
        episode(6, code="Z", socket=9),
        episode(4, 5, seen=4, code="Y"),
    ]
    assert [(one.socket, one.code, one.vendor_code) for one in rows(*told)] == [
        (9, "Z", None),
        (0, "A", None),
        (1, "A", None),
        (1, "A", "1"),
        (1, "A", "2"),
        (1, "B", None),
        (1, "Y", None),
    ]


def test_parts_of_a_station_are_named_once_each():
    found = row(
        episode(5, component="Fan", variable="Problem"),
        episode(6, component="Fan", variable="Tripped"),
        episode(7, component="", variable="nothing"),
    )
    assert (found.component, found.variable) == ("Fan", "Problem, Tripped")


@pytest.mark.parametrize(
    ("minutes", "every"),
    [
        ((), None),
        ((0, 60), None),
        ((0, 60, 120), 60),
        ((0, 60, 130), 65),
        ((0, 10, 20, 90), None),
        ((0, 10, 20, 60), 10),
        ((0, 10, 20, 61), None),
    ],
)
def test_errors_have_a_rhythm_where_it_holds_from_the_first_to_the_last(minutes, every):
    assert rhythm([minute * MINUTE for minute in minutes]) == (None if every is None else every * MINUTE)
