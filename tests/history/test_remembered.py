import sys

import msgspec

from chargeboard.domain.conclusions import Segment
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history.remembered import Answers, Remembered, weight
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND, text_of
from projecting import projector_of

NOON = 1_760_299_200 * SECOND


def test_what_is_kept_is_bounded_by_bytes_whatever_the_number():
    small, large = Remembered(1_000_000), Remembered(1_000_000)
    for number in range(5_000):
        small.put(number, "x" * 100)
        large.put(number, ["x" * 100_000])
        assert small.bytes <= 1_000_000
        assert large.bytes <= 1_000_000
    assert len(small) == 5_000
    assert len(large) == 9


def test_an_answer_is_made_once_and_kept_with_what_was_asked_up_to_a_number_of_bytes():
    asked = []
    answers = Answers(100_000, lambda text: asked.append(text) or text.upper())
    assert [answers("a"), answers("a"), answers("b")] == ["A", "A", "B"]
    assert asked == ["a", "b"]
    for number in range(1_000):
        answers(f"{number:01000}")
        assert answers.bytes <= 100_000
    asked.clear()
    assert answers(f"{999:01000}") == f"{999:01000}"
    assert answers("a") == "A"
    assert asked == ["a"], "it made way, with its question"
    assert answers.bytes > 90_000


def test_what_was_not_asked_for_the_longest_goes_first_and_a_giant_is_not_kept():
    kept = Remembered(10_000)
    for name in "abc":
        kept.put(name, "x" * 3_000)
    assert kept.get("a") == "x" * 3_000
    kept.put("d", "x" * 3_000)
    assert [kept.get(name) is not None for name in "abcd"] == [True, False, True, True]
    kept.put("a", "x" * 20_000)
    assert kept.get("a") is None
    kept.drop("c")
    kept.drop("d")
    assert (kept.bytes, len(kept)) == (0, 0)


def test_a_value_is_weighed_about_right():
    segments = [Segment(1, number, number + 1, "available") for number in range(10_000)]
    real = sys.getsizeof(segments) + sum(
        sys.getsizeof(one) + sum(sys.getsizeof(getattr(one, name)) for name in one.__struct_fields__)
        for one in segments
    )
    assert 0.8 < weight(segments) / real < 1.2
    assert weight({"a": segments, "b": (segments, None, 1.5)}) > 1.6 * real


def test_json_that_is_passed_on_as_it_is_weighs_its_bytes():
    rows = [msgspec.Raw(b'{"a":1}' * 1000) for _ in range(10)]
    assert 70_000 <= weight(rows) < 80_000


def test_a_second_look_reads_nothing_of_the_past_again(monkeypatch):
    store = open_store(":memory:")
    desk = Desk(store, lambda name: Profile(id=name, policy=Policy()), lambda: NOON)
    at = NOON - 72 * HOUR
    began, ended = (f'"timestamp":"{text_of(at + hours * HOUR)}"' for hours in (0, 1))
    well = '"connectorId":1,"errorCode":"NoError"'
    told = [
        (0, "in", f'[2,"1","StartTransaction",{{"connectorId":1,"idTag":"A","meterStart":0,{began}}}]'),
        (0, "out", '[3,"1",{"transactionId":1,"idTagInfo":{"status":"Accepted"}}]'),
        (1, "in", f'[2,"2","StopTransaction",{{"transactionId":1,"meterStop":9000,{ended}}}]'),
        (1, "in", f'[2,"3","StatusNotification",{{{well},"status":"Available",{ended}}}]'),
        (2, "in", '[2,"4","Heartbeat",{}]'),
    ]
    desk.store.append([Frame("C", at + hours * HOUR, way, text, "c", "ocpp1.6") for hours, way, text in told])
    projector_of(desk).refresh("C")
    first = desk.board_json("C")
    read = []
    parts = "session_outlines", "sessions_in_brief"
    names = "attempts", "segments", "gaps", "episodes", "sessions", "turns", "days"
    for name in (*names, *parts):
        ask = getattr(store, name)
        monkeypatch.setattr(store, name, lambda *given, ask=ask: read.append(given) or ask(*given))
    assert desk.board_json("C") == first
    assert b'"energy_wh":9000' in first
    assert read == []
    store.close()


def test_what_has_no_parts_weighs_what_it_is_itself():
    for value in ([], (), {}, set(), "", None, 5):
        assert weight(value) == sys.getsizeof(value)
    assert weight([[]]) == sys.getsizeof([[]]) + sys.getsizeof([])
