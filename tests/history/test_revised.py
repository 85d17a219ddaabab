"""Which days were told otherwise because of what came late (definitions Q11)?"""

from __future__ import annotations

import pytest

from chargeboard.domain.facts import Booted
from chargeboard.history.revised import LateWords
from chargeboard.time.instants import HOUR, MINUTE
from chargeboard.time.spans import Span
from instants import instant

BEGIN = instant("2025-10-12T21:00:00Z")
END = BEGIN + 24 * HOUR
FINAL = END + 15 * MINUTE


def test_what_a_clock_moved_came_late_where_it_was_of_the_day_and_known_after_the_end():
    def told(at, known_at):
        return LateWords([], [(at, known_at)], []).tell_of(Span(BEGIN, END), FINAL)

    assert [told(at, FINAL + 1) for at in (BEGIN - 1, BEGIN, FINAL - 1, FINAL)] == [False, True, True, False]
    assert not told(BEGIN, FINAL)


@pytest.mark.parametrize(
    ("at", "received_at", "is_late"),
    [
        (BEGIN - 1, FINAL + 1, False),
        (BEGIN, FINAL + 1, True),
        (BEGIN, FINAL, False),
        (FINAL - 1, FINAL + 1, True),
        (FINAL, FINAL + HOUR, False),
    ],
)
def test_what_was_received_late_is_of_the_day_from_its_beginning_until_it_seemed_final(
    at, received_at, is_late
):
    facts = [Booted(BEGIN - HOUR, BEGIN), Booted(at, received_at), Booted(FINAL + HOUR, FINAL + 2 * HOUR)]
    facts.sort(key=lambda fact: fact.at)
    late = LateWords(facts, [], [])
    assert [late.tell_of(day, FINAL) for day in (Span(BEGIN, END), Span(BEGIN, END))] == [is_late] * 2


def test_of_days_that_seemed_final_at_one_instant_those_are_told_of_late_that_are_not_behind_it():
    late = LateWords([Booted(BEGIN + HOUR, FINAL + 1)], [], [])
    days = [Span(BEGIN + n * HOUR, END) for n in (2, 1, 0)]
    assert [late.tell_of(day, FINAL) for day in days] == [False, True, True]
    assert [late.tell_of(day, FINAL) for day in reversed(days)] == [True, True, False]


def test_what_is_not_at_hand_is_read_once():
    asked = []

    def before(since, final):
        asked.append((since, final))
        return [Booted(BEGIN + HOUR, FINAL + 1)]

    late = LateWords([], [], [], before)
    assert [late.tell_of(Span(BEGIN, END), FINAL) for _ in range(2)] == [True, True]
    assert asked == [(BEGIN, FINAL)]
