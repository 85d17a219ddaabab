"""Which conclusions belong to what is asked of a span, and which are one where two lists are joined?"""

import pytest

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import (
    Attempt,
    Conclusions,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
)
from chargeboard.domain.reasons import Because, Reason
from chargeboard.history import kinds
from chargeboard.time.spans import Span

SPAN = Span(11, 21)


def session(start, end):
    return Session(key=f"{start}", socket=1, start=start, end=end, energy_wh=None, reason=None)


def attempt(start, end):
    return Attempt(start=start, socket=1, end=end, outcome=Outcome.SUCCESS, because=Reason(Because.STARTED))


def episode(start, end, last_seen=None, *, is_momentary=False):
    return Episode(
        socket=1,
        code="E",
        vendor_code=None,
        severity="fault",
        start=start,
        last_seen=start if last_seen is None else last_seen,
        end=end,
        is_momentary=is_momentary,
    )


def momentary(start, last_seen):
    return episode(start, None, last_seen, is_momentary=True)


def orphan(at, _):
    return Orphan(at=at, transaction_id="1", meter_stop_wh=None, reason=None)


def segment(start, end):
    return Segment(1, start, end, "available")


def no_energy(start, end):
    return NoEnergy(1, start, end)


def gap(start, end):
    return Gap(start, end, GapKind.CLOSED)


@pytest.mark.parametrize(
    ("kind", "make", "inside", "outside"),
    [
        # what ended at the first instant was seen in it
        (kinds.SESSIONS, session, [(5, 11), (11, 11), (20, 20), (20, 40), (5, None)], [(5, 10), (21, 40)]),
        (kinds.SESSIONS, session, [(11, 5)], [(10, 5), (21, 5)]),
        (kinds.ATTEMPTS, attempt, [(11, 12), (20, 99), (11, None)], [(10, 15), (21, 22), (5, None)]),
        (kinds.SEGMENTS, segment, [(5, 12), (20, 30), (11, 21), (1, 99)], [(5, 11), (21, 30)]),
        (kinds.NO_ENERGY, no_energy, [(5, 12), (20, 30), (11, 21), (1, 99)], [(5, 11), (21, 30)]),
        (kinds.GAPS, gap, [(5, 12), (20, 30), (5, None), (20, None)], [(5, 11), (21, 30), (21, None)]),
        (
            kinds.EPISODES,
            episode,
            [(5, 11), (20, 30), (5, None), (20, None)],
            [(5, 10), (21, 30), (21, None)],
        ),
        (kinds.EPISODES, momentary, [(5, 11), (20, 30), (11, 11)], [(5, 10), (21, 21)]),
        (kinds.ORPHANS, orphan, [(11, 0), (20, 0)], [(10, 0), (21, 0)]),
        (kinds.REFUSED, session, [(11, 12), (20, 99)], [(10, 15), (21, 22)]),
    ],
)
def test_what_belongs_to_a_span(kind, make, inside, outside):
    assert [ends for ends in inside if not kind.touches(make(*ends), SPAN)] == []
    assert [ends for ends in outside if kind.touches(make(*ends), SPAN)] == []


def test_of_rows_by_start_those_that_reach_into_a_span_and_those_that_begin_in_it_belong_to_it():
    rows = [session(1, 10), session(2, 11), session(3, 40), session(11, 12), session(20, 21)]
    assert kinds.SESSIONS.touching(rows, SPAN) == rows[1:]
    assert kinds.SESSIONS.touching(rows[:1], SPAN) == []


def test_an_error_that_was_open_is_told_once_by_who_knows_how_it_went_on():
    stored = [episode(1, 5), episode(7, None), momentary(8, 8)]
    computed = [episode(7, 30), episode(25, None)]
    assert kinds.EPISODES.joined(stored, computed) == [stored[0], stored[2], *computed]
    assert kinds.EPISODES.joined(stored, []) == stored
    assert kinds.EPISODES.joined([], computed) == computed
    assert [kinds.EPISODES.goes_on(one) for one in stored] == [False, True, False]


def test_of_other_kinds_nothing_goes_on_and_both_lists_are_told():
    one = session(1, 5)
    assert kinds.SESSIONS.joined([one], [one]) == [one, one]
    assert not any(kind.goes_on(one) for kind in kinds.KINDS if kind is not kinds.EPISODES)


def test_every_kind_of_conclusion_has_its_row_in_the_table():
    assert {kind.name for kind in kinds.KINDS} == set(Conclusions.__struct_fields__)
    assert len(kinds.KINDS) == len(Conclusions.__struct_fields__)


def test_what_began_in_a_span_is_told_whole_and_states_are_cut_at_its_ends():
    found = Conclusions(
        sessions=[session(10, 30), session(11, 99), session(20, None), session(21, 22)],
        attempts=[attempt(10, 12), attempt(11, 12)],
        gaps=[gap(5, 15), gap(20, None)],
        orphans=[orphan(11, 0), orphan(21, 0)],
        refused=[session(12, 13), session(9, 13)],
        episodes=[episode(20, None), episode(21, None)],
        no_energy=[no_energy(5, 15), no_energy(15, 50)],
        segments=[segment(1, 11), segment(5, 12), segment(12, 20), segment(20, 30), segment(21, 30)],
    )
    cut = kinds.begun_in(found, SPAN)
    assert cut == Conclusions(
        sessions=[session(11, 99), session(20, None)],
        attempts=[attempt(11, 12)],
        gaps=[gap(20, None)],
        orphans=[orphan(11, 0)],
        refused=[session(12, 13)],
        episodes=[episode(20, None)],
        no_energy=[no_energy(15, 50)],
        segments=[segment(11, 12), segment(12, 20), segment(20, 21)],
    )
    assert kinds.begun_in(Conclusions(segments=[segment(1, 50)]), SPAN).segments == [segment(11, 21)]
    assert kinds.begun_in(Conclusions(segments=[segment(11, 21)]), SPAN).segments == [segment(11, 21)]
