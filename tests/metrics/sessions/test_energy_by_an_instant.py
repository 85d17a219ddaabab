"""How much energy had flowed by an instant, and how do readings reach from a start to an end? (2.4)"""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.conclusions import Reading
from chargeboard.domain.facts import Register
from chargeboard.metrics.sessions.energy import between, energy_at, summed

readings = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 50)), max_size=8).map(
    lambda told: [
        Reading(at, Decimal(wh))
        for at, wh in zip(sorted(at for at, _ in told), sorted(wh for _, wh in told), strict=True)
    ]
)


def slowly(told, instant):
    """Looked up from the first reading on."""
    if not told or instant <= told[0].at:
        return Decimal(0)
    for before, after in pairwise(told):
        if before.at < instant <= after.at and before.at < after.at:
            share = Decimal(instant - before.at) / Decimal(after.at - before.at)
            if instant == after.at:
                continue
            return before.energy_wh + (after.energy_wh - before.energy_wh) * share
    return [one for one in told if one.at <= instant][-1].energy_wh


@given(readings, st.integers(-2, 33))
def test_between_two_readings_energy_flows_evenly(told, instant):
    """Law."""
    assert energy_at(told, instant) == slowly(told, instant)


def test_by_its_first_reading_nothing_had_flowed_and_behind_its_last_nothing_more_does():
    told = [Reading(11, Decimal(5)), Reading(21, Decimal(25)), Reading(41, Decimal(65))]
    assert [energy_at(told, at) for at in (10, 11, 12, 16, 21, 31, 40, 41, 99)] == [
        0,
        0,
        7,
        15,
        25,
        45,
        63,
        65,
        65,
    ]
    assert energy_at([], 5) == energy_at(told[:1], 11) == 0
    assert energy_at(told[:1], 12) == 5
    twice = [
        Reading(11, Decimal(0)),
        Reading(21, Decimal(10)),
        Reading(21, Decimal(30)),
        Reading(31, Decimal(40)),
    ]
    assert [energy_at(twice, at) for at in (16, 20, 21, 26)] == [5, 9, 30, 35]


@pytest.mark.parametrize(
    ("start", "end", "edges"),
    [
        (11, 41, [11, 41]),
        (5, 41, [5, 11, 41]),
        (11, 50, [11, 41, 50]),
        (5, None, [5, 11, 41]),
        (20, 30, [11, 41]),
    ],
)
def test_readings_are_made_to_reach_from_the_start_to_the_end(start, end, edges):
    told = between(start, end, [Reading(11, Decimal(0)), Reading(41, Decimal(9))])
    assert [one.at for one in told] == edges
    assert told[-1].energy_wh == 9
    assert told[0].energy_wh == 0


def test_intervals_are_summed_from_the_start_on():
    told = summed(5, 50, [Register(11, Decimal(3)), Register(21, Decimal(-2)), Register(41, Decimal(4))])
    assert [(one.at, one.energy_wh) for one in told] == [(5, 0), (11, 3), (21, 3), (41, 7), (50, 7)]
    assert [(one.at, one.energy_wh) for one in summed(5, None, [])] == [(5, 0)]
