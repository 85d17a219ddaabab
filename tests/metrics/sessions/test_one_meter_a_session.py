"""
A session is metered by one register, whatever else is read on its socket (4c S3a, S3b, S3c).

Each kind is told in both protocols, on either socket, in three orders of arrival, and as a session that
ended, that runs, and whose stop was lost. What is right was worked out by hand.
"""

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from visits_with_meters import Visit, board_of, frames_of

LIFE = 4_500_000


def terra(visit):
    """The session is counted from 0 where it is named, and the meter's life where it is not."""
    visit.start(0, 0).read(5, 400).read(10, 1300).read(15, LIFE + 2200, naming=False)
    visit.read(30, LIFE + 4900, naming=False).read(50, 9000)
    return 9900


def relative(visit):
    """Start, stop and unnamed readings count the meter's life, the named ones the session."""
    visit.start(0, LIFE).read(5, 400).read(10, 1300).read(15, LIFE + 2200, naming=False)
    visit.read(30, LIFE + 4900, naming=False).read(50, 9000)
    return LIFE + 9900


def unnamed(visit):
    """No reading names the transaction."""
    visit.start(0, LIFE).read(15, LIFE + 2200, naming=False).read(30, LIFE + 4900, naming=False)
    return LIFE + 9900


def elsewhere(visit):
    """The outlet is read as named; a reading before the rectifier stands higher."""
    visit.start(0, 1000).read(10, 2000, location="Outlet").read(12, 7_000_000, location="Inlet")
    visit.read(20, 5900).read(22, 7_004_400, location="Inlet", naming=False)
    return 6000


def side_by_side(visit):
    """Two registers in one message: one stands at 0, one rises (MicroOcpp)."""
    visit.start(0, 0).read(10, 0, 1244).read(20, 1744, 0).read(30, 0, 2244)
    return 2300


def placeholder(visit):
    """0 at the start because nothing was read (Iocharger)."""
    visit.start(0, 0).read(10, 909_948).read(20, 909_990).read(30, 910_031)
    return 910_040


def spike(visit):
    """One reading that no charger could reach and leave again."""
    visit.start(0, 1000).read(10, 2000).read(20, 99_000_000).read(30, 3000)
    return 4000


def dip(visit):
    """One reading of 0 among others, which bases nothing anew (Q18)."""
    visit.start(0, 1000).read(10, 2000).read(20, 0).read(30, 3000)
    return 4000


def low_stop(visit):
    """A stop a few Wh below the last reading."""
    visit.start(0, 1000).read(30, 6000)
    return 5996


def whole_kwh(visit):
    """Start and stop are rounded down to kWh, the readings are not."""
    visit.start(0, 12_000).read(5, 12_345).read(10, 13_456).read(20, 14_789)
    return 14_000


def reset(visit):
    """The register begins anew in the middle: 4000, then 300 + 1700 + 1000."""
    visit.start(0, 1000).read(10, 5000).read(20, 300).read(30, 2000)
    return 3000


KINDS = {
    # kind: energy with its stop, energy up to the last reading, flags
    terra: (9900, 9000, []),
    relative: (9900, 9000, ["session_relative_register"]),
    unnamed: (9900, 4900, []),
    elsewhere: (5000, 4900, []),
    side_by_side: (2300, 2244, []),
    placeholder: (92, 83, ["begin_inferred"]),
    spike: (3000, 2000, ["meter_glitch"]),
    dip: (3000, 2000, ["meter_glitch"]),
    low_stop: (4996, 5000, []),
    whole_kwh: (2444, 2789, []),
    reset: (7000, 6000, ["meter_reset"]),
}


def lies_above(visit):
    """Only start and stop count the session; every reading is of a meter that stands higher."""
    visit.start(0, 100).read(15, LIFE + 2200, naming=False).read(30, LIFE + 4900, naming=False)


def lies_below(visit):
    """The same with a meter that stands lower, and has counted more than the session."""
    visit.start(0, 1_000_000).read(15, 400_000, naming=False).read(30, 405_000, naming=False)


def begins_anew(visit):
    """The readings are of a counter that begins anew each day."""
    visit.start(0, 10_000).read(5, 4000, naming=False).read(15, 4200, naming=False)
    visit.read(20, 0, naming=False).read(30, 100, naming=False)


