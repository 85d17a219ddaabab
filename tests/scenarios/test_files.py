from __future__ import annotations

import json
import re
from datetime import date, datetime
from itertools import pairwise

import pytest
from scenario_files import OWN, load

_NAMES = """
T1 T2 T3 T4 T5 T6 T7 T8 S1 S2 S3 S4 S5 S5a S5b S5c S6 P1 P2 P3 P4 P5 P6 O1 O2 O3 O4 O5 A1 A2 A3 A4 A5 A6 A7 A8
E1 E2 E3 E4 E5 E6 1.1 1.3 2.2 2.3 2.4 2.5 2.6 2.7 2.8 2.9
"""
RULES = set(_NAMES.split())
KEYS = {
    "insights",
    "states", "offline_gaps", "utilization", "success", "sessions_per_day", "energy_per_day_wh", "overview",
    "ongoing", "errors", "sessions", "uptime", "data_quality",
    "errors_window", "errors_coverage_pct", "utilization_headline", "success_headline", "now",
}  # fmt: skip


@pytest.fixture(params=load(OWN), ids=lambda scenario: scenario.id)
def scenario(request):
    return request.param


def test_a_file_is_named_after_its_scenario():
    for path in OWN.glob("*.json"):
        assert json.loads(path.read_text("utf-8"))["id"] == path.stem


def test_every_rule_has_a_scenario_of_ours():
    told = {rule for scenario in load(OWN) for rule in scenario.rules}
    assert told >= RULES


def test_its_working_is_written_down(scenario):
    assert len(scenario.why) > 40
    assert scenario.rules


def test_it_expects_known_keys_and_something(scenario):
    if scenario.kind == "messages":
        assert scenario.expected
        assert scenario.expected.keys() <= KEYS
    else:
        assert scenario.expected or scenario.cases


def test_its_messages_are_in_order_and_not_after_now(scenario):
    stamps = [datetime.fromisoformat(message[0]) for message in scenario.messages]
    assert stamps == sorted(stamps)
    if stamps:
        assert stamps[-1] <= datetime.fromisoformat(scenario.now)


def test_its_frames_have_the_shape_of_their_direction(scenario):
    for _, charger, direction, frame in scenario.messages:
        assert charger == scenario.charger
        assert direction in {"in", "out", "ws"}
        if direction == "ws":
            assert frame[0] in {"open", "close", "gap", "ping", "pong"}
        elif not isinstance(frame, str):
            assert frame[0] in {2, 3, 4, 5, 6}
            assert isinstance(frame[1], str)


def test_every_answer_answers_a_call(scenario):
    called = set()
    for _, _, direction, frame in scenario.messages:
        if direction == "ws" or isinstance(frame, str):
            continue
        if frame[0] == 2:
            called.add((direction, frame[1]))
        elif frame[0] in {3, 4}:
            assert ({"in": "out", "out": "in"}[direction], frame[1]) in called


def test_its_states_are_contiguous_and_cover_the_timeline(scenario):
    for pieces in scenario.expected.get("states", {}).values():
        if scenario.timeline is not None:
            assert pieces[0][0] == scenario.timeline.from_
            assert pieces[-1][1] == min(scenario.timeline.to, scenario.now)
        for one, following in pairwise(pieces):
            assert one[1] == following[0]
            assert one[2] != following[2]
            assert one[0] < one[1]


def test_its_days_are_those_of_the_window(scenario):
    if scenario.window is None:
        return
    first, end = date.fromisoformat(scenario.window.from_), date.fromisoformat(scenario.window.to)
    length = (end - first).days
    for key in ("utilization", "success", "uptime"):
        rows = scenario.expected.get(key)
        assert rows is None or len(rows) == length
    for key in ("sessions_per_day", "energy_per_day_wh"):
        for day in scenario.expected.get(key, {}):
            assert re.fullmatch(r"\d{4}-\d\d-\d\d", day)
            assert first <= date.fromisoformat(day) < end
