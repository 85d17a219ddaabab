"""What do the registers of one session come to? (definitions S3, 4c S3a, S3b)"""

from decimal import Decimal

import pytest

from chargeboard.domain.facts import Register
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.meter import Told, metered
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


@pytest.mark.parametrize(
    ("begin", "own", "stop", "energy_wh", "flags"),
    [
        # a register that stands is a difference too, whatever jitters between
        (1001, (1005,), 1001, 0, ()),
        (1001, (1011,), 1001, 0, ()),
        (1001, (1001, 1001), 1001, 0, ()),
        # what falls and stays low began anew
        (1001, (1500, 900), 1001, 1500, ("meter_reset",)),
        (1001, (5001, 300, 2000), 3000, 7000, ("meter_reset",)),
        # a fall of up to 10 Wh, or a hundredth, is none
        (1001, (5000, 4950, 4990), 4990, 3989, ()),
        (1001, (5000, 4949, 4990), 4990, 8989, ("meter_reset",)),
        (1001, (5000, 4950, 5100), 6001, 5000, ("meter_glitch",)),
        (1001, (2000, 0, 3000), 4001, 3000, ("meter_glitch",)),
        # it counts from the start of the session
        (1001, (0, 1000), 3001, 2000, ("session_relative_register",)),
        (1001, (0, 1001), 3001, 2000, ("meter_glitch",)),
        (5001, (0, 100, 50), 6001, 1000, ("meter_glitch",)),
        (5001, (0, 100), None, 100, ("session_relative_register",)),
        (None, (8, 1), None, 0, ()),
        (None, (12, 1), None, 1, ("meter_reset",)),
        # readings that all stand above the stop are another meter's
        (1001, (9000, 9500), 6001, 5000, ()),
        (1001, (6012, 6012), 6001, 5000, ()),
    ],
)
def test_what_lies_between_start_and_stop_shapes_the_energy_and_falls_are_told(
    begin, own, stop, energy_wh, flags
):
    found = told(begin, *own, stop=stop)
    assert (found.energy_wh, found.flags) == (energy_wh, flags)
    course = [reading.energy_wh for reading in found.readings]
    assert course == sorted(course)
    assert course[-1] == energy_wh


@pytest.mark.parametrize(
    ("begin", "own", "stop", "energy_wh"),
    [
        (12_000, (12_345, 14_789), 14_000, 2444),
        # one reading that is not whole says nothing, nor do whole ones
        (12_000, (12_345, 13_000), 14_000, 2000),
        (12_000, (12_000, 13_000), 14_000, 2000),
        # start and stop both have to be whole kWh
        (12_001, (12_345, 14_789), 14_000, 1999),
        (12_000, (12_345, 13_789), 14_001, 2001),
        # what fell, and was passed by the stop, is no reset and no reading (S3)
        (1_000, (5_000, 4_949, 4_960), 6_000, 5000),
        (1_000, (1_500, 5_500, 4_949, 4_960), 6_000, 4000),
    ],
)
def test_where_start_and_stop_are_whole_kwh_the_finer_readings_tell(begin, own, stop, energy_wh):
    """S3a."""
    assert told(begin, *own, stop=stop).energy_wh == energy_wh


@pytest.mark.parametrize(("stop", "energy_wh"), [(63_500, 62_500), (63_501, None)])
def test_a_difference_that_no_charger_could_give_in_that_time_is_not_believed(stop, energy_wh):
    """50 kW by a quarter more are 62.5 kWh an hour."""
    found = told(1000, 2000, stop=stop)
    if energy_wh is None:
        assert found.energy_wh == stop - 1000
        assert [reading.energy_wh for reading in found.readings] == [0, 1000, stop - 1000]
    else:
        assert found.energy_wh == energy_wh


@pytest.mark.parametrize(
    ("begin", "stop", "energy_wh", "flags"),
    [
        (65_500, 464, 500, ("rollover",)),
        (64_881, 345, 1000, ("rollover",)),
        (64_880, 344, None, ()),
        (9_999_900, 400, 500, ("rollover",)),
        (9_900_000, 0, None, ()),
        (4_294_967_000, 63_000, None, ()),
    ],
)
def test_a_register_rolls_over_from_the_last_hundredth_of_its_size_within_what_can_be_given(
    begin, stop, energy_wh, flags
):
    found = told(begin, stop=stop)
    assert (found.energy_wh, found.flags) == (energy_wh, flags)


def test_where_a_register_stood_at_both_ends_is_told():
    def ends(*given, **more):
        found = told(*given, **more)
        return found.begin_wh, found.end_wh

    assert ends(1000, 2000, stop=3000) == (1000, 3000)
    assert ends(1000, 2000) == (1000, 2000)
    assert ends(None, 1500, 2000) == (1500, 2000)
    assert ends(None, 0, 2000) == (0, 2000)
    assert ends(None) == (None, None)
    assert ends(0, 5_000_000, stop=5_010_000) == (5_000_000, 5_010_000)


def test_the_course_reaches_from_the_start_to_the_end():
    found = told(None, 1500, 2500)
    assert [(reading.at - HOUR) // MINUTE for reading in found.readings] == [0, 10, 20, 60]
    assert [reading.energy_wh for reading in found.readings] == [0, 0, 1000, 1000]


@pytest.mark.parametrize(
    ("begin", "own", "energy_wh", "flags"),
    [
        # 10 minutes at 62.5 kW are 10.4 kWh: so much a meter that began anew can have counted
        (5_000_001, (4_000_000, 4_000_100), 0, ("meter_glitch",)),
        (5_000_001, (10_417, 10_517), 10_517, ("meter_glitch", "meter_reset")),
        (5_000_001, (10_416, 10_516), 10_516, ("meter_reset",)),
        (5_000_001, (0, 100), 100, ("meter_reset",)),
    ],
)
def test_a_register_that_fell_began_anew_only_as_far_as_it_can_have_counted_since(
    begin, own, energy_wh, flags
):
    # a last reading above the start would make the low ones a glitch
    found = told(begin, 5_000_001, *own)
    assert (found.energy_wh, found.flags) == (energy_wh, flags)
