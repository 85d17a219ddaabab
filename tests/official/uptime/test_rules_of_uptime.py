"""
Each rule on the same month of June (43,200 minutes), computed by hand.

    available 40,000 | faulted 600 | offline 1,200 | unavailable 300 | finishing 100 | unknown 1,000
"""

import pytest
from ports import DAY, at, minutes, month, pct, port

from chargeboard.official.uptime.rules import RULE_OF, RULES
from chargeboard.official.uptime.sums import Sums, uptime_pct, year_pct
from chargeboard.time.instants import MINUTE

JUNE = month(2026, 6)
TOLD = (
    ("available", 40_000),
    ("faulted", 600),
    ("offline", 1_200),
    ("unavailable", 300),
    ("finishing", 100),
    ("unknown", 1_000),
)


@pytest.mark.parametrize(
    ("rule", "counted", "uptime"),
    [
        # outage 600 + 1,200 + 300 = 2,100; unknown left out: 40,100 of 42,200
        ("ours", {"up": 40_100, "down": 2_100, "exempt": 1_000}, 40_100 / 42_200),
        # the same outage of all 43,200 minutes
        ("nevi", {"up": 40_100, "down": 2_100, "unwatched": 1_000}, 41_100 / 43_200),
        ("california", {"up": 40_100, "down": 2_100, "unwatched": 1_000}, 41_100 / 43_200),
        # faulted and unavailable 900; offline and unknown 2,200 are exempt: 40,100 of 41,000
        ("uk", {"up": 40_100, "down": 900, "exempt": 2_200}, 40_100 / 41_000),
        # by its own words they are reliable: 42,300 of 43,200
        ("uk_reg7", {"up": 40_100, "down": 900, "unwatched": 2_200}, 42_300 / 43_200),
        # a car left plugged in blocks: 100 more are exempt
        ("uk_blocked", {"up": 40_000, "down": 900, "exempt": 2_300}, 40_000 / 40_900),
        # faulted 600, without contact 1,200; out of service is up
        ("kwwhat", {"up": 40_400, "down": 1_800, "unwatched": 1_000}, 41_400 / 43_200),
    ],
)
def test_each_rule_counts_the_same_month_its_own_way(rule, counted, uptime):
    one = port(*TOLD, begin=JUNE.start)
    assert minutes(rule, one, JUNE) == counted
    assert pct(rule, one, JUNE) == pytest.approx(100 * uptime)


def test_every_rule_is_in_the_table_above():
    of_table = test_each_rule_counts_the_same_month_its_own_way.pytestmark[0].args[1]
    assert [rule.code for rule in RULES] == [row[0] for row in of_table]


@pytest.mark.parametrize(
    ("rule", "by_kind"),
    [
        # minutes of a fault of ten hours that each kind of window excuses
        ("ours", dict.fromkeys(("planned_maintenance", "vehicle", "blocked", "other"), 600)),
        ("nevi", {"planned_maintenance": 600, "vehicle": 600, "blocked": 0, "other": 0}),
        ("california", {"planned_maintenance": 600, "vehicle": 0, "blocked": 0, "utility_interruption": 600}),
        ("uk", {"planned_maintenance": 0, "utility_interruption": 0, "vandalism": 0}),
        ("uk_reg7", {"planned_maintenance": 0, "blocked": 600}),
        ("kwwhat", {"planned_maintenance": 0, "utility_interruption": 0, "vandalism": 0}),
    ],
)
def test_each_rule_honours_its_own_kinds_of_exclusion(rule, by_kind):
    for kind, excused in by_kind.items():
        window = (kind, "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z")
        one = port(("faulted", 600), ("available", 42_600), begin=JUNE.start, exclusions=[window])
        assert minutes(rule, one, JUNE).get("excluded", 0) == excused, kind


def test_time_declared_blocked_is_exempt_in_the_uk_unless_somebody_charges():
    blocked = ("blocked", "2026-06-01T00:00:00Z", "2026-06-01T05:00:00Z")
    one = port(("available", 60), ("charging", 60), ("faulted", 60), ("available", 43_020), begin=JUNE.start,
               exclusions=[blocked])  # fmt: skip
    # of five hours: one charging is up, one available, one faulted and two available are exempt
    assert minutes("uk", one, JUNE) == {"up": 43_200 - 240, "exempt": 240}


