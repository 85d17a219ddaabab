"""How is time written down, and how long is it in seconds?"""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.time.instants import (
    BEGINNING,
    HOUR,
    MINUTE,
    NEVER,
    SECOND,
    datetime_of,
    fixed_text_of,
    instant_of,
    micros_of,
    seconds_of,
    text_of,
)

instants = st.integers(-(10**15), 10**16)


@pytest.mark.parametrize(
    ("instant", "text", "fixed"),
    [
        (0, "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000000Z"),
        (5000, "1970-01-01T00:00:00.005Z", "1970-01-01T00:00:00.005000Z"),
        (999_000, "1970-01-01T00:00:00.999Z", "1970-01-01T00:00:00.999000Z"),
        (5001, "1970-01-01T00:00:00.005001Z", "1970-01-01T00:00:00.005001Z"),
        (1, "1970-01-01T00:00:00.000001Z", "1970-01-01T00:00:00.000001Z"),
        (59 * SECOND, "1970-01-01T00:00:59Z", "1970-01-01T00:00:59.000000Z"),
        (60 * SECOND, "1970-01-01T00:01:00Z", "1970-01-01T00:01:00.000000Z"),
        (HOUR + 2 * MINUTE + 3 * SECOND, "1970-01-01T01:02:03Z", "1970-01-01T01:02:03.000000Z"),
        (-1, "1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z"),
    ],
)
def test_an_instant_has_a_fraction_of_three_or_six_digits_only_where_there_is_one(instant, text, fixed):
    assert (text_of(instant), fixed_text_of(instant)) == (text, fixed)


@given(instants)
def test_the_text_of_an_instant_names_that_instant(instant):
    assert instant_of(datetime.fromisoformat(text_of(instant))) == instant
    assert instant_of(datetime.fromisoformat(fixed_text_of(instant))) == instant
    assert instant_of(datetime_of(instant)) == instant


@given(instants)
def test_columns_of_fixed_texts_are_in_the_order_of_their_instants(instant):
    assert fixed_text_of(instant) < fixed_text_of(instant + 1)
    assert len(fixed_text_of(instant)) == len(fixed_text_of(0))


def test_a_datetime_names_an_instant_wherever_it_is_and_a_naive_one_none():
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    assert (
        instant_of(noon)
        == instant_of(noon.astimezone(timezone(timedelta(hours=5))))
        == 1_795_176_000 * SECOND
    )
    with pytest.raises(ValueError, match="naive"):
        instant_of(datetime(2026, 11, 20, 12))  # noqa: DTZ001 - that is what is tested


def test_seconds_are_whole_where_they_can_be():
    assert [seconds_of(micros) for micros in (0, SECOND, 90 * SECOND, -SECOND)] == [0, 1, 90, -1]
    assert all(isinstance(seconds_of(n * SECOND), int) for n in range(3))
    assert (seconds_of(1_500_000), seconds_of(1)) == (1.5, 1e-6)
    assert [micros_of(seconds) for seconds in (1, 0.5, 1e-6, 4e-7)] == [SECOND, 500_000, 1, 0]


def test_no_instant_lies_before_the_beginning_or_after_never():
    assert instant_of(datetime.min.replace(tzinfo=UTC)) > BEGINNING
    assert instant_of(datetime.max.replace(tzinfo=UTC)) < NEVER
    assert BEGINNING == -NEVER
    assert (SECOND, MINUTE, HOUR) == (10**6, 60 * 10**6, 3600 * 10**6)
