"""How far did an attempt come, why did it end as it did, and when is that settled? (2.3)"""

from decimal import Decimal

import msgspec
import pytest
from attempt_story import Story, at

from chargeboard.domain.figures.tallies import counts_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.rows import attempt_row, funnel, headline
from chargeboard.metrics.attempts.success import Ratio


def told(story, **more):
    """Outcome, stage, why with its numbers, end in seconds."""
    (attempt,) = story.attempts(**more)
    why = (str(attempt.because.code), *attempt.because.numbers.values())
    end = None if attempt.end is None else (attempt.end - at(0)) // 1_000_000
    return str(attempt.outcome), str(attempt.stage), why, end


def ended(wh=0, reason="Local", seconds=600):
    return Story().plug(0).card(5).start(10).stop(10 + seconds, wh, reason).unplug(700 + seconds)


@pytest.mark.parametrize(
    ("story", "expected"),
    [
        (ended(wh=100), ("success", "energy", ("delivered", 100.0), 610)),
        (ended(wh=None), ("success", "start", ("lasted", 600), 610)),
        (ended(wh=99), ("zero_energy", "energy", ("too_little", 600), 610)),
        (ended(seconds=120), ("user_cancelled", "start", ("ended_by", 120, "Local"), 130)),
        (ended(reason="PowerLoss"), ("charger_fault", "start", ("errors", "PowerLoss"), 610)),
        (ended(reason="SoftReset"), ("charger_fault", "start", ("stopped_by", "SoftReset"), 610)),
        (ended(reason="DeAuthorized"), ("auth_rejected", "start", ("deauthorised",), 610)),
        (Story().plug(0).unplug(60), ("preparing_timeout", "plug", ("never_authorised",), 60)),
        (Story().plug(0).card(5).unplug(60), ("preparing_timeout", "plug", ("no_transaction",), 60)),
        (Story().card(5), ("preparing_timeout", "authorise", ("not_plugged_in",), 305)),
        (Story().remote(5, token="", socket=1), ("preparing_timeout", "authorise", ("no_start",), 305)),
        (
            Story().card(5, status="Blocked"),
            ("auth_rejected", "authorise", ("authorisation_answered", "Blocked"), 5),
        ),
        (
            Story().remote(5, "Rejected", socket=1),
            ("start_rejected", "authorise", ("remote_start_answered", "Rejected"), 5),
        ),
        (
            Story().start(5, status="Invalid"),
            ("auth_rejected", "authorise", ("start_answered", "Invalid"), 5),
        ),
        (Story().start(5, status="CallError"), ("start_rejected", "authorise", ("start_failed",), 5)),
        (
            Story()
            .plug(0)
            .card(5)
            .status(20, 1, "Faulted", "GroundFailure")
            .status(25, 1, "Faulted", "OverVoltage")
            .unplug(60),
            ("charger_fault", "plug", ("errors", "GroundFailure, OverVoltage"), 60),
        ),
    ],
)
def test_why_and_how_far(story, expected):
    assert told(story) == expected


@pytest.mark.parametrize(
    ("story", "why"),
    [(Story().plug(0), "plugged_in"), (Story().start(0), "running"), (Story().card(0), "waiting")],
)
def test_what_is_pending_waits_for_something(story, why):
    assert told(story, now=60)[2] == (why,)


def test_a_pending_attempt_has_no_end_and_an_end_that_lies_ahead_is_none_yet():
    assert told(Story().card(0), now=60)[3] is None
    (rejected,) = Story().card(0, status="Blocked").attempts(now=0)
    assert rejected.end == at(0)


@pytest.mark.parametrize(
    ("story", "settles"),
    [
        (Story().plug(0).unplug(60), 360),
        (Story().card(0), 600),
        (Story().card(0, status="Blocked"), 300),
    ],
)
def test_it_settles_five_minutes_after_its_end(story, settles):
    assert story.attempts()[0].settles_at == at(settles)


def test_it_settles_with_the_last_of_its_sessions_and_its_cable():
    story = Story().plug(0).start(10).stop(610, 500)
    (key,) = story.sessions
    story.sessions[key] = msgspec.structs.replace(story.sessions[key], settles_at=at(700))
    assert story.attempts()[0].settles_at is None, "a further start may still be its own"
    story.unplug(620)
    assert story.attempts()[0].settles_at == at(920)
    story.sessions[key] = msgspec.structs.replace(story.sessions[key], settles_at=at(5000))
    assert story.attempts()[0].settles_at == at(5000)
    story.sessions[key] = msgspec.structs.replace(story.sessions[key], settles_at=None)
    assert story.attempts()[0].settles_at is None
    assert Story().plug(0).start(10).energy(500).attempts(now=60)[0].settles_at is None