def before_the_rectifier(visit):
    """The start is read at the outlet, what follows at the inlet."""
    visit.start(0, 100).read(15, LIFE, location="Inlet").read(30, LIFE + 2000, location="Inlet")


STARTS = {lies_above: 100, lies_below: 1_000_000, begins_anew: 10_000, before_the_rectifier: 100}


@pytest.mark.parametrize("arrival", ["live", "queued", "stop_first"])
@pytest.mark.parametrize("protocol", ["1.6", "2.0.1", "2.1"])
@pytest.mark.parametrize("kind", STARTS, ids=lambda kind: kind.__name__)
def test_readings_of_another_meter_change_nothing_between_start_and_stop(kind, protocol, arrival):
    visit = Visit(protocol, 1)
    kind(visit)
    visit.stop(60, STARTS[kind] + 5000)
    [mine] = board_of(frames_of(visit, arrival=arrival)).sessions
    assert mine.energy_wh == 5000
    assert [one for one in mine.flags if one != "revised"] == []


@pytest.mark.parametrize("arrival", ["live", "queued", "stop_first"])
@pytest.mark.parametrize("socket", [1, 2])
@pytest.mark.parametrize("protocol", ["1.6", "2.0.1", "2.1"])
@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_the_energy_is_that_of_its_own_meter(kind, protocol, socket, arrival):
    with_stop_wh, to_last_wh, flags = KINDS[kind]
    for ending in ("ended", "running", "inferred"):
        visit = Visit(protocol, socket)
        stop_wh = kind(visit)
        if ending == "ended":
            visit.stop(60, stop_wh)
        # another car on the other socket, by a meter of another size
        other = Visit(protocol, 3 - socket, 2).start(1, 77_000_100).read(11, 77_000_500).read(31, 77_001_500)
        other.stop(61, 77_002_100)
        later = Visit(protocol, socket, 3).start(90, None) if ending == "inferred" else other
        board = board_of(
            frames_of(*{id(one): one for one in (visit, other, later)}.values(), arrival=arrival)
        )
        mine = next(one for one in board.sessions if one.socket == socket)
        expected = with_stop_wh if ending == "ended" else to_last_wh
        assert mine.energy_wh == expected, (ending, mine)
        assert [one for one in mine.flags if one != "revised"] == flags, ending
        assert mine.end_inferred == (ending == "inferred")
        assert sum(wh or 0 for wh in board.energy_per_day_wh.values()) == pytest.approx(expected + 2000)
        theirs = next(one for one in board.sessions if one.socket != socket)
        assert theirs.energy_wh == 2000


def test_a_stop_below_the_last_reading_takes_nothing_from_the_day_after():
    # T0 is 10:00: 6000 at 23:59 and 5996 at 00:30 are 4996 Wh of the first day
    visit = Visit("1.6", 1).start(13 * 60, 1000).read(14 * 60 - 1, 6000).stop(14 * 60 + 30, 5996)
    board = board_of(frames_of(visit), minute=40 * 60)
    assert board.energy_per_day_wh[date(2026, 11, 20)] == 4996
    assert board.energy_per_day_wh[date(2026, 11, 21)] == 0


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(["1.6", "2.0.1"]),
    st.booleans(),
    st.sampled_from([0, 1000, LIFE]),
    st.lists(st.integers(1, 20_000), max_size=6),
    st.lists(st.tuples(st.integers(1, 58), st.integers(0, 2 * LIFE), st.booleans()), max_size=6),
)
def test_readings_of_other_meters_change_no_energy(protocol, has_ended, begin_wh, rises, foreign):
    """Law: a session with readings of its own has the energy that it had without all others."""
    # start and stop are its own too
    assume(has_ended or len(rises) > 1)

    def energy(others):
        visit, wh = Visit(protocol, 1).start(0, begin_wh), begin_wh
        for n, rise in enumerate(rises):
            wh += rise
            visit.read(8 + 8 * n, wh)
        for minute, stood, is_elsewhere in others:
            visit.read(minute + 0.5, stood, naming=False, location="Inlet" if is_elsewhere else "Outlet")
        if has_ended:
            visit.stop(60, wh + 7)
        (row,) = board_of(frames_of(visit), minute=61).sessions
        return row.energy_wh

    assert energy(foreign) == energy([])
