"""
What went wrong between a charger and its CSMS, worked out by hand (H1, H2, H3, H4, H5, H6).

A message is (second, direction, message); a turn of the connection is one with the direction "ws".
"""

from datetime import date

import msgspec
import pytest

from chargeboard.domain.facts import ConversationCounted, Ended
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, restore, snapshot, step
from chargeboard.time.days import midnight
from chargeboard.time.instants import SECOND

POLICY = Policy(timezone="Europe/Helsinki")
MONDAY = date(2026, 11, 2)
T0 = midnight(MONDAY, POLICY.timezone)
CALL = [2, "1", "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": "Available"}]
ASKED = [2, "a", "TriggerMessage", {"requestedMessage": "Heartbeat"}]
HEARTBEAT = [2, "h", "Heartbeat", {}]
PONG = "ws", ["pong", "c"]


def heard(*messages, connection="c", state=None):
    """The state behind messages, and the days that were told meanwhile."""
    state, days = state or StationState(), []
    for second, direction, message in messages:
        frame = Frame(
            "CP",
            T0 + round(second * SECOND),
            direction,
            message if isinstance(message, str) else msgspec.json.encode(message).decode(),
            connection,
            "ocpp1.6",
        )
        days += [fact for fact in step(state, frame, POLICY) if isinstance(fact, ConversationCounted)]
        state = restore(snapshot(state))
    return state, days


def counted(*messages, connection="c"):
    """The day that goes on."""
    return heard(*messages, connection=connection)[0].memory.conversation.counted(T0)


def troubles(*messages, connection="c"):
    """(kind, side, action, what, times) of each."""
    found = counted(*messages, connection=connection).troubles
    return [(one.kind.value, one.side.value, one.action, one.what, one.times) for one in found]


def test_who_asks_and_is_answered_in_time_is_in_no_trouble():
    day = counted((0, "in", CALL), (30, "out", [3, "1", {}]), (31, "out", ASKED), (32, "in", [3, "a", {}]))
    assert (day.charger_asked, day.csms_answered, day.csms_asked, day.charger_answered) == (1, 1, 1, 1)
    assert day.troubles == ()


def test_of_one_instant_an_answer_may_come_before_its_call():
    rejected = (7, "in", [3, "a", {"status": "Rejected"}])
    day = counted((7, "out", [3, "1", {}]), (7, "in", CALL), rejected, (7, "out", ASKED), (900, *PONG))
    assert (day.csms_answered, day.charger_answered) == (1, 1)
    assert [(one.kind.value, one.side.value) for one in day.troubles] == [("refused", "charger")]
    missed = counted((6.9, "out", [3, "1", {}]), (7, "in", CALL), (900, *PONG))
    assert [(one.kind.value, one.what) for one in missed.troubles] == [("unanswered", "csms")]


@pytest.mark.parametrize(("after", "found"), [(30, []), (30.000001, [("late", "csms", CALL[2], "", 1)])])
def test_an_answer_after_thirty_seconds_is_late(after, found):
    assert troubles((0, "in", CALL), (after, "out", [3, "1", {}])) == found


def test_a_late_answer_is_the_fault_of_who_gave_it():
    assert troubles((0, "out", ASKED), (31, "in", [3, "a", {}])) == [("late", "charger", ASKED[2], "", 1)]


def test_who_is_heard_and_does_not_answer_within_five_minutes_never_does():
    asked, later = (0, "out", ASKED), (200, "in", HEARTBEAT)
    assert troubles(asked, later, (300, "ws", ["pong", "c"])) == []
    missed = [("unanswered", "charger", ASKED[2], "charger", 1)]
    assert troubles(asked, later, (200.5, "out", [3, "h", {}]), (301, "ws", ["pong", "c"])) == missed
    # what comes then is an answer to nothing
    assert troubles(asked, later, (201, "out", [3, "h", {}]), (301, "in", [3, "a", {}])) == missed


def test_a_charger_that_is_not_heard_since_has_lost_its_link():
    lost = ("unanswered", "link", ASKED[2], "charger", 1)
    assert troubles((0, "in", HEARTBEAT), (1, "out", [3, "h", {}]), (2, "out", ASKED), (400, "in", CALL)) == [
        lost
    ]


