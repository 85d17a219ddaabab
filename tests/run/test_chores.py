"""What is understood next, and how much of it at a time."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history.opening import Histories
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND

NOW = 1_760_000_000 * SECOND


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "b.db")
    yield store
    store.close()


class Stubborn(Projector):
    """Cannot understand one charger until it is cured."""

    is_ill = True

    def fold_together(self, stations):
        return super().fold_together([one for one in stations if one != "A"])

    def fold_some(self, station):
        if self.is_ill and station == "A":
            raise RuntimeError("cannot be understood")
        return super().fold_some(station)


def test_who_waits_long_to_be_understood_is_named_until_it_is(store, caplog):
    stubborn = Stubborn(Histories(store, lambda station: Profile(id=station)), lambda: NOW)
    stubborn.take([Frame(name, 1, "in", "[]") for name in ("A", "B")])
    chores = Chores(stubborn, packs=False)
    chores.heard(["A", "B"], NOW)
    assert not chores._folding.behind(NOW + SECOND)
    while chores.work():
        pass
    behind = chores._folding.behind(NOW + 60 * SECOND)
    assert (behind.chargers, behind.since, behind.slowest) == (1, NOW, "A")
    stubborn.is_ill = False
    chores.heard(["A"], NOW)
    chores.finish()
    assert not chores._folding.behind(NOW + 600 * SECOND)
    assert "'A' could not be processed yet" in caplog.text
