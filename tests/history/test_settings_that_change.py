"""What is remembered between two looks is of the settings that it was made under."""

import json
from datetime import UTC, datetime

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND, instant_of
from projecting import projector_of

T0 = instant_of(datetime(2025, 10, 13, 8, tzinfo=UTC))


def test_a_grace_that_is_made_shorter_makes_offline_who_waits_for_it():
    store, policy = open_store(":memory:"), [Policy(reconnect_grace_s=600, silence_detection=False)]
    desk = Desk(store, lambda station: Profile(id=station, policy=policy[0]), lambda: T0 + 2 * MINUTE)
    for number, message in enumerate((["open", "A"], ["close", "A"])):
        desk.store.append([Frame("CP1", T0 + number * SECOND, "ws", json.dumps(message), "A", "ocpp1.6")])
    projector_of(desk).refresh("CP1")
    assert desk.board("CP1", at=T0 + 2 * MINUTE).charger.is_online is True
    policy[0] = Policy(reconnect_grace_s=60, silence_detection=False)
    store.save_charger(Charger(id="CP1"))  # as whoever sets it does
    assert desk.board("CP1", at=T0 + 2 * MINUTE + SECOND).charger.is_online is False
    store.close()
