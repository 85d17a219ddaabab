"""A page of the list costs what it shows, however many chargers there are: counted, never timed."""

import msgspec
import pytest
from click import ClickException

from chargeboard.cli.known_station import known_station
from chargeboard.domain.figures.fleet import FleetKind, FleetOrder, FleetWanted
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger, FleetLine
from chargeboard.metrics.fleet import line_of
from chargeboard.run.alerting.watch import Watch
from chargeboard.run.answering.fleet_line import blank
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.rounds import Round
from chargeboard.store import open_store
from chargeboard.time.instants import NEVER, SECOND, text_of
from projecting import projector_of
from steps_of_sqlite import steps

pytestmark = pytest.mark.sqlite("it counts the steps of its machine")

NOON = 1_760_299_200 * SECOND
FEW, MANY = 40, 400
NAMED = (
    f'{{"connectorId":1,"status":"Available","errorCode":"NoError","timestamp":"{text_of(NOON - SECOND)}"}}'
)


def profile(station):
    return Profile(id=station, policy=Policy())


@pytest.fixture(scope="module")
def fleets():
    made = {number: fleet_of(number) for number in (FEW, MANY)}
    yield made
    for store in made.values():
        store.close()


def fleet_of(number):
    """A store with so many chargers; of each fourth a socket is faulted, each tenth needs somebody."""
    store = open_store(":memory:")
    with store.together():
        for n in range(number):
            station = f"C-{n:04d}"
            store.save_batch(
                [], msgspec.structs.replace(store.progress(station), newest_fact_at=NOON - SECOND)
            )
            row = blank(profile(station))
            line = msgspec.structs.replace(
                line_of(row),
                faulted=int(n % 4 == 0),
                attention=int(n % 10 == 0),
                is_offline=n % 3 == 0,
                energy_now_wh=n,
            )
            store.save_fleet([FleetLine(line, 1, NEVER, msgspec.json.encode(row))])
    return store


def cost(store, wanted, looks=1):
    """Of the last of so many pages."""
    desk = Desk(store, profile, lambda: NOON)
    for _ in range(looks - 1):
        desk.fleet(wanted)
    with steps(store) as done:
        page = desk.fleet(wanted)
    assert len(page.rows) == min(wanted.limit, page.total)
    return len(done), sum(done)


@pytest.mark.parametrize("looks", [1, 3])
@pytest.mark.parametrize("sort", FleetOrder)
@pytest.mark.parametrize("show", FleetKind)
def test_no_page_reads_more_of_a_larger_fleet(fleets, show, sort, looks):
    wanted = FleetWanted(show=show, sort=sort, limit=4)
    (few, little), (many, much) = (cost(store, wanted, looks) for store in fleets.values())
    assert few == many
    assert much <= 1.05 * little


def test_what_is_rare_is_found_without_reading_the_others(fleets):
    little, much = (cost(store, FleetWanted(text="0031", limit=4))[1] for store in fleets.values())
    assert much <= 1.05 * little


def test_news_of_one_charger_have_no_other_looked_at(fleets):
    spent = []
    for store in fleets.values():
        desk = Desk(store, profile, lambda: NOON)
        desk.fleet(FleetWanted(limit=4))
        desk.store.append(
            [Frame("C-0007", NOON, "in", f'[2,"1","StatusNotification",{NAMED}]', "c", "ocpp1.6")]
        )
        projector_of(desk).fold("C-0007")
        with steps(store) as done:
            assert desk.revisions_of(["", "C-0007"]) == {
                "": desk.revisions(),
                "C-0007": desk.revision("C-0007"),
            }
            desk.fleet(FleetWanted(limit=4))
        spent.append(sum(done))
    little, much = spent
    assert much <= 1.05 * little


def test_where_lines_are_made_elsewhere_a_page_costs_the_same_although_all_chargers_spoke(monkeypatch):
    monkeypatch.setattr("chargeboard.run.answering.made_lines._ELSEWHERE_S", 0.0)  # on any machine as many
    spent = []
    for number in (FEW, MANY):
        store = fleet_of(number)
        desk = Desk(store, profile, lambda: NOON, look=list)
        store.put_fleet_told(NOON)  # nobody waits for lines
        beats = [Frame(f"C-{n:04d}", NOON, "in", '[2,"1","Heartbeat",{}]') for n in range(number)]
        desk.store.append(beats)
        for beat in beats:
            projector_of(desk).fold(beat.station)
        assert len(store.fleet_stale(NOON)) == number
        desk.fleet(FleetWanted(limit=4))
        with steps(store) as done:
            desk.fleet(FleetWanted(limit=4))
        spent.append((len(done), sum(done)))
        store.close()
    (few, little), (many, much) = spent
    assert few == many
    assert much <= 1.05 * little


