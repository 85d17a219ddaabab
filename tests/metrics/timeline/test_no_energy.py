"""Is charging without energy found, and nothing else called so?"""

from decimal import Decimal

import pytest
from msgspec.structs import replace

from chargeboard.domain.conclusions import NoEnergy, Segment
from chargeboard.domain.facts import Sampled
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.no_energy import no_energy
from chargeboard.time.instants import MINUTE

CHARGING = [Segment(1, 0, 60 * MINUTE, "charging")]


def _attempts(*samples):
    """A transaction of an hour; samples are (minute, register, power)."""
    told = [
        Sampled(
            minute * MINUTE, minute * MINUTE, 1, register_wh=None if wh is None else Decimal(wh), power_w=w
        )
        for minute, wh, w in samples
    ]
    return [Transaction(key="k", start=0, is_v2=False, raw_socket=1, socket=1, end=60 * MINUTE, samples=told)]


def test_a_register_that_stands_still_for_ten_minutes_is_no_energy():
    found = no_energy(_attempts((0, 0, None), (20, 900, None), (30, 900, None), (40, 900, None)), CHARGING)
    assert found == [NoEnergy(1, 20 * MINUTE, 40 * MINUTE)]


def test_nine_minutes_are_not_enough():
    assert (
        no_energy(_attempts((0, 0, None), (20, 900, None), (29, 900, None), (40, 1800, None)), CHARGING) == []
    )


def test_power_says_that_a_coarse_register_only_waits_for_its_next_step():
    found = no_energy(_attempts((0, 0, 3000), (6, 0, 3000), (12, 0, 3000), (18, 1000, 3000)), CHARGING)
    assert found == []


def test_without_a_register_power_of_zero_tells():
    found = no_energy(_attempts((0, None, 7000), (10, None, 0), (15, None, 0), (25, None, 0)), CHARGING)
    assert found == [NoEnergy(1, 10 * MINUTE, 25 * MINUTE)]


def test_only_the_state_charging_counts():
    segments = [Segment(1, 0, 25 * MINUTE, "charging"), Segment(1, 25 * MINUTE, 60 * MINUTE, "suspended")]
    found = no_energy(_attempts((0, 0, None), (10, 900, None), (50, 900, None)), segments)
    assert found == [NoEnergy(1, 10 * MINUTE, 25 * MINUTE)]


def test_what_the_start_and_the_stop_say_counts_with_the_samples():
    (transaction,) = _attempts((4, 1000, None), (9, 1000, None), (30, 5000, None), (50, 9000, None))
    transaction.begin_wh, transaction.stop_wh = Decimal(1000), Decimal(9000)
    assert no_energy([transaction], CHARGING) == [NoEnergy(1, 50 * MINUTE, 60 * MINUTE)]
    (transaction,) = _attempts((4, 1000, None), (11, 1000, None), (30, 5000, None))
    transaction.begin_wh = Decimal(1000)
    assert no_energy([transaction], CHARGING) == [NoEnergy(1, 0, 11 * MINUTE)]
    transaction.begin_wh = Decimal(1001)
    assert no_energy([transaction], CHARGING) == []


def test_power_of_zero_between_two_equal_registers_tells_until_when_nothing_flowed():
    found = no_energy(
        _attempts((0, 0, None), (20, 900, None), (30, None, 0), (35, None, 3000), (40, 900, None)), CHARGING
    )
    assert found == [NoEnergy(1, 20 * MINUTE, 30 * MINUTE)]


def test_what_flows_at_the_first_of_several_equal_registers_is_no_part_of_the_stretch():
    found = no_energy(_attempts((10, 900, 3000), (20, 900, 0), (35, 900, None), (50, 1000, None)), CHARGING)
    assert found == [NoEnergy(1, 20 * MINUTE, 35 * MINUTE)]


def test_a_register_that_stands_still_for_exactly_ten_minutes_is_no_energy():
    for minute, is_told in ((30, True), (29.99, False)):
        told = _attempts((0, 0, None), (20, 900, None), (minute, 900, None), (40, 1000, None))
        assert bool(no_energy(told, CHARGING)) is is_told


def _feeding_back(*samples):
    """A transaction of an hour; samples are (minute, register, power, what is fed back, its register)."""
    (transaction,) = _attempts(*(sample[:3] for sample in samples))
    transaction.samples = [
        replace(told, export_w=watts, export_wh=None if wh is None else Decimal(wh))
        for told, (*_, watts, wh) in zip(transaction.samples, samples, strict=True)
    ]
    return [transaction]


@pytest.mark.parametrize("register", [None, 900])
def test_what_is_fed_back_is_energy_too(register):
    still = [(minute, register, 0.0, 0.0, 5) for minute in (0, 10, 20, 30)]
    assert no_energy(_feeding_back(*still), CHARGING) == [NoEnergy(1, 0, 30 * MINUTE)]
    by_power = [(minute, register, 0.0, 7.0, None) for minute in (0, 10, 20, 30)]
    assert no_energy(_feeding_back(*by_power), CHARGING) == []
    by_register = [(minute, register, 0.0, None, 5 + minute) for minute in (0, 10, 20, 30)]
    found = no_energy(_feeding_back(*by_register), CHARGING)
    assert found == []
    at_last = [
        (0, register, 0.0, 0.0, 5),
        (10, register, 0.0, 0.0, 5),
        (20, register, 0.0, 0.0, 5),
        (30, register, 0.0, 0.0, 6),
    ]
    assert no_energy(_feeding_back(*at_last), CHARGING) == [NoEnergy(1, 0, 20 * MINUTE)]
