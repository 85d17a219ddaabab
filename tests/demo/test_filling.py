import datetime as dt
import re
from itertools import islice

import pytest
from msgspec import convert, structs

from chargeboard.capture.redaction import Redactor
from chargeboard.demo import TOWN, Feed, told
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of
from chargeboard.time.spans import Span
from projecting import projector_of

NOW = instant_of(dt.datetime(2026, 3, 30, 11, 12, 13, tzinfo=dt.UTC))
SOME = tuple(
    structs.replace(place, days=min(place.days, 6))
    for place in TOWN
    if place.id in {"LIN-DC-4", "LIN-AC-9", "LIN-DC-11", "TKU-AC-1"}
)
ALL_TIME = Span(0, NOW + HOUR)
NAMES = {place.id: place.name for place in SOME}


def feed():
    return Feed(NOW, Redactor(b"a key"), town=SOME)


def profile(station):
    place = next(place for place in SOME if place.id == station)
    policy = convert({"timezone": place.timezone, "rated_kw": place.rated_kw}, Policy)
    return Profile(id=station, name=place.name, site=place.site, timezone_is_default=False, policy=policy)


@pytest.fixture
def desk(tmp_path):
    store = open_store(tmp_path / "town.db")
    yield Desk(store, profile, lambda: NOW)
    store.close()


@pytest.fixture
def onlooker(tmp_path, desk):
    """Another connection, as the process that serves the page has one."""
    store = open_store(tmp_path / "town.db", read_only=True)
    yield Desk(store, profile, lambda: NOW)
    store.close()


def shown(desk):
    boards = [desk.board(place.id) for place in SOME]
    for board in boards:
        board.charger = None  # among others the revision
    return boards


def days_known(desk, station):
    return desk.board(station).overview.days


class Watched:
    """A projector at whose every step somebody looks at the page."""

    def __init__(self, desk, onlooker):
        self.projector, self.onlooker, self.seen = projector_of(desk), onlooker, []
        desk.store.save_batch = self.looked_at(desk.store.save_batch)
        desk.store.forget_some = self.looked_at(desk.store.forget_some)

    def looked_at(self, step):
        def step_and_look(*arguments):
            done = step(*arguments)
            self.look()
            return done

        return step_and_look

    def look(self):
        self.seen.append({station: days_known(self.onlooker, station) for station in NAMES})

    def take(self, frames):
        self.projector.take(frames)
        self.look()

    def refresh(self, station):
        self.projector.refresh(station)
        self.look()

    def together(self):
        return self.projector.together()


def test_what_was_filled_in_is_what_is_told_at_once(desk, tmp_path):
    begun = feed()
    begun.begin(projector_of(desk))
    assert [told.waiting for told in begun.fill(projector_of(desk))]
    begun.until(projector_of(desk), NOW + HOUR)
    store = open_store(tmp_path / "at_once.db")
    other = Desk(store, profile, lambda: NOW)
    at_once = feed()
    at_once.until(projector_of(other), NOW)
    at_once.until(projector_of(other), NOW + HOUR)
    assert shown(desk) == shown(other)
    for station in NAMES:
        assert desk.store.facts(station, ALL_TIME) == store.facts(station, ALL_TIME)
        assert desk.store.sessions(station, ALL_TIME) == store.sessions(station, ALL_TIME)
    store.close()


class Ledger:
    """Writes down what it is given."""

    def __init__(self):
        self.frames = []
        self.take = self.frames.extend

    def refresh(self, station):
        """Nothing."""


def test_the_first_page_waits_for_the_last_days_only():
    ledger = Ledger()
    begun = Feed(NOW, str)
    begun.begin(ledger)
    assert {frame.station for frame in ledger.frames} == {place.id for place in TOWN}
    assert len(ledger.frames) < 0.1 * sum(begun._older.values())


def test_the_first_days_begin_with_nothing_under_way(desk):
    feed().begin(projector_of(desk))
    for board in shown(desk):
        quality = board.data_quality
        assert (quality.orphan_stops, quality.quarantined) == (0, 0)
        assert 1 <= board.overview.days <= 3


def test_nobody_ever_sees_a_part_of_a_history(desk, onlooker):
    begun = feed()
    begun.begin(projector_of(desk))
    watched = Watched(desk, onlooker)
    first = {station: days_known(desk, station) for station in NAMES}
    whole_by_now = {}
    for filling in begun.fill(watched):
        assert sorted(filling.whole + filling.waiting) == sorted(NAMES.values())
        for station, name in NAMES.items():
            known = days_known(onlooker, station)
            assert (known > first[station]) == (name in filling.whole), (name, known)
            whole_by_now[station] = known
    assert len(watched.seen) >= 2 * len(NAMES)
    last = {station: days_known(onlooker, station) for station in NAMES}
    for seen in watched.seen:
        assert all(seen[station] in (first[station], last[station]) for station in NAMES)
    assert all(last[station] > first[station] for station in NAMES)


@pytest.mark.parametrize("step", [0, 2])
def test_who_is_interrupted_leaves_whole_histories_and_the_next_start_fills_in_the_rest(desk, tmp_path, step):
    projector = projector_of(desk)

    class Interrupted:
        def __init__(self, taken_before):
            self.refresh, self.together = projector.refresh, projector.together
            self.taken_before = taken_before

        def take(self, frames):
            projector.take(frames)
            if not self.taken_before:
                raise KeyboardInterrupt
            self.taken_before -= 1

    begun = feed()
    begun.begin(projector_of(desk))
    first = shown(desk)
    with pytest.raises(KeyboardInterrupt):
        list(begun.fill(Interrupted(step)))
    after = shown(desk)
    assert any(one == other for one, other in zip(first, after, strict=True))
    desk.store.close()
    store = open_store(tmp_path / "town.db")
    again = Desk(store, profile, lambda: NOW)
    assert shown(again) == after
    next_start = feed()
    next_start.begin(projector_of(again))
    list(next_start.fill(projector_of(again)))
    assert all(days_known(again, place.id) >= min(place.days, 6) - 2 for place in SOME)
    assert len(list(again.store.frames_after("TKU-AC-1", 0, 0))) == 1
    store.close()


def test_cards_are_hidden_as_those_of_real_chargers_are(desk):
    key, tag = Redactor(b"a key"), re.compile(r'"id(?:Tag|Token)":"([^"]*)"')
    clear = [
        tag.search(frame.text)[1] for frame in islice(told(NOW, town=SOME), 9000) if tag.search(frame.text)
    ]
    begun = feed()
    begun.begin(projector_of(desk))
    list(begun.fill(projector_of(desk)))
    kept = [
        found
        for station in NAMES
        for batch in desk.store.frames_in(station, ALL_TIME)
        for one in batch
        for found in tag.findall(one.frame.text)
    ]
    assert len(kept) > 300
    assert all(re.fullmatch("t:[0-9a-f]{16}", one) for one in kept)
    assert {key.hash_of(one) for one in clear} <= set(kept)


def test_the_towns_frames_hold_no_other_secret():
    ledger = Ledger()
    feed().begin(ledger)
    assert not re.search(r"04[0-9A-F]{12}", "".join(frame.text for frame in ledger.frames))
