from decimal import Decimal

import msgspec
import pytest

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.facts import (
    Booted,
    LinkOpened,
    OddityFound,
    Phases,
    Quiet,
    Sampled,
    StartReported,
    StatusReported,
)
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.domain.records import Overtaken, Progress, Retold
from chargeboard.time.spans import Span

FOREVER = Span(0, 10**18)


def save(store, facts, station="A", **changes):
    progress = msgspec.structs.replace(store.progress(station), **changes)
    store.save_batch(facts, progress)
    return store.progress(station)


def test_a_station_without_facts_has_fresh_progress(store):
    assert store.progress("A") == Progress(station="A")
    assert store.facts("A", FOREVER) == []


def test_facts_come_back_exactly(store):
    facts = [
        LinkOpened(1, 1, "c1"),
        Booted(2, 2, vendor="Alfen", firmware="6.6"),
        StatusReported(3, 3, 1, "Charging", info="ü", repeats=2, repeated_at=9),
        StartReported(4, 4, "r", "k", 1, "t", Decimal("1234567890.123456789")),
        Sampled(
            5,
            5,
            1,
            register_wh=Decimal("0.1"),
            power_w=1 / 3,
            soc_pct=55.5,
            current_a=Phases(1.5, None, 0.0),
            export_wh=Decimal("1E+3"),
        ),
        Quiet(6, 6, 7),
    ]
    save(store, facts)
    assert store.facts("A", FOREVER) == facts
    assert [type(fact) for fact in store.facts("A", FOREVER)] == [type(fact) for fact in facts]
    assert store.facts("A", Span(4, 5))[0].meter_start_wh.as_tuple() == facts[3].meter_start_wh.as_tuple()


def test_facts_come_by_when_they_happened_then_by_receipt_then_by_insertion(store):
    first = [Quiet(5, 9, 101), Quiet(3, 9, 102), Quiet(5, 8, 103)]
    second = [Quiet(5, 9, 104), Quiet(1, 20, 105), Quiet(5, 9, 106)]
    save(store, first)
    save(store, second)
    assert [fact.until for fact in store.facts("A", FOREVER)] == [105, 102, 103, 101, 104, 106]


def test_a_span_holds_its_first_instant_and_not_its_last(store):
    save(store, [Quiet(at, at, at) for at in range(10)])
    assert [fact.at for fact in store.facts("A", Span(3, 6))] == [3, 4, 5]
    assert store.facts("A", Span(6, 6)) == []


def test_a_view_of_an_earlier_moment_sees_only_what_was_received_by_then(store):
    save(store, [Quiet(1, 1, 0), Quiet(2, 50, 0), Quiet(3, 3, 0)])
    assert [fact.at for fact in store.facts("A", FOREVER, 3)] == [1, 3]
    assert [fact.at for fact in store.facts("A", FOREVER, 49)] == [1, 3]
    assert [fact.at for fact in store.facts("A", FOREVER, 50)] == [1, 2, 3]


def test_facts_and_progress_are_of_one_station(store):
    save(store, [Quiet(1, 1, 1)], "A")
    save(store, [Quiet(2, 2, 2)], "B")
    assert store.facts("A", FOREVER) == [Quiet(1, 1, 1)]
    store.forget("A")
    assert store.facts("A", FOREVER) == []
    assert store.facts("B", FOREVER) == [Quiet(2, 2, 2)]


def test_progress_comes_back_as_it_was_saved_one_revision_further(store):
    given = Progress(
        station="A",
        received_at=5,
        seq=7,
        fold_version="v",
        snapshot=b'{"x":1}',
        first_fact_at=1,
        newest_fact_at=9,
        dirty_from=2,
        settled_until=3,
        conclusions_version="c",
    )
    store.save_batch([], given)
    assert store.progress("A") == msgspec.structs.replace(given, revision=1)
    store.save_batch([], store.progress("A"))
    assert store.progress("A").revision == 2


def test_who_was_overtaken_writes_nothing(store):
    stale = store.progress("A")
    save(store, [Quiet(1, 1, 1)])
    with pytest.raises(Overtaken):
        store.save_batch([Quiet(1, 1, 1)], stale)
    with pytest.raises(Overtaken):
        store.settle(stale, 0, Conclusions(), [], [], [])
    assert len(store.facts("A", FOREVER)) == 1
    assert store.progress("A").revision == 1


def test_a_batch_is_kept_wholly_or_not_at_all(store):
    before = save(store, [Quiet(1, 1, 1)])
    with pytest.raises(OverflowError):
        store.save_batch([Quiet(2, 2, 2), Quiet(2**70, 3, 3)], before)
    assert store.progress("A") == before
    assert store.facts("A", FOREVER) == [Quiet(1, 1, 1)]


