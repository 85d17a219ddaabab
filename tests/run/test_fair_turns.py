"""
No charger delays another, whatever its history or rate: counted, not timed.

What answers chargers makes no fact and no conclusion; and between two turns of a charger at what understands,
any other has at most one part of a stated size.
"""

import json
from collections import Counter

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.ports.journal import FRAMES_AT_ONCE
from chargeboard.run.desk import Desk
from chargeboard.run.receiving.delivery import Delivery
from chargeboard.run.receiving.intake import Intake
from chargeboard.run.understanding import folding, settling
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.settle import FACTS_AT_ONCE, settle, settle_some
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from chargeboard.time.spans import Span
from of_engine import OfEngine
from projecting import projector_of

T0 = 1_760_000_000 * SECOND
DAY = 24 * HOUR
FOREVER = Span(-(2**62), 2**62)


def frame(station, at, action, **payload):
    text = json.dumps([2, f"{at}", action, payload])
    return Frame(station, at, "in", text, "c", "ocpp1.6")


def status(station, at, socket, word, error="NoError"):
    return frame(
        station, at, "StatusNotification", connectorId=socket, status=word, errorCode=error,
        timestamp=text_of(at),
    )  # fmt: skip


def never_idle(station, days, *, each=10 * MINUTE):
    """Connector 2 warns again and again, so that one error report always may still join another."""
    frames = [status(station, T0, 1, "Preparing")]
    words = ("Preparing", "Charging", "Finishing", "Available")
    ats = range(T0 + MINUTE, T0 + days * DAY, each)
    return frames + [status(station, at, 2, words[n % 4], "WeakSignal") for n, at in enumerate(ats)]


def flood(station, count):
    return [status(station, T0 + n * SECOND, 1, ("Preparing", "Available")[n % 2]) for n in range(count)]


class Counting(OfEngine):
    """Counts what is read and made between two turns."""

    def __init__(self, path):
        del path
        self.folded, self.read, self.rows = Counter(), Counter(), Counter()

    def save_batch(self, facts, progress, *rest):
        self.folded[progress.station] += len(facts)
        super().save_batch(facts, progress, *rest)

    def facts(self, station, *rest, **named):
        found = super().facts(station, *rest, **named)
        self.read[station] = max(self.read[station], len(found))
        return found


@pytest.fixture
def store(tmp_path):
    store = Counting(tmp_path / "b.db")
    yield store
    store.close()


@pytest.fixture
def small(monkeypatch):
    """Parts are small, so that little is long."""
    monkeypatch.setattr("chargeboard.run.understanding.settle.FACTS_AT_ONCE", 300)
    monkeypatch.setattr("chargeboard.run.understanding.settling.FACTS_AT_ONCE", 300)
    monkeypatch.setattr("chargeboard.run.understanding.save._ROWS", 100)
    for module in ("facts_in_order", "forgetting", "dropping"):
        monkeypatch.setattr(f"chargeboard.store.sql.known.{module}.MOST_ROWS", 100)


class Away:
    """What takes long is left to somebody else, who never comes back with it."""

    def __init__(self):
        self.stations = []

    def start(self, station):
        self.stations.append(station)

    def ended(self):
        return None

    def stop(self):
        pass


def desk_over(store, days=400):
    return Desk(store, profile, lambda: T0 + days * DAY)


def profile(station):
    return Profile(id=station, policy=Policy(silence_detection=False, error_merge_s=1800))


def test_who_commits_makes_no_fact_and_no_conclusion(store):
    store.append(never_idle("LONG", 60) + flood("LOUD", 5000))
    told = []
    intake = Intake(store, lambda: T0, lambda _: None, lambda stations, _="heard": told.extend(stations))
    intake.start()
    intake.submit(Delivery(flood("LOUD", 3000), is_batch=True))
    for n in range(200):
        intake.submit(Delivery([status(f"C{n % 5}", T0 + DAY + n * SECOND, 1, "Available")]))
    intake.stop()
    assert not store.folded
    assert not store.read
    assert set(told) == {"LOUD", *(f"C{n}" for n in range(5))}


