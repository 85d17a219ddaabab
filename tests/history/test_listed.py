"""Which transactions and attempts are on a list, and in which order, where none of them is stored?"""

import json
from decimal import Decimal
from types import SimpleNamespace

import pytest

from chargeboard.domain.codes import Outcome, SessionFlag, Stage
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.figures.lists import (
    AttemptGroup,
    AttemptsWanted,
    SessionKind,
    SessionOrder,
    SessionsWanted,
)
from chargeboard.domain.reasons import Because, Reason
from chargeboard.history.lists import ListedAttempts, ListedSessions
from chargeboard.time.spans import Span

SPAN = Span(11, 99)


def session(key, start, end, wh=None, socket=1, **more):
    told = {"is_completed": end is not None, "reason": None}
    energy = None if wh is None else Decimal(wh)
    return Session(key=key, socket=socket, start=start, end=end, energy_wh=energy, **(told | more))


SESSIONS = [
    session("a", 11, 31, 500, socket=2),
    session("b", 15, 25, None, flags=(SessionFlag.ENERGY_UNKNOWN,)),
    session("c", 15, None, 900),
    session("d", 21, 22, 0, is_completed=False),
    session("e", 30, 60, 100, end_inferred=True),
    session("f", 40, 50, 100, socket=None, flags=(SessionFlag.REVISED,)),
]
EARLY = [session("x", 5, 40, 7), session("y", 11, 12, 8)]


def history(computed=(), stored=(), part=None, store=None):
    return SimpleNamespace(
        computed=lambda kind, span: list(computed),
        stored=lambda kind, span: list(stored) if span == Span(11, 12) else None,
        stored_part=lambda span: part,
        stored_until=77,
        store=store,
        station="C",
    )


def keys(listed):
    return "".join(row.key for row in listed)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("start", "abcdef"),
        ("-start", "fedbca"),
        ("end", "dbafec"),
        ("-end", "efabdc"),
        ("duration", "dbfaec"),
        ("-duration", "eafbdc"),
        ("energy", "defacb"),
        ("-energy", "cafedb"),
        ("socket", "bcdeaf"),
        ("-socket", "aedbcf"),
    ],
)
def test_a_list_is_sorted_what_is_unknown_comes_last_and_what_is_equal_by_its_start_then_its_key(
    order, expected
):
    listed = ListedSessions(history(SESSIONS[::-1]), SPAN, order=SessionOrder(order))
    assert keys(listed) == expected
    assert keys(listed.page(2, 3)) == expected[2:5]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("", "abcdef"),
        ("counted", "abef"),
        ("not_counted", "d"),
        ("open", "c"),
        ("inferred", "e"),
        ("revised", "f"),
        ("odd", "bef"),
    ],
)
def test_a_list_is_of_a_kind(kind, expected):
    assert (
        keys(ListedSessions(history(SESSIONS), SPAN, kind=SessionKind(kind), order=SessionOrder.START))
        == expected
    )


def test_a_list_is_of_a_socket_or_of_all():
    assert keys(ListedSessions(history(SESSIONS), SPAN, socket=2)) == "a"
    assert keys(ListedSessions(history(SESSIONS), SPAN, socket=1, order=SessionOrder.START)) == "bcde"


def test_a_row_tells_the_session():
    (row,) = ListedSessions(history(SESSIONS[:1]), SPAN, order=SessionOrder.ENERGY)
    assert (row.value, row.start, row.key) == (500.0, 11, "a")
    assert json.loads(row.doc)["key"] == "a"


def test_of_what_is_stored_what_began_before_the_span_joins_what_is_computed():
    listed = ListedSessions(history(SESSIONS[3:5], EARLY), SPAN, order=SessionOrder.START)
    assert keys(listed) == "xde"
    assert listed.totals().total == 3


