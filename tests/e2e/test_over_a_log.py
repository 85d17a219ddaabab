"""
Gateways put into a log what chargers say, others take it out: whoever dies, what was answered is stored once
and in its order, and all figures are those of the same messages in a calm run.
"""

import signal
from contextlib import ExitStack

import pytest
from crew import Crew, is_whole, talk, until
from fleet import Fleet, many_files

pytestmark = pytest.mark.sqlite
MANY, AT_ONCE = 120, 12
UNANSWERED = 1_000


@pytest.fixture
def crew(postgres, log_servers, tmp_path):
    with ExitStack() as opened:
        opened.enter_context(many_files())
        fleet = Fleet(MANY, at_once=AT_ONCE)
        yield Crew(opened, postgres, tmp_path, fleet, CHARGEBOARD_LOG=log_servers.url)


def held_up(crew, log_servers):
    """All that the chargers said last is on its way, and nobody is answered."""
    crew.fleet.talk()
    log_servers.signal(signal.SIGSTOP)
    crew.fleet.until(lambda fleet: fleet.in_flight >= UNANSWERED)


def parts_of(crew, hand):
    """How many parts of the log one reads."""
    with crew.store() as store:
        places = {str(pid) for pid in hand.pids}
        ids = {one.id for one in store.members() if one.place.rpartition(":")[2] in places}
        return sum(one.owner in ids and one.name.startswith("log") for one in store.leases())


def test_whoever_dies_what_was_answered_is_there_once(postgres_server, log_servers, crew):
    first, second, reader, other = crew.hire("gateway", "gateway", "projector", "projector")
    until(lambda: {parts_of(crew, one) for one in (reader, other)} == {8}, why=crew.told)
    crew.fleet.start(first.address, second.address)
    talk(crew, 40 * MANY)
    held_up(crew, log_servers)
    first.kill()
    reader.kill()
    crew.fleet.moved(second.address)
    log_servers.signal(signal.SIGCONT)
    talk(crew, 20 * MANY)
    # chargers are answered without the database
    postgres_server.stop("immediate")
    talk(crew, 20 * MANY)
    postgres_server.start()
    held_up(crew, log_servers)
    log_servers.kill()
    log_servers.start()
    talk(crew, 20 * MANY)
    for hand in crew.hands:
        hand.may_complain = True
    is_whole(crew, MANY, every=10)
