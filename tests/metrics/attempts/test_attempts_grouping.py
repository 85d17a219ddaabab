"""Which signals make one attempt: rules A1-A7 of definitions 2.3 and the clarifications of 4b."""

from itertools import permutations

import msgspec
from attempt_story import Story, at

from chargeboard.domain.facts import Answered, StatusReported
from chargeboard.domain.policy import Policy


def summary(story, **more):
    return [((a.start - at(0)) // 1_000_000, a.socket, a.outcome) for a in story.attempts(**more)]


def test_plug_card_and_start_are_one_attempt():
    story = Story().plug(0).card(60).start(90).stop(3690).unplug(3700)
    (attempt,) = story.attempts()
    assert (attempt.start, attempt.plugged_at, attempt.authorised_at, attempt.started_at) == (
        at(0),
        at(0),
        at(60),
        at(90),
    )
    assert (attempt.end, attempt.outcome, attempt.token) == (at(3690), "success", "T")


def test_card_plug_and_start_are_one_attempt_that_begins_with_the_card():
    story = Story().card(0).plug(200).start(400).stop(4000).unplug(4010)
    assert summary(story) == [(0, 1, "success")]


def test_the_window_between_signals_is_five_minutes():
    assert summary(Story().card(0).start(300).stop(4000)) == [(0, 1, "success")]
    assert summary(Story().card(0).start(301).stop(4000)) == [
        (0, None, "preparing_timeout"),
        (301, 1, "success"),
    ]


def test_while_the_cable_stays_in_there_is_no_window():
    story = Story().plug(0).card(2000).start(2400).stop(6000).unplug(6010)
    assert summary(story) == [(0, 1, "success")]


def test_a_start_alone_is_an_attempt():
    assert summary(Story().start(0).stop(3600)) == [(0, 1, "success")]


def test_a_cable_from_reserved_or_from_nothing_is_a_plug():
    assert summary(Story().status(-60, 1, "Reserved").plug(0).unplug(60)) == [(0, 1, "preparing_timeout")]
    fresh = Story()
    fresh.facts.clear()
    assert summary(fresh.plug(0).unplug(60)) == [(0, 1, "preparing_timeout")]


def test_the_status_before_the_first_fact_decides_what_a_plug_is():
    story = Story()
    story.facts.clear()
    story.plug(0).unplug(60)
    stood = [StatusReported(at(-60), at(-60), 1, "Finishing")]
    assert story.attempts(stood=stood) == []


def test_a_card_of_a_running_session_stops_it():
    story = Story(1, 2).plug(0).card(5).start(10).card(3600).stop(3610).unplug(3620)
    assert summary(story) == [(0, 1, "success")]


def test_a_card_within_a_minute_after_its_session_is_still_the_stop():
    def with_card(s):
        return summary(Story(1, 2).start(0).stop(3600).unplug(3601).card(s))

    assert with_card(3660) == [(0, 1, "success")]
    assert with_card(3661) == [(0, 1, "success"), (3661, None, "preparing_timeout")]


def test_any_card_while_all_sockets_are_in_use_is_no_attempt():
    story = Story(1, 2).start(0, 1, "A").start(5, 2, "B").card(60, "C", "Invalid")
    assert summary(story.energy(500, "1/0").energy(500, "2/5")) == [(0, 1, "success"), (5, 2, "success")]


def test_a_rejected_card_again_within_a_minute_is_the_same_attempt():
    def at_second(s):
        return summary(Story().card(0, "B", "Invalid").card(s, "B", "Invalid"))

    assert at_second(60) == [(0, None, "auth_rejected")]
    assert at_second(61) == [(0, None, "auth_rejected"), (61, None, "auth_rejected")]


def test_the_minute_counts_from_the_first_rejection():
    story = Story().card(0, "B", "Invalid").card(50, "B", "Invalid").card(100, "B", "Invalid")
    assert summary(story) == [(0, None, "auth_rejected"), (100, None, "auth_rejected")]


def test_a_rejected_card_while_plugged_belongs_to_the_plug():
    story = (
        Story().plug(0).card(10, "B", "Invalid").card(30, "G").start(40, token="G").stop(4000).unplug(4001)
    )
    assert summary(story) == [(0, 1, "success")]


def test_a_rejected_card_before_plugging_fails_at_once_and_never_joins():
    assert summary(Story().card(0, "B", "Invalid"), now=1) == [(0, None, "auth_rejected")]
    story = (
        Story().card(0, "B", "Invalid").plug(20).card(30, "G").start(40, token="G").stop(4000).unplug(4001)
    )
    assert summary(story) == [(0, None, "auth_rejected"), (20, 1, "success")]


def test_a_rejected_card_that_works_a_little_later_was_a_failed_attempt_all_the_same():
    def then(story):
        return summary(story.card(30).start(40).stop(4000).unplug(4001))

    assert then(Story().card(0, status="Invalid").plug(20)) == [
        (0, None, "auth_rejected"),
        (20, 1, "success"),
    ]
    assert then(Story().card(0, status="Invalid")) == [(0, None, "auth_rejected"), (30, 1, "success")]


def test_a_card_that_is_rejected_after_its_remote_start_fails_that_attempt():
    assert summary(Story().remote(0).card(2, status="Invalid")) == [(0, None, "auth_rejected")]


def test_a_short_plug_without_any_other_signal_is_no_attempt():
    assert summary(Story().plug(0).unplug(29)) == []
    assert summary(Story().plug(0).unplug(30)) == [(0, 1, "preparing_timeout")]


def test_a_card_makes_a_short_plug_an_attempt():
    assert summary(Story().plug(0).card(5, status="Invalid").unplug(10)) == [(0, 1, "auth_rejected")]


def test_preparing_after_a_session_is_a_cable_left_in():
    story = Story().start(0).stop(3600).status(3601, 1, "Finishing").plug(3700).unplug(9000)
    assert summary(story) == [(0, 1, "success")]


def test_what_is_not_over_is_pending():
    plugged = Story().plug(0)
    assert plugged.outcomes(now=3600) == ["pending"]
    running = Story().plug(0).card(5).start(10).energy(99)
    assert running.outcomes(now=3600) == ["pending"]
    assert running.energy(100).outcomes(now=3600) == ["success"]
    card = Story().card(0)
    assert card.outcomes(now=299) == ["pending"]
    assert card.outcomes(now=300) == ["preparing_timeout"]


def test_a_failed_transaction_counts_although_the_cable_is_still_in():
    assert Story().plug(0).card(5).start(10).stop(1000, 0).outcomes(now=2000) == ["zero_energy"]


def test_a_repeated_start_adds_no_attempt():
    story = Story().start(0, key="K").start(30, key="K", status="ConcurrentTx").stop(300, 0, "Other")
    assert summary(story) == [(0, 1, "zero_energy")]


def test_a_card_belongs_to_the_socket_where_its_start_follows():
    story = Story(1, 2).plug(0, 1).plug(10, 2).card(20, "A").start(30, 1, "A")
    story.stop(4000).unplug(4001, 1).unplug(4002, 2)
    assert summary(story) == [(0, 1, "success"), (10, 2, "preparing_timeout")]
    assert story.attempts()[1].token == ""


def test_a_card_without_a_start_belongs_to_the_socket_plugged_last():
    story = Story(1, 2).plug(0, 1).plug(10, 2).card(20, "B", "Invalid").unplug(100, 1).unplug(101, 2)
    assert summary(story) == [(0, 1, "preparing_timeout"), (10, 2, "auth_rejected")]


def test_a_cable_left_in_is_not_plugged_for_a_card():
    story = Story(1, 2).start(0, 1, "A").stop(3600).status(3601, 1, "Finishing").plug(3700, 1)
    assert summary(story.card(4000, "B", "Invalid")) == [(0, 1, "success"), (4000, None, "auth_rejected")]


def test_two_cards_find_their_two_plugs():
    story = Story(1, 2).card(0, "A").card(10, "B").plug(30, 2).plug(40, 1)
    story.start(50, 1, "A").stop(4000, key="1/50").start(60, 2, "B").stop(4000, key="2/60")
    assert summary(story) == [(0, 1, "success"), (10, 2, "success")]


def test_cards_find_their_plugs_whichever_comes_first():
    story = Story(1, 2).card(0, "A").card(10, "B").plug(30, 1).plug(40, 2)
    story.start(50, 1, "A").stop(4000, key="1/50").start(60, 2, "B").stop(4000, key="2/60")
    assert summary(story) == [(0, 1, "success"), (10, 2, "success")]


def test_a_plug_takes_the_attempt_that_names_its_socket():
    story = Story(1, 2).remote(0, socket=2, token="A").card(10, "B").plug(30, 2).unplug(90, 2)
    assert [(a.socket, a.token) for a in story.attempts()] == [(2, "A"), (None, "B")]


def test_available_during_a_transaction_was_not_true():
    story = Story().plug(0).start(10).status(20, 1, "Available").status(30, 1, "Charging").stop(600, 0)
    story.status(601, 1, "Finishing").start(700).stop(4000).unplug(4001)
    assert summary(story) == [(0, 1, "success")]


def test_a_socket_is_free_when_its_last_connector_is():
    story = Story().evse(0, 1, "Occupied", 1).evse(5, 1, "Occupied", 2).evse(60, 1, "Available", 2)
    assert story.outcomes() == ["pending"]
    assert story.evse(90, 1, "Available", 1).outcomes() == ["preparing_timeout"]


def test_two_transactions_in_one_plug_in_are_one_attempt():
    story = Story().plug(0).card(5).start(10).stop(60, 0).status(61, 1, "Finishing").plug(90)
    story.card(200).start(210).stop(4000, 5000).unplug(4001)
    assert summary(story) == [(0, 1, "success")]
    assert len(story.attempts()[0].session_keys) == 2


def test_two_transactions_in_two_plug_ins_are_two():
    story = Story().plug(0).start(10).stop(60, 0, "Other").unplug(70).plug(90).start(100).stop(4000)
    assert summary(story) == [(0, 1, "zero_energy"), (90, 1, "success")]


def test_what_was_heard_after_a_lost_stop_does_not_matter_while_the_cable_stays():
    def attempts(token, **last):
        story = Story().start(0).status(1, 1, "Charging")
        for status, s in last.items():
            story.status(s, 1, status)
        return len(story.stop(5000, 500, inferred=True).start(9000, token=token).stop(9900).attempts())

    for last in ({}, {"SuspendedEV": 5000}, {"Finishing": 5000}, {"SuspendedEV": 4000, "Preparing": 5000}):
        assert (attempts("T", **last), attempts("", **last), attempts("U", **last)) == (1, 1, 2), last
    for out in ("Available", "Reserved", "Unavailable"):
        assert attempts("T", **{out: 6000}) == 2


def test_a_remote_start_into_a_running_session_leaves_no_attempt_behind():
    story = Story().plug(0).remote(1, socket=1).start(2).status(3, 1, "Charging").plug(240)
    story.remote(241, socket=1).start(242).stop(300, key="1/2").unplug(301).stop(600, key="1/242")
    assert summary(story.unplug(601)) == [(0, 1, "success")]


def test_a_refused_remote_start_at_a_busy_socket_is_a_failed_attempt():
    story = Story().start(0, token="A").remote(600, "Rejected", socket=1, token="B").stop(3600)
    assert summary(story) == [(0, 1, "success"), (600, 1, "start_rejected")]


def test_queued_starts_of_an_offline_charger_are_attempts_of_their_own():
    story = Story().plug(0).start(5).status(6, 1, "Charging").link(600, up=False).stop(1000)
    story.start(5000, token="U").stop(6000).start(7000, token="V").stop(8000).link(9000, up=True)
    assert len(story.attempts()) == 3


def test_charging_without_a_transaction_is_no_attempt():
    story = Story().plug(0).status(20, 1, "Charging").status(3600, 1, "Finishing").unplug(3700)
    assert summary(story) == []


def test_a_remote_start_names_its_socket():
    story = Story(1, 2).remote(0, socket=2).plug(60, 2).plug(70, 1).start(90, 2).stop(4000).unplug(4001, 2)
    assert summary(story.unplug(4001, 1)) == [(0, 2, "success"), (70, 1, "preparing_timeout")]


def test_a_remote_start_and_the_chargers_own_authorize_are_one_attempt():
    story = Story().remote(0, socket=1).card(2).start(5).stop(4000)
    assert summary(story) == [(0, 1, "success")]


def test_a_rejected_card_in_a_running_transaction_of_2x_belongs_to_it():
    story = Story().evse(0, 1, "Occupied").event(1, "Started", "CablePluggedIn").card(20, "B", "Invalid")
    story.event(200, "Ended", "EVConnectTimeout", reason="Timeout").evse(210, 1, "Available")
    assert summary(story) == [(0, 1, "auth_rejected")]


def test_a_token_inside_a_transaction_of_2x_is_an_answered_card():
    story = Story().evse(0, 1, "Occupied").event(1, "Started", "CablePluggedIn")
    story.event(20, "Updated", "Authorized", token="B", answer="Blocked").event(60, "Ended", reason="Other")
    assert summary(story) == [(0, 1, "auth_rejected")]


def test_occupied_after_the_start_is_the_same_attempt():
    story = Story().event(0, "Started", "CablePluggedIn").evse(2, 1, "Occupied").energy(500)
    assert summary(story) == [(0, 1, "success")]


def test_merged_sockets_are_one_place():
    policy = Policy(socket_groups=((1, 2),))
    story = Story(1, 2)
    story.plug(0, 2).card(5).start(10, 1).stop(4000).unplug(4001, 2)
    assert summary(story, policy=policy) == [(0, 1, "success")]


def test_the_windows_are_settings():
    story = Story().card(0).start(250).stop(4000)
    assert len(story.attempts(policy=Policy(attempt_match_window_s=200))) == 2
    assert Story().plug(0).unplug(40).outcomes(policy=Policy(plug_only_min_s=41)) == []


def test_an_attempt_settles_when_no_window_is_open_any_more():
    story = Story().plug(0).unplug(60)
    (attempt,) = story.attempts(now=100)
    assert attempt.settles_at == at(360)
    assert Story().plug(0).attempts(now=100)[0].settles_at is None


def test_after_it_settled_an_attempt_is_the_same_for_every_now():
    story = Story(1, 2).plug(0).card(5, "B", "Invalid").unplug(60).card(400).start(500, 2).stop(900, 0)
    story.unplug(950, 2)
    story.remote(2000, socket=2).plug(5000, 1).unplug(5100, 1)
    for key, session in story.sessions.items():
        story.sessions[key] = msgspec.structs.replace(session, settles_at=session.end + 60_000_000)
    last = max(attempt.settles_at for attempt in story.attempts())
    settled = (last - at(0)) // 1_000_000
    assert story.attempts(now=settled) == story.attempts(now=settled + 10**7)


def test_when_an_answer_arrives_changes_nothing():
    story = Story().plug(0).card(10, "B", "Invalid").card(30, "G").start(40, token="G").stop(400, 0)
    before = story.outcomes()
    facts = [
        msgspec.structs.replace(fact, received_at=fact.received_at + n * 977)
        for n, fact in enumerate(story.facts)
    ]
    story.facts = sorted(facts, key=lambda fact: (fact.at, fact.received_at))
    assert story.outcomes() == before


def test_equal_stamps_in_any_order_that_keeps_call_and_answer_give_one_attempt():
    for order in permutations(("plug", "card", "start")):
        story = Story()
        for step in order:
            getattr(story, step)(0)
        story.stop(3600).unplug(3601)
        assert summary(story) == [(0, 1, "success")], order
        assert any(isinstance(fact, Answered) for fact in story.facts)


def test_a_start_after_the_cable_was_drawn_is_the_same_attempt_within_the_window():
    def started(s):
        return summary(Story().plug(0).card(5).unplug(20).start(s).stop(4000))

    assert started(300) == [(0, 1, "success")]
    assert len(started(400)) == 2


def test_a_remote_start_joins_its_own_token_alone():
    other = Story(1, 2).card(0, "A").remote(10, socket=1, token="B")
    assert [start for start, *_ in summary(other)] == [0, 10]
    same = Story(1, 2).card(0, "A").remote(10, socket=1, token="A")
    assert [start for start, *_ in summary(same)] == [0]


def test_a_remote_start_that_names_no_socket_is_of_the_start_that_comes():
    taken = Story(1, 2).remote(0).start(30, 2).stop(4000)
    assert summary(taken) == [(0, 2, "success")]


def test_a_refused_remote_start_is_of_the_socket_plugged_last_whatever_starts_elsewhere_afterwards():
    story = Story(1, 2).plug(0, 2).plug(10, 1).remote(20, "Rejected").start(60, 2).stop(4000)
    assert summary(story.unplug(4001, 1)) == [(0, 2, "success"), (10, 1, "start_rejected")]


def test_whatever_names_a_socket_where_an_attempt_waits_is_of_that_attempt():
    story = Story(1, 2).remote(0, socket=1, token="A").remote(10, socket=1, token="B").card(20, "C")
    assert summary(story.start(30, 1, "C").stop(4000)) == [(0, 1, "success")]
    named = Story(1, 2).remote(0, socket=1, token="A").card(20, "C", socket=1).plug(30).unplug(90)
    assert [(attempt.token, attempt.plugged_at) for attempt in named.attempts()] == [("C", at(30))]


def test_a_remote_start_joins_a_card_that_waits_at_its_own_socket_or_anywhere_if_it_names_none():
    elsewhere = Story(1, 2).card(0, "A", socket=1).remote(10, socket=2, token="A")
    assert [(start, socket) for start, socket, _ in summary(elsewhere)] == [(0, 1), (10, 2)]
    anywhere = Story(1, 2).card(0, "A", socket=1).remote(10, token="A")
    assert [(start, socket) for start, socket, _ in summary(anywhere)] == [(0, 1)]
    somewhere = Story(1, 2).card(0, "A").remote(10, socket=2, token="A")
    assert [(start, socket) for start, socket, _ in summary(somewhere)] == [(0, 2)]


def test_a_fault_pulls_no_cable():
    (attempt,) = Story().plug(0).status(10, 1, "Faulted").unplug(60).attempts()
    assert (attempt.end, attempt.outcome) == (at(60), "charger_fault")
    again = Story().plug(0).status(10, 1, "Faulted").plug(20).card(30).unplug(60)
    assert len(again.attempts()) == 1


def test_of_two_cards_that_wait_the_later_one_is_plugged_in():
    story = Story(1, 2).card(0, "A").card(10, "B").plug(20, 2).unplug(90, 2)
    assert summary(story) == [(0, None, "preparing_timeout"), (10, 2, "preparing_timeout")]
    three = Story(1, 2).card(0, "A").card(10, "B").card(15, "C").plug(20, 2).plug(25, 1)
    assert [(start, socket) for start, socket, _ in summary(three)] == [(0, None), (10, 1), (15, 2)]


def test_a_start_is_of_the_attempt_that_waits_at_its_own_socket_alone():
    elsewhere = Story(1, 2).card(0, "A", socket=1).start(10, 2, "B").stop(4000)
    assert summary(elsewhere) == [(0, 1, "preparing_timeout"), (10, 2, "success")]
    here = Story(1, 2).card(0, "A", socket=2).start(10, 2, "B").stop(4000)
    assert summary(here) == [(0, 2, "success")]
