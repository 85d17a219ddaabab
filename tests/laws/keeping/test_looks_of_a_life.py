"""
Looked at while its life goes on: whoever looks at a charger, long since or for the first time, sees what one
sees who knows of no look before.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import timedelta

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lives import DAY, HOUR, Charger16, lives
from standing_desk import CHOICES, unlike

from chargeboard.domain.policy import Profile, Retention
from chargeboard.domain.records import NotKeptError
from chargeboard.history import opening
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.merging import merge, unmerge
from chargeboard.run.upkeep.person import forget
from chargeboard.run.upkeep.retention import let_go
from chargeboard.store import open_store
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

steps = st.one_of(
    st.tuples(st.just("take"), st.integers(1, 12)),
    st.tuples(st.sampled_from(["fold", "settle", "settle_some", "tell", "refresh", "refresh"])),
    st.tuples(st.sampled_from(["look", "look", "look_back"]), st.sampled_from([0, 1, 61, HOUR])),
    st.tuples(st.just("wait"), st.sampled_from([1, 61, 16 * 60, HOUR, 5 * HOUR, DAY, 12 * DAY])),
    st.tuples(st.just("midnight"), st.sampled_from([-1, 0, 1])),
    st.tuples(st.just("policy"), st.sampled_from(CHOICES)),
    st.tuples(st.just("log"), st.booleans()),
    st.tuples(st.just("forget"), st.sampled_from(["T1", "T2"])),
    st.tuples(
        st.just("let_go"),
        st.sampled_from([Retention(frames_days=1), Retention(frames_days=1, evidence_days=2)]),
    ),
    st.tuples(st.sampled_from(["pack", "rebuild", "merge", "unmerge"])),
)


class Life:
    """A charger, who understands it, and who looks at it."""

    def __init__(self, frames, policy):
        self.frames, self.judged_by, self.now = frames, policy, frames[0].received_at
        self.declared = 0
        self.store = open_store(":memory:")
        self.writer, self.page, self.list = self.desk(), self.desk(lambda _: None), self.desk()

    def desk(self, look=None):
        return Desk(
            self.store,
            lambda station: Profile(id=station, policy=self.judged_by),
            lambda: self.now,
            look=look,
        )

    def go(self, what, *asked):
        getattr(self, what)(*asked)

    def take(self, count):
        some, self.frames = self.frames[:count], self.frames[count:]
        if some:
            self.now = max(self.now, some[-1].received_at)
            self.writer.store.append(some)

    def fold(self):
        projector_of(self.writer).fold("CP1")

    def settle(self):
        projector_of(self.writer).settle("CP1")

    def settle_some(self):
        projector_of(self.writer).settle_some("CP1")

    def tell(self):
        projector_of(self.writer).tell("CP1")

    def refresh(self):
        projector_of(self.writer).refresh("CP1")

    def wait(self, seconds):
        self.now += seconds * SECOND

    def midnight(self, seconds):
        zone = self.judged_by.timezone
        self.now = max(
            self.now, midnight(day_of(self.now, zone) + timedelta(days=1), zone) + seconds * SECOND
        )

    def policy(self, policy):
        """It is declared otherwise; who reads what is kept of chargers reads again."""
        self.judged_by = policy
        self.declared += 1
        self.store.put_log("ELSE", is_log=bool(self.declared % 2))

    def log(self, is_log):
        self.store.put_log("CP1", is_log=is_log)

    def forget(self, token):
        forget(self.store, token, lambda _: "X1", lambda _station, _n: None)

    def let_go(self, keeps):
        while let_go(self.store, self.writer.profile_of("CP1"), keeps, self.now):
            pass

    def pack(self):
        self.store.pack("CP1", self.now)

    def rebuild(self):
        if self.is_known:
            projector_of(self.writer).rebuild("CP1")

    def merge(self):
        if self.store.charger("OLD") is None and self.is_known:
            merge(self.store, "OLD", "CP1", self.now)

    def unmerge(self):
        if self.store.charger("OLD") is not None:
            unmerge(self.store, "OLD")

    @property
    def is_known(self):
        return self.store.progress("CP1").newest_fact_at is not None

    def look_back(self, seconds):
        self.look(seconds)

    def look(self, seconds=0):
        if not self.is_known:
            return
        at = self.now - seconds * SECOND
        with none_before():
            plain = looked(self.desk(), at, self.judged_by)
        for name, desk in (
            ("page", self.page),
            ("list", self.list),
            ("fresh", self.desk()),
            ("writer", self.writer),
        ):
            assert not differing(looked(desk, at, self.judged_by), plain), name
        assert not differing(looked(self.page, at, self.judged_by), plain), "again"


@contextmanager
def none_before():
    """Nothing that an earlier look found is made use of."""
    recall, opening.recall = opening.recall, lambda _: None
    try:
        yield
    finally:
        opening.recall = recall


def looked(desk, at, policy):
    """What a page shows at an instant, and of the days before; that it is not kept any more is an answer."""
    try:
        view = desk.seen("CP1", lambda _, now: Span(now - DAY * SECOND, now), at=at, newest=10)
        today = day_of(at, policy.timezone)
        window = (today - timedelta(days=3), today)
        return view.board, view.strip, desk.board("CP1", at=at, window=window)
    except NotKeptError as error:
        return repr(error), None, None


def differing(one, other):
    """Where two looks differ, in words."""
    told = (msgspec.to_builtins(each, str_keys=True) for each in (one, other))
    return unlike(*told)


def heard_before_opening():
    """A charger that is available from before its site opens."""
    charger = Charger16()
    charger.link("open")
    charger.boot()
    charger.status(1, 0, 0)
    charger.now += 600 * SECOND
    charger.status(1, 0, 0)
    return charger.frames


@settings(max_examples=4)
@given(lives(), st.sampled_from(CHOICES), st.lists(steps, min_size=6, max_size=40))
@example(heard_before_opening(), CHOICES[5], [("take", 7), ("midnight", 0), ("refresh",), ("midnight", -1)])
def test_whoever_looks_sees_what_one_sees_that_knows_of_no_look_before(frames, policy, some):
    life = Life(frames, policy)
    life.go("take", 4)
    life.go("refresh")
    for step in some:
        life.go(*step)
    life.go("look")
    life.go("refresh")
    life.go("look")
    life.store.close()
