"""Several starts in one plug-in (4c A1b), and starts that were refused (4c S7)."""

import pytest
from attempt_story import Story, at


def summary(story, **more):
    return [((a.start - at(0)) // 1_000_000, a.socket, a.outcome) for a in story.attempts(**more)]


def test_the_same_card_again_is_the_same_attempt_and_another_card_another_one():
    def with_second(token):
        story = Story().plug(0).start(10, token="A").stop(600, 0, "Other").status(601, 1, "Finishing")
        return summary(story.start(700, token=token).stop(4000).unplug(4001))

    assert with_second("A") == with_second("") == [(0, 1, "success")]
    assert with_second("B") == [(0, 1, "zero_energy"), (700, 1, "success")]


def test_the_first_card_again_after_another_one_goes_on_with_its_own_attempt():
    story = (
        Story().plug(0).start(10, token="A").stop(60, 0, "Other").start(100, token="B").stop(160, 0, "Other")
    )
    story.start(200, token="A").stop(4000).unplug(4001)
    first, second = story.attempts()
    assert (first.outcome, len(first.session_keys)) == ("success", 2)
    assert (second.outcome, len(second.session_keys)) == ("zero_energy", 1)


def test_a_start_that_names_no_card_goes_on_with_the_latest_attempt_of_the_plug_in():
    story = (
        Story().plug(0).start(10, token="A").stop(60, 0, "Other").start(100, token="B").stop(160, 0, "Other")
    )
    story.start(200, token="").stop(4000).unplug(4001)
    assert [(str(one.outcome), len(one.session_keys)) for one in story.attempts()] == [
        ("zero_energy", 1),
        ("success", 2),
    ]


@pytest.mark.parametrize(("later", "is_its_own"), [(300, True), (301, False), (200_000, False)])
def test_a_cable_that_is_seen_long_after_an_attempt_without_one_is_not_its_own(later, is_its_own):
    story = Story().start(10, token="A", key="1").stop(600, key="1").status(601, 1, "Available")
    story.status(600 + later, 1, "Charging").start(610 + later, token="A", key="2").stop(620 + later, key="2")
    assert [len(one.session_keys) for one in story.attempts()] == ([2] if is_its_own else [1, 1])


@pytest.mark.parametrize("later", [1, 300, 200_000])
def test_a_cable_that_is_seen_without_any_attempt_lets_the_one_before_settle_as_it_would(later):
    story = Story().plug(0).start(10, token="A").stop(600).unplug(700)
    (before,) = story.attempts()
    (after,) = story.status(700 + later, 1, "Finishing").unplug(900 + later).attempts()
    assert after == before


def test_another_attempt_begins_with_its_card():
    story = Story(1, 2).plug(0).start(10, token="A").stop(600).status(601, 1, "Finishing")
    story.card(690, "B").start(700, token="B").stop(4000).unplug(4001)
    assert summary(story) == [(0, 1, "success"), (690, 1, "success")]
    assert [attempt.token for attempt in story.attempts()] == ["A", "B"]


@pytest.mark.parametrize("second", ["A", "B"])
@pytest.mark.parametrize("seen", ["Finishing", "SuspendedEV", "Preparing", ""])
def test_a_stop_that_is_lost_late_or_dated_behind_the_next_start_changes_no_count(seen, second):
    def attempts(**stop):
        story = Story().plug(0).start(10, token="A", key="1").status(11, 1, "Charging")
        if seen:
            story.status(500, 1, seen)
        story.stop(stop.pop("s"), 400, key="1", **stop)
        return len(story.start(600, token=second, key="2").stop(4000, key="2").unplug(4001).attempts())

    assert (
        len(
            {attempts(s=400), attempts(s=500, inferred=True), attempts(s=600, inferred=True), attempts(s=900)}
        )
        == 1
    )


@pytest.mark.parametrize("second", ["A", "B"])
def test_nor_does_it_where_the_cable_went_out_and_in_again(second):
    def attempts(**stop):
        story = Story().plug(0).start(10, token="A", key="1").status(11, 1, "Charging").unplug(500)
        story.stop(stop.pop("s"), 400, key="1", **stop).plug(550)
        return len(story.start(600, token=second, key="2").stop(4000, key="2").unplug(4001).attempts())

    assert {attempts(s=400), attempts(s=500, inferred=True), attempts(s=580), attempts(s=900)} == {2}


def test_available_and_preparing_inside_a_transaction_that_goes_on_charging_are_no_new_plug():
    story = Story().plug(0).start(10).status(11, 1, "Charging").unplug(300).plug(310)
    story.status(320, 1, "Charging").card(900, "X", "Invalid").stop(4000).unplug(4001)
    assert summary(story) == [(0, 1, "success")]


def test_a_refused_start_is_a_failed_attempt_at_once():
    for status, outcome in (("Invalid", "auth_rejected"), ("CallError", "start_rejected")):
        for story in (Story(), Story().plug(0), Story().plug(0).card(5)):
            (attempt,) = story.start(10, status=status).attempts(now=20)
            assert (attempt.outcome, attempt.session_keys, attempt.started_at) == (outcome, (), None)


def test_a_refused_start_and_then_another_card_are_two_attempts():
    def then(story):
        return summary(story.stop(4000).unplug(4001))

    refused = [(0, 1, "auth_rejected")]
    plugged = Story().plug(0).start(5, token="A", status="Blocked")
    assert then(plugged.start(100, token="B")) == [*refused, (100, 1, "success")]
    carded = Story().plug(0).start(5, token="A", status="Blocked").card(90, "B")
    assert then(carded.start(100, token="B")) == [*refused, (90, 1, "success")]
    unplugged = Story().start(0, token="A", status="Blocked").card(90, "B").start(100, token="B")
    assert then(unplugged) == [*refused, (90, 1, "success")]


def test_a_rejected_authorize_behind_a_refused_start_joins_the_card_that_works():
    story = Story().plug(0).start(5, token="A", status="Invalid").card(60, "B", "Invalid").card(90, "C")
    story.start(95, token="C").stop(4000).unplug(4001)
    assert summary(story) == [(0, 1, "auth_rejected"), (60, 1, "success")]


def test_the_same_card_once_more_is_the_same_attempt():
    def again(s, story):
        return summary(story.start(s, token="A").stop(9000).unplug(9001))

    assert again(2000, Story().plug(0).start(5, token="A", status="Invalid")) == [(0, 1, "success")]
    near = Story().start(0, token="A", status="Invalid").card(290, "A")
    assert again(295, near) == [(0, 1, "success")]
    assert again(300, Story().start(0, token="A", status="Invalid")) == [(0, 1, "success")]
    assert again(301, Story().start(0, token="A", status="Invalid")) == [
        (0, 1, "auth_rejected"),
        (301, 1, "success"),
    ]


def test_a_refused_authorize_while_plugged_stays_one_attempt_with_the_card_that_works():
    story = (
        Story().plug(0).card(10, "A", "Invalid").card(30, "B").start(40, token="B").stop(4000).unplug(4001)
    )
    assert summary(story) == [(0, 1, "success")]


def test_a_card_after_a_start_that_failed_waits_for_its_start():
    story = Story().plug(0).start(5, status="CallError").card(60)
    assert story.outcomes(now=100) == ["pending"]
    assert story.start(70).stop(4000).outcomes() == ["success"]


def test_a_refused_start_is_nobodys_running_session():
    story = Story(1, 2).start(0, 1, "A").start(10, 2, "B", "Invalid").energy(500, "1/0")
    assert summary(story.card(400, "C", "Invalid"))[2:] == [(400, None, "auth_rejected")]


def test_a_refused_start_of_2x_is_refused_by_its_own_answer():
    story = Story().evse(0, 1, "Occupied").event(5, "Started", "Authorized", token="A", answer="Blocked")
    assert summary(story, now=60) == [(0, 1, "auth_rejected")]