def test_it_is_told_with_its_instants_its_card_and_its_sessions():
    story = Story().plug(0).card(5, "A").card(20, "B").start(30, token="B").stop(60, 0, "Other")
    story.status(61, 1, "Finishing").start(90, token="B").stop(4000).unplug(4001)
    (attempt,) = story.attempts()
    assert (attempt.start, attempt.plugged_at, attempt.authorised_at, attempt.started_at, attempt.end) == (
        at(0),
        at(0),
        at(5),
        at(30),
        at(4000),
    )
    assert (attempt.token, len(attempt.session_keys), attempt.ended_well) == ("B", 2, True)
    assert Story().plug(0).card(5, "A").card(20, "B").unplug(60).attempts()[0].token == "B"
    assert not ended(wh=500, reason="PowerLoss").attempts()[0].ended_well


def test_energy_fed_back_is_energy_too():
    story = ended()
    (key,) = story.sessions
    for wh, outcome in ((100, "success"), (99, "zero_energy")):
        story.sessions[key] = msgspec.structs.replace(story.sessions[key], export_wh=Decimal(wh))
        assert told(story)[:2] == (outcome, "energy")
    story.sessions[key] = msgspec.structs.replace(story.sessions[key], export_wh=Decimal(100))
    assert told(story)[2] == ("fed_back", 100.0)


@pytest.mark.parametrize(
    ("second", "codes"), [(40, "OverVoltage"), (90, "OverVoltage"), (91, "OverVoltage, Faulted (no code)")]
)
def test_a_fault_without_a_code_within_a_minute_of_a_coded_one_is_that_one(second, codes):
    """E5."""
    story = (
        Story().start(0).status(30, 1, "SuspendedEV", "OverVoltage").status(second, 1, "Faulted").stop(95, 0)
    )
    assert told(story)[2] == ("errors", codes)


@pytest.mark.parametrize(("second", "number"), [(0, 0), (29, 0), (30, 1)])
def test_a_plug_in_of_less_than_half_a_minute_without_any_other_signal_is_no_attempt(second, number):
    """A4."""
    assert len(Story().plug(0).unplug(second).attempts()) == number
    assert len(Story().plug(0).card(5).unplug(max(second, 6)).attempts()) == 1
    assert len(Story().card(-5).plug(0).unplug(second).attempts()) == 1


def test_a_row_tells_an_attempt_as_it_is_and_whether_it_counts():
    (attempt,) = Story().plug(0).card(5, status="Blocked").unplug(61).attempts()
    row = attempt_row(attempt, Policy())
    assert (row.duration_s, row.counts, str(row.stage), row.session_keys) == (61, True, "plug", [])
    assert not attempt_row(attempt, Policy(success_excludes=("auth_rejected",))).counts
    (pending,) = Story().plug(0).attempts(now=60)
    assert (attempt_row(pending, Policy()).counts, attempt_row(pending, Policy()).duration_s) == (False, None)
    turned = msgspec.structs.replace(attempt, end=attempt.start - 5)
    assert attempt_row(turned, Policy()).duration_s == 0


def test_a_funnel_counts_the_decided_ones_by_how_far_they_came():
    story = Story(1, 2).card(0, "X", "Blocked").plug(100).unplug(160).plug(1000).card(1005).unplug(1100)
    story.plug(2000).card(2005).start(2010).stop(2700, 0, "Other").unplug(2710)
    story.plug(9000).card(9005).start(9010).stop(9900, 5000).unplug(9910).plug(20_000, 2)
    found = funnel(counts_of(story.attempts(now=20_010)))
    assert (found.attempts, found.plugged, found.authorised, found.started, found.energy) == (5, 4, 3, 2, 1)


def test_a_headline_is_a_ratio_over_days():
    found = headline(Ratio(3, 4), [1, 2, 3])
    assert (found.numerator, found.denominator, found.pct, found.days) == (3, 4, 75, 3)
    assert headline(Ratio(0, 0), []).pct is None


def test_who_gave_up_twice_is_told_with_the_last_time():
    story = (
        Story()
        .plug(0)
        .start(10)
        .stop(40, 0)
        .status(41, 1, "Finishing")
        .start(60)
        .stop(110, 0, "EVDisconnected")
    )
    assert told(story.unplug(120))[2] == ("ended_by", 50, "EVDisconnected")