def test_a_charger_that_asks_and_is_not_heard_again_has_lost_its_link():
    assert troubles((0, "in", CALL), (400, "ws", ["pong", "c"])) == [
        ("unanswered", "link", CALL[2], "csms", 1)
    ]


def test_each_call_that_waits_is_given_up_in_its_turn():
    calls = (0, "out", ASKED), (10, "out", [2, "b", "Reset", {"type": "Soft"}])
    alive = (20, "in", HEARTBEAT), (20.5, "out", [3, "h", {}])
    first = ("unanswered", "charger", ASKED[2], "charger", 1)
    assert troubles(*calls, *alive, (301, "ws", ["pong", "c"])) == [first]
    both = troubles(*calls, *alive, (301, "ws", ["pong", "c"]), (311, "ws", ["pong", "c"]))
    assert both == [("unanswered", "charger", "Reset", "charger", 1), first]


def test_what_is_accepted_is_not_refused():
    assert troubles((0, "out", ASKED), (1, "in", [3, "a", {"status": "Accepted"}])) == []


def test_a_call_waits_no_longer_than_its_connection():
    day = counted((0, "in", CALL), (1, "out", ASKED), (9, "ws", ["close", "c", None, 1006]))
    assert sorted((one.side.value, one.what) for one in day.troubles) == [
        ("link", "charger"),
        ("link", "csms"),
    ]
    other = counted((0, "in", CALL), (9, "ws", ["close", "b"]), (10, "out", [3, "1", {}]))
    assert (other.troubles, other.csms_answered) == ((), 1)


def test_what_we_did_not_see_is_no_trouble():
    gap = ["gap", T0, T0 + 5 * SECOND]
    assert (
        troubles((0, "in", CALL), (9, "ws", gap), (400, "ws", ["pong", "c"]), (900, "ws", ["pong", "c"]))
        == []
    )


def test_an_error_is_the_fault_of_who_refuses_unless_the_call_was_malformed():
    refused = troubles((0, "out", ASKED), (1, "in", [4, "a", "NotImplemented", "", {}]))
    assert refused == [("refused", "charger", ASKED[2], "NotImplemented", 1)]
    malformed = troubles((0, "in", CALL), (1, "out", [4, "1", "TypeConstraintViolation", "", {}]))
    assert malformed == [("refused", "charger", CALL[2], "TypeConstraintViolation", 1)]
    assert troubles((0, "out", [4, "-1", "InternalError", "", {}])) == [
        ("refused", "csms", "", "InternalError", 1)
    ]
    # of a call that nobody made nothing can be refused
    assert troubles((0, "out", [4, "9", "InternalError", "", {}])) == []


def test_a_status_refuses_where_it_is_about_the_call_itself():
    transfer = [2, "1", "DataTransfer", {"vendorId": "V"}]
    card = [2, "2", "Authorize", {"idTag": "A"}]
    answers = (
        (1, "out", [3, "1", {"status": "UnknownMessageId"}]),
        (2, "in", card),
        (3, "out", [3, "2", {"idTagInfo": {"status": "Invalid"}}]),
        (4, "out", ASKED),
        (5, "in", [3, "a", {"status": "Rejected"}]),
    )
    assert troubles((0, "in", transfer), *answers) == [
        ("refused", "charger", ASKED[2], "Rejected", 1),
        ("refused", "csms", "DataTransfer", "UnknownMessageId", 1),
    ]


def test_an_id_that_another_call_had_is_repeated():
    other = [2, "1", "Heartbeat", {}]
    answered = (1, "out", [3, "1", {}])
    assert troubles((0, "in", CALL), answered, (2, "in", other)) == [
        ("repeated", "charger", "Heartbeat", "", 1)
    ]
    # the very same once more, as nobody answered, or by another way
    day = counted((0, "in", CALL), (2, "in", CALL), (3, "out", [3, "1", {}]), (120, "in", CALL))
    assert (day.troubles, day.charger_asked) == ((), 1)
    # an hour later it is no repeat of what was answered
    assert troubles((0, "in", other), answered, (3600, "in", other)) == [
        ("repeated", "charger", "Heartbeat", "", 1)
    ]


