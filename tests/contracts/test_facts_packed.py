"""What is asked of facts is answered the same wherever they are kept."""

from contextlib import contextmanager, nullcontext

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import Booted, OddityFound, Quiet, Sampled, StatusReported
from chargeboard.domain.records import FIRST_PLACE, LAST_PLACE, Retold
from chargeboard.store import open_store
from chargeboard.store.sql.known import fact_blocks, facts_in_order, forgetting
from chargeboard.time.instants import BEGINNING, HOUR
from chargeboard.time.spans import Span

DAY = 24 * HOUR
FOREVER = Span(-(2**60), 2**60)
INSTANTS = st.integers(0, 24).map(lambda n: n * 18 * HOUR)
FACTS = st.one_of(
    st.builds(Quiet, INSTANTS, INSTANTS, INSTANTS),
    st.builds(Booted, INSTANTS, INSTANTS, st.sampled_from(["a", "b"])),
    st.builds(StatusReported, INSTANTS, INSTANTS, st.integers(0, 1), st.just("Faulted")),
    st.builds(Sampled, INSTANTS, INSTANTS, st.none() | st.just(2)),
    st.builds(OddityFound, INSTANTS, INSTANTS, st.just(OddityKind.REPAIRED), st.just(())),
)
SAVED = st.tuples(st.just("save"), st.lists(FACTS, min_size=1, max_size=8))
RETOLD = st.tuples(
    st.just("retell"), st.tuples(st.integers(0, 9), INSTANTS, INSTANTS, st.lists(FACTS, max_size=3))
)
LET_GO = st.tuples(st.just("let go"), st.integers(0, 4).map(lambda n: n * 18 * HOUR))
STEPS = st.tuples(SAVED | SAVED | SAVED | RETOLD | LET_GO, st.sampled_from([None, 7, 14, 28, 28, 28]))
"""Something is kept or goes, and then what is so many days old is packed; or as soon as it is kept."""
LATER = 2**40


def save(store, facts, retold=None, old_before=BEGINNING):
    store.save_batch(facts, replace(store.progress("A"), received_at=LATER), retold, old_before)


@contextmanager
def few_at_once():
    """Blocks, and steps of what is bounded, hold a few facts, so that a few fill many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fact_blocks, "MOST", 3)
        patch.setattr(fact_blocks, "_MOST_ANEW", 7)
        for module in (facts_in_order, forgetting):
            patch.setattr(module, "MOST_ROWS", 2)
        yield


def answers(store, span, moment):
    """All that is asked of a station's facts."""
    return {
        "facts": store.facts("A", span),
        "known then": store.facts("A", span, moment),
        "first": [store.facts("A", span, moment, most) for most in (1, 3)],
        "late": store.any_late("A", span, moment),
        "retold": sorted(store.retold("A", span)),
        "oddities": store.oddities("A", span, moment),
        "turns": store.turns("A", span, moment),
        "last": store.last_fact_at("A", span.end),
        "part": store.facts_part("A", span.start, LAST_PLACE),
        "number": store.first_fact_heard_from("A", moment),
    }


def done(store, steps, *, packs):
    for (what, with_), days in steps:
        if what == "save":
            save(store, with_, old_before=(days or 0) * DAY if packs else BEGINNING)
        elif what == "retell":
            first, known_at, until, facts = with_
            save(store, facts, Retold(known_at, first, FIRST_PLACE, (until, until, 2**40)))
        else:
            while store.let_evidence_go("A", with_):
                pass
        if packs and days:
            store.pack_facts("A", days * DAY)


@settings(deadline=None, max_examples=150)
@given(
    st.booleans(),
    st.lists(STEPS, min_size=1, max_size=6),
    st.lists(st.tuples(INSTANTS, INSTANTS, INSTANTS), min_size=1, max_size=4),
)
def test_packed_facts_answer_as_rows_do(is_small, steps, asked):
    with few_at_once() if is_small else nullcontext():
        look_at_both(steps, asked)


