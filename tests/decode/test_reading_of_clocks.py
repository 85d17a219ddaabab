from datetime import datetime

import pytest

from chargeboard.decode.clocks import stamp_told
from chargeboard.domain.policy import Policy
from chargeboard.domain.stamps import Stamps
from chargeboard.time.instants import instant_of

BERLIN = Policy(timezone="Europe/Berlin")


def instant(text):
    return instant_of(datetime.fromisoformat(text))


def told(said, received="2025-10-13T10:20:00Z", policy=BERLIN, stamps=None):
    return stamp_told(said, instant(received), policy, stamps or Stamps())[0]


@pytest.mark.parametrize(
    "said",
    [
        "2025-10-13T10:00:00Z",
        "2025-10-13T10:00:00.000Z",
        "2025-10-13 10:00:00Z",
        "2025-10-13T12:00:00+02:00",
        "2025-10-13T12:00:00+0200",
        "2025-10-13T12:00:00+02",
        " 2025-10-13T10:00:00z ",
        "2025-10-13T10:00:00,0Z",
        "2025-10-13T10:00:00.000000000Z",
        "2025-10-13T10:00Z",
    ],
)
def test_a_stamp_is_read_however_it_is_written(said):
    assert told(said) == instant("2025-10-13T10:00:00Z")


def test_a_fraction_counts_to_the_microsecond():
    assert told("2025-10-13T10:00:00.1234567Z") == instant("2025-10-13T10:00:00.123456Z")


@pytest.mark.parametrize(
    "said",
    [
        None,
        "",
        "1970-01-01T00:00:00.740Z",
        "0001-01-01T00:00:00Z",
        "0000-00-00T00:00:00.000Z",
        "2014-12-31T23:59:59Z",
        "2025-13-45T99:99:99Z",
        "2025-10-13",
        "yesterday afternoon",
        "1760350800000000",
        "2025-10-13T10:00:00Z and so on and so on and so on and so on",
    ],
)
def test_a_stamp_that_names_no_possible_instant_is_not_usable(said):
    assert stamp_told(said, instant("2025-10-13T10:20:00Z"), BERLIN, Stamps()) == (None, 0)


def test_five_minutes_ahead_is_believed_and_one_microsecond_more_is_not():
    assert told("2025-10-13T10:25:00Z") == instant("2025-10-13T10:25:00Z")
    assert told("2025-10-13T10:25:00.000001Z") is None


def test_the_skew_that_is_believed_is_the_operators_choice():
    assert told("2025-10-13T10:30:00Z", policy=Policy(clock_skew_max_s=600)) is not None


def test_a_stamp_hours_old_is_believed_for_it_was_queued():
    assert told("2025-10-10T03:00:00Z") == instant("2025-10-10T03:00:00Z")


def test_a_stamp_without_a_zone_that_would_be_ahead_as_utc_is_local():
    assert told("2025-10-13T10:00:00", "2025-10-13T08:00:03Z") == instant("2025-10-13T08:00:00Z")


def test_a_stamp_without_a_zone_is_utc_where_that_is_nearer_to_its_receipt():
    assert told("2025-10-13T10:19:59") == instant("2025-10-13T10:19:59Z")


def test_a_stamp_without_a_zone_that_is_ahead_either_way_is_not_usable():
    assert told("2025-10-13T18:00:00") is None


@pytest.mark.parametrize(
    ("received", "meant"),
    [("2025-10-26T00:30:10Z", "2025-10-26T00:30:00Z"), ("2025-10-26T01:30:10Z", "2025-10-26T01:30:00Z")],
)
def test_the_hour_that_comes_twice_is_told_apart_by_its_receipt(received, meant):
    assert told("2025-10-26T02:30:00", received) == instant(meant)


def test_the_first_year_that_is_believed_is_2015():
    assert told("2015-01-01T00:00:00Z", "2015-01-01T00:00:01Z") == instant("2015-01-01T00:00:00Z")


def test_what_a_stamp_states_is_told_also_where_it_is_not_believed():
    received = instant("2025-10-13T10:20:00Z")
    ahead = "2025-10-13T18:00:00Z"
    stamps = Stamps()
    assert stamp_told(ahead, received, BERLIN, stamps) == (None, instant(ahead))
    assert stamps.latest == instant(ahead)
    assert stamp_told("2025-10-13T18:00:00", received, BERLIN, Stamps()) == (None, 0)
    believed = "2025-10-13T10:19:00Z"
    assert stamp_told(believed, received, BERLIN, stamps) == (instant(believed), instant(believed))
    assert stamps.latest == instant(ahead)
