"""What was set for sites and for all chargers, as a store keeps it."""

from chargeboard.domain.records import Progress
from chargeboard.domain.sites import Shared, Site

YARD = Site(name="Yard ü", address="Quay 1", coordinates=(53.5, -9.25), opening_hours=("Mo 08:00-09:00",))


def test_a_site_is_kept_by_its_name_however_it_is_spelled(store):
    assert store.shared() == Shared()
    store.save_site(YARD)
    assert store.shared().site(" yard Ü ") == YARD
    assert store.shared() is store.shared()
    store.save_site(Site(name="YARD Ü", timezone="UTC"))
    assert [*store.shared().sites.values()] == [Site(name="YARD Ü", timezone="UTC")]
    store.drop_site("yard ü")
    assert store.shared().sites == {}


def test_what_holds_for_all_is_kept_by_key_and_has_all_looked_at(store):
    store.save_batch([], Progress(station="A"))
    assert store.unlooked("", 10) == {}
    store.set_policy({"offline_k": 3, "sockets": [1, 2], "success": "energy"})
    assert store.shared().policy == {"offline_k": 3, "sockets": [1, 2], "success": "energy"}
    assert store.unlooked("", 10) == {"A": 1}
    store.set_policy({"offline_k": 2.5, "sockets": None})
    assert store.shared().policy == {"offline_k": 2.5, "success": "energy"}


def test_those_whom_a_site_is_about_are_looked_at_and_nobody_else(store):
    for station in ("A", "B"):
        store.save_batch([], Progress(station=station))
    store.look_at(["B", "never heard"])
    assert store.unlooked("", 10) == {"B": 1}


def test_a_change_while_a_charger_is_looked_at_for_the_one_before_has_it_looked_at_again(store):
    for station in ("A", "B"):
        store.save_batch([], Progress(station=station))
    store.look_at(["A", "B"])
    asked = store.unlooked("", 10)
    store.look_at(["B"])
    store.are_looked_at(asked)
    assert store.unlooked("", 10) == {"B": 2}
    store.set_policy({"offline_k": 3})
    store.are_looked_at({"B": 2})
    assert store.unlooked("", 10) == {"A": 1, "B": 3}
    store.are_looked_at({"A": 1, "B": 3})
    assert store.unlooked("", 10) == {}
