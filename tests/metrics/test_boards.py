"""How are conclusions put together into a board, and what of it is made once?"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Conclusions, DayFigures
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Completed
from chargeboard.metrics.board import Evidence, board
from chargeboard.metrics.board_query import BoardQuery
from chargeboard.metrics.carry import Carry, FirstEver
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, MINUTE
from chargeboard.time.spans import Span

TODAY = date(2026, 11, 20)
NOON = midnight(TODAY, "UTC") + 12 * HOUR


def on(days_ago):
    return TODAY - timedelta(days=days_ago)


def day(days_ago, state="available", hours=24, **more):
    states = {1: {state: hours * HOUR}} if state else {}
    return DayFigures(on=on(days_ago), length=24 * HOUR, states=states, **more)


def seen(*days, begun=40, **more):
    told = {
        "found": Conclusions(),
        "states": {},
        "days": {figures.on: figures for figures in days},
        "ended": Completed(),
        "rows": [],
        "carry": Carry(sockets={1: midnight(on(begun), "UTC")}),
        "standing": Carry(),
        "heard_at": NOON,
        "protocol": "",
    }
    return Evidence(**(told | more))


def shown(*days, window=None, now=NOON, **more):
    asked = BoardQuery(at=now, window=window, timeline=Span(NOON - HOUR, NOON), zone="UTC")
    return board(Profile(id="C", policy=Policy()), asked, seen(*days, **more))


def test_a_headline_is_of_complete_days_and_a_panel_of_today_too():
    found = shown(day(2, "charging"), day(1), day(0, "charging", 12))
    assert [row.date for row in found.utilization] == [on(2), on(1), TODAY]
    head = found.utilization_headline
    assert (head.numerator, head.denominator, head.days) == (24 * 3600, 48 * 3600, 2)
    assert [row.date for row in found.uptime] == [row.date for row in found.success] == [on(2), on(1), TODAY]


def test_the_short_panels_show_a_week_and_the_long_ones_thirty_days():
    found = shown(*(day(n) for n in range(40)))
    assert [row.date for row in found.utilization] == [on(n) for n in range(7, -1, -1)]
    assert list(found.sessions_per_day) == [on(n) for n in range(30, -1, -1)]
    assert (found.window.from_, found.window.to) == (on(30), on(-1))


@pytest.mark.parametrize(
    ("figures", "sessions", "wh"),
    [
        (day(1), 0, 0),
        (day(1, "unknown"), None, None),
        (day(1, "offline"), None, None),
        (day(1, "offline", sessions=1, energy_wh=Decimal(5)), 1, 5),
        (day(1, ""), None, None),
    ],
)
def test_a_day_of_which_nothing_is_known_has_no_bar_unless_something_is_told_of_it(figures, sessions, wh):
    found = shown(figures)
    assert (found.sessions_per_day[on(1)], found.energy_per_day_wh[on(1)]) == (sessions, wh)


def test_days_that_fed_back_and_days_that_were_revised_are_named():
    found = shown(day(2, export_wh=Decimal(7)), day(1, revised=True), day(0))
    assert (found.export_per_day_wh, found.revised_days) == ({on(2): 7.0}, [on(1)])


def test_attempts_are_summed_over_the_complete_days():
    found = shown(
        day(2, outcomes={Outcome.SUCCESS: 3, Outcome.CHARGER_FAULT: 1}),
        day(1, "unknown", outcomes={Outcome.SUCCESS: 1, Outcome.PENDING: 2}),
        day(0, outcomes={Outcome.CHARGER_FAULT: 9}),
    )
    head = found.success_headline
    assert (head.numerator, head.denominator, head.pct, head.days, head.observed_days) == (4, 5, 80, 2, 1)
    assert head.coverage_pct == 50
    last = found.success[-1]
    assert (last.attempts, last.successes, last.pct, last.partial, last.charger_attempts) == (
        9,
        0,
        0,
        True,
        9,
    )
    assert [row.partial for row in found.success] == [False, False, True]
    assert found.success[1].pending == 2


def ended(*hours_ago):
    ends = [NOON - round(hours * HOUR) for hours in hours_ago]
    return Completed(ends, [10 * MINUTE] * len(ends), [1000.0] * len(ends))


def test_the_overview_counts_the_days_since_something_is_known_and_the_sessions_that_ended_in_them():
    sessions = ended(12, 12.001, 24 * 30 + 12, 24 * 30 + 12.001)
    found = shown(day(1), ended=sessions, kept_ended=(ended(30),)).overview
    assert (found.total_sessions, found.days, found.from_, found.to) == (3, 30, on(30), TODAY)
    assert (found.observed_days, found.through) == (1, on(1))
    young = shown(day(1), day(2), begun=2).overview
    assert (young.days, young.observed_days, young.sessions_per_day) == (2, 2, 0)
    asked = shown(day(1), day(0), window=(on(1), on(-5)), ended=ended(1, 30)).overview
    assert (asked.days, asked.total_sessions, asked.observed_days) == (2, 2, 2)


def test_before_anything_was_known_there_are_no_days():
    found = shown(carry=Carry()).overview
    assert (found.days, found.sessions_per_day, found.observed_days) == (0, None, 0)


def test_the_errors_are_covered_as_far_as_their_days_are_known():
    found = shown(*(day(n) for n in range(1, 7)), day(7, "unknown"), day(8), day(0, "unknown", 24))
    assert found.errors_coverage_pct == 75
    assert (found.errors_window.from_, found.errors_window.to) == (on(7), on(-1))
    assert shown().errors_coverage_pct is None


def test_what_is_made_of_days_is_made_once_while_their_figures_are_those_of_before():
    memory = {}
    first = seen(day(2), day(1), day(0), memory=memory)
    # the day that goes on has other figures at the next look
    then = replace(first, days={**first.days, on(0): day(0)})
    made = []

    def make(figures=None):
        made.append(figures)
        return len(made)

    days = [on(2), on(0), on(9)]
    assert [one.each("p", days, make) for one in (first, first, then)] == [[1, 2], [1, 2], [1, 3]]
    assert first.each("q", [on(2)], make) == [4]
    complete = [on(2), on(1)]
    assert [one.once("h", [one.days[day] for day in complete], make) for one in (first, then)] == [5, 5]
    assert [one.once("p", [one.days[day] for day in days[:2]], make) for one in (first, then)] == [6, 7]
    assert first.once("h", [first.days[on(2)]], make) == 8, "of fewer days"


def test_kept_sessions_are_summed_once_and_those_that_are_not_each_time():
    memory = {}
    window = Span(NOON - 48 * HOUR, NOON)
    kept = (ended(5),)
    first = seen(kept_ended=kept, ended=ended(3), memory=memory).ended_in(window)
    assert (first.with_energy, first.total_wh) == (2, 2000)
    summed = memory[window][1]
    then = seen(kept_ended=kept, ended=Completed(), memory=memory).ended_in(window)
    assert (then.with_energy, then.total_wh) == (1, 1000)
    assert memory[window][1] is summed
    more = seen(kept_ended=(*kept, ended(4)), ended=Completed(), memory=memory).ended_in(window)
    assert more.with_energy == 2, "others are kept since"
    ends = Span(NOON - 5 * HOUR, NOON - 3 * HOUR)
    assert seen(kept_ended=(ended(5),), ended=ended(3)).ended_in(ends).with_energy == 1


def test_errors_are_told_with_when_they_were_first_seen_and_quality_as_it_stood():
    carry = Carry(first_ever=(FirstEver(1, "E", None, 5),))
    assert shown(standing=carry).errors == []
    assert shown().charger.sockets == [1]
