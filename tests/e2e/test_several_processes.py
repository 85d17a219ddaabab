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
FEW, MANY = 24, 100
ROLES = ("gateway", "projector", "web")


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


def share_equally(crew, *hands):
    until(lambda: {crew.shares_of(one) for one in hands} == {64 // len(hands)}, why=crew.told)


def talk(crew, answers):
    """The fleet is answered so many times more."""
    crew.fleet.talk()
    wanted = crew.fleet.answered + answers
    crew.fleet.until(lambda fleet: fleet.answered >= wanted)


def is_whole(crew, chargers):
    """After all: what was answered is there once, what dead gateways held is told, and figures are right."""
    crew.fleet.settle()
    crew.until_understood()
    with crew.store() as store:
        until(lambda: not store.lost_links_of_all(), why=crew.told)
    crew.end()
    nothing_is_lost_or_twice(crew)
    assert len(as_in_a_calm_run(crew)) == chargers


def test_a_gateway_dies_and_a_projector_that_is_stopped_wakes_up(crew):
    crew = crew(FEW)
    first, second, stopped, other, page = crew.hire("gateway", "gateway", "projector", "projector", "web")
    share_equally(crew, stopped, other)
    crew.fleet.start(first.address, second.address)
    talk(crew, 10 * FEW)
    # it holds a batch, or is about to
    stopped.signal(signal.SIGSTOP)
    first.kill()
    crew.fleet.moved(second.address)
    talk(crew, 2 * FEW)
    crew.fleet.hush()
    until(lambda: crew.shares_of(other) == 64, why=crew.told)
    assert page.asked("/chargers/CP0")[0] == 200
    stopped.signal(signal.SIGCONT)
    talk(crew, 2 * FEW)
    share_equally(crew, stopped, other)
    is_whole(crew, FEW)


@pytest.mark.soak
def test_each_dies_in_turn_under_load(crew):
    crew = crew(MANY)
    hands = crew.hire("gateway", "gateway", "projector", "projector", "web", "web")
    gateways = hands[:2]
    share_equally(crew, *hands[2:4])
    crew.fleet.start(*(one.address for one in gateways))
    for at in (0, 2, 4, 1, 3, 5, 0, 2):
        talk(crew, 4 * MANY)
        crew.fleet.until(lambda fleet: fleet.in_flight >= MANY // 2)
        hands[at].kill()
        (hands[at],) = crew.hire(hands[at].role)
        if at < 2:
            crew.fleet.moved(*(one.address for one in hands[:2]))
        for page in hands[4:]:
            until(lambda: page.asked("/chargers/CP0")[0] == 200, why=crew.told)  # noqa: B023 - at once
        print(f"{hands[at].role} was killed, {crew.fleet.answered} answered", flush=True)
    share_equally(crew, *hands[2:4])
    is_whole(crew, MANY)


@pytest.mark.soak
def test_two_that_do_all_of_it_are_as_one_of_each(crew):
    crew = crew(FEW)
    one, other = crew.hire("all", "all")
    share_equally(crew, one, other)
    crew.fleet.start(one.address, other.address)
    talk(crew, 4 * FEW)
    one.kill()
    crew.fleet.moved(other.address)
    talk(crew, 4 * FEW)
    crew.fleet.hush()
    until(lambda: crew.shares_of(other) == 64, why=crew.told)
    assert other.asked("/healthz")[0] == 200
    is_whole(crew, FEW)


@pytest.mark.soak
def test_a_page_that_is_open_hears_of_news_whichever_process_has_them(crew):
    crew = crew(FEW)
    gateway, _, *pages = crew.hire(*ROLES, "web")
    crew.fleet.start(gateway.address)
    talk(crew, 4 * FEW)
    until(lambda: all(page.asked("/chargers/CP0")[0] == 200 for page in pages), why=crew.told)
    # each is drawn, and drawn again when more is said
    for page in pages:
        page.news("/chargers/CP0/live", 3)
        page.news("/live", 2)
    is_whole(crew, FEW)


@pytest.mark.soak
def test_the_server_restarts_under_all_of_them(postgres_server, crew):
    crew = crew(FEW)
    hands = crew.hire(*ROLES)
    crew.fleet.start(hands[0].address)
    talk(crew, 10 * FEW)
    postgres_server.stop("immediate")
    until(lambda: hands[2].asked("/healthz")[0] == 503, why=crew.told)
    postgres_server.start()
    talk(crew, 10 * FEW)
    until(lambda: hands[2].asked("/healthz")[0] == 200, why=crew.told)
    for hand in hands:
        hand.may_complain = True
    is_whole(crew, FEW)
