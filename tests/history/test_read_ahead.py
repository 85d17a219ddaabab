"""Who looks at a charger sees what it said a moment ago, before that is understood for good."""

from itertools import takewhile

import msgspec
import pytest

from chargeboard.demo.load import Mix, life
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

BEGIN = 1_780_000_000_000_000
LIVELY = Mix(utilization=0.8, faults=0.6, losses_a_day=60, loss_s=120, heartbeat_s=60)
AWAY_OVER_MIDNIGHT = Mix(utilization=0.3, faults=1, losses_a_day=20, loss_s=4000, heartbeat_s=900)


class Watched:
    """A charger's store, who understands it, and who only looks."""

    def __init__(self, number, hours=8, mix=LIVELY, zone="UTC"):
        ends = BEGIN + hours * HOUR
        self.frames = [*takewhile(lambda frame: frame.received_at < ends, life(number, mix, BEGIN))]
        self.station, self.at, self.heard = self.frames[0].station, BEGIN, 0
        self.store, self.waited = open_store(":memory:"), []
        self.store.begin_delivery()
        self.mind, self.looks = (
            Desk(
                self.store,
                lambda name: Profile(id=name, policy=Policy(timezone=zone)),
                lambda: self.at,
                look=look,
            )
            for look in (None, self.waited.append)
        )

    def hears(self, until):
        """Frames up to that place are kept."""
        self.mind.store.append(self.frames[self.heard : until])
        self.heard = until
        self.at = self.frames[until - 1].received_at + SECOND

    def seen(self):
        view = self.looks.seen(self.station, lambda _, at: Span(at - 24 * HOUR, at), newest=10)
        return msgspec.json.decode(msgspec.json.encode((view.board, view.strip)))

    def away(self):
        self.store.close()


@pytest.mark.parametrize("number", range(4))
def test_it_is_what_is_seen_once_it_is_understood(number):
    watched = Watched(number)
    for until in range(60, len(watched.frames), 101):
        watched.hears(until - (7 + until % 11))
        projector_of(watched.mind).refresh(watched.station)
        watched.hears(until)
        before = watched.seen()
        assert not watched.waited
        assert watched.store.is_behind(watched.station)
        mind = projector_of(watched.mind)
        mind.refresh(watched.station) if until % 2 else mind.fold(watched.station)
        assert before == watched.seen()
    watched.away()


def test_a_charger_that_spoke_for_the_first_time_is_seen():
    watched = Watched(1)
    watched.hears(6)
    before = watched.seen()
    projector_of(watched.mind).refresh(watched.station)
    assert before == watched.seen()
    assert not watched.waited
    watched.away()


def test_what_is_much_waits_for_who_understands(monkeypatch):
    monkeypatch.setattr("chargeboard.run.desk._UNDERSTOOD_WITHIN_S", 0.01)
    watched = Watched(1)
    watched.hears(40)
    projector_of(watched.mind).refresh(watched.station)
    known = watched.seen()
    watched.hears(140)
    watched.at = watched.frames[39].received_at + SECOND
    assert watched.seen() == known
    assert watched.waited
    watched.away()


def test_nothing_is_kept_of_it_and_what_is_kept_is_told_of():
    watched = Watched(2)
    watched.hears(50)
    projector_of(watched.mind).refresh(watched.station)
    facts, revision = watched.store.fact_count(watched.station), watched.store.revision(watched.station)
    watched.hears(60)
    view = watched.looks.seen(watched.station, lambda _, at: Span(at - HOUR, at))
    assert (watched.store.fact_count(watched.station), view.revision) == (facts, revision)
    watched.away()


def test_a_day_that_seemed_final_meanwhile_is_judged_by_all_that_was_said_by_then():
    # it is away over midnight in Berlin, and comes back when its day had seemed final
    watched = Watched(111, 6, AWAY_OVER_MIDNIGHT, "Europe/Berlin")
    watched.hears(5)
    projector_of(watched.mind).refresh(watched.station)
    watched.hears(22)
    before = watched.seen()
    assert not watched.waited
    assert before[0]["revised_days"] == []
    projector_of(watched.mind).fold(watched.station)
    assert before == watched.seen()
    watched.away()
