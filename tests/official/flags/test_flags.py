"""What QualiCharge and Atlas would flag, of months made up for each check."""

from decimal import Decimal

import pytest

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.official.flags.flag import Looked
from chargeboard.official.flags.rules import FLAGS
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

DAY = 24 * HOUR
WINDOW = Span(0, 30 * DAY)
FLAG = {flag.code: flag for flag in FLAGS}


def session(start=10 * HOUR, length=HOUR, energy_wh=20_000, socket=1, key="a"):
    energy = None if energy_wh is None else Decimal(energy_wh)
    return Session(key=key, socket=socket, start=start, end=start + length, energy_wh=energy, reason="Local")


def status(at, said="Available", age=0, socket=1):
    return StatusReported(at, at + age, socket, said)


def looked(sessions=(), statuses=(), states=None, rated_kw=150.0, **said):
    return Looked(
        **said,
        window=WINDOW,
        policy=Policy(rated_kw=rated_kw),
        sessions=sessions,
        statuses=statuses,
        states=states or {},
    )


GOOD = [session(day * DAY + 10 * HOUR, key=str(day)) for day in range(5)]
IN_USE = {1: Series([(day * DAY + 9 * HOUR, day * DAY + 12 * HOUR, "charging") for day in range(5)])}
SAID = [status(day * DAY + hour * HOUR) for day in range(5) for hour in (9, 12)]


def hits(code, **month):
    found = FLAG[code].find(looked(**month))
    return len(found.hits), FLAG[code].flags(found)


@pytest.mark.parametrize("code", FLAG)
def test_an_ordinary_month_is_flagged_by_nothing(code):
    assert hits(code, sessions=GOOD, statuses=SAID, states=IN_USE) == (0, False)


@pytest.mark.parametrize("code", FLAG)
def test_a_month_of_which_nothing_is_known_is_flagged_by_nothing(code):
    assert hits(code) == (0, False)


@pytest.mark.parametrize(
    ("code", "one"),
    [
        ("ENEU", session(energy_wh=1_000_001, length=10 * HOUR)),
        # 301 kWh in an hour at 150 kW is more than twice; 170 kWh is 1.13 times
        ("ENEX", session(energy_wh=301_000)),
        ("ENEA", session(energy_wh=170_000)),
        ("ODUR", session(length=0, energy_wh=1_001)),
        ("DUPS", GOOD[0]),
        ("LONS", session(length=7 * DAY + 1)),
        ("NEGS", session(length=-SECOND)),
        ("SEST", session(start=20 * DAY)),
        ("atlas_no_length", session(length=0)),
        ("atlas_no_energy", session(energy_wh=0)),
        ("atlas_reversed", session(length=-1)),
        ("atlas_short", session(length=59 * SECOND)),
        ("atlas_long", session(length=2_881 * MINUTE)),
        ("atlas_energy", session(energy_wh=499)),
        ("atlas_energy", session(energy_wh=250_001, length=3 * HOUR)),
        ("atlas_power", session(energy_wh=165_001)),
    ],
)
def test_a_session_that_a_check_does_not_like_is_found(code, one):
    count, is_flagged = hits(code, sessions=[*GOOD, one], statuses=SAID, states=IN_USE)
    assert (count, is_flagged) == (1, True)


def test_a_share_that_is_allowed_is_not_flagged():
    many = [session(n * MINUTE, key=str(n)) for n in range(1_000)]
    assert hits("LONS", sessions=[*many, session(length=8 * DAY)]) == (1, False)
    assert hits("LONS", sessions=[*many, session(length=8 * DAY), session(length=9 * DAY)]) == (2, True)


def test_without_a_rated_power_nothing_is_above_it():
    assert hits("ENEX", sessions=[session(energy_wh=900_000)], rated_kw=None) == (0, False)


@pytest.mark.parametrize(
    ("code", "statuses", "count"),
    [
        ("DUPT", [status(0), status(0)], 1),
        # the mean age of 0 and 700 s is 350 s
        ("FRET", [status(0), status(HOUR, age=700 * SECOND)], 1),
        ("FRET", [status(0), status(HOUR, age=500 * SECOND)], 0),
        ("FTRT", [status(HOUR, age=-2 * SECOND)], 1),
        ("OVRT", [status(n * 50 * SECOND) for n in range(1_441)], 1),
        ("OVRT", [status(n * 50 * SECOND) for n in range(1_440)], 0),
    ],
)
def test_statuses_that_a_check_does_not_like_are_found(code, statuses, count):
    assert hits(code, statuses=statuses) == (count, count > 0)


def test_more_than_sixty_sessions_of_a_socket_on_a_day_are_too_many():
    busy = [session(n * 20 * MINUTE, 10 * MINUTE, key=str(n)) for n in range(61)]
    assert hits("OVRS", sessions=busy) == (1, True)
    assert hits("OVRS", sessions=busy[1:]) == (0, False)


def test_statuses_for_each_session_are_one_to_thirty():
    assert hits("RATS", sessions=GOOD, statuses=SAID[:4]) == (1, True)
    assert hits("RATS", sessions=GOOD[:1], statuses=[status(n * HOUR) for n in range(31)]) == (1, True)
    assert hits("RATS", sessions=GOOD, statuses=SAID[:4], rated_kw=22) == (0, False)


def test_more_than_a_fifth_of_occupied_days_without_a_session_is_too_much():
    # occupied on five days, sessions on three: two of five
    assert hits("OCCT", sessions=GOOD[:3], states=IN_USE) == (2, True)
    # one of five is a fifth, and allowed
    assert hits("OCCT", sessions=GOOD[:4], states=IN_USE) == (1, False)


def test_out_of_service_while_a_session_of_the_socket_runs_is_inconsistent():
    running = [session(10 * HOUR)]
    said = [
        status(10 * HOUR, "Faulted"),
        status(11 * HOUR, "Faulted"),
        status(10 * HOUR, "Faulted", socket=2),
    ]
    assert hits("ERRT", statuses=said, running=running) == (1, True)
    assert hits("ERRT", statuses=[status(10 * HOUR, "Charging")], running=running) == (0, False)


def test_a_session_whose_stop_came_after_15_days_is_late():
    assert hits("FRES", sessions=GOOD, told_after={"0": 15 * DAY, "1": 15 * DAY + 1}) == (1, True)


def test_a_socket_that_spoke_before_and_was_silent_for_a_month_is_inactive():
    assert hits("INAC", spoken={1, 2}, lately={1}) == (1, True)
    assert hits("INAC", spoken={1, 2}, lately={1, 2}) == (0, False)


def test_a_socket_that_is_declared_and_never_spoke_is_found():
    assert hits("DECL", declared={1, 2}, spoken={1}) == (1, True)
    assert hits("DECL", declared=set(range(1, 51)), spoken=set(range(2, 51))) == (1, False), "2 % are allowed"
