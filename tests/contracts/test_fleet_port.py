from itertools import pairwise

import msgspec

from chargeboard.domain.records import Charger, Credential, FleetLine, FleetMark


def heard(store, station, first_fact_at=5):
    progress = msgspec.structs.replace(store.progress(station), newest_fact_at=first_fact_at)
    store.save_batch([], progress)


def test_a_mark_tells_what_there_is_of_each_charger_that_has_facts(store):
    heard(store, "B")
    heard(store, "A")
    heard(store, "SILENT", first_fact_at=None)
    store.save_fleet(FleetLine("A", 1, 90, b'{"a":1}'))
    assert store.fleet_marks() == [FleetMark("A", 1, 1, 90), FleetMark("B", 1, None, None)]
    heard(store, "A")
    assert store.fleet_marks()[0] == FleetMark("A", 2, 1, 90)


def test_a_line_is_replaced_and_comes_back_as_it_was(store):
    store.save_fleet(FleetLine("A", 1, 90, b"{}"))
    store.save_fleet(FleetLine("A", 2, 95, '{"ü":1}'.encode()))
    store.save_fleet(FleetLine("0", 1, 50, b"{}"))
    assert store.fleet_line("A") == FleetLine("A", 2, 95, '{"ü":1}'.encode())
    assert [line.station for line in store.fleet()] == ["0", "A"]
    assert store.fleet_line("B") is None


def test_lines_that_time_made_untrue_are_found_the_oldest_first(store):
    for station, until in (("A", 30), ("B", 10), ("C", 20)):
        store.save_fleet(FleetLine(station, 1, until, b"{}"))
    assert store.fleet_due(9, 9) == []
    assert store.fleet_due(20, 9) == ["B", "C"]
    assert store.fleet_due(99, 1) == ["B"]


def test_a_charger_that_is_named_has_to_be_told_again(store):
    heard(store, "A")
    store.save_fleet(FleetLine("A", 1, 10**18, b"{}"))
    store.save_charger(Charger(id="A", name="Yard"))
    store.save_charger(Charger(id="B", merged_into="A"))
    store.save_charger(Charger(id="C", deleted=True))
    assert store.fleet_marks() == [FleetMark("A", 1, 1, 0)]
    assert store.fleet_due(1, 9) == ["A"]
    assert sorted(store.charger_marks()) == [("A", False), ("B", True), ("C", True)]


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
