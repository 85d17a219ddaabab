"""Who is fenced, and who serves beside whom."""

import pytest

from chargeboard.domain.facts import Quiet
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.members import Lease, lease_of, share_of
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Charger, Overtaken, Progress
from chargeboard.run.desk import Desk
from chargeboard.run.members.leasing import Held
from chargeboard.store import StoreError, store_at
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from projecting import projector_of

NOW = 1_760_000_000 * SECOND
SHARE = lease_of(share_of("A", 64))


@pytest.fixture
def store(postgres, tmp_path):
    opened = store_at(postgres, str(tmp_path)).open()
    yield opened
    opened.close()


def held_by(store, owner):
    store.take_leases([one for one in store.leases() if one.name == SHARE], owner, NOW)
    return Held(owner, 64, {one.name: one.epoch for one in store.leases() if one.owner == owner})


def test_what_one_writes_that_was_stopped_and_woke_up_is_refused(store):
    store.offer_leases([SHARE])
    store.database.fence = before = held_by(store, "a")
    store.save_batch([Quiet(1, 2, 3)], Progress(station="A"))
    held_by(store, "b")
    for write in (
        lambda: store.save_batch([Quiet(4, 5, 6)], store.progress("A")),
        lambda: store.save_batches([([Quiet(4, 5, 6)], store.progress("A"))]),
        lambda: store.settle(store.progress("A"), 0, None, [], [], []),
        lambda: store.put_off_fleet({"A": 1}),
    ):
        with pytest.raises(Overtaken):
            write()
    assert store.facts("A", Span(0, 10)) == [Quiet(1, 2, 3)]
    assert before.owns("A")  # it does not know yet


def test_nobody_writes_of_a_share_that_is_anothers(store):
    store.offer_leases([SHARE])
    store.database.fence = Held("a", 64)
    with pytest.raises(Overtaken):
        store.save_batch([], Progress(station="A"))


def test_who_writes_of_its_own_is_let_through_again_when_it_has_them_again(store):
    store.offer_leases([SHARE])
    held_by(store, "a")
    held_by(store, "b")
    store.database.fence = held_by(store, "a")
    store.save_batch([Quiet(1, 2, 3)], Progress(station="A"))
    assert store.leases() == [Lease(SHARE, "a", 3, NOW)]


def test_lines_of_whom_nobody_names_are_dropped_by_whoever_looks(store):
    store.save_charger(Charger(id="A"))
    store.offer_leases([SHARE])
    desk = Desk(store, lambda station: Profile(id=station), lambda: NOW)
    projector_of(desk).tell("A")
    assert store.fleet_ids(FleetWanted(), []) == ["A"]
    store.drop_charger("A")
    store.database.fence = Held("a", 64)
    store.drop_unlisted([])
    assert store.fleet_ids(FleetWanted(), []) == []


def refused(way_in):
    with pytest.raises(StoreError, match="is using it"), way_in:
        pass


def test_several_serve_together_or_one_alone(postgres, tmp_path):
    address = store_at(postgres, str(tmp_path))
    with address.among_others("gateway", "end it"), address.among_others("web", "end it"):
        refused(address.alone("serve", "end it"))
    with address.alone("serve", "end it"):
        refused(address.among_others("gateway", "end it"))


def test_a_file_is_served_by_one(tmp_path):
    address = store_at(tmp_path / "b.db")
    with pytest.raises(StoreError, match="served by one process"):
        address.among_others("gateway", "end it")
    with pytest.raises(StoreError, match="served by one process"):
        address.signals()
