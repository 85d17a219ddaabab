"""A database and the log that feeds it: which one it is, how it is left, what is said where it is away."""

from contextlib import ExitStack, closing

import pytest
from crew import Crew, until
from daemon import command
from fleet import Fleet

from chargeboard.store import store_at

pytestmark = pytest.mark.sqlite
FEW = 8


@pytest.fixture
def crew(postgres, log_servers, tmp_path):
    with ExitStack() as opened:
        yield Crew(opened, postgres, tmp_path, Fleet(FEW), CHARGEBOARD_LOG=log_servers.url)


def told(crew, *asked, log=""):
    code, said = command(
        *asked, "--db", crew.url, CHARGEBOARD_DATA_FOLDER=str(crew.folder), CHARGEBOARD_LOG=log
    )
    return code, " ".join(said.split())


@pytest.mark.soak
def test_a_log_is_begun_with_and_left_once_all_of_it_is_read(log_servers, crew):
    log_servers.kill()
    gateway = crew.begin("gateway")
    until(lambda: "Waiting up to 60 s for the log" in gateway.output, why=crew.told)
    log_servers.start()
    gateway.until_ready()
    crew.fleet.start(gateway.address)
    crew.fleet.talk()
    crew.fleet.until(lambda fleet: fleet.answered >= 10 * FEW)
    crew.fleet.settle()
    gateway.stop()
    # without the log, what is in it would never be read
    code, said = told(crew, "serve", "--role", "projector")
    assert (code, "chargeboard leave-log" in said) == (1, True), said
    code, said = told(crew, "leave-log")
    assert (code, "with --log" in said) == (1, True), said
    code, said = told(crew, "leave-log", log=log_servers.url)
    assert (code, "not read yet" in said) == (1, True), said
    (projector,) = crew.hire("projector")
    code, said = told(crew, "leave-log", log=log_servers.url)
    assert (code, "Stop it first" in said) == (1, True), said
    crew.until_kept()
    projector.stop()
    code, said = told(crew, "leave-log", log=f"{log_servers.url}/other")
    assert code == 1, said
    assert told(crew, "leave-log", log=log_servers.url)[0] == 0
    assert told(crew, "leave-log", "--lost") == (1, f"Error: {crew.url} is fed from no log")
    crew.environment = {}
    gateway, _ = crew.hire("gateway", "projector")
    crew.fleet.moved(gateway.address)
    crew.fleet.talk()
    crew.fleet.until(lambda fleet: fleet.answered >= 20 * FEW)
    crew.fleet.settle()
    crew.until_kept()
    crew.until_understood()


def test_a_reader_that_is_refused_says_so_while_figures_are_computed_and_begins_once_it_may(crew):
    with closing(store_at(crew.url, str(crew.folder)).open()) as store:
        store.name_log("another")
    (projector,) = crew.hire("projector")
    until(lambda: "was fed from another log" in projector.output, why=crew.told)
    with crew.store() as store:
        until(lambda: any("another log" in one.told.impairment.log for one in store.members()), why=crew.told)
    assert "is restarted" not in projector.output
    with closing(store_at(crew.url, str(crew.folder)).open()) as store:
        store.leave_log()
    until(lambda: len(leases(crew)) == 16, why=crew.told)


def leases(crew):
    with crew.store() as store:
        return [one for one in store.leases() if one.name.startswith("log-") and one.owner]
