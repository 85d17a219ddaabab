from itertools import pairwise

import msgspec
from fleet_by_hand import asked, line_of_number
from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.domain.facts import PingAnswered, StatusReported
from chargeboard.domain.figures.fleet import FleetKind, FleetOrder, FleetWanted
from chargeboard.domain.records import Charger, Credential, FleetLine, LineBehind, Stale
from chargeboard.store import open_store
from chargeboard.time.instants import NEVER


def heard(store, station, first_fact_at=5):
    progress = msgspec.structs.replace(store.progress(station), newest_fact_at=first_fact_at)
    store.save_batch([], progress)


def kept(store, station, revision=1, true_until=NEVER, number=0, doc=b"{}"):
    store.save_fleet([FleetLine(line_of_number(number, station), revision, true_until, doc)])


def stale(station, *, revision=1, is_denied=False, is_kept=True):
    return Stale(station, revision, is_denied, is_kept)


def test_a_line_is_stale_when_more_is_known_or_time_went_on_or_there_is_none(store):
    for station in ("B", "A"):
        heard(store, station)
    heard(store, "SILENT", first_fact_at=None)
    kept(store, "A", true_until=90)
    assert store.fleet_stations() == ["A", "B"]
    assert store.fleet_stale(89) == [stale("B", is_kept=False)]
    assert store.fleet_stale(90) == [stale("A"), stale("B", is_kept=False)]
    heard(store, "A")
    assert store.fleet_stale(10)[0] == stale("A", revision=2)


def test_of_chargers_those_are_behind_whose_line_is_there_and_tells_less_than_is_known(store):
    for station in ("A", "B", "C", "BARE"):
        heard(store, station)
        if station != "BARE":
            kept(store, station, true_until=90, doc=b'{"last_contact":40}')
    assert store.fleet_unmade() == ["BARE"]
    assert store.fleet_behind(dict.fromkeys(["A", "C", "BARE"], 40), 89, 9) == []
    progress = msgspec.structs.replace(store.progress("A"), snapshot=b"{}")
    store.save_batch([PingAnswered(41, 41, 30)], progress)
    (one,) = store.fleet_behind({"A": 40, "C": 40}, 89, 9)
    assert one == LineBehind("A", true_until=90, told_at=None, snapshot=b"{}")
    store.save_batch([StatusReported(31, 42, 1, "Available")], store.progress("A"))
    store.save_batch([StatusReported(32, 43, 1, "Charging")], store.progress("A"))
    assert store.fleet_behind({"A": 40}, 89, 9)[0].told_at == 42
    assert store.fleet_behind({"A": 40}, 89, 7)[0].told_at is None
    assert [one.station for one in store.fleet_behind({"A": 40, "C": 40}, 89, 9)] == ["A"]
    assert [one.station for one in store.fleet_behind({"A": 40, "C": 40}, 90, 9)] == ["A", "C"]


def test_a_line_is_replaced_and_its_row_comes_back_as_it_was(store):
    heard(store, "A")
    kept(store, "A")
    kept(store, "A", revision=2, number=3, doc='{"ü":1}'.encode())
    assert store.fleet_page(FleetWanted(), []) == [("A", '{"ü":1}'.encode())]
    assert store.fleet_counts(FleetWanted(), []).chargers == 1


def test_what_a_line_tells_of_is_another_thing_once_it_was_made_again(store):
    for station in ("A", "B"):
        heard(store, station)
        kept(store, station, true_until=90, doc=b'{"id":"%s"}' % station.encode())
    before = store.fleet_versions()
    assert before == {"A": (1, 90), "B": (1, 90)}
    kept(store, "A", revision=2, true_until=90)
    assert {station for station, told in store.fleet_versions().items() if told != before[station]} == {"A"}
    assert store.fleet_rows(["B", "NOBODY"]) == {"B": b'{"id":"B"}'}
    store.save_charger(Charger(id="B", deleted=True))
    assert store.fleet_versions().keys() == {"A"}


def test_lines_of_sites_are_told_apart_from_others(store):
    for number, station in enumerate(("A", "B", "C")):
        heard(store, station)
        kept(store, station, number=number)
    sites = {line_of_number(number, "x").site for number in range(3)}
    told = {site: store.fleet_versions({site}) for site in sites}
    assert sorted(one for found in told.values() for one in found) == ["A", "B", "C"]
    assert store.fleet_versions(set()) == {}


