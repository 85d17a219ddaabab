from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.conclusions import Reading
from chargeboard.metrics.sessions.recent_power import MOST_POINTS, from_readings, recent, thinned
from chargeboard.time.instants import HOUR, MINUTE

LONG = st.lists(st.floats(0, 350_000), min_size=1, max_size=400)


@given(LONG)
def test_few_points_keep_the_extremes_the_ends_and_the_order(watts):
    points = list(enumerate(watts))
    kept = thinned(points, MOST_POINTS)
    assert len(kept) <= MOST_POINTS
    assert kept == sorted(set(kept))
    assert (kept[0], kept[-1]) == (points[0], points[-1])
    assert max(w for _, w in kept) == max(watts)
    assert min(w for _, w in kept) == min(watts)


def test_only_the_last_two_hours_are_told_and_nothing_twice():
    points = [(minute * MINUTE, float(minute)) for minute in range(200) for _ in range(2)]
    told = recent(points)
    assert told[0][0] >= 79 * MINUTE
    assert told[-1] == (199 * MINUTE, 199.0)
    assert len(set(told)) == len(told)
    assert recent([]) == ()


def test_without_reported_power_the_meter_tells_the_mean():
    readings = [Reading(0, Decimal(0)), Reading(HOUR // 2, Decimal(5500)), Reading(HOUR // 2, Decimal(5500))]
    assert from_readings(readings) == [(HOUR // 2, 11_000.0)]


def test_the_two_hours_include_their_first_instant():
    points = [(0, 1.0), (1, 2.0), (2 * HOUR, 3.0)]
    assert recent(points) == tuple(points)
    assert recent([*points, (2 * HOUR + 1, 4.0)])[0] == (1, 2.0)


@given(LONG, st.integers(4, 9))
def test_no_more_points_are_kept_than_are_asked_for(watts, most):
    """Law."""
    kept = thinned(list(enumerate(watts)), most)
    assert len(kept) <= most
    assert kept == sorted(set(kept))
    assert len(kept) >= min(len(watts), 3)
