"""A charger that is heard first before its site is open: that no error is known is told once it is open."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, text_of
from projecting import projector_of

MIDNIGHT = 1_780_012_800_000_000
POLICY = Policy(
    silence_detection=False,
    opening_hours=("Mo-Fr 06:00-22:00", "Sa 22:00-03:00"),
)


def available(at):
    said = f'{{"connectorId":1,"status":"Available","errorCode":"NoError","timestamp":"{text_of(at)}"}}'
    return Frame("CP1", at, "in", f'[2,"1","StatusNotification",{said}]', "c", "ocpp1.6")


@pytest.mark.parametrize(
    ("wait", "is_told"), [(1, False), (6 * HOUR, False), (6 * HOUR + 1, True), (6 * HOUR + MINUTE, True)]
)
def test_who_looked_then_sees_later_what_one_sees_who_did_not(wait, is_told):
    clock, store = [MIDNIGHT], open_store(":memory:")

    def desk():
        return Desk(store, lambda name: Profile(id=name, policy=POLICY), lambda: clock[0])

    mine = desk()
    mine.store.append([available(MIDNIGHT - HOUR)])
    projector_of(mine).refresh("CP1")
    clock[0] += wait
    told, anew = (one.board("CP1", at=clock[0]).insights for one in (mine, desk()))
    assert [one.id for one in told] == [one.id for one in anew]
    assert ("I06" in {one.id for one in told}) is is_told
    store.close()