def test_an_id_holds_for_one_connection():
    first = heard((0, "in", CALL), (1, "out", [3, "1", {}]))[0]
    again, _ = heard((9, "in", [*HEARTBEAT[:1], "1", *HEARTBEAT[2:]]), connection="d", state=first)
    assert again.memory.conversation.counted(T0).troubles == ()
    # where connections are not told apart nobody knows
    untold = counted(
        (0, "in", CALL), (1, "out", [3, "1", {}]), (2, "in", [2, "1", "Heartbeat", {}]), connection=""
    )
    assert (untold.troubles, untold.has_ids, untold.charger_asked) == ((), False, 2)


def test_what_is_not_as_the_standard_says_is_counted_once_a_message():
    odd = [2, "1", "StatusNotification", {"connectorId": "1", "errorCode": "No Error", "status": "available"}]
    unknown = [2, "2", "MakeCoffee", {}]
    assert troubles(
        (0, "in", odd), (1, "in", unknown), (2, "in", "no message"), (3, "out", [2, "3", "Tea", {}])
    ) == [
        ("nonstandard", "charger", "", "", 1),
        ("nonstandard", "charger", "MakeCoffee", "", 1),
        ("nonstandard", "charger", "StatusNotification", "", 1),
        ("nonstandard", "csms", "Tea", "", 1),
    ]


def test_ends_of_connections_are_counted_by_code():
    turns = [(n, "ws", [("open", "close")[n % 2], "c", None, *([1006] if n == 3 else [])]) for n in range(6)]
    day = counted((0, "in", CALL), *turns)
    assert day.ends == (Ended(None, 2), Ended(1006, 1))
    assert [(one.at - T0) // SECOND for one in day.closed] == [1, 3, 5]
    # that we lost it when we were away ourselves is no end of its own
    ours = counted((0, "in", CALL), (60, "ws", ["gap", T0, T0 + SECOND]), (60.000002, "ws", ["close", "c"]))
    assert (ours.ends, ours.has_ends) == ((), True)


def test_a_day_is_told_by_the_first_that_comes_behind_it():
    night = (
        (0, "in", CALL),
        (86_399, "in", HEARTBEAT),
        (86_401, "out", [3, "h", {}]),
        (86_401.5, "in", HEARTBEAT),
    )
    state, days = heard(*night)
    assert [(day.on, day.charger_asked, day.csms_answered) for day in days] == [(MONDAY, 2, 0)]
    today = state.memory.conversation.counted(T0)
    assert (today.on, today.charger_asked, today.csms_answered) == (date(2026, 11, 3), 0, 1)


def test_rows_of_other_systems_are_no_conversation():
    state, _ = heard((0, "row", ["steve", "connector_status", {}]))
    assert state.memory.conversation.counted(T0) is None


def test_who_asks_without_end_is_remembered_in_bounds():
    state, _ = heard(*((n / 100, "in", [2, f"{n}", f"Odd{n}", {}]) for n in range(200)))
    known = state.memory.conversation
    assert len(known.charger.waiting) == 16
    assert len(known.troubles) <= 34
    day = known.counted(T0)
    assert sum(one.times for one in day.troubles if one.kind == "nonstandard") == 200
    assert sum(one.times for one in day.troubles if one.kind == "unanswered") == 200 - 16


@pytest.mark.parametrize("told", [[], [(5, "ws", ["close", "b", None, 1006])]])
def test_an_id_that_a_new_connection_uses_again_answers_no_call_of_the_one_before(told):
    before, _ = heard((0, "in", CALL), connection="b")
    state, _ = heard(
        *told, (6, "in", [2, "1", "Heartbeat", {}]), (7, "out", [3, "1", {}]), connection="c", state=before
    )
    day = state.memory.conversation.counted(T0)
    assert (day.charger_asked, day.csms_answered) == (2, 1)
    found = [(one.kind.value, one.side.value, one.action, one.what, one.times) for one in day.troubles]
    assert found == [("unanswered", "link", CALL[2], "csms", 1)]


@pytest.mark.parametrize("rest", ['"', '","y":', '"}', '"}]'])
@pytest.mark.parametrize("name", ["1", "\udc00"])
def test_half_a_pair_of_surrogates_is_no_call(name, rest):
    text = f'[2,"{name}","MeterValues",{{"x":"\ud800{rest}'
    day = counted(*[(second, "in", text) for second in range(5)])
    assert (day.charger_asked, {one.kind.value for one in day.troubles}) == (0, {"nonstandard"})