def test_lines_that_time_made_untrue_are_found_the_oldest_first(store):
    for station, until in (("A", 30), ("B", 10), ("C", 20)):
        kept(store, station, true_until=until)
    assert store.fleet_due(9, 9) == []
    assert store.fleet_due(20, 9) == ["B", "C"]
    assert store.fleet_due(99, 1) == ["B"]
    assert [store.fleet_next_due(at) for at in (9, 10, 30)] == [10, 20, NEVER]


def test_when_the_lines_told_all_is_kept(store):
    assert store.fleet_told_at() < 0
    for at in (7, 2**50):
        store.put_fleet_told(at)
        assert store.fleet_told_at() == at


def test_a_charger_that_is_named_has_to_be_told_again(store):
    heard(store, "A")
    kept(store, "A", true_until=10**18)
    store.save_charger(Charger(id="A", name="Yard"))
    assert store.fleet_stale(1) == [stale("A", is_denied=True)]
    assert store.fleet_due(1, 9) == ["A"]


def test_who_was_merged_or_deleted_is_on_no_list_and_who_was_only_named_or_declared_is_unheard(store):
    for station in ("A", "B", "C"):
        heard(store, station)
        kept(store, station)
    store.save_charger(Charger(id="B", merged_into="A"))
    store.save_charger(Charger(id="C", deleted=True))
    store.save_charger(Charger(id="NAMED"))
    assert store.fleet_stations() == ["A"]
    assert store.fleet_stale(1) == []
    assert [station for station, _ in store.fleet_page(FleetWanted(), [])] == ["A"]
    assert store.fleet_unheard(["A", "C", "DECLARED"]) == ["DECLARED", "NAMED"]


@settings(deadline=None)
@given(
    numbers=st.lists(st.integers(0, 10**6), min_size=1, max_size=12),
    own=st.lists(st.integers(0, 11), max_size=4, unique=True),
    wanted=st.builds(
        FleetWanted,
        text=st.sampled_from(["", "süd", "c1", "hafen süd", "none such"]),
        show=st.sampled_from(FleetKind),
        sort=st.sampled_from(FleetOrder),
        offset=st.integers(0, 5),
        limit=st.integers(1, 20),
    ),
    sites=st.none() | st.frozensets(st.sampled_from(["Hafen", "Depot", "Elsewhere"])),
)
def test_a_page_is_what_sorting_and_counting_by_hand_gives(numbers, own, wanted, sites):
    store = open_store(":memory:")
    for place, number in enumerate(numbers):
        kept(store, f"C{place}", number=number, doc=b"[]")
    brought = [line_of_number(7 * place + 1, f"C{place}") for place in own]
    lines = {f"C{place}": line_of_number(number, f"C{place}") for place, number in enumerate(numbers)}
    lines |= {line.station: line for line in brought}
    rows, found = store.fleet_page(wanted, brought, sites), store.fleet_counts(wanted, brought, sites)
    page, counts = asked(lines.values(), wanted, sites)
    mine = {line.station for line in brought}
    assert rows == [(line.station, None if line.station in mine else b"[]") for line in page]
    assert found == counts
    store.close()


def test_who_asks_to_be_let_in_and_who_is_are_news(store):
    heard(store, "A")
    seen = {store.revisions()}
    store.save_credential(Credential(station="B", approved=False, asked_at=1))
    seen.add(store.revisions())
    store.save_credential(Credential(station="B", approved=True, asked_at=1))
    seen.add(store.revisions())
    assert len(seen) == 3


def test_of_those_that_wait_only_so_many_are_kept_and_who_was_dismissed_or_asked_first_makes_way(store):
    heard(store, "A")
    store.save_credential(Credential(station="KEY", approved=False, digest=b"d", salt=b"s"))
    store.save_credential(Credential(station="MINE", approved=True, asked_at=1))
    seen = [store.revisions()]
    for number in range(1, 8):
        asked = Credential(station=f"N{number}", approved=False, asked_at=number * 1_000_000)
        store.save_waiting(asked, 4)
        seen.append(store.revisions())
        if number == 5:
            store.save_credential(Credential(station="N4", approved=False))
            seen.append(store.revisions())
    assert [one.station for one in store.credentials()] == ["KEY", "MINE", "N3", "N5", "N6", "N7"]
    assert store.dropped_waiting() == 3
    assert all(before != after for before, after in pairwise(seen)), "each is news"
