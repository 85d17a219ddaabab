"""Cards that are shown to stop, about a reservation, or at a named socket (4c A1a, A2a, A7a)."""

import pytest
from attempt_story import Story, at


def summary(story, **more):
    return [((a.start - at(0)) // 1_000_000, a.socket, a.outcome) for a in story.attempts(**more)]


def running(*sockets):
    """A session of A on socket 1, of group G, from 10 to 3600 s."""
    return Story(*(sockets or (1, 2))).plug(0).card(5, "A", group="G").start(10, token="A")


ONE = [(0, 1, "success")]


def test_a_card_of_the_group_of_a_running_session_stops_it():
    assert summary(running().card(3000, "B", group="G").stop(3600, reason="Other")) == ONE
    other = running().card(3000, "B", group="H").stop(3600, reason="Other")
    assert summary(other) == [*ONE, (3000, None, "preparing_timeout")]
    late = running().stop(2999, reason="Other").card(3000, "B", group="G")
    assert summary(late) == [*ONE, (3000, None, "preparing_timeout")]


def test_the_group_may_be_told_with_the_start():
    story = Story(1, 2).start(0, token="A", group="G").card(3000, "B", group="G").stop(3600, reason="Other")
    assert summary(story) == ONE


def test_a_card_of_the_group_that_starts_elsewhere_is_an_attempt():
    story = running().card(1000, "B", group="G").start(1060, 2, "B").stop(3600).stop(3700, key="1/10")
    assert summary(story) == [*ONE, (1000, 2, "success")]


def test_a_card_that_the_stop_names_is_a_stop():
    assert summary(running().card(3550, "B").stop(3600, token="B", reason="Other")) == ONE
    assert summary(running().card(3500, "B").stop(3600, token="B", reason="Other"))[1:] == [
        (3500, None, "preparing_timeout")
    ]


def test_a_stop_by_hand_that_names_no_card_takes_the_one_before_it():
    assert summary(running().card(3550, "B").stop(3600)) == ONE
    for reason in ("Remote", "EVDisconnected", "Other"):
        assert len(summary(running().card(3550, "B").stop(3600, reason=reason))) == 2
    inferred = running().card(3550, "B").stop(3600, inferred=True)
    assert len(summary(inferred)) == 2


def test_unless_a_start_of_that_card_follows_within_five_minutes():
    story = running().card(3550, "B").stop(3600, key="1/10").start(3840, 2, "B").stop(5000)
    assert summary(story) == [*ONE, (3550, 2, "success")]


def test_a_stop_of_a_session_that_began_behind_the_card_does_not_take_it():
    story = Story(1, 2).card(0, "B").start(25, 2, "A").stop(50)
    assert len(summary(story)) == 2


def test_the_card_of_an_ended_event_is_a_stop():
    story = Story(1, 2).evse(0, 1, "Occupied").event(5, "Started", "Authorized", token="A").energy(500)
    story.card(3550, "B").event(3600, "Ended", "StopAuthorized", reason="Local", token="B")
    assert summary(story) == ONE
    updated = Story(1, 2).evse(0, 1, "Occupied").event(5, "Started", "Authorized", token="A").energy(500)
    updated.card(3550, "B").event(3560, "Updated", "StopAuthorized", token="B")
    assert summary(updated) == ONE


def test_the_card_of_a_stop_does_not_belong_to_the_attempt_that_it_ends():
    story = Story().event(0, "Started", "Authorized", token="A")
    story.event(60, "Ended", "StopAuthorized", reason="Local", token="B", answer="Invalid")
    (attempt,) = story.attempts()
    assert (attempt.outcome, attempt.token) == ("user_cancelled", "A")


def test_a_master_pass_is_never_an_attempt():
    def with_pass(**how):
        story = Story(1, 2).event(0, "Started", "Authorized", token="A").energy(500)
        return story.card(3590, "M").event(3600, "Ended", "StopAuthorized", reason="MasterPass", **how)

    assert summary(with_pass()) == summary(with_pass(token="M")) == ONE
    assert summary(with_pass(token="M").card(9000, "M")) == ONE
    assert len(summary(with_pass().card(9000, "M"))) == 2
    assert summary(Story(1, 2).card(0, "M", group="G", is_master=True)) == []


def test_the_charger_asks_about_the_token_of_a_reservation():
    def card(s, *token):
        return summary(
            Story().reserve(0, "A").card(s, *token or ("A",)).status(s + 1, 1, "Reserved").unplug(4000)
        )

    assert card(0) == card(10) == []
    assert card(11) == [(11, None, "preparing_timeout")]
    assert card(5, "B") == [(5, None, "preparing_timeout")]


def test_a_reservation_that_is_used_is_one_attempt():
    story = Story().reserve(0, "A").card(1, "A").status(2, 1, "Reserved").card(1200, "A").plug(1210)
    assert summary(story.start(1220, token="A").stop(4000).unplug(4001)) == [(1200, 1, "success")]


@pytest.mark.parametrize("status", ["Accepted", "Invalid"])
def test_a_card_belongs_to_the_socket_that_it_names(status):
    story = Story(1, 2).plug(0, 1).plug(10, 2).card(20, "B", status, socket=1).unplug(90, 1).unplug(91, 2)
    outcome = "preparing_timeout" if status == "Accepted" else "auth_rejected"
    assert summary(story) == [(0, 1, outcome), (10, 2, "preparing_timeout")]
    assert [attempt.token for attempt in story.attempts()] == ["B", ""]


def test_a_card_that_names_a_free_socket_waits_there():
    story = Story(1, 2).plug(0, 1).card(20, "B", socket=2).plug(30, 2).start(40, 2, "B").stop(4000)
    assert summary(story.unplug(60, 1)) == [(0, 1, "preparing_timeout"), (20, 2, "success")]
    assert summary(Story(1, 2).card(0, "B", "Invalid", socket=2)) == [(0, 2, "auth_rejected")]


def test_a_card_that_names_a_socket_in_use_is_a_stop_and_elsewhere_it_is_none():
    assert summary(running().card(1000, "X", "Invalid", socket=1).stop(3600)) == ONE
    elsewhere = running().card(1000, "A", "ConcurrentTx", socket=2).stop(3600)
    assert summary(elsewhere) == [*ONE, (1000, 2, "auth_rejected")]


def test_a_card_that_names_the_socket_of_a_running_session_stops_it_and_any_other_is_an_attempt():
    def with_card(socket, s=600):
        story = Story(1, 2).plug(0).card(5).start(10).card(s, "B", socket=socket).stop(3600).unplug(3610)
        return len(story.attempts())

    assert with_card(1) == 1
    assert with_card(2) == 2


def test_a_card_that_names_the_socket_of_a_session_just_over_is_an_attempt():
    story = running().stop(3600, reason="Other").card(3630, "X", socket=1)
    assert summary(story) == [*ONE, (3630, 1, "preparing_timeout")]
    same = running().stop(3600, reason="Other").card(3630, "A", socket=1)
    assert summary(same) == ONE
