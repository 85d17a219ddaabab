"""Does a row show what happened, in its measure, with nothing hidden behind something else?"""

import re

import pytest
import sample_boards as sample
from hypothesis import given
from msgspec.structs import replace
from test_timeline import DAY, timelines

from chargeboard.domain.figures.strip import Mark, Strip
from chargeboard.drawing.states import STATES, paint
from chargeboard.metrics.timeline.thinning import pieces, severity
from chargeboard.panels.events.areas import LEAST_OF_A_PROBLEM, areas
from chargeboard.panels.events.coarseness import rows
from chargeboard.panels.events.event_rows import charger_row, socket_row
from chargeboard.panels.events.outline import outline
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span
from chargeboard.words.wall_clock import Local

HEIGHT = 34
LOCAL = Local("Europe/Berlin", DAY.end)


def _depths(path):
    """(from, to, depth) of an area, in thousandths of the window."""
    found, x, y = [], 0.0, 0.0
    for command, number in re.findall(r"([MHV])([\d.]+)", path):
        if command == "V":
            y = float(number)
        else:
            found.append((x, float(number), y))
            x = float(number)
    return [one for one in found if one[1] > one[0] and one[2] > 0]


def _drawn_at(drawn, x):
    """Each state that is seen at a place, from the top, with its height."""
    depths = {area.state: 0 for area in drawn}
    for area in drawn:
        found = [depth for a, b, depth in _depths(area.path) if a < x < b]
        depths[area.state] = max([depths[area.state], *found])
    found, top = {}, 0
    for state in sorted(depths, key=severity, reverse=True):
        if depths[state] > top:
            found[state] = depths[state] - top
            top = depths[state]
    assert top in {0, HEIGHT}
    return found


@given(timelines())
def test_a_spot_of_several_states_shows_each_in_its_share(segments):
    row = pieces(segments, DAY)
    drawn = areas([piece for piece in row if piece.is_merged], DAY, HEIGHT)
    for piece in row:
        middle = (piece.start + piece.end) / 2 * 1000 / DAY.length
        seen = _drawn_at(drawn, middle)
        if not piece.is_merged:
            assert seen == {}
            continue
        (worst, time), *others = piece.held
        assert list(seen) == [worst, *(state for state, _ in others)]
        rest = sum(time for _, time in others)
        if others:
            least = HEIGHT * LEAST_OF_A_PROBLEM if severity(worst) > severity("suspended") else 1
            assert abs(seen[worst] - max(least, HEIGHT * time / (time + rest))) <= max(1, len(others))
        for state, time in others:
            assert seen[state] >= 1
            assert abs(seen[state] - (HEIGHT - seen[worst]) * time / rest) <= len(others)


def test_a_year_with_a_fault_a_day_does_not_look_faulted():
    year = Span(0, 365 * DAY.length)
    segments = [
        one
        for day in range(365)
        for one in (
            (day * 24 * HOUR, (day * 24 + 23) * HOUR, "available"),
            ((day * 24 + 23) * HOUR, (day * 24 + 24) * HOUR - MINUTE, "charging"),
            ((day * 24 + 24) * HOUR - MINUTE, (day + 1) * 24 * HOUR, "faulted"),
        )
    ]
    drawn = areas([piece for piece in pieces(segments, year) if piece.is_merged], year, HEIGHT)
    red = next(area for area in drawn if area.state == "faulted")
    reddest = sum((b - a) * depth for a, b, depth in _depths(red.path)) / (1000 * HEIGHT)
    assert 0 < reddest < LEAST_OF_A_PROBLEM


def test_what_is_drawn_stays_fine_where_what_is_pointed_at_is_coarse():
    states = [
        (i * MINUTE, (i + 1) * MINUTE, "charging" if i % 7 == 0 else "available") for i in range(24 * 60)
    ]
    fine = pieces(states, DAY)
    [pointed, *_] = rows([fine] * 30, DAY)
    assert len(pointed) < len(fine) / 5
    strip = Strip(span=DAY, rows={1: fine}, held={}, link=[], marks=[])
    row = socket_row(1, pointed, HEIGHT, strip, LOCAL, "Socket 1")
    blue = next(area for area in row.areas if area.state == "charging")
    assert len(_depths(blue.path)) > 200
    assert all(bar.is_apart for bar in row.bars)
    assert sum(float(bar.width[:-1]) for bar in row.bars) == pytest.approx(100, abs=0.1)


