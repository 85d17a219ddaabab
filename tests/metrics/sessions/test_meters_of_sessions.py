"""What do the registers of one session come to? (definitions S3, 4c S3a, S3b)"""

from decimal import Decimal

import pytest

from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.meter import Register, Told, metered
from chargeboard.time.instants import HOUR, MINUTE


def told(begin, *own, stop=None, minutes=60, is_timed=True):
    """Registers in Wh; the own ones are ten minutes apart."""
    return metered(
        Told(
            start=HOUR,
            end=HOUR + minutes * MINUTE,
            begin=None if begin is None else Register(HOUR, Decimal(begin)),
            own=[Register(HOUR + 10 * n * MINUTE, Decimal(wh)) for n, wh in enumerate(own, 1)],
            stop=None if stop is None else Register(HOUR + minutes * MINUTE, Decimal(stop)),
            is_timed=is_timed,
        ),
        Policy(rated_kw=50.0),
    )


@pytest.mark.parametrize(
    ("whs", "is_timed", "is_inferred"),
    [
        ((250_001, 260_000), False, True),
        ((250_000, 260_000), False, False),
        ((400_000, 439_999), False, True),
        ((400_000, 440_000), False, False),
        ((5_000_000, 5_010_000), True, True),
        ((1000, 9000), True, False),
    ],
)
def test_a_register_of_0_at_the_start_of_a_meter_that_has_a_life_behind_it_was_not_known(
    whs, is_timed, is_inferred
):
    found = told(0, whs[0], stop=whs[1], is_timed=is_timed)
    assert ("begin_inferred" in found.flags) is is_inferred
    assert found.energy_wh == (whs[1] - whs[0] if is_inferred else whs[1])


def test_nothing_is_known_of_one_register_or_of_none():
    assert told(None).energy_wh is None
    assert told(100).energy_wh is None
    assert told(None, 100).energy_wh is None
    assert told(None, stop=100).energy_wh is None


@pytest.mark.parametrize(
    ("begin", "own", "stop", "energy_wh", "flags"),
    [
        (1000, (), 6000, 5000, ()),
        (1000, (2000, 3000), 6000, 5000, ()),
        (None, (2000, 3000), 6000, 4000, ()),
        (1000, (2000, 3000), None, 2000, ()),
        (1000, (), 990, 0, ()),
        (1000, (), 989, None, ()),
        (4_294_967_000, (), 704, 1000, ("rollover",)),
    ],
)
def test_energy_is_the_stop_less_the_start_or_what_the_readings_gained(begin, own, stop, energy_wh, flags):
    found = told(begin, *own, stop=stop)
    assert (found.energy_wh, found.flags) == (energy_wh, flags)


def test_readings_that_count_from_the_start_of_the_session_are_set_upon_its_register():
    found = told(1_000_000, 0, 1000, 2000, stop=1_003_000)
    assert (found.energy_wh, found.flags) == (3000, ("session_relative_register",))
    assert (found.begin_wh, found.end_wh) == (None, None)
    assert [reading.energy_wh for reading in found.readings][-1] == 3000
