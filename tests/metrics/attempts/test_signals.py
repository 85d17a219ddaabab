"""Which signals do the facts hold, and in which order?"""

import msgspec
import pytest
from attempt_story import Story, at

from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.hearing import signals
from chargeboard.metrics.attempts.signals import (
    Begun,
    CableSeen,
    CardShown,
    LinkTurned,
    Plugged,
    RemoteAsked,
    ReservationMade,
    StoppedBy,
    Told,
    Unplugged,
)


def heard(story, *, refused=(), stood=(), policy=None):
    """Of the facts of a story but for the Available at its beginning."""
    facts = [fact for fact in story.facts if fact.at > at(-3600)]
    sessions = [one for key, one in story.sessions.items() if key not in refused]
    void = [story.sessions[key] for key in refused]
    return signals(sorted(facts, key=lambda fact: fact.at), sessions, void, stood, policy or Policy())


def seconds(found):
    return [(type(one).__name__, (one.at - at(0)) // 1_000_000) for one in found]


@pytest.mark.parametrize(
    ("before", "status", "kind"),
    [
        (None, "Preparing", Plugged),
        ("Available", "Preparing", Plugged),
        ("Reserved", "Occupied", Plugged),
        ("Unavailable", "Preparing", CableSeen),
        ("Faulted", "Preparing", CableSeen),
        ("Finishing", "Preparing", CableSeen),
        ("Available", "Charging", CableSeen),
        ("Available", "SuspendedEVSE", CableSeen),
        ("Charging", "Available", Unplugged),
        ("Finishing", "Reserved", Unplugged),
        ("Preparing", "Unavailable", Unplugged),
        ("Preparing", "Faulted", None),
        ("Available", "Available", None),
        (None, "Available", None),
    ],
)
def test_what_a_status_tells_of_the_cable_depends_on_the_one_before(before, status, kind):
    story = Story()
    story.facts.clear()
    stood = [] if before is None else [StatusReported(at(-9), at(-9), 1, before)]
    found = heard(story.status(5, 1, status), stood=stood)
    assert [type(one) for one in found] == ([] if kind is None else [kind])
    if kind is CableSeen:
        assert found[0].is_charging == (status == "Charging")


def test_what_the_charger_itself_says_is_no_cable():
    assert heard(Story().status(5, 0, "Preparing")) == []


def test_a_socket_of_two_plugs_is_free_when_both_are():
    policy = Policy(socket_groups=((1, 2),))
    story = Story().plug(5, 1).plug(6, 2).unplug(7, 1).unplug(8, 2).unplug(9, 2)
    assert seconds(heard(story, policy=policy)) == [("Plugged", 5), ("Plugged", 6), ("Unplugged", 8)]
    assert {one.socket for one in heard(story, policy=policy)} == {1}


def test_a_card_is_told_with_the_first_answer_that_says_something():
    story = Story().card(5, "A", "", socket=2, group="G")
    (card,) = heard(story)
    assert (card.token, card.status, card.socket, card.group, card.is_rejected) == ("A", "", 2, "", False)
    story = Story().card(5, "A", "Blocked", group="G", is_master=True)
    story.facts.append(msgspec.structs.replace(story.facts[-1], status="Accepted", group="H"))
    (card,) = heard(story)
    assert (card.status, card.group, card.is_master, card.is_rejected) == ("Blocked", "G", True, True)
    (zero,) = heard(Story().card(5, "A", socket=0))
    assert zero.socket is None
    (silent,) = heard(Story().card(5, "A", None))
    assert (silent.status, silent.answered_at, silent.is_master) == ("", at(5), False)


def test_a_card_and_a_remote_start_at_a_plug_are_at_its_socket():
    policy = Policy(socket_groups=((1, 2),))
    found = heard(
        Story().card(5, "A", socket=2).remote(6, socket=2).remote(7).remote(8, socket=0), policy=policy
    )
    assert [one.socket for one in found] == [1, 1, None, None]
    assert [type(one) for one in found] == [CardShown, RemoteAsked, RemoteAsked, RemoteAsked]


def test_reservations_and_turns_of_the_link_are_told():
    found = heard(Story().reserve(5, "A").link(6, up=False).link(7, up=True))
    assert [type(one) for one in found] == [ReservationMade, LinkTurned, LinkTurned]
    assert (found[0].token, found[1].is_up, found[2].is_up) == ("A", False, True)


def test_a_session_begins_where_its_start_stands_among_facts_of_one_instant():
    before = heard(Story().card(5).plug(5).start(5))
    behind = heard(Story().start(5).card(5).plug(5))
    assert [type(one) for one in before] == [CardShown, Plugged, Begun]
    assert [type(one) for one in behind] == [Begun, CardShown, Plugged]


def test_a_session_whose_start_is_dated_otherwise_begins_by_its_instant():
    story = Story().card(5).start(10).card(20).card(30)
    (key,) = story.sessions
    for second, place in ((7, 1), (20, 1), (21, 2), (99, 3)):
        story.sessions[key] = msgspec.structs.replace(story.sessions[key], start=at(second))
        found = heard(story)
        assert [n for n, one in enumerate(found) if isinstance(one, Begun)] == [place], second
        assert found[place].at == at(second)


def test_sessions_of_one_instant_begin_by_their_socket():
    story = Story(1, 2).start(5, 2, key="b").start(5, 1, key="a")
    moved = {key: msgspec.structs.replace(one, start=at(6)) for key, one in story.sessions.items()}
    story.sessions = moved
    assert [one.session.socket for one in heard(story)] == [1, 2]


def test_a_refused_start_is_told_as_one():
    story = Story(1, 2).start(5, 1, "A", "Invalid").start(6, 2, "B")
    first, second = heard(story, refused=["1/5"])
    assert (first.is_refused, second.is_refused) == (True, False)


def test_the_group_of_a_start_is_the_last_that_its_answers_name():
    assert [one.group for one in heard(Story().start(5, group="G"))] == ["G"]
    assert [one.group for one in heard(Story().start(5))] == [""]
    twice = Story().start(5, key="k", group="G").start(5, key="k", group="H").start(5, key="k")
    assert [one.group for one in heard(twice)] == ["H"]


def test_a_stop_tells_which_session_it_ended_and_since_when_that_ran():
    (_, stop) = heard(Story().start(5).stop(60, token="B", reason="Other"))
    assert (type(stop), stop.at, stop.token, stop.reason, stop.since) == (
        StoppedBy,
        at(60),
        "B",
        "Other",
        at(5),
    )
    story = Story().start(5).stop(60)
    (key,) = story.sessions
    for change in ({"end": at(61)}, {"end_inferred": True}, {"is_v2": True}, {"end": None}):
        other = Story().start(5).stop(60)
        other.sessions[key] = msgspec.structs.replace(story.sessions[key], **change)
        assert heard(other)[-1].since is None, change


def test_events_of_2x_are_told_of_the_session_that_had_begun_last():
    story = (
        Story()
        .event(5, "Started", token="A", answer="Accepted")
        .event(20, "Updated", "StopAuthorized", token="B")
    )
    story.event(60, "Ended", token="C")
    found = heard(story)
    assert seconds(found) == [
        ("Begun", 5),
        ("Told", 5),
        ("Told", 20),
        ("StoppedBy", 20),
        ("Told", 60),
        ("StoppedBy", 60),
    ]
    assert [one.is_stop for one in found if isinstance(one, Told)] == [False, True, True]
    assert [one.status for one in found if isinstance(one, Told)] == ["Accepted", "", ""]
    assert [one.since for one in found if isinstance(one, StoppedBy)] == [None, at(5)]


def test_an_id_that_is_used_again_names_the_session_of_its_time():
    story = (
        Story().event(5, "Started").event(60, "Ended").event(600, "Updated", "Trigger").event(3, "Updated")
    )
    first = story.sessions["A"]
    second = msgspec.structs.replace(first, key="A2", start=at(100), end=None)
    story.sessions = {"A2": second, "A": first}
    told = [(one.session.key, (one.at - at(0)) // 1_000_000) for one in heard(story) if isinstance(one, Told)]
    assert told == [("A", 3), ("A", 5), ("A", 60), ("A2", 600)]
    at_its_start = Story().event(100, "Started")
    at_its_start.sessions = {"A2": second, "A": first}
    assert [one.session.key for one in heard(at_its_start) if isinstance(one, Told)] == ["A2"]
