"""Cohorts with their intervals (V4 to V6), and a firmware that does worse than others of its model."""

import pytest

from chargeboard.domain.figures.fleet_span import CohortBy
from chargeboard.domain.totals import Cohort, Kind, Totals
from chargeboard.metrics import chance
from chargeboard.metrics.cohorts import beside, cohort_figures, worse


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        (0, 0.0, 3.6889),
        (1, 0.0253, 5.5716),
        (2, 0.2422, 7.2247),
        (10, 4.7954, 18.3904),
        (100, 81.36, 121.63),
    ],
)
def test_a_count_lies_where_tables_of_the_poisson_distribution_say(count, low, high):
    """Garwood's table, as printed by Ulm (1990) and many others."""
    assert chance.count_interval(count) == pytest.approx((low, high), abs=5e-3 if count == 100 else 2e-4)


def test_the_formula_for_many_goes_on_where_the_exact_one_ends():
    exact, _ = chance.count_interval(100), chance.count_interval(101)
    approximate = (chance._wilson_hilferty(100, -chance._Z), chance._wilson_hilferty(101, chance._Z))
    assert approximate == pytest.approx(exact, rel=1e-3)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(15, 31, 0.3197, 0.6516), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (0, 0, 0.0, 1.0)],
)
def test_a_share_lies_where_wilson_says(part, whole, low, high):
    assert chance.share_interval(part, whole) == pytest.approx((low, high), abs=1e-4)


def test_a_cohort_tells_between_which_values_its_figures_lie():
    counted = Totals(attempts=31, successes=15, sessions=50, errors=1)
    told = cohort_figures(CohortBy.MODEL, Cohort("", Kind("ACME", "X1", ""), 2, counted))
    assert (told.success.low, told.success.high) == pytest.approx((31.97, 65.16), abs=0.01)
    assert (told.errors.low, told.errors.high) == pytest.approx((20 * 0.0253, 20 * 5.5716), abs=0.01)
    nothing = cohort_figures(CohortBy.MODEL, Cohort("", Kind(), 0, Totals()))
    assert (nothing.success, nothing.errors) == (None, None)


GOOD, OLD = Totals(attempts=200, successes=196, sessions=196, errors=4), Kind("ACME", "X1", "1.0")
NEW = Kind("ACME", "X1", "2.0")


def test_a_firmware_that_fails_more_often_than_the_others_of_its_model_is_found():
    bad = Totals(attempts=100, successes=80, sessions=80, errors=2)
    (found,) = worse([(OLD, GOOD), (NEW, bad), (Kind("ACME", "X9", "1.0"), GOOD)])
    assert (found.model, found.firmware, found.figure) == ("X1", "2.0", "success")
    assert (found.value, found.others) == (80, 98)
    assert found.chance < 0.001


def test_what_may_be_chance_is_not_found_nor_what_is_better():
    assert worse([(OLD, GOOD), (NEW, Totals(attempts=10, successes=9, sessions=9))]) == []
    (found,) = worse([(OLD, GOOD), (NEW, Totals(attempts=196, successes=192, sessions=192, errors=60))])
    assert (found.firmware, found.figure) == ("2.0", "errors")
    assert worse([(NEW, Totals(attempts=200, successes=90, sessions=90))]) == []
    assert worse([(Kind(), GOOD), (Kind("", "", "2"), Totals(attempts=100, successes=1))]) == []


def test_very_many_attempts_are_compared_in_a_moment():
    many = Totals(attempts=5_000_000, successes=4_900_000, sessions=4_900_000, errors=100_000)
    less = Totals(attempts=5_000_000, successes=4_700_000, sessions=4_700_000, errors=100_000)
    assert [one.firmware for one in worse([(OLD, many), (NEW, less)]) if one.figure == "success"] == ["2.0"]


def test_what_one_test_would_take_for_no_chance_is_none_among_several():
    """10 of 10 against 5 of 10: 0.0325 by Fisher, below 0.05 and above its half, for two tests are made."""
    assert chance.of_shares(10, 10, 5, 10) == pytest.approx(0.0325, abs=1e-4)
    assert worse([(OLD, Totals(attempts=10, successes=10)), (NEW, Totals(attempts=10, successes=5))]) == []


def test_a_charger_is_set_against_the_others_of_its_cohort_without_itself():
    """4 of 8 beside 8 of 8 others: Fisher, two tails of 70 / 1820 (V5)."""
    own = Cohort("east", Kind(), 1, Totals(days=2, attempts=8, successes=4, sessions=4, errors=1))
    all_of_them = Cohort("east", Kind(), 3, Totals(days=6, attempts=16, successes=12, sessions=12, errors=1))
    told = beside(CohortBy.TAG, own, all_of_them)
    assert (told.own.tag, told.others_chargers, told.others.attempts) == ("east", 2, 8)
    success, _, errors = told.compared
    assert (success.first.value, success.second.value) == (100, 50)
    assert (success.chance, success.may_be_chance) == (pytest.approx(2 * 70 / 1820), True)
    assert (errors.first.value, errors.second.value, errors.chance) == (0, 250, pytest.approx(1 / 3))
