"""
Several processes serve one PostgreSQL, and any of them may die: what was answered is stored, nothing is there
twice, and all figures are those of the same messages in a calm run.
"""

import signal
from contextlib import ExitStack

import pytest
from crew import Crew, is_whole, share_equally, talk, until
from fleet import Fleet, many_files

pytestmark = pytest.mark.sqlite
FEW, MANY = 24, 100
ROLES = ("gateway", "projector", "web")


@pytest.fixture
def crew(postgres, tmp_path):
    with ExitStack() as opened:
        opened.enter_context(many_files())
        yield lambda size: Crew(opened, postgres, tmp_path, Fleet(size))


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
