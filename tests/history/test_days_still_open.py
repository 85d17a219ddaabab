"""A day that is over, while something of it is open ever since: is it told as it stood? (Q11: "revised")"""

import json
from datetime import UTC, date, datetime

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of, text_of
from projecting import projector_of

T0 = instant_of(datetime(2026, 11, 20, 10, tzinfo=UTC))
DEAF = Policy(silence_detection=False)
FIRST, SECOND_DAY = date(2026, 11, 20), date(2026, 11, 21)


class Charger:
    """Hours after T0; a session runs on socket 1 since then."""

    def __init__(self):
        self.frames = [Frame("CP1", T0 - HOUR, "ws", '["open", "A"]', "A", "ocpp1.6")]
        self.say(-1, "StatusNotification", connectorId=1, status="Available", errorCode="NoError")
        self.say(0, "StartTransaction", connectorId=1, idTag="T", meterStart=1000)
        self.hear(0, {"transactionId": 1, "idTagInfo": {"status": "Accepted"}})

    def say(self, hour, action, rx=None, **payload):
        at, received_at = T0 + round(hour * HOUR), T0 + round((hour if rx is None else rx) * HOUR)
        payload.setdefault("timestamp", text_of(at))
        self._add(received_at, "in", [2, f"m{len(self.frames)}", action, payload])
        return self

    def hear(self, hour, payload):
        name = json.loads(self.frames[-1].text)[1]
        self._add(T0 + round(hour * HOUR), "out", [3, name, payload])

    def read(self, hour, wh, rx=None):
        value = {"timestamp": text_of(T0 + round(hour * HOUR)), "sampledValue": [{"value": str(wh)}]}
        return self.say(hour, "MeterValues", rx, connectorId=1, transactionId=1, meterValue=[value])

    def _add(self, at, direction, message):
        self.frames.append(Frame("CP1", at, direction, json.dumps(message), "A", "ocpp1.6"))

    def board(self, hour, policy=DEAF, settled_by=None):
        """`settled_by` is the policy by which days were stored, where it is another one."""
        at = T0 + round(hour * HOUR)
        store = open_store(":memory:")
        settling, desk = (
            Desk(store, lambda station, policy=policy: Profile(id=station, policy=policy), lambda: at)
            for policy in (settled_by or policy, policy)
        )
        settling.store.append(sorted(self.frames, key=lambda frame: frame.received_at))
        projector_of(settling).refresh("CP1")
        found = desk.board("CP1", at=at)
        store.close()
        return found


@pytest.fixture
def charger():
    """It is 14 hours to midnight."""
    return Charger().read(10, 11_000)


def test_a_day_of_which_nothing_came_late_is_not_revised(charger):
    board = charger.read(14, 15_000).read(20, 21_000).board(40)
    assert board.revised_days == []
    assert (board.energy_per_day_wh[FIRST], board.energy_per_day_wh[SECOND_DAY]) == (14_000, 6000)


@pytest.mark.parametrize(
    ("received", "is_revised"),
    [(14, False), (14.25, False), (14.26, True), (20, True)],
    ids=["at its end", "a quarter of an hour after it", "a little later", "much later"],
)
def test_a_reading_that_came_when_the_day_seemed_final_revises_it(charger, received, is_revised):
    board = charger.read(14, 15_000, rx=received).read(20, 21_000).board(40)
    assert board.revised_days == ([FIRST] if is_revised else [])


@pytest.mark.parametrize("is_settled", [True, False])
def test_who_has_looked_before_is_told_what_came_late_since(charger, is_settled):
    store = open_store(":memory:")
    now = [T0 + 38 * HOUR]
    desk = Desk(store, lambda station: Profile(id=station, policy=DEAF), lambda: now[0])
    desk.store.append(charger.read(20, 21_000).frames)
    projector_of(desk).refresh("CP1")
    first = desk.board("CP1")
    assert first.energy_per_day_wh[FIRST] == 14_000
    desk.store.append([charger.read(14, 16_000, rx=39).frames[-1]])
    projector_of(desk).fold("CP1")
    if is_settled:
        projector_of(desk).settle("CP1")
    now[0] = T0 + 40 * HOUR
    then = desk.board("CP1")
    assert (then.energy_per_day_wh[FIRST], then.revised_days) == (15_000, [FIRST, SECOND_DAY])
    store.close()


def test_what_came_late_and_changes_no_figure_revises_no_day(charger):
    assert charger.read(14, 15_000).read(5, 6000, rx=20).read(20, 21_000).board(40).revised_days == []


def test_a_day_is_not_revised_before_it_seemed_final(charger):
    charger.read(14, 15_000, rx=14.1)
    assert charger.board(14.2).revised_days == charger.board(14.25).revised_days == []


def test_today_is_never_revised(charger):
    assert charger.read(14, 15_000).read(15, 16_000, rx=20).board(21).revised_days == []


def test_a_silence_at_the_end_of_a_day_is_judged_by_the_pace_that_was_found_since_also_before_it_is_stored():
    charger = Charger()
    charger.say(-0.5, "BootNotification", chargePointVendor="V", chargePointModel="M")
    charger.hear(-0.5, {"status": "Accepted", "currentTime": text_of(T0 - HOUR // 2), "interval": 900})
    for quarter in (*range(56), *range(56, 4 * 60, 2)):
        charger.say(quarter / 4 + 0.002, "Heartbeat")
    for hour in range(1, 58, 3):
        charger.read(hour, 1000 + 1000 * hour)
    heeding, alike = Policy(), Policy(clock_warn_s=61)
    stored, looked_at = charger.board(62, heeding), charger.board(62, heeding, settled_by=alike)
    assert stored.revised_days == looked_at.revised_days == [FIRST]
