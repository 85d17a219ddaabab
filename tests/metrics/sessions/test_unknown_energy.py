"""A session of unknown energy counts where the transaction shows that energy can have flowed (4c S2a)."""

import pytest
from visits_with_meters import Visit, board_of, frames_of

PROTOCOLS = pytest.mark.parametrize("protocol", ["1.6", "2.0.1", "2.1"])


def unknown(protocol, *, begins=0, ends=30, **start):
    """A transaction that no register tells the energy of."""
    return Visit(protocol, 1).status(begins - 1, "Preparing").start(begins, None, **start).stop(ends, None)


def first(*visits, **how):
    board = board_of(frames_of(*visits), **how)
    outcomes = {}
    for day in board.success:
        outcomes |= {"success": day.successes} if day.successes else {}
        outcomes |= day.failures
    return board.sessions[0], outcomes


@PROTOCOLS
def test_one_that_ran_and_was_stopped_counts(protocol):
    row, outcomes = first(unknown(protocol).status(31, "Available"))
    assert (row.energy_wh, row.completed, outcomes) == (None, True, {"success": 1})
    assert "energy_unknown" in row.flags


@PROTOCOLS
def test_one_of_less_than_a_minute_does_not(protocol):
    row, outcomes = first(unknown(protocol, ends=59 / 60).status(2, "Available"))
    assert (row.completed, outcomes) == (False, {"user_cancelled": 1})


@PROTOCOLS
def test_one_whose_stop_was_lost_does_not(protocol):
    lost = Visit(protocol, 1).status(-1, "Preparing").start(0, 1000)
    lost.status(1, "Charging" if protocol == "1.6" else "Occupied").status(30, "Available")
    other = Visit(protocol, 1, 2).start(90, 1000).stop(120, 5000)
    row, _ = first(lost, other)
    assert (row.energy_wh, row.completed, row.end_inferred) == (None, False, True)


@PROTOCOLS
def test_a_lost_one_counts_where_the_next_start_of_the_plug_in_stands_higher(protocol):
    def told(next_wh, between=""):
        lost = Visit(protocol, 1).status(-1, "Preparing").start(0, 1000)
        if between:
            lost.status(60, between)
        return first(lost, Visit(protocol, 1, 2).start(90, next_wh).stop(120, next_wh + 3000))[0]

    assert told(1100).completed
    assert not told(1099).completed
    for status in ("Available", "Reserved", "Unavailable"):
        assert not told(8000, status).completed, status


@PROTOCOLS
def test_one_that_was_in_a_fault_is_the_chargers_failure(protocol):
    row, outcomes = first(unknown(protocol).status(0.05, "Faulted").status(40, "Available"))
    assert (row.completed, outcomes) == (False, {"charger_fault": 1})


@PROTOCOLS
def test_a_fault_at_its_end_takes_nothing_from_it(protocol):
    row, _ = first(unknown(protocol).status(25, "Faulted").status(40, "Available"))
    assert row.completed


@pytest.mark.parametrize("state", ["EVConnected", "Idle"])
@pytest.mark.parametrize("protocol", ["2.0.1", "2.1"])
def test_one_that_never_charged_does_not(protocol, state):
    visit = Visit(protocol, 1).status(-1, "Occupied")
    visit.event(0, "Started", [], chargingState=state).event(30, "Ended", [], stoppedReason="Local")
    row, outcomes = first(visit.status(31, "Available"))
    assert not row.completed
    assert "success" not in outcomes


@PROTOCOLS
def test_one_that_was_refused_does_not(protocol):
    board = board_of(frames_of(unknown(protocol, status="Invalid").status(31, "Available")))
    assert not any(one.completed for one in board.sessions)
    assert not any(day.successes for day in board.success)


@PROTOCOLS
@pytest.mark.parametrize("parts", [1, 3, 20])
def test_what_counts_is_the_same_however_often_it_was_concluded(protocol, parts):
    lost = Visit(protocol, 1).start(0, 1000)
    later = Visit(protocol, 1, 2).start(300, 5000).stop(330, 7000).status(340, "Available")
    board = board_of(frames_of(lost, later), minute=10_000, parts=parts)
    assert [one.completed for one in board.sessions] == [True, True]