def test_overlapping_windows_excuse_each_second_once_and_cut_to_the_second():
    windows = [
        ("vandalism", "2026-06-01T01:00:00Z", "2026-06-01T03:00:30Z"),
        ("planned_maintenance", "2026-06-01T02:00:00Z", "2026-06-01T04:00:00Z"),
        ("planned_maintenance", "2026-06-01T03:30:00Z", "2026-06-01T03:45:15Z"),
    ]
    # a fault from 00:00 to 06:00: three hours of it lie in windows
    one = port(("faulted", 360), ("available", 42_840), begin=JUNE.start, exclusions=windows)
    assert minutes("nevi", one, JUNE) == {"up": 42_840, "down": 180, "excluded": 180}
    assert minutes("california", one, JUNE) == {"up": 42_840, "down": 180, "excluded": 180}


def test_california_takes_ten_days_of_an_incident_of_vandalism_and_counts_the_rest():
    windows = [("vandalism", "2026-06-01T00:00:00Z", "2026-06-13T12:00:00Z")]
    one = port(("faulted", 14 * DAY), ("available", 16 * DAY), begin=JUNE.start, exclusions=windows)
    # twelve and a half days were declared: ten excuse, two and a half lie beyond; the rest was not declared
    assert minutes("california", one, JUNE) == {
        "up": 16 * DAY,
        "down": 4 * DAY,
        "excluded": 10 * DAY,
        "beyond": 2.5 * DAY,
    }
    assert minutes("nevi", one, JUNE) == {"up": 16 * DAY, "down": 1.5 * DAY, "excluded": 12.5 * DAY}


def test_california_takes_72_hours_of_maintenance_a_year_over_all_its_months():
    # 50 hours of March and 50 of June: 22 of June are left, 28 lie beyond; another year begins anew
    march, year_after = month(2026, 3), month(2027, 1)
    windows = [
        ("planned_maintenance", "2026-03-01T00:00:00Z", "2026-03-03T02:00:00Z"),
        ("planned_maintenance", "2026-06-01T00:00:00Z", "2026-06-03T02:00:00Z"),
        ("planned_maintenance", "2027-01-01T00:00:00Z", "2027-01-02T00:00:00Z"),
    ]
    to_june = (JUNE.start - march.start) // MINUTE
    to_january = (year_after.start - JUNE.start) // MINUTE
    one = port(
        ("unavailable", 3_000), ("available", to_june - 3_000),
        ("unavailable", 3_000), ("available", to_january - 3_000),
        ("unavailable", 1_440), ("available", 30 * DAY),
        begin=march.start,
        exclusions=windows,
    )  # fmt: skip
    assert minutes("california", one, march) == {"up": 31 * DAY - 3_000, "excluded": 3_000}
    assert minutes("california", one, JUNE) == {
        "up": 30 * DAY - 3_000,
        "excluded": 22 * 60,
        "down": 28 * 60,
        "beyond": 28 * 60,
    }
    assert minutes("california", one, year_after) == {"up": 30 * DAY, "excluded": 1_440}