def _marked(*marks, socket=0):
    strip = Strip(
        span=DAY, rows={1: pieces([(0, DAY.end, "available")], DAY)}, held={}, link=[], marks=list(marks)
    )
    row = (
        socket_row(1, strip.rows[1], HEIGHT, strip, LOCAL, "Socket 1")
        if socket
        else charger_row(pieces([(0, DAY.end, "connected")], DAY), strip, LOCAL)
    )
    return row, [bar for bar in row.bars if bar.kind in {"boot", "error", "firmware"}]


def test_marks_that_would_hide_one_another_are_one_that_tells_them_all():
    _, found = _marked(
        Mark(HOUR, "boot", "PowerUp", is_moment=True),
        Mark(HOUR + MINUTE, "error", "GroundFailure", end=HOUR + 2 * MINUTE),
        Mark(HOUR + 2 * MINUTE, "error", "GroundFailure", end=2 * HOUR),
        Mark(9 * HOUR, "boot", "", is_moment=True),
    )
    assert [(bar.kind, bar.count) for bar in found] == [("error", "3"), ("boot", "")]
    assert found[0].label == "2 errors, 1 restart 1 Jan 02:00:00 – 02:02:00, PowerUp, GroundFailure 2×"


def test_a_new_firmware_is_one_mark_with_its_restart_and_says_its_version():
    row, found = _marked(
        Mark(HOUR, "firmware", "2.4.0", detail="2.3.1", is_moment=True),
        Mark(HOUR, "boot", "", detail="2.4.0", is_moment=True),
    )
    assert [bar.kind for bar in found] == ["firmware"]
    assert found[0].what == "restart, firmware change"
    assert "2.3.1 → 2.4.0" in found[0].label
    assert [word.text for word in row.words] == ["firmware 2.4.0"]


def test_words_on_the_charger_s_row_keep_clear_of_each_other_and_of_marks():
    strip = Strip(
        span=DAY,
        rows={},
        held={},
        link=[],
        marks=[
            Mark(HOUR + 20 * MINUTE, "boot", "", is_moment=True),
            Mark(5 * HOUR, "status", "Faulted", detail="GroundFailure", end=6 * HOUR),
        ],
    )
    link = pieces(
        [
            (0, HOUR, "connected"),
            (HOUR, HOUR + 20 * MINUTE, "offline"),
            (HOUR + 20 * MINUTE, 22 * HOUR, "connected"),
            (22 * HOUR, 22 * HOUR + 90 * SECOND, "unrecorded"),
            (22 * HOUR + 90 * SECOND, DAY.end, "connected"),
        ],
        DAY,
    )
    row = charger_row(link, strip, LOCAL)
    assert {(word.text, word.is_before) for word in row.words} == {
        ("restart", False),
        ("charger faulted, GroundFailure 1 h", False),
        ("not recorded 1 min", True),
    }
    assert any(bar.label.startswith("offline ") for bar in row.bars)
    assert [bar.kind for bar in row.layered] == ["piece"] * len(link) + ["over", "boot"]


def test_every_state_has_a_look_of_its_own():
    plain = [state for state in STATES if not paint(state)]
    assert plain == ["available", "charging", "preparing"]
    assert len({paint(state) for state in STATES} - {""}) == len(STATES) - len(plain)


def test_within_a_minute_a_timeline_is_another_one_when_an_error_ends_and_not_because_it_goes_on():
    board = sample.busy()

    def seen(end, now=board.at):
        mark = Mark(at=board.at - HOUR, kind="error", name="GroundFailure", socket=1, end=end)
        strip = Strip(span=Span(now - HOUR, now), rows={}, held={}, link=[], marks=[mark])
        return outline(replace(board, at=now), strip)

    later = board.at // MINUTE * MINUTE + 59 * SECOND
    assert seen(None) == seen(None, later)
    assert seen(None) != seen(board.at) == seen(board.at, later)
