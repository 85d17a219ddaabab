"""
Gateways put into a log what chargers say, others take it out: whoever dies, what was answered is stored once
and in its order, and all figures are those of the same messages in a calm run.
"""

import signal
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from crew import Crew, is_whole, talk, until
from daemon import HOME
from failover import pair
from fleet import Fleet, many_files
from hosts import hosts

from chargeboard import pipeline
from chargeboard.domain.policy import Policy
from nats_servers import cluster

pytestmark = pytest.mark.sqlite
MANY, AT_ONCE = 120, 12
CLOCK = Path(__file__).with_name("steppable_clock")
UNANSWERED = 1_000


@contextmanager
def crew_over(postgres, log_servers, folder):
    with ExitStack() as opened:
        opened.enter_context(many_files())
        fleet = Fleet(MANY, at_once=AT_ONCE)
        yield Crew(opened, postgres, folder, fleet, CHARGEBOARD_LOG=log_servers.url)


@pytest.fixture
def crew(postgres, log_servers, tmp_path):
    """Processes over a log."""
    with crew_over(postgres, log_servers, tmp_path) as crew:
        yield crew


def all_is_whole(crew):
    for hand in crew.hands:
        hand.may_complain = True
    is_whole(crew, MANY, every=10)


@contextmanager
def held_up(crew, log_servers):
    """Meanwhile a thousand messages are on their way, and nobody is answered."""
    crew.fleet.talk()
    while True:
        log_servers.signal(signal.SIGSTOP)
        with suppress(AssertionError):  # many wait for an answer to a start or a stop
            crew.fleet.until(lambda fleet: fleet.in_flight >= UNANSWERED, patience_s=2)
            break
        log_servers.signal(signal.SIGCONT)
        talk(crew, MANY)
    try:
        yield
    finally:
        log_servers.signal(signal.SIGCONT)


def parts_of(crew, hand):
    """How many parts of the log one reads."""
    with crew.store() as store:
        places = {str(pid) for pid in hand.pids}
        ids = {one.id for one in store.members() if one.place.rpartition(":")[2] in places}
        return sum(one.owner in ids and one.name.startswith("log") for one in store.leases())


def leases_of(crew):
    """Whose each is, and how all members are."""
    with crew.store() as store:
        return "\n".join(map(str, [*store.leases(), *store.members()]))


def shared_out(crew, *hands):
    """Whether all parts are read, and each of these reads some."""
    parts = [parts_of(crew, one) for one in hands]
    return all(parts) and sum(parts) == 16


