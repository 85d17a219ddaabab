"""Who is there, whose is what, and who holds which connection, as a store keeps it."""

import pytest

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import HowItIs, Lease, LostLink, Member

A = Member("a", "gateway", "one:1", "0.1", 5, 5)


def test_who_came_is_there_until_it_leaves(store):
    store.join(A)
    store.join(Member("p", "projector", "two:2", "0.1", 6, 6))
    told = HowItIs(Impairment(why="full"), 3)
    assert store.beat("a", 9, told)
    assert store.members()[0] == Member("a", "gateway", "one:1", "0.1", 5, 9, told)
    store.leave("a")
    assert [one.id for one in store.members()] == ["p"]
    assert not store.beat("a", 10, told)


def test_a_lease_is_whose_it_is_by_its_epoch(store):
    store.offer_leases(["share-001", "share-000"])
    store.offer_leases(["share-001"])
    first, second = store.leases()
    assert (first, second) == (Lease("share-000", "", 0, 0), Lease("share-001", "", 0, 0))
    store.take_leases([first, second], "a", 10)
    store.take_leases([first], "b", 20)  # who saw it free before is too late
    ours = store.leases()
    assert ours == [Lease("share-000", "a", 1, 10), Lease("share-001", "a", 1, 10)]
    store.take_leases([ours[0]], "b", 20)
    store.keep_leases(ours, 30)
    assert store.leases() == [Lease("share-000", "b", 2, 20), Lease("share-001", "a", 1, 30)]
    store.leave_leases(ours)
    assert store.leases() == [Lease("share-000", "b", 2, 20), Lease("share-001", "", 1, 0)]


def test_shares_are_counted_for_ever(store):
    assert store.shares() == 64


def test_a_charger_that_comes_to_another_gateway_is_taken_from_the_one_before(store):
    store.hold_link("CP", "old", "a")
    assert store.held_by_others("CP", "b") == [("old", "a")]
    assert store.held_by_others("CP", "a") == []
    store.hold_link("CP", "new", "b")
    store.take_links("CP", "b", 7)
    assert store.wanted_links("a") == [("CP", "old", True)]
    assert store.wanted_links("b") == []
    assert store.held_by_others("CP", "c") == [("new", "b")]
    store.let_link_go("CP", "old")
    assert store.wanted_links("a") == []


def test_a_gateway_is_asked_whether_a_connection_lives(store):
    store.hold_link("CP", "old", "a")
    store.ask_link("CP", "old")
    assert (store.wanted_links("a"), store.wanted_of("CP", "old")) == ([("CP", "old", False)], 1)
    store.link_lives("CP", "old")
    assert (store.wanted_links("a"), store.wanted_of("CP", "old")) == ([], 0)
    store.let_link_go("CP", "old")
    assert store.wanted_of("CP", "old") is None


def test_what_a_gateway_held_that_is_gone_is_lost_since_it_was_last_alive(store):
    store.join(A)
    store.hold_link("CP", "old", "a")
    store.hold_link("TAKEN", "old", "a")
    store.hold_link("TAKEN", "new", "b")
    store.take_links("TAKEN", "b", 8)
    store.hold_link("OTHER", "theirs", "b")
    store.lose_links_of("a", 9)
    assert store.members() == []
    assert store.lost_links_of_all() == [LostLink("CP", "old", 9), LostLink("TAKEN", "old", 9, 8)]
    assert (store.lost_link_of("CP"), store.lost_link_of("TAKEN"), store.lost_link_of("OTHER")) == (
        9,
        None,
        None,
    )
    assert store.let_lost_link_go("TAKEN", "old")
    assert not store.let_lost_link_go("TAKEN", "old")  # two may tell it: one does
    # its charger came back in that very moment, and nobody has told of its absence yet
    store.hold_link("CP", "again", "b")
    store.take_links("CP", "b", 10)
    assert store.lost_links_of_all() == [LostLink("CP", "old", 9, 10)]
    assert store.let_lost_link_go("CP", "old")
    assert not store.let_lost_go("CP")


def test_who_serves_alone_after_several_misses_all_since_each_was_last_alive(store):
    store.put_alive(3)
    store.join(A)
    store.hold_link("CP", "one", "a")
    store.hold_link("OLD", "two")
    assert store.lose_links() == {"CP": 5, "OLD": 3}


def test_several_after_one_miss_what_that_one_held(store):
    store.put_alive(3)
    store.hold_link("CP", "one", "a")
    store.hold_link("OLD", "two")
    store.lose_links_of_nobody()
    assert store.lost_links_of_all() == [LostLink("OLD", "two", 3)]


@pytest.mark.parametrize(("before", "found"), [(5, None), (6, 5), (100, 9)])
def test_the_newest_frame_of_before_an_instant_is_found(store, before, found):
    store.append([Frame("CP", 5, "in", "[2]"), Frame("CP", 9, "in", "[2]")])
    assert store.newest_before("CP", before) == found
