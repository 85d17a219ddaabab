"""What goes wrong between a charger and its CSMS, in the days of `conversation_story` (definitions H1-H7)."""

import msgspec
import pytest
from conversation_story import (
    ALL,
    FIRST,
    MONDAY,
    TUESDAY,
    WEDNESDAY,
    answered,
    asked,
    at,
    desk_of,
    frame,
    tuesday,
    wednesday,
)

from chargeboard.documents.sheets import PROTOCOL
from chargeboard.domain.figures.fleet_protocol import TroublesWanted
from chargeboard.evidence.protocol.view import page
from chargeboard.time.instants import SECOND
from projecting import projector_of

KINDS = ("late", "unanswered", "refused", "repeated", "nonstandard")


@pytest.fixture
def desk(store):
    return desk_of(store, ALL)


def row(health, on, side):
    (found,) = [one for one in health.days if one.date == on and one.side == side]
    return found


def told(health, on, side):
    found = row(health, on, side)
    return [getattr(found, kind) for kind in KINDS]


def test_each_trouble_lies_on_its_day_at_its_door(desk):
    health = desk.evidence.protocol("CP")
    assert (health.window.from_, health.window.through) == (FIRST, WEDNESDAY)
    assert told(health, MONDAY, "csms") == [1, 1, 0, 0, 0]
    assert told(health, MONDAY, "charger") == [0, 0, 0, 0, 0]
    assert told(health, TUESDAY, "charger") == [0, 1, 1, 1, 1]
    assert told(health, TUESDAY, "csms") == [0, 0, 0, 0, 0]
    assert told(health, WEDNESDAY, "charger") == [0, 0, 0, 0, 0]
    assert [(one.calls, one.answers) for one in health.days if one.date == TUESDAY] == [
        (2, 1),
        (2, 2),
        (None, None),
    ]
    assert [one.partial for one in health.days[-6:]] == [False] * 3 + [True] * 3


def test_of_days_without_messages_there_is_a_dash_and_never_nothing(desk):
    health = desk.evidence.protocol("CP")
    assert told(health, FIRST, "charger") == [None] * 5
    assert row(health, FIRST, "link").closes is None
    late = page(health).others[0]
    assert late.name == "Late answers: charger"
    assert [cell.text for cell in late.cells] == ["–"] * 5 + ["0", "0", "0"]


def test_what_happened_is_shown_and_all_else_stands_behind_it(desk):
    shown = page(desk.evidence.protocol("CP"))
    assert [(row.name, row.sum) for row in shown.happened] == [
        ("Late answers: management system", "1"),
        ("Answers that never came: charger", "1"),
        ("Answers that never came: management system", "1"),
        ("Refused calls: charger", "1"),
        ("Repeated message ids: charger", "1"),
        ("Non-standard messages: charger", "1"),
    ]
    assert {row.sum for row in shown.others[:-4]} == {"0"}
    assert [row.name for row in shown.others[-4:-2]] == [
        "Calls made: charger",
        "Calls made: management system",
    ]
    assert shown.well == ""


def test_where_all_is_well_one_sentence_says_so(store):
    asked_for = asked("2026-11-03T10:00:00", "a", "TriggerMessage", {"requestedMessage": "Heartbeat"}, "out")
    given = answered("2026-11-03T10:00:01", "a", {"status": "Accepted"}, "in")
    desk = desk_of(store, [asked_for, given, *wednesday()])
    shown = page(desk.evidence.protocol("CP"))
    assert (shown.happened, shown.well) == ((), "Nothing went wrong in these days.")
    assert len(shown.others) == 11 + 4


def test_where_a_side_is_not_heard_it_is_not_said_that_all_is_well(store):
    desk = desk_of(store, [one for one in wednesday() if one.direction == "in"])
    shown = page(desk.evidence.protocol("CP"))
    assert (shown.happened, shown.well) == ((), "Nothing is known to have gone wrong in these days.")


