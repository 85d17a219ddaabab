"""What a vehicle feeds back (V2G) is energy that flowed, stands apart and is never netted (4c V2G, S3c)."""

from datetime import date

import pytest
from visits_with_meters import T0, Visit, board_of, frames_of, value

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import MINUTE

EXPORT, NET = "Energy.Active.Export.Register", "Energy.Active.Net"


def discharging(protocol, socket, measurand=EXPORT, steps=(50_000, 54_000, 58_000)):
    """An hour in which the import register stands, and the other one goes its steps."""
    visit = Visit(protocol, socket).status(-1, "Preparing")
    told = [value(wh, measurand, is_v2=visit.is_v2) for wh in steps]
    if visit.is_v2:
        begin = None if measurand == NET else 100_000
        visit.start(0, begin, told[0])
        visit.read(30, *([begin] if begin else []), values=(told[1],)).stop(60, begin, told[2])
    else:
        visit.start(0, 100_000).read(0, values=(told[0],)).read(30, values=(told[1],))
        visit.read(60, values=(told[2],)).stop(60, 100_000)
    return visit.status(62, "Available")


@pytest.mark.parametrize("arrival", ["live", "queued", "stop_first"])
@pytest.mark.parametrize("socket", [1, 2])
@pytest.mark.parametrize("protocol", ["1.6", "2.0.1", "2.1"])
def test_a_discharging_session_is_a_session_and_no_failure(protocol, socket, arrival):
    board = board_of(frames_of(discharging(protocol, socket), arrival=arrival))
    (row,) = board.sessions
    assert (row.energy_wh, row.export_wh, row.completed) == (0, 8000, True)
    (day,) = [one for one in board.success if one.attempts]
    assert (day.successes, day.attempts) == (1, 1)
    assert board.export_per_day_wh == {date(2026, 11, 20): 8000}
    assert sum(wh or 0 for wh in board.energy_per_day_wh.values()) == 0
    assert not board.no_energy


@pytest.mark.parametrize("protocol", ["1.6", "2.0.1", "2.1"])
def test_a_meter_that_nets_counts_up_as_import_and_down_as_export(protocol):
    visit = discharging(protocol, 1, NET, steps=(1000, 9000, 6500))
    (row,) = board_of(frames_of(visit)).sessions
    assert (row.energy_wh, row.export_wh) == (8000, 2500)


@pytest.mark.parametrize("protocol", ["2.0.1", "2.1"])
def test_a_reading_that_nothing_could_reach_is_fed_back_by_nobody(protocol):
    visit = Visit(protocol, 1).start(0, 100_000, value(1000, EXPORT, is_v2=True))
    for minute, wh in ((10, 2000), (20, 0), (30, 3000), (40, 99_000_000), (50, 4000)):
        visit.read(minute, 100_000, values=(value(wh, EXPORT, is_v2=True),))
    visit.stop(60, 100_000, value(5000, EXPORT, is_v2=True))
    (row,) = board_of(frames_of(visit)).sessions
    assert (row.energy_wh, row.export_wh) == (0, 4000)
    assert "meter_glitch" in row.flags


def test_what_is_fed_back_is_read_by_one_series():
    visit = Visit("2.1", 1).start(0, 100_000, value(1000, EXPORT, is_v2=True))
    for minute, wh in ((15, 900_000), (30, 900_100)):
        visit.read(minute, values=(value(wh, EXPORT, is_v2=True),), naming=False)
    (row,) = board_of(frames_of(visit), minute=59).sessions
    assert row.export_wh == 100


def test_less_than_a_session_fed_back_is_none():
    (row,) = board_of(frames_of(discharging("2.1", 1, steps=(50_000, 50_050, 50_099)))).sessions
    assert (row.export_wh, row.completed) == (99, False)


def test_while_it_runs_it_is_neither_still_nor_without_energy():
    visit = Visit("2.1", 1).start(0, 100_000, value(50_000, EXPORT, is_v2=True))
    for minute in range(10, 60, 10):
        visit.read(minute, 100_000, values=(value(50_000 + 100 * minute, EXPORT, is_v2=True),))
    board = board_of(frames_of(visit), minute=59)
    (row,) = board.ongoing.sessions
    assert (row.energy_wh, row.export_wh, board.ongoing.export_wh) == (0, 5000, 5000)
    assert not {"I18", "I19"} & {one.id for one in board.insights}
    assert not board.no_energy
    assert [one.successes for one in board.success if one.attempts] == [1]


def test_energy_fed_back_over_midnight_belongs_to_both_days():
    # T0 is 10:00; from 23:00 to 01:00 8 kWh, evenly: 4 kWh on each day
    visit = Visit("2.1", 1).start(13 * 60, 100_000, value(50_000, EXPORT, is_v2=True))
    visit.stop(15 * 60, 100_000, value(58_000, EXPORT, is_v2=True))
    board = board_of(frames_of(visit), minute=40 * 60)
    assert board.export_per_day_wh == {date(2026, 11, 20): 4000, date(2026, 11, 21): 4000}
    assert T0 % (24 * 60 * MINUTE) == 10 * 60 * MINUTE


def test_more_than_can_be_is_marked_and_left_out_of_sums_where_the_operator_says_so():
    # 400 kWh in a quarter of an hour are 1.6 MW
    visit = Visit("2.1", 1).start(0, 100_000, value(50_000, EXPORT, is_v2=True))
    frames = frames_of(visit.stop(15, 100_000, value(450_000, EXPORT, is_v2=True)))
    board = board_of(frames)
    assert board.sessions[0].flags == ["energy_suspicious"]
    assert board.export_per_day_wh == {date(2026, 11, 20): 400_000}
    left_out = board_of(frames, policy=Policy(silence_detection=False, drop_suspicious_energy=True))
    assert left_out.export_per_day_wh == {}