def look_at_both(steps, asked):
    rows, packed = open_store(":memory:"), open_store(":memory:")
    done(rows, steps, packs=False)
    done(packed, steps, packs=True)
    for begin, end, moment in asked:
        span = Span(min(begin, end), max(begin, end))
        assert answers(packed, span, moment) == answers(rows, span, moment)
    assert answers(packed, FOREVER, 2**60) == answers(rows, FOREVER, 2**60)
    packed.forget("A")
    rows.forget("A")
    assert packed.facts("A", FOREVER) == rows.facts("A", FOREVER)
    assert replace(packed.progress("A"), revision=0) == replace(rows.progress("A"), revision=0)
    rows.close()
    packed.close()


@pytest.fixture
def packed(store):
    """A month of a fact a day, all of it in blocks of three."""
    with few_at_once():
        save(store, [Quiet(day * DAY, day * DAY, 0) for day in range(30)])
        assert store.pack_facts("A", 35 * DAY) == 30
    return store


def days(facts):
    return [fact.at // DAY for fact in facts]


def test_the_first_few_of_a_span_are_found_where_it_begins_within_a_block(packed):
    for begin in range(6):
        found = packed.facts("A", Span(begin * DAY, 30 * DAY), most=4)
        assert days(found) == [begin, begin + 1, begin + 2, begin + 3]


def test_the_latest_boot_before_a_span_is_found_behind_an_older_one_that_is_a_row(packed):
    save(packed, [Booted(20 * DAY, 20 * DAY, "new")])
    packed.pack_facts("A", 35 * DAY)
    save(packed, [Booted(3 * DAY, 3 * DAY, "old"), StatusReported(2 * DAY, 2 * DAY, 0, "Available")])
    assert days(packed.turns("A", Span(25 * DAY, 26 * DAY))) == [2, 20]
    assert days(packed.turns("A", Span(4 * DAY, 26 * DAY))) == [2, 3, 20]


def test_facts_of_frames_that_are_gone_are_not_forgotten(packed):
    packed.let_frames_go("A", 10 * DAY, b"")
    packed.forget("A")
    assert days(packed.facts("A", FOREVER)) == list(range(10))
    assert packed.progress("A").newest_fact_at == 9 * DAY


def test_facts_wait_until_their_week_is_over_or_a_block_is_full(store):
    save(store, [Quiet(day * DAY, day * DAY, 0) for day in range(5)])
    assert store.pack_facts("A", 6 * DAY) == 0
    with few_at_once():
        assert store.pack_facts("A", 6 * DAY) == 4
    assert store.pack_facts("A", 7 * DAY) == 1
    assert days(store.facts("A", FOREVER)) == [0, 1, 2, 3, 4]


def test_what_is_old_when_it_is_told_never_was_a_row_but_for_the_last_hour(store):
    with few_at_once():
        save(store, [Quiet(day * DAY, day * DAY, 0) for day in range(5)], old_before=9 * DAY)
        save(store, [Quiet(LATER - HOUR // 2, LATER, 0), *[Quiet(DAY * 5, 1, 0)] * 3], old_before=LATER)
        assert store.pack_facts("A", 2**60) == 1
    assert [fact.at for fact in store.facts("A", FOREVER)] == [
        *(day * DAY for day in range(5)),
        *[5 * DAY] * 3,
        LATER - HOUR // 2,
    ]


def test_a_clock_that_stands_still_fills_blocks_of_one_instant(store):
    with few_at_once():
        for received in range(40):
            save(store, [Quiet(DAY, received, 0)])
            store.pack_facts("A", 9 * DAY)
        save(store, [Quiet(DAY + 1, 3, 0), Quiet(DAY - 1, 4, 0)])
        store.pack_facts("A", 9 * DAY)
    found = store.facts("A", FOREVER)
    assert [fact.received_at for fact in found] == [4, *range(40), 3]


def test_packing_is_whole_or_not_at_all(packed, monkeypatch):
    save(packed, [Quiet(5 * DAY, 31 * DAY, 1)])
    before = packed.facts("A", FOREVER)
    monkeypatch.setattr(fact_blocks, "packed_facts", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        packed.pack_facts("A", 35 * DAY)
    assert packed.facts("A", FOREVER) == before