def test_which_messages_they_were(desk):
    found = [
        (one.kind, one.side, one.action, one.code, one.count) for one in desk.evidence.protocol("CP").troubles
    ]
    assert found == [
        ("late", "csms", "StatusNotification", "", 1),
        ("nonstandard", "charger", "MakeCoffee", "", 1),
        ("refused", "charger", "GetDiagnostics", "NotSupported", 1),
        ("repeated", "charger", "Heartbeat", "", 1),
        ("unanswered", "charger", "TriggerMessage", "", 1),
        ("unanswered", "csms", "StatusNotification", "", 1),
    ]


def test_connections_that_end_each_hour_have_a_rhythm_and_it_is_said(desk):
    health = desk.evidence.protocol("CP")
    assert [(one.code, one.count, one.days[-3:]) for one in health.closes] == [(1006, 7, [7, 0, 0])]
    (rhythm,) = health.rhythms
    assert (rhythm.code, rhythm.closes, rhythm.every_s, rhythm.idle) == (1006, 7, 3600, 7)
    (sentence,) = page(health).rhythms
    assert sentence.startswith("Closed with 1006 about every 1 h (1 h to 1 h), 7 times. No session was open")


def test_what_may_be_the_cause_is_said_of_ends_without_a_goodbye_alone(desk):
    health = desk.evidence.protocol("CP")
    (cut,) = health.rhythms
    agreed, busy = msgspec.structs.replace(cut, code=1000), msgspec.structs.replace(cut, idle=3)
    told = page(msgspec.structs.replace(health, rhythms=[cut, agreed, busy])).rhythms
    assert ["pings" in sentence for sentence in told] == [True, False, False]
    assert told[1].endswith("No session was open at any of them.")
    assert told[2].endswith("No session was open at 3 of them.")


def test_the_file_has_a_row_a_day_and_side(desk):
    health = desk.evidence.protocol("CP")
    rows = [
        dict(zip(PROTOCOL.heads, cells, strict=True)) for cells in PROTOCOL.cells(health.charger, health.days)
    ]
    assert len(rows) == 8 * 3
    (monday,) = [one for one in rows if (str(one["date"]), one["side"]) == ("2026-11-02", "csms")]
    assert [str(monday[kind]) for kind in KINDS] == ["1", "1", "0", "0", "0"]
    assert {str(one[kind] if one[kind] is not None else "") for one in rows[:3] for kind in KINDS} == {""}


def test_days_that_are_over_are_known_of_a_moment_of_the_past_and_its_own_is_not(desk):
    health = desk.evidence.protocol("CP", at("2026-11-03T23:00:00"))
    assert health.window.through == TUESDAY
    assert told(health, MONDAY, "csms") == [1, 1, 0, 0, 0]
    assert told(health, TUESDAY, "charger") == [None] * 5
    # nor is what came behind the moment on its day
    early = desk.evidence.protocol("CP", at("2026-11-04T05:00:00"))
    assert told(early, WEDNESDAY, "charger") == [None] * 5


def test_a_log_without_the_answers_of_one_side_does_not_say_that_it_never_answers(store):
    heard = [one for one in ALL if one.direction != "out"]
    health = desk_of(store, heard).evidence.protocol("CP")
    assert {row(health, on, "csms").unanswered for on in (MONDAY, TUESDAY)} == {None}
    assert row(health, MONDAY, "csms").calls is None
    # nor is it the link's fault
    assert row(health, MONDAY, "link").unanswered is None
    assert told(health, TUESDAY, "charger") == [None, None, None, 1, 1]


def test_what_is_kept_is_what_follows_from_all_at_once(store):
    desk = desk_of(store, ALL[:5])
    for one in ALL[5:]:
        desk.store.append([one])
        projector_of(desk).refresh("CP")
    step_by_step = desk.evidence.protocol("CP")
    assert told(step_by_step, MONDAY, "csms") == [1, 1, 0, 0, 0]
    assert told(step_by_step, TUESDAY, "charger") == [0, 1, 1, 1, 1]
    assert step_by_step.rhythms[0].closes == 7
    assert at("2026-11-02T14:00:00") + 5 * SECOND > step_by_step.rhythms[0].last


