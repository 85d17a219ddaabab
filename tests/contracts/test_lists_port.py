from decimal import Decimal

import msgspec
import pytest

from chargeboard.domain.codes import Outcome, SessionFlag, Stage
from chargeboard.domain.conclusions import Attempt, Conclusions, Session
from chargeboard.domain.figures.lists import (
    AttemptGroup,
    AttemptsWanted,
    ListedSession,
    SessionOrder,
    SessionsWanted,
)
from chargeboard.domain.figures.tallies import AttemptCount, SessionTotals
from chargeboard.domain.reasons import Because, Reason
from chargeboard.time.instants import NEVER
from chargeboard.time.spans import Span

EVER = Span(0, 10**18)


def session(start, end, wh, key="", **more):
    given = {"socket": 1, "reason": "Local", "is_completed": wh is not None and wh > 99} | more
    energy_wh = None if wh is None else Decimal(wh)
    return Session(key=key or f"k{start}", start=start, end=end, energy_wh=energy_wh, **given)


SESSIONS = [
    session(10, 40, 5000),
    session(10, 20, 7000, key="k10b", socket=2, flags=(SessionFlag.REVISED,)),
    session(30, 90, 50, end_inferred=True),
    session(50, None, 900, socket=None),
    session(60, 65, None, flags=(SessionFlag.ROLLOVER,)),
    session(70, 80, 5000, reason="PowerLoss", counts_energy=False),
]


def settle(store, station="A", sessions=(), attempts=()):
    found = Conclusions(sessions=list(sessions), attempts=list(attempts))
    docs = [msgspec.json.encode({"key": one.key}) for one in sessions]
    store.settle(store.progress(station), 0, found, docs, [], [])


def keys(store, offset=0, limit=99, **wanted):
    rows = store.session_page("A", SessionsWanted(**({"span": EVER} | wanted)), offset, limit)
    assert [msgspec.json.decode(one.doc)["key"] for one in rows] == [one.key for one in rows]
    return " ".join(one.key for one in rows)


@pytest.fixture
def store(store):
    settle(store, "A", SESSIONS)
    settle(store, "B", [session(10, 20, 1_000_000)])
    return store


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("start", "k10 k10b k30 k50 k60 k70"),
        ("-start", "k70 k60 k50 k30 k10 k10b"),
        ("energy", "k30 k50 k10 k70 k10b k60"),
        ("-energy", "k10b k70 k10 k50 k30 k60"),
        ("duration", "k60 k10b k70 k10 k30 k50"),
        ("-duration", "k30 k10 k70 k10b k60 k50"),
        ("end", "k10b k10 k60 k70 k30 k50"),
        ("-end", "k30 k70 k60 k10 k10b k50"),
        ("socket", "k10 k30 k60 k70 k10b k50"),
        ("-socket", "k10b k70 k60 k30 k10 k50"),
    ],
)
def test_sessions_are_in_order_with_the_unknown_last_and_pages_are_pieces_of_it(store, order, expected):
    order = SessionOrder(order)
    assert keys(store, order=order) == expected
    pages = [keys(store, offset, 2, order=order) for offset in range(0, 8, 2)]
    assert " ".join(filter(None, pages)) == expected


@pytest.mark.parametrize(
    ("kind", "expected", "totals"),
    [
        ("", "k10 k10b k30 k50 k60 k70", SessionTotals(6, 4, 12_900, 3, 2)),
        ("counted", "k10 k10b k50 k70", SessionTotals(4, 4, 12_900, 3, 2)),
        ("not_counted", "k30 k60", SessionTotals(2)),
        ("open", "k50", SessionTotals(1)),
        ("inferred", "k30", SessionTotals(1)),
        ("revised", "k10b", SessionTotals(1, 1, 7000, 1, 1)),
        ("odd", "k10b k30 k60", SessionTotals(3, 1, 7000, 1, 1)),
    ],
)
def test_sessions_of_a_kind_are_listed_and_counted(store, kind, expected, totals):
    # one that is open ended nowhere
    open_ones = kind in {"", "counted"}
    expected_totals = msgspec.structs.replace(
        totals, counted=totals.counted - open_ones, energy_wh=totals.energy_wh - 900 * open_ones
    )
    assert keys(store, order=SessionOrder.START, kind=kind) == expected
    assert store.session_totals("A", SessionsWanted(EVER, kind=kind), EVER) == expected_totals


def test_a_list_holds_what_starts_in_its_span_and_counts_what_ended_in_its_window(store):
    assert keys(store, order=SessionOrder.START, span=Span(30, 70), socket=1) == "k30 k60"
    assert keys(store, span=Span(71, 99)) == ""
    wanted = SessionsWanted(Span(10, 11))
    assert store.session_totals("A", wanted, Span(20, 40)) == SessionTotals(2, 1, 7000, 2, 2)
    assert store.session_totals("A", wanted, Span(20, 41)) == SessionTotals(2, 2, 12_000, 2, 2)
    assert store.session_totals("C", wanted, EVER) == SessionTotals()
    [row] = store.session_page("A", SessionsWanted(EVER, order=SessionOrder.MOST_ENERGY), 0, 1)
    assert row == ListedSession(7000, 10, "k10b", b'{"key":"k10b"}')


def tried(start, outcome, stage="plug", **more):
    return Attempt(
        **(
            {
                "socket": 1,
                "start": start,
                "end": start,
                "outcome": outcome,
                "stage": stage,
                "because": Reason(Because.RUNNING),
            }
            | more
        )
    )


def test_attempts_are_counted_by_how_they_went_and_paged_the_newest_first(store):
    attempts = [
        tried(10, "success", "energy", session_keys=("a",), ended_well=True),
        tried(10, "success", "energy", session_keys=("b",), end=None, ended_well=True),
        tried(20, "auth_rejected", plugged_at=20),
        tried(30, "auth_rejected", "authorise", socket=None, authorised_at=30),
        tried(40, "pending", end=None),
    ]
    settle(store, "A", attempts=attempts)
    assert sorted(store.attempt_counts("A", EVER, NEVER, None), key=lambda one: (one.outcome, one.stage)) == [
        AttemptCount("auth_rejected", "authorise", 1, 1, 0, 1, 0, 0),
        AttemptCount("auth_rejected", "plug", 1, 1, 1, 0, 0, 0),
        AttemptCount("pending", "plug", 1, 0, 0, 0, 0, 0),
        AttemptCount("success", "energy", 2, 1, 2, 2, 2, 1),
    ]
    assert store.attempt_counts("A", Span(20, 30), NEVER, 1) == [
        AttemptCount("auth_rejected", "plug", 1, 1, 1)
    ]

    def page(offset=0, limit=99, **wanted):
        return store.attempt_page("A", AttemptsWanted(**({"span": EVER} | wanted)), offset, limit)

    newest = attempts[::-1]
    assert page() == newest
    assert [one for offset in range(0, 6, 2) for one in page(offset, 2)] == newest
    assert page(kind=AttemptGroup.FAILED) == newest[1:3]
    assert page(kind=Outcome.SUCCESS, span=Span(10, 11)) == newest[3:]
    assert page(stage=Stage.PLUG, socket=1) == [newest[0], newest[2]]