@pytest.mark.parametrize("days", [25, 50])
def test_between_two_turns_of_a_charger_another_one_is_settled_by_no_more_than_a_part(store, days):
    store.append(never_idle("LONG", days, each=8 * MINUTE))
    store.append(flood("LOUD", 5 * FRAMES_AT_ONCE // 2))
    others = [f"C{n}" for n in range(4)]
    for other in others:
        store.append(flood(other, 8))
    away = Away()
    chores = Chores(projector_of(desk_over(store)), packs=False, long=away)
    chores.heard(["LONG", "LOUD", *others], T0)
    waits = dict.fromkeys(others, 0)
    for _ in range(2000):
        store.folded.clear()
        store.read.clear()
        if not chores.work():
            break
        assert sum(store.folded.values()) <= 2 * FRAMES_AT_ONCE + days, "a fact a frame, and one a day"
        assert max(store.read.values(), default=0) <= FACTS_AT_ONCE
        for other in waits:
            if store.progress(other).settled_until is None:
                waits[other] += 1
    assert max(waits.values()) <= 40, "turns of all, whatever the others have"
    assert away.stations == ["LONG"]
    assert store.progress("LOUD").settled_until is not None


def test_a_tail_that_cannot_end_is_looked_at_again_only_when_it_has_grown(store, small, monkeypatch):
    frames = never_idle("LONG", 25)
    monkeypatch.setattr(settling, "_EVERY_S", 0.0)
    monkeypatch.setattr(settling, "_REST", 0)
    monkeypatch.setattr(folding, "_EVERY_S", 0.0)
    monkeypatch.setattr(folding, "_GATHER_S", 0.0)
    looked = 0
    chores = Chores(projector_of(desk_over(store)), packs=False)
    for begin in range(0, len(frames), 40):
        store.append(frames[begin : begin + 40])
        chores.heard(["LONG"], T0)
        store.read.clear()
        while chores.work():
            pass
        looked += store.read["LONG"]
    tail = len(store.facts("LONG", FOREVER))
    assert tail > 3_000
    # each look is at a tail a quarter longer than that of the one before; without that it would be 45 times
    assert looked < 8 * tail


def stored(store, station):
    """All that is kept of a charger."""
    progress = store.progress(station)
    return (
        store.conclusions(station, FOREVER),
        store.sessions(station, FOREVER),
        store.orphans(station, FOREVER),
        progress.settled_until,
        progress.dirty_from,
    )


def bursts(station, days):
    """A fortnight without a pause, then one, over and over; so that what is kept comes in large pieces."""
    frames = []
    for begin in range(0, days, 14):
        at = T0 + begin * DAY
        frames += [status(station, at, 1, "Preparing")]
        frames += [
            status(station, at + n * 20 * MINUTE, 2, ("Preparing", "Available")[n % 2], "WeakSignal")
            for n in range(1, 10 * 72)
        ]
        frames += [status(station, at + 11 * DAY, one, "Available") for one in (1, 2)]
    return frames


def test_parts_give_what_the_whole_gives_and_late_news_takes_back_in_steps(store, small, tmp_path):
    desk = desk_over(store)
    store.append(bursts("A", 42))
    projector_of(desk).fold("A")
    turns = [settle_some(store, profile("A"))]
    while not turns[-1].is_done:
        if turns[-1].is_long:
            settle(store, profile("A"), 300)
        turns.append(settle_some(store, profile("A")))
    assert any(turn.is_long for turn in turns)
    whole = Counting(tmp_path / "whole.db")
    whole.append(bursts("A", 42))
    projector_of(desk_over(whole)).fold("A")
    settle(whole, profile("A"), 10**9)
    assert stored(store, "A") == stored(whole, "A")
    # one late status from the beginning has all of it concluded again
    late = [status("A", T0 + 60 * DAY, 3, "Faulted")]
    late = [Frame("A", T0 + 60 * DAY, "in", late[0].text.replace(text_of(T0 + 60 * DAY), text_of(T0 + HOUR)))]
    for one in (store, whole):
        one.append(late)
        projector_of(desk_over(one)).fold("A")
        settle(one, profile("A"), 300)
    assert stored(store, "A") == stored(whole, "A")
    whole.close()


def test_a_long_settlement_holds_while_newer_things_are_learned_and_not_when_older_ones_are(store, small):
    desk = desk_over(store)
    frames = bursts("A", 28)
    store.append(frames)
    projector_of(desk).fold("A")
    told = []

    class Busy(Counting):
        """News arrives while what takes long is written."""

        news = ()

        def settle_part(self, *given):
            if self.news:
                news, self.news = self.news, ()
                store.append(news)
                projector_of(desk).fold("A")
            told.append(given[2])
            super().settle_part(*given)

    busy = Busy(store._db.path)
    busy.news = [status("A", T0 + 60 * DAY, 1, "Preparing")]
    settle(busy, profile("A"), 300)
    assert told, "it was long"
    assert store.progress("A").dirty_from is None
    calm = stored(store, "A")
    store.forget("A")
    projector_of(desk).fold("A")
    older = status("A", T0 + 61 * DAY, 1, "Available")
    busy.news = [
        Frame("A", older.received_at, "in", older.text.replace(text_of(T0 + 61 * DAY), text_of(T0 + 1)))
    ]
    settle(busy, profile("A"), 300)
    assert store.progress("A").dirty_from is None
    assert stored(store, "A")[0] != calm[0]
    busy.close()


def test_whoever_ends_while_a_long_settlement_is_written_leaves_nothing_that_is_shown(store, small):
    desk = desk_over(store)
    store.append(bursts("A", 28))
    projector_of(desk).fold("A")

    class Ending(Counting):
        """The process ends behind the second part."""

        parts = 0

        def settle_part(self, *given):
            self.parts += 1
            super().settle_part(*given)
            if self.parts == 2:
                raise KeyboardInterrupt

    ending = Ending(store._db.path)
    with pytest.raises(KeyboardInterrupt):
        settle(ending, profile("A"), 300)
    ending.close()
    begun = desk.board("A")
    projector_of(desk).settle("A")
    settled = desk.board("A")
    assert begun == settled
    store.forget("A")
    projector_of(desk).refresh("A")
    assert desk.board("A") == settled


def test_what_is_forgotten_in_part_is_forgotten_on_by_whoever_comes(store):
    desk = desk_over(store)
    store.append(never_idle("A", 25))
    projector_of(desk).refresh("A")
    before = store.facts("A", FOREVER)
    assert len(before) > 3000
    assert not store.forget_some("A")
    left = store.facts("A", FOREVER)
    assert left == before[: len(left)]
    assert 0 < len(before) - len(left) <= 2001
    projector_of(desk).refresh("A")
    assert store.facts("A", FOREVER) == before


def test_old_frames_that_go_on_coming_do_not_hold_up_the_fold_for_ever(store):
    desk = desk_over(store)
    history = never_idle("A", 45)
    store.append(history)
    projector_of(desk).fold("A")
    reached = []
    store.append([status("A", T0 - DAY, 1, "Available")])
    for n in range(200):
        part = projector_of(desk).fold_some("A")
        reached.append(store.progress("A").received_at)
        if part.is_all and not store.needs_refold("A"):
            break
        if n < 40:
            # another one each time
            store.append([status("A", T0 - (n + 2) * DAY, 1, "Available")])
    assert max(reached[5:]) == history[-1].received_at
    assert not store.needs_refold("A")