def test_the_list_of_all_chargers_says_of_the_days_that_are_over_what_the_page_of_each_does(desk):
    told = desk.fleet_protocol.troubles(None, TroublesWanted())
    assert (told.window.from_, told.window.through) == (FIRST, TUESDAY)
    assert {(one.id, one.name) for one in told.rows} == {("CP", "Kai EINS")}
    over = [one for one in desk.evidence.protocol("CP").days if not one.partial]
    assert {
        (one.found.side, kind): getattr(one.found, kind)
        for one in told.rows
        for kind in (*KINDS, "messages", "cut")
        if getattr(one.found, kind)
    } == {
        ("csms", "late"): 1,
        ("csms", "unanswered"): 1,
        ("csms", "messages"): sum(
            (one.calls or 0) + (one.answers or 0) for one in over if one.side == "csms"
        ),
        ("charger", "unanswered"): 1,
        ("charger", "refused"): 1,
        ("charger", "repeated"): 1,
        ("charger", "nonstandard"): 1,
        ("charger", "messages"): sum(
            (one.calls or 0) + (one.answers or 0) for one in over if one.side == "charger"
        ),
        ("link", "cut"): 7,
    }
    assert [(one.found.side, one.found.troubles) for one in told.rows] == [
        ("link", 7),
        ("charger", 4),
        ("csms", 2),
    ]


def test_a_charger_of_which_nothing_went_wrong_is_not_in_the_list(store):
    assert desk_of(store, [*wednesday()]).fleet_protocol.troubles(None, TroublesWanted()).total == 0


def test_guidance_speaks_of_a_connection_that_is_cut_each_hour(desk):
    """I27; and the charger that left one call without an answer is not told of."""
    found = [one.id for one in desk.board("CP").insights]
    assert "I27" in found
    assert "I26" not in found


def test_the_page_tells_the_rhythm_of_which_guidance_speaks_whatever_today_brings(store):
    """H7, I27: both judge the complete days."""
    today = [
        frame(f"2026-11-04T{moment}:00", "ws", ["close", f"d{moment}", None, 1006], f"d{moment}")
        for moment in ("06:01", "06:04", "06:40", "07:01", "07:03", "09:59", "10:00", "11:30")
    ]
    desk = desk_of(store, [*ALL, *today])
    health = desk.evidence.protocol("CP")
    assert [(one.code, one.days[-3:]) for one in health.closes] == [(1006, [7, 0, 8])]
    (said,) = [one.numbers for one in desk.board("CP").insights if one.id == "I27"]
    assert [(one.every_s, one.closes) for one in health.rhythms] == [(said["every_s"], said["closes"])]
    (sentence,) = page(health).rhythms
    assert "7 times. Today is not counted. No session" in sentence


def test_of_a_charger_that_was_never_cut_before_the_rhythm_of_today_is_told(store):
    today = [
        frame(f"2026-11-04T06:{minute}:00", "ws", ["close", f"d{minute}", None, 1006], f"d{minute}")
        for minute in range(10, 59, 5)
    ]
    desk = desk_of(store, [*tuesday(), *wednesday(), *today])
    (rhythm,) = (health := desk.evidence.protocol("CP")).rhythms
    assert (rhythm.every_s, rhythm.closes) == (300, 10)
    assert "Today is not counted" not in page(health).rhythms[0]
    assert "I27" not in [one.id for one in desk.board("CP").insights]


def test_the_page_counts_all_of_which_guidance_speaks(store):
    """I26: what comes today stands in a column of its own."""
    late = [
        one
        for day, times in ((3, 10), (4, 2))
        for number in range(times)
        for one in (
            asked(f"2026-11-0{day}T07:{number:02}:00", f"{day}-{number}", "GetLocalListVersion", {}, "out"),
            answered(f"2026-11-0{day}T07:{number:02}:40", f"{day}-{number}", {"listVersion": 0}, "in"),
        )
    ]
    desk = desk_of(store, [*late, frame("2026-11-04T08:00:00", "ws", ["pong", "c"])])
    (said,) = [one.numbers for one in desk.board("CP").insights if one.id == "I26"]
    of_charger = [one for one in desk.evidence.protocol("CP").days if one.side == "charger"]
    assert sum(one.late or 0 for one in of_charger if not one.partial) == said["late"] == 10
    assert of_charger[-1].late == 2
