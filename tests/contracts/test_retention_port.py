from datetime import date
from decimal import Decimal

from test_conclusions_port import FOREVER, attempt, keys, session, settle
from test_journal_port import T0, frame, frames

from chargeboard.domain.conclusions import Checkpoint, DayFigures, Orphan, Reading
from chargeboard.domain.facts import Quiet
from chargeboard.domain.records import KeptSince, Progress
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span

HOLDING = [frame(second) for second in range(10)]
HALF = T0 + 5 * SECOND


def quiet(at, received_at):
    return Quiet(at, received_at, at + 1)


def day(number):
    return DayFigures(on=date(1970, 1, number), length=24 * HOUR, states={1: {"available": HOUR}})


def test_nothing_is_let_go_of_by_itself(store):
    store.append(HOLDING)
    assert store.kept_since("A") == KeptSince()
    assert store.all_kept_since() == {}


def test_frames_from_before_are_gone_rows_and_packed_ones_alike(store):
    store.append([*HOLDING, frame(1, station="B")])
    store.pack("A", T0 + 8 * SECOND)
    store.let_frames_go("A", HALF, b"{}")
    assert frames(store) == HOLDING[5:]
    assert len(frames(store, "B")) == 1
    assert store.all_kept_since() == {"A": KeptSince(frames=HALF, mark=b"{}")}
    store.let_frames_go("A", T0 + 9 * SECOND, b"[]")
    assert frames(store) == HOLDING[9:]


def test_frames_from_before_are_not_taken_again(store):
    store.append(HOLDING)
    store.let_frames_go("A", HALF, b"{}")
    store.begin_delivery()
    assert store.append([*HOLDING, frame(10)]) == 1
    assert frames(store) == [*HOLDING[5:], frame(10)]


def test_what_is_forgotten_to_be_read_again_is_what_frames_that_are_kept_told(store):
    store.append(HOLDING)
    old, late, new = quiet(T0, received_at=T0), quiet(T0, received_at=HALF), quiet(HALF, received_at=HALF)
    store.save_batch([old, late, new], Progress(station="A", received_at=HALF, seq=6, newest_fact_at=HALF))
    store.let_frames_go("A", HALF, b"{}")
    store.forget("A")
    assert store.facts("A", FOREVER) == [old]
    begun = store.progress("A")
    assert (begun.snapshot, begun.seq, begun.first_fact_at, begun.newest_fact_at) == (b"", 0, T0, T0)
    assert store.fact_count("A") == 1
    store.save_batch([late, new], begun)
    assert store.facts("A", FOREVER) == [old, late, new]
    assert store.first_fact_heard_from("A", HALF) == 1
    assert store.first_fact_heard_from("A", HALF + 1) == 3


def test_evidence_goes_up_to_a_checkpoint_and_what_followed_from_it_stays(store):
    store.save_batch(
        [quiet(at, received_at=at) for at in range(10, 5000)], Progress(station="A", newest_fact_at=5000)
    )
    checkpoints = [Checkpoint(at=at, received_until=at, carry=b"") for at in (100, 3000)]
    settle(
        store,
        sessions=[
            session(10, 20, readings=(Reading(10, Decimal(1)), Reading(20, Decimal(2)))),
            session(4000, 4001, readings=(Reading(4000, Decimal(1)),)),
        ],
        attempts=[attempt(9, 21)],
        days=[day(1)],
        checkpoints=checkpoints,
    )
    before = store.revision("A")
    parts = 0
    while store.let_evidence_go("A", 3000):
        parts += 1
    assert parts == 2, "2,000 facts each"
    assert store.revision("A") > before, "who keeps what was read reads again"
    assert [one.at for one in store.facts("A", FOREVER)] == list(range(3000, 5000))
    assert store.checkpoint("A", 2999, None) is None
    assert store.checkpoint("A", 3000, None) == checkpoints[1]
    old, new = store.sessions("A", FOREVER)
    assert (old.readings, old.energy_wh, len(new.readings)) == ((), 1000, 1)
    assert len(store.attempts("A", FOREVER)) == 1
    assert store.kept_since("A") == KeptSince(evidence=3000, thinned=3000)


def test_conclusions_that_cannot_be_made_again_are_not_forgotten(store):
    store.save_batch(
        [quiet(at, received_at=at) for at in (10, 4000)], Progress(station="A", newest_fact_at=4000)
    )
    settle(
        store,
        sessions=[session(10, 20), session(4000, 4001)],
        days=[day(1), day(4)],
        checkpoints=[
            Checkpoint(at=3000, received_until=30, carry=b""),
            Checkpoint(at=5000, received_until=30, carry=b""),
        ],
    )
    while store.let_evidence_go("A", 3000):
        pass
    store.forget("A")
    assert keys(store.sessions("A", FOREVER)) == ["k10"]
    assert [one.on for one in store.days("A", date(1970, 1, 1), date(1970, 2, 1))] == [date(1970, 1, 1)]
    assert store.checkpoint("A", 10_000, None).at == 3000


def test_sessions_go_with_attempts_and_stray_stops_and_days_stay(store):
    settle(
        store,
        sessions=[session(at, at + 1) for at in (10, 20, 30)],
        attempts=[attempt(at, at + 1) for at in (10, 20, 30)],
        orphans=[Orphan(at=at, transaction_id="7", meter_stop_wh=None, reason=None) for at in (10, 30)],
        days=[day(1)],
    )
    while store.let_sessions_go("A", 30):
        pass
    assert keys(store.sessions("A", FOREVER)) == ["k30"]
    assert [one.start for one in store.stays("A", FOREVER)] == [30]
    assert [one.start for one in store.attempts("A", FOREVER)] == [30]
    assert [one.at for one in store.orphans("A", Span(0, 100))] == [30]
    assert len(store.days("A", date(1970, 1, 1), date(1970, 1, 2))) == 1
    assert store.kept_since("A").sessions == 30


def test_what_is_gone_stays_gone_whatever_is_asked_for_later(store):
    store.let_sessions_go("A", 30)
    store.let_sessions_go("A", 10)
    assert store.kept_since("A").sessions == 30
