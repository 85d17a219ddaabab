"""A calendar year by the UK's template, with numbers worked out by hand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.official.exports.uk import HEADS, NETWORK, UkPoint, added_up, rows
from chargeboard.official.uptime.sums import Sums
from chargeboard.time.instants import MINUTE

YEAR = 525_600


def point(charger, *, down=0, exempt=0, minutes=YEAR, rated_kw=150, socket=1):
    sums = Sums(up=(minutes - down - exempt) * MINUTE, down=down * MINUTE, exempt=exempt * MINUTE)
    return UkPoint(charger=charger, socket=socket, rated_kw=rated_kw, months=12, sums=sums)


def told(*points):
    return [dict(zip(HEADS, row, strict=True)) for row in rows(2026, added_up(points))]


def test_a_charge_point_has_the_fields_of_the_template():
    one, _ = told(point("A", down=5_156, exempt=10_000))
    assert (one["year"], one["charge_point"], one["socket"]) == (2026, "A", 1)
    assert (one["minutes"], one["downtime_minutes"], one["exempt_minutes"]) == (YEAR, 5_156, 10_000)
    assert one["uptime_pct"] == pytest.approx(99)


def test_the_network_is_a_ratio_of_mean_minutes_and_no_mean_of_percentages():
    # (525,600 - 10,000 - 200,000) / (525,600 - 200,000), not (100 + 94.87...) / 2
    *_, network = told(point("A"), point("B", down=20_000, exempt=400_000))
    assert network["charge_point"] == NETWORK
    assert network["in_network"] == 2
    assert (network["minutes"], network["downtime_minutes"], network["exempt_minutes"]) == (
        YEAR, 10_000, 200_000
    )  # fmt: skip
    assert network["uptime_pct"] == pytest.approx(100 * (YEAR - 10_000 - 200_000) / (YEAR - 200_000))


def test_a_slow_charger_is_told_and_is_in_no_network():
    slow, fast, network = told(point("A", rated_kw=22, down=100), point("B", rated_kw=None))
    assert (slow["in_network"], fast["in_network"], network["in_network"]) == ("false", "true", 1)
    assert network["downtime_minutes"] == 0
    assert len(told(point("A", rated_kw=22))) == 1, "no charge point makes a network"


def test_what_is_all_exempt_has_no_uptime():
    one, network = told(point("A", exempt=YEAR))
    assert one["uptime_pct"] == network["uptime_pct"] == ""


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(1, 2), st.integers(0, 9), st.integers(0, 9))))
def test_months_add_up_in_any_order(months):
    points = [
        point(f"C{charger}", socket=socket, down=down, exempt=exempt, minutes=44_640)
        for charger, socket, down, exempt in months
    ]
    assert told(*points) == told(*reversed(points))
    assert sum(one.sums.down for one in added_up(points)) == sum(one.sums.down for one in points)
