"""
Facts that a proved clock tells again give way in parts of a stated size: counted, not timed; and a kill
between any two of them is made good by the next start.
"""

import pytest
from two_writers import ALWAYS, STATION, T0, visits, waited

from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.time.instants import HOUR
from of_engine import OfEngine
from projecting import projector_of

MOST = 20
FRAMES = [*visits(0, 32), *waited(32), *visits(33, 35)]


class Killed(BaseException):
    """The process ends."""


class Watched(OfEngine):
    """How many rows each write of facts changed; it ends the process instead of one of them."""

    def __init__(self, path, kill_at=0):
        del path
        self.kill_at, self.changed = kill_at, []

    def save_batch(self, facts, progress, retold=None, *rest):
        if len(self.changed) + 1 == self.kill_at:
            raise Killed
        before = self.database.rows_changed
        super().save_batch(facts, progress, retold, *rest)
        self.changed.append((self.database.rows_changed - before, len(facts), retold is not None))


@pytest.fixture
def small(monkeypatch):
    """Steps are small, so that there are many of them."""
    monkeypatch.setattr("chargeboard.run.understanding.alone._PIECE", MOST)
    for module in ("facts_in_order", "forgetting", "dropping"):
        monkeypatch.setattr(f"chargeboard.store.sql.known.{module}.MOST_ROWS", MOST)


def desk_over(store):
    return Desk(store, lambda station: Profile(id=station), lambda: T0 + 100 * HOUR)


def understand(store):
    desk = desk_over(store)
    while not projector_of(desk).fold_some(STATION).is_all:
        projector_of(desk).settle_some(STATION)
    projector_of(desk).settle(STATION)


def everything(store):
    early = T0 + 10 * HOUR
    return (
        store.facts(STATION, ALWAYS),
        store.facts(STATION, ALWAYS, early),
        store.retold(STATION, ALWAYS),
        desk_over(store).board_json(STATION),
        desk_over(store).board(STATION, at=early),
    )


def made(path, kill_at=0):
    store = Watched(path, kill_at)
    store.append(FRAMES)
    return store


def at_once(path):
    store = made(path)
    understand(store)
    return everything(store)


def test_no_write_changes_more_facts_than_one_step_may(tmp_path, small):
    store = made(tmp_path / "a.db")
    understand(store)
    assert len(store.retold(STATION, ALWAYS)) > 10 * MOST
    parts = [rows for rows, facts, is_retold in store.changed if is_retold and not facts]
    assert len(parts) > 10
    # the row of progress, what the database counts, and that nothing waits to be folded any more
    assert max(rows - facts for rows, facts, _ in store.changed) <= MOST + 5


def test_in_parts_or_at_once_the_same_is_told(tmp_path, monkeypatch):
    whole = at_once(tmp_path / "whole.db")
    monkeypatch.setattr("chargeboard.run.understanding.alone._PIECE", MOST)
    for module in ("facts_in_order", "forgetting", "dropping"):
        monkeypatch.setattr(f"chargeboard.store.sql.known.{module}.MOST_ROWS", MOST)
    assert at_once(tmp_path / "parts.db") == whole


def test_who_is_killed_between_two_of_them_is_finished_by_the_next_start(tmp_path, small):
    store = made(tmp_path / "calm.db")
    understand(store)
    calm, writes = everything(store), len(store.changed)
    retold = [write for write, (_, _, is_retold) in enumerate(store.changed, 1) if is_retold]
    for kill_at in retold[:16]:
        store = made(tmp_path / f"{kill_at}.db", kill_at)
        with pytest.raises(Killed):
            understand(store)
        store.close()
        again = Watched(tmp_path / f"{kill_at}.db")
        understand(again)
        assert everything(again) == calm
        assert len(again.changed) <= writes - kill_at + 1, "what was done is not done again"
        again.close()
