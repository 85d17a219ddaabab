"""
Two processes that understand one charger at once: whatever one does between two calls of the other to the
store, neither fails, and all is at the end as one alone would have left it.
"""

from collections.abc import Callable
from itertools import count

import pytest
from two_writers import ALWAYS, STATION, T0, own_clock_is_off, visits

from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from long_run import IS_LONG
from of_engine import copied
from projecting import projector_of


class Between:
    """A store before whose n-th call another process acts."""

    def __init__(self, store, call, act):
        self._store, self._call, self._act, self.calls = store, call, act, 0

    def __getattr__(self, name):
        inner = getattr(self._store, name)
        if not isinstance(inner, Callable):
            return inner

        def called(*args, **named):
            self.calls += 1
            if self.calls == self._call:
                self._act()
            return inner(*args, **named)

        return called


def desk_over(store):
    return Desk(store, lambda station: Profile(id=station), lambda: T0 + 200 * HOUR)


def folds_more(desk):
    desk.store.begin_delivery()
    desk.store.append(LATER)
    projector_of(desk).fold(STATION)


def settles(desk):
    projector_of(desk).settle(STATION)


def forgets(desk):
    desk.store.forget(STATION)


def forgets_a_part(desk):
    desk.store.forget_some(STATION)


def forgets_and_folds_a_part(desk):
    desk.store.forget(STATION)
    projector_of(desk).fold_some(STATION)


def forgets_and_refreshes(desk):
    desk.store.forget(STATION)
    projector_of(desk).refresh(STATION)


EARLIER, LATER = visits(0, 8), [*visits(8, 10), *own_clock_is_off(10, 12)]
ACTS = (folds_more, settles, forgets, forgets_a_part, forgets_and_folds_a_part, forgets_and_refreshes)


def everything(store):
    desk = desk_over(store)
    projector_of(desk).refresh(STATION)
    page = desk.board_json(STATION)
    return store.facts(STATION, ALWAYS), store.retold(STATION, ALWAYS), page


@pytest.fixture
def small(monkeypatch):
    """Steps are small, so that there are many of them."""
    monkeypatch.setattr("chargeboard.run.understanding.alone.FRAMES_AT_ONCE", 16)
    for module in ("facts_in_order", "forgetting", "dropping"):
        monkeypatch.setattr(f"chargeboard.store.sql.known.{module}.MOST_ROWS", 10)


def opened(path, frames):
    store = open_store(path)
    store.begin_delivery()
    store.append(frames)
    return store


@pytest.mark.parametrize("act", ACTS)
def test_what_another_process_does_between_any_two_calls_fails_and_changes_nothing(tmp_path, small, act):
    calm = everything(opened(tmp_path / "calm.db", [*EARLIER, *LATER]))
    assert calm[1], "no fact was told again"
    before = opened(tmp_path / "before.db", EARLIER)
    projector_of(desk_over(before)).refresh(STATION)
    before.begin_delivery()
    before.append(LATER[:30])
    before.close()
    # each third call, another for each act
    for call in count(1) if IS_LONG else count(1 + ACTS.index(act) % 3, 3):
        path = tmp_path / f"{call}.db"
        copied(tmp_path / "before.db", path)
        one, other = open_store(path), open_store(path)
        store = Between(one, call, lambda: act(desk_over(other)))  # noqa: B023 - called before it changes
        projector_of(desk_over(store)).refresh(STATION)
        folds_more(desk_over(other))
        assert everything(other) == calm
        one.close()
        other.close()
        if store.calls < call:
            break


def test_no_line_is_made_of_a_charger_that_is_merged_into_one_of_which_nothing_is_known_yet(tmp_path):
    store = opened(tmp_path / "a.db", EARLIER)
    desk = desk_over(store)
    projector_of(desk).fold(STATION)
    store.save_charger(Charger(id=STATION, merged_into="NEW"))
    projector_of(desk).tell(STATION)
    assert store.progress("NEW").newest_fact_at is None
    store.save_batch([], store.progress("NEW"))
    assert desk.revisions_of([STATION]) == {STATION: desk.revision(STATION)} == {STATION: 1}
