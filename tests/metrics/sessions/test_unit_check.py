from decimal import Decimal

import pytest

from chargeboard.domain.facts import Sampled
from chargeboard.metrics.sessions.unit_check import counts_kwh_as_wh
from chargeboard.time.instants import MINUTE


def charging_at_9400_w(register_of, minutes=60, step=10):
    return [
        Sampled(
            at=minute * MINUTE,
            received_at=minute * MINUTE,
            socket=1,
            register_wh=Decimal(register_of(minute)),
            power_w=9400.0,
        )
        for minute in range(0, minutes + 1, step)
    ]


def wh_by(minute):
    return 9400 * minute / 60


def test_a_register_that_rises_by_a_thousandth_of_the_power_counts_kwh():
    """Source: definitions Q20."""
    assert counts_kwh_as_wh(charging_at_9400_w(lambda minute: 361 + wh_by(minute) / 1000))


def test_a_register_that_agrees_with_the_power_counts_wh():
    assert not counts_kwh_as_wh(charging_at_9400_w(wh_by))


@pytest.mark.parametrize(("factor", "proposed"), [(0.81, True), (0.79, False), (1.19, True), (1.21, False)])
def test_a_fifth_more_or_less_is_near_enough(factor, proposed):
    samples = charging_at_9400_w(lambda minute: factor * wh_by(minute) / 1000)
    assert counts_kwh_as_wh(samples) is proposed


def test_less_than_ten_minutes_tell_nothing():
    assert not counts_kwh_as_wh(charging_at_9400_w(lambda minute: wh_by(minute) / 1000, minutes=9, step=3))
    assert counts_kwh_as_wh(charging_at_9400_w(lambda minute: wh_by(minute) / 1000, minutes=10, step=5))


def test_without_power_nothing_is_compared():
    samples = [Sampled(minute * MINUTE, 0, 1, register_wh=Decimal(minute)) for minute in (0, 30)]
    assert not counts_kwh_as_wh(samples)


@pytest.mark.parametrize("power_w", [0.0, -0.5])
def test_where_no_power_flowed_a_register_that_stands_is_none_that_counts_kwh(power_w):
    told = [Sampled(minute * MINUTE, 0, 1, register_wh=Decimal(5), power_w=power_w) for minute in (0, 10, 20)]
    assert not counts_kwh_as_wh(told)


def test_two_readings_ten_minutes_apart_are_enough_and_one_is_not():
    told = charging_at_9400_w(lambda minute: wh_by(minute) / 1000, minutes=10, step=10)
    assert counts_kwh_as_wh(told)
    assert not counts_kwh_as_wh(told[:1])
    assert not counts_kwh_as_wh([])


def test_power_that_goes_is_integrated_between_readings():
    """9 kW at first, none at last: 4.5 kW on the mean."""
    told = [
        Sampled(0, 0, 1, register_wh=Decimal(100), power_w=9000.0),
        Sampled(60 * MINUTE, 0, 1, register_wh=Decimal("104.5"), power_w=0.0),
    ]
    assert counts_kwh_as_wh(told)
