"""Quiet hours: nothing is sent while the clock on the wall shows one; what waits is sent at once behind."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.alerts.quiet import after_quiet
from chargeboard.time.instants import HOUR, MINUTE, instant_of, text_of

ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "America/Havana",
    "Asia/Kathmandu",
]
clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 15, 30, 59]))
# around the nights in which clocks are set
instants = st.sampled_from(
    ["2025-03-30T00:00Z", "2025-10-26T00:00Z", "2025-11-02T04:00Z", "2025-04-05T15:00Z", "2025-10-04T15:00Z"]
).flatmap(lambda text: st.integers(-24 * 60, 24 * 60).map(lambda n: _at(text) + n * MINUTE))


def _at(text):
    return instant_of(datetime.fromisoformat(text))


def shows(at, zone):
    return datetime.fromisoformat(text_of(at)).astimezone(ZoneInfo(zone)).time()


def is_quiet(at, begin, end, zone):
    clock = shows(at, zone)
    return begin <= clock < end if begin < end else clock >= begin or clock < end


@given(at=instants, begin=clocks, end=clocks, zone=st.sampled_from(ZONES))
def test_it_is_the_first_instant_at_which_the_clock_shows_no_quiet_hour(at, begin, end, zone):
    if begin == end:
        return
    found = after_quiet(at, f"{begin:%H:%M}-{end:%H:%M}", zone)
    assert not is_quiet(found, begin, end, zone)
    assert all(is_quiet(one, begin, end, zone) for one in range(at, found, 5 * MINUTE))
    assert found == at or is_quiet(found - 1, begin, end, zone)


@pytest.mark.parametrize(
    ("at", "quiet", "zone", "told"),
    [
        ("2025-03-29T22:30Z", "22:00-06:00", "Europe/Berlin", "2025-03-30T04:00:00Z"),
        ("2025-10-25T21:30Z", "22:00-06:00", "Europe/Berlin", "2025-10-26T05:00:00Z"),
        # 02:30 is never shown: at 03:00 it is over
        ("2025-03-30T00:30Z", "01:00-02:30", "Europe/Berlin", "2025-03-30T01:00:00Z"),
        # 02:15 comes twice: it is quiet twice
        ("2025-10-26T00:10Z", "02:00-02:15", "Europe/Berlin", "2025-10-26T00:15:00Z"),
        ("2025-10-26T01:10Z", "02:00-02:15", "Europe/Berlin", "2025-10-26T01:15:00Z"),
        ("2025-12-31T23:30Z", "23:59-00:01", "UTC", "2025-12-31T23:30:00Z"),
        ("2025-12-31T23:59:30Z", "23:59-00:01", "UTC", "2026-01-01T00:01:00Z"),
    ],
)
def test_nights_in_which_clocks_are_set_and_years_end(at, quiet, zone, told):
    assert text_of(after_quiet(_at(at), quiet, zone)) == told


def test_a_night_is_as_long_as_its_zone_has_it():
    spring, autumn = _at("2025-03-29T21:00Z"), _at("2025-10-25T20:00Z")
    lasted = [after_quiet(at, "22:00-06:00", "Europe/Berlin") - at for at in (spring, autumn)]
    assert lasted == [7 * HOUR, 9 * HOUR]
