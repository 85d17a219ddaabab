"""Why is some of a day not known, and where do the rules of uptime differ? (definitions 2.8)"""

from datetime import date

from chargeboard.domain.codes import GapKind
from chargeboard.domain.conclusions import Gap
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.metrics.days.day_time import DayTime, differences, missing
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR
from chargeboard.time.series import Series

ON = date(2026, 11, 20)
DAY = day_span(ON, "UTC")


def at(hour):
    return DAY.start + round(hour * HOUR)


def time(*states, since=0, **policy):
    told = Series((at(start), at(end), state) for start, end, state in states)
    return DayTime(
        on=ON, zone="UTC", span=DAY, policy=Policy(**policy), sockets={1: at(since)}, timeline={1: told}
    )


def shown(found):
    return [
        ((one.from_ - DAY.start) / HOUR, (one.to - DAY.start) / HOUR, str(one.why), one.lost_s / 3600)
        for one in found
    ]


def test_what_is_lost_is_told_by_the_gap_that_it_lies_in_and_adds_up():
    found = missing(
        time(
            (0, 4, "available"),
            (4, 8, "offline"),
            (8, 12, "unknown"),
            (12, 20, "available"),
            (20, 24, "offline"),
        ),
        [
            Gap(at(3), at(6), GapKind.SILENT),
            Gap(at(5), at(7), GapKind.CLOSED),
            Gap(at(9), at(10), GapKind.COLLECTOR),
            Gap(at(21), None, GapKind.SILENT),
        ],
        at(23),
    )
    assert shown(found) == [
        (3, 7, "closed", 3),
        (7, 8, "silent", 1),
        (8, 9, "no_status", 1),
        (9, 10, "collector", 1),
        (10, 12, "no_status", 2),
        (20, 21, "silent", 1),
        (21, 23, "silent", 2),
        (23, 24, "silent", 1),
    ]
    assert [one.socket for one in found] == [None, 1, 1, None, 1, 1, None, 1]


def test_time_before_a_socket_was_there_or_while_the_site_is_closed_does_not_count():
    found = missing(time((0, 24, "available"), since=6, opening_hours=("08:00-20:00",)), [], at(24))
    assert sorted(shown(found)) == [
        (0, 6, "not_commissioned", 0),
        (0, 8, "not_open", 0),
        (20, 24, "not_open", 0),
    ]


def test_how_long_a_socket_was_in_each_state_fills_the_time_that_counts():
    told = time((2, 6, "charging"), (6, 30, "available"), since=1, opening_hours=("00:00-20:00",))
    assert told.states() == {1: {"charging": 4 * HOUR, "available": 14 * HOUR, "unknown": HOUR}}
    assert (
        DayTime(on=ON, zone="UTC", span=DAY, policy=Policy(), sockets={1: at(24)}, timeline={}).states() == {}
    )


def test_rules_of_uptime_differ_where_the_charger_is_offline_or_excused():
    excused = Exclusion(from_="2026-11-20T10:00", to="2026-11-20T14:00", reason="works", socket=1)
    found = differences(
        time(
            (0, 3, "available"),
            (3, 4, "offline"),
            (9, 12, "faulted"),
            (13, 16, "offline"),
            exclusions=(excused,),
        )
    )
    assert [
        ((one.from_ - DAY.start) / HOUR, (one.to - DAY.start) / HOUR, one.nevi, one.uk_reg7, one.uk_template)
        for one in found
    ] == [
        (3, 4, "out", "up", "left_out"),
        (10, 12, "up", "out", "out"),
        (13, 14, "up", "up", "left_out"),
        (14, 16, "out", "up", "left_out"),
    ]
