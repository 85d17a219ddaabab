"""What do the conclusions that touch a local day come to? (definitions 2.2 to 2.4, 2.8)"""

from datetime import date
from decimal import Decimal

import pytest

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, DayFigures, Reading, Session
from chargeboard.domain.policy import Exclusion, Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.days.day_book import DayBook, exclusion_span, is_revised
from chargeboard.time.days import day_span, midnight
from chargeboard.time.instants import HOUR
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

ON, ZONE = date(2026, 10, 25), "Europe/Berlin"
DAY = day_span(ON, ZONE)
"""It has 25 hours."""


def at(hour):
    return DAY.start + round(hour * HOUR)


def session(start, end, wh=1000, *, key="", export=0, **more):
    begun, until = at(start), None if end is None else at(end)
    last = DAY.end + 99 * HOUR if until is None else until
    fed_back = (Reading(begun, Decimal(0)), Reading(last, Decimal(export))) if export else ()
    told = {"is_completed": end is not None, "energy_wh": Decimal(wh), "reason": None}
    return Session(
        key=key or f"{start}",
        socket=1,
        start=begun,
        end=until,
        readings=(Reading(begun, Decimal(0)), Reading(last, Decimal(wh))),
        export_readings=fed_back,
        export_wh=Decimal(export),
        **(told | more),
    )


def attempt(start, outcome=Outcome.SUCCESS):
    return Attempt(start=start, socket=1, end=None, outcome=outcome, because=Reason(Because.STARTED))


def day(states=None, *, sockets=None, now=99, sessions=(), attempts=(), **policy):
    told = {
        socket: Series((at(start), at(end), state) for start, end, state in stretches)
        for socket, stretches in (states or {}).items()
    }
    observed = {socket: at(hour) for socket, hour in (sockets or {1: 0}).items()}
    book = DayBook(
        Conclusions(sessions=list(sessions), attempts=list(attempts)),
        told,
        observed,
        zone=ZONE,
        now=at(now),
        policy=Policy(timezone=ZONE, **policy),
    )
    return book.day(ON)


def test_a_day_is_as_long_as_its_zone_says_and_what_is_not_told_of_it_is_unknown():
    found = day({1: [(-5, 3, "available"), (5, 30, "charging")]})
    assert found.length == 25 * HOUR
    assert found.states == {1: {"available": 3 * HOUR, "charging": 20 * HOUR, "unknown": 2 * HOUR}}
    told = day({1: [(0, 24, "available"), (24, 25, "unknown")]})
    assert told.states == {1: {"available": 24 * HOUR, "unknown": HOUR}}


def test_a_day_that_goes_on_is_told_up_to_now_and_one_that_has_not_begun_tells_nothing():
    assert day({1: [(0, 99, "available")]}, now=7).states == {1: {"available": 7 * HOUR}}
    assert (
        day({1: [(0, 99, "available")]}, now=0).states
        == day({1: [(0, 99, "available")]}, now=-3).states
        == {}
    )


def test_a_socket_is_observed_from_its_first_evidence_on():
    found = day({1: [(0, 99, "available")]}, sockets={1: 20, 2: 25, 3: -1})
    assert found.states == {1: {"available": 5 * HOUR}, 3: {"unknown": 25 * HOUR}}


def test_time_while_the_site_is_closed_does_not_count():
    found = day({1: [(0, 25, "available")]}, opening_hours=("08:00-20:00",))
    assert found.states == {1: {"available": 12 * HOUR}}


EXCUSED = Exclusion(from_="2026-10-25T05:00", to="2026-10-25T09:00", reason="works", socket=1)
ALL_DAY = Exclusion(from_="2026-10-25", to="2026-10-26", reason="works")


@pytest.mark.parametrize(
    ("exclusions", "hours"),
    [((), {}), ((EXCUSED,), {1: 3}), ((EXCUSED, ALL_DAY), {1: 5, 2: 2}), ((EXCUSED, EXCUSED), {1: 3})],
)
def test_outages_inside_a_declared_exclusion_are_excused(exclusions, hours):
    """The clock goes back in the night: 05:00 is six hours after midnight."""
    states = {
        1: [
            (0, 7, "available"),
            (7, 9, "faulted"),
            (9, 11, "offline"),
            (11, 12, "unavailable"),
            (12, 25, "available"),
        ],
        2: [(0, 2, "offline"), (2, 25, "unknown")],
    }
    found = day(states, sockets={1: 0, 2: 0}, exclusions=exclusions)
    assert found.excluded == {socket: n * HOUR for socket, n in hours.items()}


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("2026-10-25", midnight(ON, ZONE)),
        ("2026-10-25T05:00", at(6)),
        ("2026-10-25T05:00:00Z", at(7)),
    ],
)
def test_a_declared_time_is_local_unless_it_names_its_zone(text, instant):
    assert exclusion_span(Exclusion(from_=text, to=text, reason=""), ZONE) == Span(instant, instant)


def test_attempts_count_on_the_day_of_their_first_signal():
    starts = [DAY.start - 1, DAY.start, DAY.end - 1, DAY.end]
    found = day(attempts=[attempt(start) for start in starts[::-1]] + [attempt(at(5), Outcome.PENDING)])
    assert found.outcomes == {Outcome.SUCCESS: 2, Outcome.PENDING: 1}


def test_sessions_count_on_the_day_of_their_end_and_their_energy_where_it_flowed():
    found = day(
        sessions=[
            session(-1, 1),
            session(0, 0),
            session(24, 26),
            session(-5, 0),
            session(25, 26),
            session(-9, -1),
        ]
    )
    assert found.sessions == 3
    assert found.energy_wh == 500 + 1000 + 500
    assert day(sessions=[session(-1, 1, export=40)]).export_wh == 20


def test_of_a_session_that_runs_what_flowed_up_to_now_counts():
    found = day(sessions=[session(20, None, wh=1040)], now=22.5)
    assert (found.sessions, found.energy_wh) == (0, 25)


FIGURES = DayFigures(on=ON, length=25 * HOUR, states={1: {"available": 5}})


@pytest.mark.parametrize(
    ("more", "is_other"),
    [
        ({}, False),
        ({"states": {1: {"available": 6}}}, True),
        ({"outcomes": {Outcome.SUCCESS: 1}}, True),
        ({"sessions": 1}, True),
        ({"energy_wh": Decimal(1)}, True),
        ({"export_wh": Decimal(1)}, True),
        ({"revised": True}, False),
        ({"excluded": {1: 5}}, False),
    ],
)
def test_a_day_is_revised_where_a_figure_that_is_shown_differs(more, is_other):
    told = DayFigures(**({"on": ON, "length": 25 * HOUR, "states": {1: {"available": 5}}} | more))
    assert is_revised(FIGURES, told) is is_other
