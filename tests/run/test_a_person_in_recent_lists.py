"""What has not settled stands beside a charger's line: a person who is forgotten is not in there either."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.run.upkeep.person import forget
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from projecting import projector_of

NOON, PERSON = 1_760_299_200 * SECOND, "t:0000000000000001"


@pytest.mark.threat("K6")
def test_who_showed_a_card_just_now_is_forgotten_there_too():
    store = open_store(":memory:")
    desk = Desk(store, lambda station: Profile(id=station, policy=Policy()), lambda: NOON)
    asked = f'[2,"1","Authorize",{{"idTag":"{PERSON}"}}]'
    answer = '[3,"1",{"idTagInfo":{"status":"Accepted"}}]'
    desk.store.append(
        [
            Frame("A", NOON - 2 * SECOND, "in", asked, "c", "ocpp1.6"),
            Frame("A", NOON - SECOND, "out", answer, "c", "ocpp1.6"),
        ]
    )
    projector_of(desk).refresh("A")

    def kept():
        rows = store._db.connection.execute("select body from fleet_recent").fetchall()
        return b"".join(body for (body,) in rows)

    assert PERSON.encode() in kept()
    assert forget(store, PERSON, lambda _: "f:00000000000000ff", lambda _station, _n: None)
    assert PERSON.encode() not in kept()
    projector_of(desk).tell("A")
    assert PERSON.encode() not in kept()
    store.close()