def test_a_page_of_the_past_reads_its_own_rows_alone(fleets):
    spent = []
    for store in fleets.values():
        desk = Desk(store, profile, lambda: NOON)
        desk.fleet(FleetWanted(limit=4))
        with steps(store) as done:
            page = desk.fleet(FleetWanted(limit=4, offset=8), at=NOON - SECOND)
        assert [row.id for row in page.rows] == [f"C-{n:04d}" for n in range(8, 12)]
        spent.append((len(done), sum(done)))
    (few, little), (many, much) = spent
    assert few == many
    assert much <= 1.05 * little


def test_chargers_that_were_never_heard_have_lines_and_cost_what_is_shown_of_them():
    spent = []
    for number in (FEW, MANY):
        store, names = fleet_of(4), [f"D-{n:04d}" for n in range(number)]
        desk = Desk(store, profile, lambda: NOON, declared=names)
        before = desk.fleet(FleetWanted(limit=8))
        assert projector_of(desk).without_line() == names
        for station in names:
            projector_of(desk).tell(station)
        assert projector_of(desk).without_line() == []
        shown = Desk(store, profile, lambda: NOON, declared=names)
        assert shown.fleet(FleetWanted(limit=8)) == before
        assert before.counts.chargers == 4 + number
        with steps(store) as done:
            shown.fleet(FleetWanted(limit=8))
        spent.append(sum(done))
        assert projector_of(Desk(store, profile, lambda: NOON)).without_line() == []
        assert Desk(store, profile, lambda: NOON).fleet(FleetWanted()).counts.chargers == 4
        store.close()
    little, much = spent
    assert much <= 1.05 * little


def test_the_line_of_a_charger_that_was_never_heard_follows_its_name_until_it_speaks():
    store = open_store(":memory:")
    desk = Desk(store, lambda name: named(store, name), lambda: NOON, declared=["D"])
    projector_of(desk).tell("D")
    store.save_charger(Charger(id="D", name="Yard", site="Hafen"))
    assert store.fleet_due(NOON, 9) == ["D"]
    projector_of(desk).tell("D")
    assert store.fleet_due(NOON, 9) == []
    assert [row.name for row in desk.fleet(FleetWanted(text="hafen")).rows] == ["Yard"]
    desk.store.append([Frame("D", NOON, "in", f'[2,"1","StatusNotification",{NAMED}]', "c", "ocpp1.6")])
    projector_of(desk).refresh("D")
    assert [row.is_online for row in desk.fleet(FleetWanted()).rows] == [True]
    store.close()


def named(store, station):
    charger = store.charger(station)
    return msgspec.structs.replace(
        profile(station), **({"name": charger.name, "site": charger.site} if charger else {})
    )


@pytest.fixture(scope="module")
def heard():
    """Stores that so many chargers of one site were heard by; each has a line, as if it was just made."""
    made = {number: heard_by(number) for number in (FEW, MANY)}
    yield made
    for store in made.values():
        store.close()


def heard_by(number):
    store = fleet_of(number)
    store.append([Frame(f"C-{n:04d}", NOON, "in", '[2,"1","Heartbeat",{}]', "c") for n in range(number)])
    return store


def test_an_id_is_found_without_going_through_all(heard):
    few, many = (spent_on(store, lambda store: known_station(store, "C-0007")) for store in heard.values())
    assert many <= 1.6 * few


@pytest.mark.parametrize("asked", ["c0007", "C-00077"])
def test_so_are_ids_like_one_that_is_nobodys(heard, asked):
    def looked_up(store):
        with pytest.raises(ClickException, match="C-0007"):
            known_station(store, asked)
        assert "C-0007" in Desk(store, profile, lambda: NOON).near(asked)

    few, many = (spent_on(store, looked_up) for store in heard.values())
    assert many <= 1.6 * few


def test_a_part_of_the_daily_round_looks_at_one_charger(heard):
    seen = []
    for store in heard.values():
        turn = Round("not_packed", seen.append)
        assert turn.work(store)
        few = spent_on(store, lambda store, turn=turn: turn.work(store))
        while turn.work(store):
            pass
        assert not turn.work(store)
        assert seen == store.stations()
        seen.clear()
        assert few <= 40


def test_the_size_of_a_site_is_counted_by_its_own_chargers(fleets):
    spent = []
    for store in fleets.values():
        for n in range(3):
            store.put_fleet_site(f"C-{n:04d}", "Yard")
        watch = Watch(store, profile, lambda: NOON)
        spent.append(spent_on(store, lambda _, watch=watch: watch._size("Yard")))
        assert watch._size("Yard") == 3
        for n in range(3):
            store.put_fleet_site(f"C-{n:04d}", "")
    few, many = spent
    assert few == many


def spent_on(store, doing):
    with steps(store) as done:
        doing(store)
    return sum(done)
