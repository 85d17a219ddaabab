"""What does a meter tell that counts no import register: intervals, and a register that nets (S3, S3c)?"""

import pytest
from session_story import Told

H = 3600


def energies(told, **more):
    row = told.row(now=H, **more)
    return tuple(None if wh is None else float(wh) for wh in (row.energy_wh, row.export_wh))


def netting(*whs, begin=None, ended=True, **read):
    """Registers ten minutes apart, which rise by import and fall by export."""
    told = Told().start(0, begin)
    for n, wh in enumerate(whs):
        told.read(600 * n, net_wh=wh, **read)
    return told.stop(3000) if ended else told


def test_a_register_that_nets_rises_by_import_and_falls_by_export():
    assert energies(netting(1000, 5000, 4000, 6000)) == (6000, 1000)
    assert energies(netting(1000, 1000)) == (0, 0)


def test_of_a_single_reading_nothing_follows_but_that_so_far_nothing_flowed():
    assert energies(netting(1000)) == (None, None)
    assert energies(netting(1000, ended=False)) == (0, 0)
    assert energies(netting()) == (None, None)


def test_a_placeholder_of_0_and_single_readings_that_nothing_could_reach_are_left_out():
    assert energies(netting(0, 5_000_000, 5_001_000, 5_003_000)) == (3000, 0)
    assert energies(netting(1000, 2000, 90_000_000, 3000)) == (2000, 0)
    assert energies(netting(0, 1000, 3000)) == (3000, 0)
    # it is not left again, so it is what the register shows
    assert energies(netting(1000, 2000, 90_000_000)) == (89_999_000, 0)


def test_where_the_clock_was_repaired_no_speed_is_told_from_it():
    assert energies(netting(1000, 2000, 90_000_000, 3000, clock_repaired=True))[0] == 89_999_000


@pytest.mark.parametrize(("begin", "end"), [(None, None), (500, None), (500, 500)])
def test_intervals_are_summed_where_no_register_moves(begin, end):
    told = Told().start(0, begin).read(600, interval_wh=1000).read(1200, interval_wh=500).stop(1800, end)
    assert energies(told) == (1500, None)


def test_intervals_are_summed_only_where_there_is_no_register():
    stopped = Told().start(0, 500).read(600, interval_wh=1000).stop(1800, 3500)
    assert energies(stopped) == (3000, None)
    read = Told().start(0, 500).read(600, 700, interval_wh=1000).stop(1800)
    assert energies(read) == (200, None)


def test_an_interval_below_0_takes_nothing_away():
    told = Told().start(0).read(600, interval_wh=1000).read(1200, interval_wh=-300).stop(1800)
    assert energies(told) == (1000, None)


def test_what_was_fed_back_is_told_by_its_register_else_by_its_intervals():
    both = Told().start(0, 0).read(0, export_wh=1000, export_interval_wh=7)
    both.read(600, export_wh=3000, export_interval_wh=9).stop(1800, 0)
    assert energies(both) == (0, 2000)
    intervals = Told().start(0, 0).read(600, export_interval_wh=7).read(900, export_interval_wh=9)
    assert energies(intervals.stop(1800, 0)) == (0, 16)


@pytest.mark.parametrize(
    ("named", "unnamed", "export_wh"),
    [
        ([1000, 1300], [0, 5000], 300),
        ([1000], [4000, 4200], 200),
        ([1000], [4000], 0),
        ([], [4000, 4200], 200),
    ],
)
def test_it_is_read_by_those_that_name_the_session_where_there_are_two(named, unnamed, export_wh):
    """S3a."""
    told = Told().start(0, 0)
    for n, wh in enumerate(named):
        told.read(60 + 600 * n, export_wh=wh)
    for n, wh in enumerate(unnamed):
        told.read(120 + 600 * n, export_wh=wh, name="")
    assert energies(told) == (0, export_wh)


def test_a_value_that_is_heard_twice_is_one_value():
    told = Told().start(0).read(600, interval_wh=1000).read(600, interval_wh=1000).read(600, interval_wh=3)
    assert energies(told.stop(1800)) == (1003, None)
    apart = Told().start(0).read(600, interval_wh=1000).read(601, interval_wh=1000)
    assert energies(apart.stop(1800)) == (2000, None)
    again = Told().start(0).read(600, interval_wh=1000).read(700, interval_wh=2).read(600, interval_wh=1000)
    assert energies(again.stop(1800)) == (1002, None)


def test_what_was_read_outside_the_session_counts_at_its_ends():
    told = Told().start(0).read(-30, interval_wh=100).read(1830, interval_wh=50).stop(1800)
    row = told.row(now=H)
    assert [(float(reading.energy_wh), (reading.at - row.start) // 10**6) for reading in row.readings] == [
        (0, 0),
        (100, 0),
        (150, 1800),
    ]


def test_a_single_reading_that_nothing_could_reach_is_left_out_of_what_was_fed_back():
    def told(*whs):
        told = Told().start(0, 0)
        for n, wh in enumerate(whs):
            told.read(600 * n, export_wh=wh)
        return told.stop(3000, 0)

    spiked = told(1000, 2000, 90_000_000, 3000)
    assert (energies(spiked), spiked.row(now=H).flags) == ((0, 2000), ("meter_glitch",))
    plain = told(1000, 2000, 3000)
    assert (energies(plain), plain.row(now=H).flags) == ((0, 2000), ())
    placeholder = told(0, 5_000_000, 5_001_000)
    assert energies(placeholder) == (0, 1000)
    assert placeholder.row(now=H).flags == ("begin_inferred",)
