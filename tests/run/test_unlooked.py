"""What is set while chargers are understood is looked at without a new start."""

from types import SimpleNamespace

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger
from chargeboard.history.checkpoints import conclusions_version
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import unlooked
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.settle import SettledPart
from chargeboard.run.understanding.settling import Settling
from chargeboard.run.understanding.unlooked import Unlooked
from chargeboard.store import open_store
from projecting import projector_of


def test_a_charger_that_is_set_while_we_run_is_looked_at_once(monkeypatch):
    monkeypatch.setattr(unlooked, "_LOOK_EVERY_S", 0.0)
    store, heard = open_store(":memory:"), []
    desk = Desk(store, lambda station: Profile(id=station), lambda: 1_760_313_600_000_000)
    desk.store.append([Frame("CP1", 1_760_313_600_000_000, "in", '[2,"1","Heartbeat",{}]', "c", "ocpp1.6")])
    projector_of(desk).refresh("CP1")
    ours = Unlooked(store, heard.extend)
    ours.start()
    while ours.work():
        pass
    assert heard == []
    store.save_charger(Charger(id="CP1", settings={"rated_kw": 50}))
    while ours.work():
        pass
    ours.work()
    assert heard == ["CP1"]
    ours.is_looked_at("CP1")
    while ours.work():
        pass
    store.save_charger(Charger(id="CP1", settings={"rated_kw": 22}))
    while ours.work():
        pass
    assert heard == ["CP1", "CP1"]
    store.close()


class Elsewhere:
    """Settles what is long, and is done when it is told so."""

    def __init__(self):
        self.begun, self.tail = [], None

    def start(self, station):
        self.begun.append(station)

    def ended(self):
        ended, self.tail = self.tail, None
        return ended

    def stop(self):
        pass


@pytest.mark.parametrize(("is_set", "times"), [(False, 1), (True, 2)])
def test_who_is_set_while_it_is_settled_elsewhere_is_settled_there_again_at_once(is_set, times):
    elsewhere = Elsewhere()
    projector = SimpleNamespace(settle_some=lambda _: SettledPart(is_long=True))
    settling = Settling(projector, print, elsewhere)
    settling.heard("CP1", 0, is_idle=True)
    while settling.work():
        pass
    if is_set:
        settling.set_otherwise("CP1")
    elsewhere.tail = 5_000
    while settling.work():
        pass
    assert elsewhere.begun == ["CP1"] * times


@pytest.fixture
def desk(monkeypatch):
    """Of a charger that booted yesterday; what is set is looked for at every turn."""
    monkeypatch.setattr(unlooked, "_LOOK_EVERY_S", 0.0)
    store, now = open_store(":memory:"), 1_760_313_600_000_000
    store.save_charger(Charger(id="CP1"))
    desk = Desk(
        store,
        lambda station: Profile(id=station, policy=Policy(**store.charger(station).settings)),
        lambda: now,
    )
    boot = '[2,"1","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"X1"}]'
    status = '[2,"2","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'
    desk.store.append(
        [
            Frame("CP1", now - 100_000_000_000 + n, "in", text, "c", "")
            for n, text in enumerate((boot, status))
        ]
    )
    yield desk
    store.close()


@pytest.fixture
def projector(desk):
    return projector_of(desk)


@pytest.fixture
def chores(desk, projector):
    """All that was to be done is."""
    chores = Chores(projector, packs=False)
    chores.heard(["CP1"], desk.now())
    chores.start()
    while chores.work():
        pass
    return chores


def rated(desk, kilowatts):
    desk.store.save_charger(Charger(id="CP1", settings={"rated_kw": kilowatts}))


def is_settled(desk):
    """By what is set now, and nobody waits for the next start."""
    wanted = conclusions_version(desk.profile_of("CP1"))
    return desk.store.unlooked("", 10) == {} and desk.store.progress("CP1").conclusions_version == wanted


def test_who_was_settled_a_moment_ago_is_settled_again_by_what_is_set_now(desk, chores):
    for kilowatts in (50.0, 22.0):
        rated(desk, kilowatts)
        assert not is_settled(desk)
        for _ in range(200):
            chores.work()
        assert is_settled(desk)


@pytest.mark.parametrize("step", ["settle_some", "tell"])
def test_so_is_who_is_set_again_while_it_is_settled_for_what_was_set_before(
    desk, projector, chores, step, monkeypatch
):
    begun, later = getattr(projector, step), [22.0, 11.0]

    def and_is_set_meanwhile(*stations):
        done = begun(*stations)
        if later and desk.store.unlooked("", 10):
            rated(desk, later.pop(0))
        return done

    monkeypatch.setattr(projector, step, and_is_set_meanwhile)
    rated(desk, 50.0)
    for _ in range(400):
        chores.work()
    assert later == []
    assert is_settled(desk)