def test_forgetting_leaves_only_a_higher_revision(store):
    before = save(store, [Quiet(1, 1, 1)], snapshot=b"x", seq=4, received_at=9, dirty_from=1)
    store.forget("A")
    after = store.progress("A")
    assert after.revision > before.revision
    assert msgspec.structs.replace(after, revision=0) == Progress(station="A")


def test_equal_facts_are_two_facts(store):
    save(store, [Quiet(1, 1, 1), Quiet(1, 1, 1)])
    save(store, [Quiet(1, 1, 1)])
    assert store.facts("A", FOREVER) == [Quiet(1, 1, 1)] * 3


def test_oddities_of_a_span_are_found_among_other_facts(store):
    odd = [
        OddityFound(at, at + 1, "repaired", (Reason(Oddity.VALUE_LEFT_OUT),), "x" * at, "Q34", at)
        for at in (1, 50, 99)
    ]
    save(store, [*odd, *(Quiet(at, at, at) for at in range(100)), Booted(50, 50, vendor="odd")])
    save(store, [OddityFound(50, 50, "clock", (Reason(Oddity.STAMP_NOT_USABLE),))], station="B")
    assert store.oddities("A", FOREVER) == odd
    assert store.oddities("A", Span(1, 99)) == odd[:2]
    assert store.oddities("A", FOREVER, received_until=51) == odd[:2]
    store.forget("A")
    assert store.oddities("A", FOREVER) == []


def test_turns_are_boots_and_words_of_the_charger_itself_with_the_latest_of_each_before(store):
    at = [1_764_000_000_000_000 + n * 1_000_000 for n in range(10)]
    boots = [
        Booted(at[n], at[n] + late, reason=f"{n}") for n, late in ((0, 0), (2, 0), (5, 0), (8, 9_000_000))
    ]
    own = [StatusReported(at[n], at[n], 0, status) for n, status in ((1, "Available"), (6, "Unavailable"))]
    others = [
        StatusReported(at[3], at[3], 1, "Charging"),
        StatusReported(at[6], at[6], 2, "Faulted"),
        Sampled(at[7], at[7], 1, power_w=1.0),
        LinkOpened(at[4], at[4], "c"),
    ]
    save(store, [*boots, *own, *others])
    save(store, [Booted(at[5], at[5], reason="of another")], station="B")
    assert store.turns("A", Span(at[4], at[8])) == [own[0], boots[1], boots[2], own[1]]
    assert store.turns("A", Span(at[5], at[8] + 1)) == [own[0], boots[1], boots[2], own[1], boots[3]]
    assert store.turns("A", Span(at[5], at[8] + 1), received_until=at[8]) == [
        own[0],
        boots[1],
        boots[2],
        own[1],
    ]
    assert store.turns("A", Span(at[0], at[0])) == []
    assert store.turns("A", FOREVER) == sorted([*boots, *own], key=lambda fact: fact.at)
    assert store.turns("C", FOREVER) == []


def test_what_is_told_again_counts_from_when_that_was_known(store):
    save(store, [Quiet(1, 1, 10), Quiet(2, 2, 20), Quiet(3, 3, 30)], received_at=3)
    retold = Retold(known_at=5, replaces=1, behind=(2, 0, 0))
    store.save_batch([Quiet(7, 2, 21), Quiet(8, 3, 31)], store.progress("A"), retold)
    store.save_batch([Quiet(9, 3, 40), Quiet(9, 9, 41)], store.progress("A"), Retold(known_at=5))
    now = [Quiet(1, 1, 10), Quiet(7, 2, 21), Quiet(8, 3, 31), Quiet(9, 3, 40), Quiet(9, 9, 41)]
    assert store.facts("A", FOREVER) == now
    assert store.facts("A", FOREVER, received_until=4) == [Quiet(1, 1, 10), Quiet(2, 2, 20), Quiet(3, 3, 30)]
    assert store.facts("A", FOREVER, received_until=5) == now[:-1]
    assert store.retold("A", FOREVER) == [(2, 5), (3, 5), (7, 5), (8, 5), (9, 5)]
    assert store.retold("B", FOREVER) == []


def test_the_last_thing_before_an_instant(store):
    save(store, [LinkOpened(5, 5, "c"), Quiet(90, 100, 95), LinkOpened(200, 200, "d")])
    found = [store.last_fact_at("A", before) for before in (10**18, 200, 90, 5)]
    assert found == [200, 90, 5, None]
    assert store.last_fact_at("B", 10**18) is None


def test_the_revisions_of_many_stations_are_those_of_each(store):
    for station in ("A", "B", "B"):
        store.save_batch([], store.progress(station))
    asked = ["A", "B", "NOBODY"]
    assert (
        store.revisions_of(asked) == {"A": store.revision("A"), "B": store.revision("B")} == {"A": 1, "B": 2}
    )
    assert store.revisions_of([]) == {}