def test_totals_are_of_what_is_computed_and_of_what_the_store_counts():
    asked = []
    here = ListedSessions(history(SESSIONS), SPAN).totals()
    assert (here.total, here.counted, here.energy_wh) == (6, 4, 700)
    store = SimpleNamespace(session_totals=lambda *given: asked.append(given) or here)
    both = ListedSessions(
        history(SESSIONS, part=Span(11, 20), store=store), SPAN, 1, SessionKind.COUNTED
    ).totals()
    assert both.total == 2 + 6
    wanted = SessionsWanted(Span(11, 20), 77, 1, SessionKind.COUNTED, SessionOrder.NEWEST)
    assert asked == [("C", wanted, SPAN)]


def test_a_page_joins_stored_rows_in_their_order():
    rows = list(ListedSessions(history([SESSIONS[0], SESSIONS[3], SESSIONS[5]]), SPAN))
    asked = []

    def session_page(station, wanted, offset, limit):
        asked.append((station, wanted, offset, limit))
        return rows[offset : offset + limit]

    store = SimpleNamespace(session_page=session_page)
    listed = ListedSessions(history([SESSIONS[1], SESSIONS[4]], part=Span(11, 20), store=store), SPAN)
    assert keys(listed.page(0, 9)) == "fedba"
    assert asked == [("C", SessionsWanted(Span(11, 20), 77), 0, 9)]


def attempt(start, outcome=Outcome.SUCCESS, stage=Stage.ENERGY, socket=1):
    return Attempt(
        start=start,
        socket=socket,
        end=start + 1,
        outcome=outcome,
        stage=stage,
        because=Reason(Because.STARTED),
    )


ATTEMPTS = [
    attempt(11),
    attempt(15, Outcome.PENDING, Stage.PLUG),
    attempt(15, Outcome.ZERO_ENERGY, Stage.START, socket=2),
    attempt(21, Outcome.CHARGER_FAULT, Stage.PLUG),
]


@pytest.mark.parametrize(
    ("wanted", "places"),
    [
        ({}, [3, 2, 1, 0]),
        ({"kind": Outcome.SUCCESS}, [0]),
        ({"kind": AttemptGroup.FAILED}, [3, 2]),
        ({"kind": Outcome.PENDING}, [1]),
        ({"stage": Stage.PLUG}, [3, 1]),
        ({"stage": Stage.PLUG, "kind": AttemptGroup.FAILED}, [3]),
        ({"socket": 2}, [2]),
        ({"socket": 1, "kind": AttemptGroup.FAILED}, [3]),
    ],
)
def test_attempts_are_listed_the_newest_first_by_outcome_stage_and_socket(wanted, places):
    listed = ListedAttempts(history(ATTEMPTS), SPAN, **wanted)
    assert list(listed) == [ATTEMPTS[place] for place in places]
    assert listed.page(1, 1) == [ATTEMPTS[place] for place in places[1:2]]
    assert listed.total(listed.counts()) == len(places)


def test_counts_of_attempts_are_those_of_the_socket_whatever_is_shown_of_them():
    counts = ListedAttempts(history(ATTEMPTS), SPAN, socket=1, kind=AttemptGroup.FAILED).counts()
    assert {(str(count.outcome), count.attempts) for count in counts} == {
        ("success", 1),
        ("pending", 1),
        ("charger_fault", 1),
    }
    asked = []
    store = SimpleNamespace(
        attempt_counts=lambda *given: asked.append(given) or counts,
        attempt_page=lambda *given: asked.append(given) or [],
    )
    listed = ListedAttempts(
        history(ATTEMPTS, part=Span(11, 20), store=store), SPAN, 1, AttemptGroup.FAILED, Stage.PLUG
    )
    assert len(listed.counts()) == 6
    assert listed.page(0, 5) == [ATTEMPTS[3]]
    assert asked == [
        ("C", Span(11, 20), 77, 1),
        ("C", AttemptsWanted(Span(11, 20), 77, 1, AttemptGroup.FAILED, Stage.PLUG), 0, 5),
    ]