def read_equally(crew, *hands):
    until(lambda: {parts_of(crew, one) for one in hands} == {16 // len(hands)}, why=crew.told)


def test_whoever_dies_what_was_answered_is_there_once(postgres_server, log_servers, crew):
    first, second, reader, other = crew.hire("gateway", "gateway", "projector", "projector")
    read_equally(crew, reader, other)
    crew.fleet.start(first.address, second.address)
    talk(crew, 40 * MANY)
    with held_up(crew, log_servers):
        first.kill()
        reader.kill()
        crew.fleet.moved(second.address)
    talk(crew, 20 * MANY)
    with held_up(crew, log_servers):
        postgres_server.stop("immediate")
    # chargers are answered without the database
    talk(crew, 20 * MANY)
    postgres_server.start()
    with held_up(crew, log_servers):
        log_servers.kill()
    log_servers.start()
    talk(crew, 20 * MANY)
    all_is_whole(crew)


@pytest.mark.soak
def test_each_server_of_the_log_dies_in_turn(log_servers, crew):
    first, second, *readers = crew.hire("gateway", "gateway", "projector", "projector")
    read_equally(crew, *readers)
    crew.fleet.start(first.address, second.address)
    for one in (*log_servers.servers, log_servers.servers[0]):
        talk(crew, 20 * MANY)
        with held_up(crew, log_servers):
            one.kill()
        # two of three are a majority
        talk(crew, 20 * MANY)
        one.start()
        log_servers.until_ready()
    all_is_whole(crew)


@pytest.mark.soak
def test_a_reader_that_is_stopped_with_a_batch_in_its_hands_wakes_up_and_is_refused(log_servers, crew):
    gateway, stopped, other = crew.hire("gateway", "projector", "projector")
    read_equally(crew, stopped, other)
    crew.fleet.start(gateway.address)
    talk(crew, 20 * MANY)
    with psycopg.connect(crew.url) as holding:
        # whoever reads has read a batch, and waits to write how far
        holding.execute("select * from log_part for update")
        talk(crew, 20 * MANY)
        with held_up(crew, log_servers):
            stopped.signal(signal.SIGSTOP)
    until(lambda: parts_of(crew, other) == 16, why=crew.told)
    talk(crew, 20 * MANY)
    stopped.signal(signal.SIGCONT)
    talk(crew, 20 * MANY)
    read_equally(crew, stopped, other)
    all_is_whole(crew)


@pytest.mark.soak
def test_chargers_that_hop_from_one_gateway_to_another_and_back_at_once(crew):
    first, second, *readers = crew.hire("gateway", "gateway", "projector", "projector")
    read_equally(crew, *readers)
    crew.fleet.again_after_s = (0, 0.05)
    crew.fleet.start(first.address)
    for n in range(12):
        talk(crew, 4 * MANY)
        crew.fleet.moved((second, first)[n % 2].address)
        crew.fleet.cut()
    talk(crew, 4 * MANY)
    all_is_whole(crew)


@pytest.mark.soak
def test_clocks_that_differ_by_minutes_lose_nothing_and_take_nothing_away_for_long(crew, tmp_path):
    def by(seconds):
        stepped = tmp_path / f"by{seconds}"
        stepped.write_text(str(seconds))
        return {"STEPPED_BY": str(stepped), "PYTHONPATH": f"{CLOCK}:{HOME['PYTHONPATH']}"}

    begun = [crew.begin("gateway", **by(90)), crew.begin("gateway", **by(-90)), crew.begin("projector")]
    ahead, behind, reader = [one.until_ready() for one in begun]
    crew.fleet.start(ahead.address, behind.address)
    talk(crew, 20 * MANY)
    # two that begin later, and look at words that are older or newer than their own clocks
    others = [crew.begin("projector", **by(seconds)).until_ready() for seconds in (120, -120)]
    until(lambda: shared_out(crew, reader, *others), why=lambda: leases_of(crew))
    crew.fleet.moved(behind.address)
    crew.fleet.cut()
    talk(crew, 20 * MANY)
    crew.fleet.moved(ahead.address)
    crew.fleet.cut()
    talk(crew, 20 * MANY)
    until(lambda: shared_out(crew, reader, *others), why=lambda: leases_of(crew))
    all_is_whole(crew)


@pytest.mark.soak
def test_a_gateway_that_is_stopped_for_long_begins_anew_when_it_wakes_up(log_servers, crew):
    stopped, other, _ = crew.hire("gateway", "gateway", "projector")
    crew.fleet.start(stopped.address, other.address)
    talk(crew, 20 * MANY)
    with held_up(crew, log_servers):
        stopped.signal(signal.SIGSTOP)
    until(lambda: "is not heard any more" in crew.told(), why=crew.told)
    stopped.signal(signal.SIGCONT)
    until(lambda: "took this process for gone" in stopped.output, why=crew.told)
    talk(crew, 20 * MANY)
    all_is_whole(crew)


@pytest.mark.soak
def test_links_between_the_hosts_of_the_log_are_cut(postgres, tmp_path):
    with (
        hosts(3) as apart,
        cluster(apart.addresses, prefixes=apart.prefixes) as log_servers,
        crew_over(postgres, log_servers, tmp_path) as crew,
    ):
        first, second, *readers = crew.hire("gateway", "gateway", "projector", "projector")
        read_equally(crew, *readers)
        crew.fleet.start(first.address, second.address)
        for n in (0, 1, 2):
            talk(crew, 20 * MANY)
            with held_up(crew, log_servers):
                apart.cut(n)
            talk(crew, 20 * MANY)
            apart.mend(n)
            log_servers.until_ready()
        # no majority: nobody is answered, until it is there again
        apart.cut(0)
        apart.cut(1)
        crew.fleet.until(lambda fleet: fleet.in_flight >= UNANSWERED)
        apart.mend(0)
        apart.mend(1)
        talk(crew, 20 * MANY)
        all_is_whole(crew)


@pytest.mark.soak
def test_another_database_server_takes_over(log_servers, tmp_path):
    with pair() as servers, crew_over(servers.url, log_servers, tmp_path) as crew:
        first, second, *readers = crew.hire("gateway", "gateway", "projector", "projector")
        read_equally(crew, *readers)
        crew.fleet.start(first.address, second.address)
        talk(crew, 20 * MANY)
        former = servers.leader
        with held_up(crew, log_servers):
            former.kill()
        # nobody waits for it
        talk(crew, 20 * MANY)
        servers.until(lambda: servers.leader not in {None, former})
        talk(crew, 20 * MANY)
        former.start()
        servers.until_whole()
        all_is_whole(crew)


@pytest.mark.soak
def test_all_are_replaced_one_by_one_by_those_of_another_version_of_the_fold(
    log_servers, crew, tmp_path, monkeypatch
):
    hands = crew.hire("gateway", "gateway", "projector", "projector")
    crew.fleet.start(*(one.address for one in hands[:2]))
    talk(crew, 40 * MANY)
    newer = tmp_path / "newer"
    newer.mkdir()
    (newer / "sitecustomize.py").write_text(
        "from chargeboard import pipeline\npipeline.CODE_VERSION += '+'\n"
    )
    crew.environment["PYTHONPATH"] = f"{newer}:{HOME['PYTHONPATH']}"
    for at in (2, 3, 0, 1):
        crew.fleet.hush()  # a start has no processor to itself else
        (new,) = crew.hire(hands[at].role)
        crew.fleet.talk()
        hands[at].may_complain = True
        hands[at], old = new, hands[at]
        if at < 2:
            crew.fleet.moved(*(one.address for one in hands[:2]))
        with held_up(crew, log_servers):
            old.process.send_signal(signal.SIGTERM)
        old.until_ended()
        talk(crew, 20 * MANY)
    read_equally(crew, *hands[2:])
    crew.fleet.settle()
    crew.until_kept()
    monkeypatch.setattr(pipeline, "CODE_VERSION", f"{pipeline.CODE_VERSION}+")
    wanted = pipeline.fold_version(Policy())
    with crew.store() as store:
        stations = store.stations()
        until(lambda: {store.progress(one).fold_version for one in stations} == {wanted}, why=crew.told)
    all_is_whole(crew)