def test_what_another_kind_excuses_takes_nothing_of_a_cap():
    windows = [
        ("planned_maintenance", "2026-06-01T00:00:00Z", "2026-06-05T00:00:00Z"),
        ("utility_interruption", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"),
    ]
    one = port(("offline", 4 * DAY), ("available", 26 * DAY), begin=JUNE.start, exclusions=windows)
    # a day by the grid, then the 72 hours of maintenance: all four
    assert minutes("california", one, JUNE) == {"up": 26 * DAY, "excluded": 4 * DAY}


def test_a_day_of_vandalism_in_a_maintenance_window_takes_nothing_of_the_72_hours():
    windows = [
        ("planned_maintenance", "2026-06-01T00:00:00Z", "2026-06-05T00:00:00Z"),
        ("vandalism", "2026-06-01T00:00:00Z", "2026-06-02T00:00:00Z"),
    ]
    one = port(("unavailable", 4 * DAY), ("available", 26 * DAY), begin=JUNE.start, exclusions=windows)
    assert minutes("california", one, JUNE) == {"up": 26 * DAY, "excluded": 4 * DAY}


def test_a_port_commissioned_in_the_middle_of_a_month_has_no_time_before():
    one = port(("available", 14 * DAY), ("faulted", DAY), begin=at("2026-06-16T00:00:00Z"))
    assert minutes("nevi", one, JUNE) == {"up": 14 * DAY, "down": DAY}
    assert pct("nevi", one, JUNE) == pytest.approx(100 * 14 / 15)
    assert minutes("nevi", one, month(2026, 5)) == {}
    assert pct("nevi", one, month(2026, 5)) is None


def test_a_month_that_nobody_watched_is_up_by_nevi_and_in_no_measure_of_the_uk():
    one = port(begin=month(2026, 5).start)
    assert minutes("nevi", one, JUNE) == {"unwatched": 43_200}
    assert pct("nevi", one, JUNE) == 100
    assert minutes("uk", one, JUNE) == {"exempt": 43_200}
    assert pct("uk", one, JUNE) is None
    assert pct("ours", one, JUNE) is None


def test_a_month_is_as_long_as_its_zone_says():
    """Berlin's October has an hour more, its March one less; a fault of that night is as long as it was."""
    october = month(2026, 10, "Europe/Berlin")
    one = port(
        ("available", 24 * DAY), ("faulted", 300), ("available", 8 * DAY),
        begin=october.start, timezone="Europe/Berlin",
    )  # fmt: skip
    # from midnight of the 25th on, 02:00 to 03:00 comes twice: it ends at 04:00 on the wall
    assert minutes("nevi", one, october) == {"up": 31 * DAY + 60 - 300, "down": 300}
    march = month(2026, 3, "Europe/Berlin")
    one = port(("available", 40 * DAY), begin=march.start, timezone="Europe/Berlin")
    assert minutes("nevi", one, march) == {"up": 31 * DAY - 60}


def test_an_exclusion_by_the_clock_on_the_wall_is_as_long_as_the_night_was():
    october = month(2026, 10, "Europe/Berlin")
    windows = [("planned_maintenance", "2026-10-25T00:00", "2026-10-25T04:00")]
    one = port(
        ("available", 24 * DAY), ("unavailable", 480), ("available", 8 * DAY),
        begin=october.start, timezone="Europe/Berlin", exclusions=windows,
    )  # fmt: skip
    assert minutes("nevi", one, october)["excluded"] == 300


def test_outside_opening_hours_an_outage_is_excluded_by_nevi_and_no_time_counts_in_the_uk():
    # open from 08:00 to 20:00; faulted on the 1st from 06:00 to 10:00
    one = port(
        ("available", 360), ("faulted", 240), ("available", 30 * DAY - 600),
        begin=JUNE.start, opening_hours=("08:00-20:00",),
    )  # fmt: skip
    assert minutes("nevi", one, JUNE) == {"up": 30 * DAY - 240, "down": 120, "excluded": 120}
    assert minutes("uk", one, JUNE) == {"up": 30 * 720 - 120, "down": 120, "exempt": 30 * 720}
    assert minutes("kwwhat", one, JUNE) == {"up": 30 * DAY - 240, "down": 240}


def test_nevis_year_is_525_600_minutes_even_where_february_has_29_days():
    leap = Sums(up=(527_040 - 5_256) * MINUTE, down=5_256 * MINUTE)
    assert year_pct(RULE_OF["nevi"], leap, 1, 1) == pytest.approx(99)
    assert uptime_pct(leap) == pytest.approx(100 * (1 - 5_256 / 527_040))
    assert year_pct(RULE_OF["california"], leap, 1, 1) == uptime_pct(leap)


def test_a_port_of_less_than_a_year_is_measured_by_its_own_minutes():
    half = Sums(up=200_000 * MINUTE, down=50_000 * MINUTE)
    assert year_pct(RULE_OF["nevi"], half, 0, 1) == pytest.approx(80)
