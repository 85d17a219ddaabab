"""What a charger was, and since when, is concluded like all else: late, in slices, anew."""

from itertools import pairwise

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from projecting import projector_of

DAY = 24 * HOUR
BEGIN = 1_767_225_600_000_000
"""2026-01-01T00:00:00Z."""


def life():
    """A status a day and a boot every third; firmware 1.0, then none is told, then 2.0."""

    def call(n, at, action, payload):
        return Frame("CP", at, "in", f'[2,"{n}","{action}",{{{payload}}}]', "c", "ocpp1.6")

    yield Frame("CP", BEGIN, "ws", '["open","c","ocpp1.6"]', "c", "ocpp1.6")
    for day in range(12):
        at = BEGIN + day * DAY + 9 * HOUR
        if day % 3 == 0:
            told = f',"firmwareVersion":"{1 + day // 6}.0"' if day != 3 else ""
            plate = '"chargePointVendor":"ACME","chargePointModel":"X1"'
            yield call(f"b{day}", at, "BootNotification", plate + told)
        status = '"connectorId":1,"errorCode":"NoError","status":"Available"'
        yield call(f"s{day}", at + HOUR, "StatusNotification", status)


WANTED = [
    ("CP", BEGIN + 9 * HOUR, "2026-01-01", "ACME", "X1", "1.0"),
    ("CP", BEGIN + 6 * DAY + 9 * HOUR, "2026-01-07", "ACME", "X1", "2.0"),
]


@pytest.mark.parametrize("cuts", [(), (3,), (5, 9, 10, 11), tuple(range(1, 17))])
@pytest.mark.parametrize("turned", [False, True])
def test_each_change_is_kept_once_however_it_comes(cuts, turned):
    store = open_store(":memory:")
    desk = Desk(
        store, lambda _: Profile(id="CP", policy=Policy(silence_detection=False)), lambda: BEGIN + 30 * DAY
    )
    frames = [*life()]
    slices = [frames[begin:end] for begin, end in pairwise((0, *cuts, len(frames)))]
    for some in reversed(slices) if turned else slices:
        desk.store.append(some)
        projector_of(desk).refresh("CP")
    assert [*store._db.connection.execute("select * from charger_kind order by at")] == WANTED
    projector_of(desk).rebuild("CP")
    assert [*store._db.connection.execute("select * from charger_kind order by at")] == WANTED
    store.close()
