"""Each share of the chargers is one member's, nobody has more than a part, and who is gone is found out."""

import threading

from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.members import CHORES, HowItIs, Lease, Member, lease_of, share_of
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Overtaken
from chargeboard.history.opening import Histories
from chargeboard.run.members import leasing as module
from chargeboard.run.members import watching
from chargeboard.run.members.leasing import Held, Leasing, Limit
from chargeboard.run.members.sharing import turn
from chargeboard.run.members.watching import Watching
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.worker import Understanding
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND


def after(leases, me, members):
    """What the leases are when one has had its turn, all others being there."""
    free = {one.name for one in leases if not one.owner or one.owner not in {me, *members}}
    done = turn(me, members, leases, free)
    taken, left = {one.name for one in done.take}, {one.name for one in done.leave}
    return [
        Lease(one.name, me if one.name in taken else "" if one.name in left else one.owner, one.epoch, 0)
        for one in leases
    ]


@given(
    st.lists(
        st.lists(st.sampled_from("abcdef"), min_size=1, max_size=4, unique=True), min_size=1, max_size=4
    ),
    st.integers(1, 70),
)
def test_whoever_comes_and_goes_all_shares_are_held_and_nobody_has_more_than_a_part(times, shares):
    leases = [Lease(lease_of(n), "", 0, 0) for n in range(shares)]
    for members in times:
        for _ in range(2):
            for me in members:
                leases = after(leases, me, members)
        owners = [one.owner for one in leases]
        assert set(owners) <= set(members)
        assert max(owners.count(one) for one in members) <= -(-shares // len(members))


def test_a_charger_stays_in_its_share_for_ever():
    assert [share_of(name, 64) for name in ("DC-1", "CP0", "Ladesäule 7", "\ud800")] == [58, 51, 56, 40]


def test_who_says_nothing_new_for_a_while_is_gone_whatever_its_clock_says(monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(watching, "monotonic", lambda: clock[0])
    found = Watching(12, lambda: 10 * MINUTE)
    assert found.gone([("far ahead", 1, 99 * MINUTE), ("a bit behind", 1, 9 * MINUTE + SECOND)]) == set()
    assert found.gone([("new, and very old", 1, 0)]) == {"new, and very old"}
    found.gone([("one", 1, 0), ("two", 1, 10 * MINUTE)])
    clock[0] += 13
    assert found.gone([("one", 2, 0), ("two", 1, 10 * MINUTE)]) == {"two"}


class Crew:
    """Members over one store, whose time goes on as the test says."""

    def __init__(self, monkeypatch, shares=8):
        self.store, self.clock, self.shares = open_store(":memory:"), [100.0], shares
        for one in (module, watching):
            monkeypatch.setattr(one, "monotonic", lambda: self.clock[0])

    def now(self):
        return round(self.clock[0] * SECOND)

    def joined(self, name):
        self.store.join(Member(name, "projector", name, "1", self.now(), self.now()))
        return Leasing(self.store, name, "projector", Limit(self.shares, (CHORES,)), self.now)

    def on(self, *living, by_s=2.0, times=1):
        for _ in range(times):
            self.clock[0] += by_s
            for one in living:
                self.store.beat(one._owner, self.now(), HowItIs())
                one.look()


def held_by(*some):
    return [sum(name.startswith("share") for name in one.held.epochs) for one in some]


def test_who_comes_gets_a_part_and_what_one_that_is_gone_had_is_taken_over(monkeypatch):
    crew = Crew(monkeypatch)
    first = crew.joined("a")
    crew.on(first)
    assert (held_by(first), first.has(CHORES)) == ([8], True)
    second = crew.joined("b")
    crew.on(first, second, times=2)
    assert held_by(first, second) == [4, 4]
    assert not second.has(CHORES)
    before = dict(first.held.epochs)
    crew.on(second, times=4)
    # by its own clock it has nothing any more before anybody else does
    crew.clock[0] += 3
    assert held_by(first) == [0]
    crew.on(second, times=5)
    assert (held_by(second), second.has(CHORES)) == ([8], True)
    # and it is told apart from who has it now
    assert all(second.held.epochs[name] == epoch + 1 for name, epoch in before.items())
    crew.on(first, second, times=3)
    assert sum(held_by(first, second)) == 8


def test_what_is_left_is_told_before_others_may_take_it(monkeypatch):
    crew = Crew(monkeypatch)
    first = crew.joined("a")
    crew.on(first)
    crew.joined("b")
    told = []
    first.look(
        lambda held: told.append((len(held.epochs), [one.owner for one in crew.store.leases()].count("a")))
    )
    assert told == [(5, 9)]  # four shares and the chores, while all nine are its own still


def test_who_leaves_leaves_all(monkeypatch):
    crew = Crew(monkeypatch)
    first = crew.joined("a")
    crew.on(first)
    first.leave()
    assert {one.owner for one in crew.store.leases()} == {""}
    assert held_by(first) == [0]


def test_nothing_is_written_of_whom_one_has_no_lease():
    held = Held("a", 64, {lease_of(share_of("DC-1", 64)): 3})
    assert held.owns("DC-1")
    assert held.fence(["DC-1"]) == [("share-058", 3)]
    for others in (["CP0"], ["DC-1", "CP0"]):
        try:
            held.fence(others)
        except Overtaken:
            continue
        raise AssertionError(others)


def test_whose_charger_has_become_anothers_goes_on_with_the_rest():
    store = open_store(":memory:")
    projector = Projector(Histories(store, lambda station: Profile(id=station)), lambda: 5)
    worker = Understanding(Chores(projector, packs=False))
    told, gone_on = [], threading.Event()

    def work():
        told.append(True)
        if len(told) > 1:
            gone_on.set()
            return False
        raise Overtaken("CP0")

    worker._chores.work = work
    worker.start()
    assert gone_on.wait(60)
    worker.stop()
    store.close()
