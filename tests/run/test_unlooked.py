"""What is set while chargers are understood is looked at without a new start."""

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import unlooked
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
