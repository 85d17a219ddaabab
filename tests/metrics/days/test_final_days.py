"""From when on are the figures of a local day final, and what came after that? (definitions T5, Q11)"""

from datetime import date

import pytest

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, Gap, Session
from chargeboard.domain.facts import Booted, PaceFound, Quiet
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.days.late import Silences, final_at, heard_by, is_late, is_learned_late
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, MINUTE, NEVER

ON, ZONE = date(2026, 10, 25), "Europe/Berlin"
BEGIN, END = midnight(ON, ZONE), midnight(date(2026, 10, 26), ZONE)


def session(start, end):
    return Session(key="k", socket=1, start=start, end=end, energy_wh=None, reason=None)


def attempt(start, end):
    return Attempt(start=start, socket=1, end=end, outcome=Outcome.SUCCESS, because=Reason(Because.DELIVERED))


@pytest.mark.parametrize(
    ("found", "last"),
    [
        ({}, END),
        ({"sessions": [session(BEGIN, END - 1)]}, END),
        ({"sessions": [session(BEGIN, END + HOUR)]}, END + HOUR),
        ({"sessions": [session(END, END + HOUR)]}, END),
        ({"sessions": [session(END - 1, END + HOUR), session(BEGIN, END + MINUTE)]}, END + HOUR),
        ({"sessions": [session(BEGIN, None)]}, END),
        ({"attempts": [attempt(END - 1, END + HOUR)]}, END + HOUR),
        ({"attempts": [attempt(END - 1, None)]}, END),
        ({"attempts": [attempt(END - 1, NEVER)]}, END),
    ],
)
def test_a_day_is_final_a_quarter_of_an_hour_after_the_last_that_reached_over_its_end(found, last):
    assert final_at(ON, Conclusions(**found), ZONE) == last + 15 * MINUTE


@pytest.mark.parametrize(
    ("kind", "start", "end", "after"),
    [
        (GapKind.COLLECTOR, END, END + HOUR, END + HOUR),
        (GapKind.COLLECTOR, END + 15 * MINUTE, END + HOUR, END + HOUR),
        (GapKind.COLLECTOR, END + 15 * MINUTE + 1, END + HOUR, END),
        (GapKind.COLLECTOR, END, END + 15 * MINUTE, END),
        (GapKind.COLLECTOR, END, None, END),
        (GapKind.CLOSED, END, END + HOUR, END),
    ],
)
def test_while_we_were_away_no_day_became_final(kind, start, end, after):
    gaps = [Gap(start=start, kind=kind, end=end)]
    assert final_at(ON, Conclusions(gaps=gaps), ZONE) == after + 15 * MINUTE


def test_what_is_received_after_that_came_late():
    final = END + 15 * MINUTE
    none = Silences([], [])
    assert [is_learned_late(Booted(BEGIN, at), final, none) for at in (final, final + 1)] == [False, True]
    assert [is_late(at, END - 1, ZONE) for at in (final, final + 1)] == [False, True]
    assert not is_late(final + 1, END, ZONE)


@pytest.mark.parametrize(
    ("is_beat", "facts", "gaps", "is_told"),
    [
        (False, [], [], False),
        (False, [], [(END - HOUR, END)], False),
        (False, [], [(END - HOUR, END + 1)], True),
        (False, [], [(END + HOUR - 1, None)], True),
        (False, [], [(END + HOUR, None)], False),
        (False, [PaceFound(END + HOUR, END + HOUR, 900, BEGIN)], [], False),
        (True, [PaceFound(END + HOUR - 1, END + HOUR, 900, BEGIN)], [], False),
        (True, [PaceFound(END + HOUR, END + HOUR, 900, BEGIN)], [], True),
    ],
)
def test_that_a_silence_is_over_came_late_only_where_it_is_a_gap_or_was_one_before_a_pace_was_found(
    is_beat, facts, gaps, is_told
):
    quiet = Quiet(END, END + HOUR, END + HOUR, is_beat)
    silences = Silences(facts, [Gap(start=start, kind=GapKind.SILENT, end=end) for start, end in gaps])
    assert is_learned_late(quiet, END + 15 * MINUTE, silences) is is_told


@pytest.mark.parametrize(
    ("is_beat", "since", "at", "known", "is_late"),
    [
        (True, BEGIN, END + 24 * HOUR, END + 24 * HOUR, True),
        (False, BEGIN, END + 24 * HOUR, END + 24 * HOUR, False),
        (True, BEGIN + 1, END + 24 * HOUR, END + 24 * HOUR, False),
        (True, BEGIN, BEGIN + HOUR, END + 24 * HOUR, True),
        (True, BEGIN, BEGIN + HOUR - 1, END + 24 * HOUR, False),
        (True, BEGIN, BEGIN + HOUR, END + 15 * MINUTE, False),
    ],
)
def test_a_pace_found_late_that_excuses_a_silence_of_the_day_came_late(is_beat, since, at, known, is_late):
    quiet = Quiet(BEGIN, BEGIN + HOUR, BEGIN + HOUR, is_beat)
    silences = Silences([PaceFound(at, known, 3600, since)], [])
    assert is_learned_late(quiet, END + 15 * MINUTE, silences) is is_late


def test_the_last_sign_of_life_by_an_instant_is_the_instant_unless_it_lies_in_a_silence():
    quiet = [Quiet(BEGIN, END, END)]
    assert [heard_by(quiet, at) for at in (BEGIN - 1, BEGIN, END - 1, END)] == [BEGIN - 1, BEGIN, BEGIN, END]
