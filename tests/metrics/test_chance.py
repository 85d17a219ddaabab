"""Exact tests against values that are worked out or published (V2)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.metrics.chance import of_rates, of_shares

SOME = st.integers(0, 60)


@pytest.mark.parametrize(
    ("one", "other", "probability"),
    [
        # the lady tasting tea: (1 + 16 + 16 + 1) / 70
        ((3, 4), (1, 4), 34 / 70),
        # Fisher's criminal twins, two-sided
        ((2, 17), (10, 13), 0.00053672),
        ((5, 10), (5, 10), 1),
        ((0, 0), (5, 10), 1),
    ],
)
def test_shares_are_told_apart_by_fishers_exact_test(one, other, probability):
    assert of_shares(*one, *other) == pytest.approx(probability, rel=1e-4)


@pytest.mark.parametrize(
    ("one", "other", "probability"),
    [
        # 3 or less, or 11 or more, of 14 that fall on either side alike
        ((3, 30), (11, 30), 940 / 16384),
        # twice as many on twice as many days are what was to be expected
        ((10, 10), (20, 20), 1),
        # 4 of 4 on one of four days: 1 / 256
        ((4, 1), (0, 3), 1 / 256),
        ((0, 30), (0, 30), 1),
        ((5, 0), (5, 30), 1),
    ],
)
def test_counts_are_told_apart_by_how_they_fall_on_the_days(one, other, probability):
    assert of_rates(*one, *other) == pytest.approx(probability, rel=1e-6)


@given(SOME, SOME, SOME, SOME)
def test_which_period_is_named_first_changes_nothing(part, rest, other, other_rest):
    told = of_shares(part, part + rest, other, other + other_rest)
    assert told == pytest.approx(of_shares(other, other + other_rest, part, part + rest))
    assert 0 <= told <= 1
    assert of_rates(part, 3, other, 5) == pytest.approx(of_rates(other, 5, part, 3))


def test_a_year_of_a_busy_charger_is_told_apart_too():
    assert of_rates(36_000, 365, 36_100, 365) > 0.5
    assert of_shares(35_000, 36_000, 34_000, 36_000) < 1e-9
