"""What is set while chargers are understood is looked at without a new start."""

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import unlooked
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.unlooked import Unlooked
from chargeboard.store import open_store


def test_a_charger_that_is_set_while_we_run_is_looked_at_once(monkeypatch):
    monkeypatch.setattr(unlooked, "_LOOK_EVERY_S", 0.0)
    store, heard = open_store(":memory:"), []
    desk = Desk(store, lambda station: Profile(id=station), lambda: 1_760_313_600_000_000)
    desk.take([Frame("CP1", 1_760_313_600_000_000, "in", '[2,"1","Heartbeat",{}]', "c", "ocpp1.6")])
    desk.refresh("CP1")
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


def test_who_was_settled_a_moment_ago_is_settled_again_by_what_is_set_now(monkeypatch):
    monkeypatch.setattr(unlooked, "_LOOK_EVERY_S", 0.0)
    store, now = open_store(":memory:"), 1_760_313_600_000_000
    desk = Desk(
        store,
        lambda station: Profile(id=station, policy=Policy(**store.charger(station).settings)),
        lambda: now,
    )
    boot = '[2,"1","BootNotification",{"chargePointVendor":"ACME","chargePointModel":"X1"}]'
    status = '[2,"2","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'
    store.save_charger(Charger(id="CP1"))
    desk.take(
        [
            Frame("CP1", now - 100_000_000_000 + n, "in", text, "c", "")
            for n, text in enumerate((boot, status))
        ]
    )
    chores = Chores(desk, packs=False)
    chores.heard(["CP1"], now)
    chores.start()
    while chores.work():
        pass
    made_by = store.progress("CP1").conclusions_version
    for kilowatts in (50.0, 22.0):
        store.save_charger(Charger(id="CP1", settings={"rated_kw": kilowatts}))
        for _ in range(200):
            chores.work()
        assert store.unlooked("", 10) == []
        assert store.progress("CP1").conclusions_version != made_by
        made_by = store.progress("CP1").conclusions_version
    store.close()
