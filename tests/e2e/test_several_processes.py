"""
Several processes serve one PostgreSQL, and any of them may die: what was answered is stored, nothing is there
twice, and all figures are those of the same messages in a calm run.
"""

import signal
from contextlib import ExitStack, closing

import psycopg
import pytest
from crew import Hand, until
from fleet import Fleet, many_files, wrong, wrong_transactions

from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store, store_at
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

pytestmark = pytest.mark.sqlite
FOREVER = Span(-(2**62), 2**62)
FEW = 24


class Crew:
    """Processes over one database, and the fleet that is connected to its gateways."""

    def __init__(self, opened, url, folder, size):
        self._opened, self.url, self.folder = opened, url, folder
        self.fleet = Fleet(size)
        opened.callback(self.fleet.stop)
        self.hands = []

    def hire(self, *roles):
        """They begin together; each is killed in the end, if nothing else ended it."""
        new = [Hand(role, self.url, self.folder) for role in roles]
        for hand in new:
            self._opened.callback(hand.kill)
        self.hands += new
        return [hand.until_ready() for hand in new]

    def store(self):
        return closing(store_at(self.url, str(self.folder)).open(read_only=True))

    def shares_of(self, hand):
        """How many shares the understanding process of one has."""
        with self.store() as store:
            places = {str(pid) for pid in hand.pids}
            ids = {one.id for one in store.members() if one.place.rpartition(":")[2] in places}
            return sum(one.owner in ids and one.name.startswith("share") for one in store.leases())

    def until_understood(self):
        """Whatever the fleet said is folded."""
        with self.store() as store:
            until(lambda: not store.unfolded(), why=self.told)

    def told(self):
        return "\n".join(f"{hand.role}: {hand.output[-2000:]}" for hand in self.hands)

    def end(self):
        self.fleet.stop()
        for hand in self.hands:
            if hand.process.poll() is None:
                hand.stop()


@pytest.fixture
def crew(postgres, tmp_path):
    with ExitStack() as opened:
        opened.enter_context(many_files())
        yield lambda size: Crew(opened, postgres, tmp_path, size)


def desk_of(store, now):
    return Desk(store, lambda station: Profile(id=station), lambda: now)


def frames_of(store, station):
    return [found.frame for batch in store.frames_after(station, -1, 0) for found in batch]


def as_in_a_calm_run(crew):
    """Facts and boards of all chargers are those of the same frames, taken in by one process."""
    with crew.store() as store, closing(open_store(":memory:")) as calm:
        stations = store.stations()
        frames = {station: frames_of(store, station) for station in stations}
        now = max(some[-1].received_at for some in frames.values()) + HOUR
        desk, other = desk_of(store, now), desk_of(calm, now)
        for station in stations:
            calm.append(frames[station])
            other.refresh(station)
            assert store.facts(station, FOREVER) == calm.facts(station, FOREVER), station
            assert desk.board_json(station) == other.board_json(station), station
        return stations


def nothing_is_lost_or_twice(crew):
    with psycopg.connect(crew.url) as connection:
        assert wrong(crew.fleet, connection) == []
        assert wrong_transactions(crew.fleet, connection) == []


def test_one_of_each_dies_or_stops_under_load(crew):
    crew = crew(FEW)
    first, second, stopped, other, page = crew.hire("gateway", "gateway", "projector", "projector", "web")
    until(lambda: [crew.shares_of(one) for one in (stopped, other)] == [32, 32], why=crew.told)
    crew.fleet.start(first.address, second.address)
    crew.fleet.talk()
    crew.fleet.until(lambda fleet: fleet.answered >= 20 * FEW)
    # in the middle of what it does; it holds a batch or is about to
    stopped.signal(signal.SIGSTOP)
    first.kill()
    crew.fleet.moved(second.address)
    until(lambda: crew.shares_of(other) == 64, why=crew.told)
    assert page.asked("/chargers/CP0")[0] == 200
    answered = crew.fleet.answered
    stopped.signal(signal.SIGCONT)
    crew.fleet.until(lambda fleet: fleet.answered > answered + FEW)
    until(lambda: [crew.shares_of(one) for one in (stopped, other)] == [32, 32], why=crew.told)
    crew.fleet.settle()
    crew.until_understood()
    with crew.store() as store:
        until(lambda: not store.lost_links_of_all(), why=crew.told)
    away = page.board("CP0")["timeline"]
    crew.end()
    nothing_is_lost_or_twice(crew)
    assert len(as_in_a_calm_run(crew)) == FEW
    assert away
