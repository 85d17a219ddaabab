"""Rates and visits of definitions 2.3."""

import msgspec
import pytest
from attempt_story import Story, at

from chargeboard.domain.figures.tallies import counts_of, totals_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.success import charge_end_success, session_success, success_day, visits
from chargeboard.time.spans import Span

EVER = Span(0, 2**62)
OUTCOMES = {"success": 6, "auth_rejected": 2, "charger_fault": 1, "zero_energy": 1, "pending": 3}


def test_pending_attempts_are_not_counted_yet():
    day = success_day(OUTCOMES, Policy())
    assert (day.attempts, day.successes, day.pct, day.pending) == (10, 6, 60, 3)
    assert day.failures == {"auth_rejected": 2, "charger_fault": 1, "zero_energy": 1}


def test_the_chargers_own_rate_leaves_out_what_is_not_its_fault():
    charger = success_day(OUTCOMES, Policy()).charger
    assert (charger.numerator, charger.denominator, charger.pct) == (6, 8, 75)


def test_classes_can_be_left_out():
    day = success_day(OUTCOMES, Policy(success_excludes=("auth_rejected",)))
    assert (day.attempts, day.pct, day.failures) == (8, 75, {"charger_fault": 1, "zero_energy": 1})


def test_a_rate_over_nothing_is_unknown():
    day = success_day({"pending": 1}, Policy())
    assert (day.attempts, day.pct, day.charger.pct) == (0, None, None)


def grouped(story, **more):
    return [(attempt.start, attempt.outcome) for attempt in visits(story.attempts(), Policy(**more))]


def test_failed_attempts_up_to_ten_minutes_before_a_success_are_its_visit():
    story = Story(1, 2).card(0, "B", "Invalid").plug(100).card(105).unplug(200)
    story.start(800, 2, "G").stop(4000).card(9000, "B", "Invalid")
    assert grouped(story) == [(at(0), "auth_rejected"), (at(100), "success"), (at(9000), "auth_rejected")]
    assert len(grouped(story, visit_window_s=599)) == 4


def test_somebody_still_plugged_in_does_not_part_a_visit():
    story = Story(1, 2).card(0, "B", "Invalid").plug(10, 2).start(60, 1, "G").stop(4000)
    assert grouped(story) == [(at(0), "success"), (at(10), "pending")]


@pytest.mark.parametrize(("seconds", "number"), [(600, 1), (601, 2)])
def test_a_visits_window_ends_after_ten_minutes(seconds, number):
    story = Story().card(0, "B", "Invalid").start(seconds, token="G").stop(4000)
    assert len(grouped(story)) == number


def test_a_success_is_never_part_of_the_next_visit():
    story = Story(1, 2).start(0, 1, "A").stop(300).start(400, 2, "B").stop(4000)
    assert len(grouped(story)) == 2


def test_how_many_sessions_with_energy_ended_well():
    story = Story()
    for n, (wh, reason) in enumerate([(500, "Local"), (500, "PowerLoss"), (0, "Local"), (500, "Remote")]):
        story.start(n * 4000).stop(n * 4000 + 600, wh, reason).unplug(n * 4000 + 610)
    story.start(20_000).stop(21_000, 500, inferred=True)
    ended = charge_end_success(totals_of(story.sessions.values(), EVER))
    assert (ended.numerator, ended.denominator) == (2, 3)
    whole = session_success(counts_of(story.attempts()))
    assert (whole.numerator, whole.denominator) == (2, 5)
    assert whole.pct == 40


def test_a_valid_stop_depends_on_the_generation():
    story = Story().start(0).stop(600, 500, "EnergyLimitReached")
    (session,) = story.sessions.values()
    newer = msgspec.structs.replace(session, is_v2=True)
    assert [charge_end_success(totals_of([one], EVER)).numerator for one in (session, newer)] == [0, 1]


def test_of_no_attempts_nothing_is_counted():
    day = success_day({}, Policy())
    assert (day.attempts, day.successes, day.pending, day.failures) == (0, 0, 0, {})
    assert (day.charger.numerator, day.charger.denominator) == (0, 0)
    failed = success_day({"zero_energy": 2, "charger_fault": 0}, Policy())
    assert (failed.attempts, failed.successes, failed.pct, failed.failures) == (2, 0, 0, {"zero_energy": 2})
