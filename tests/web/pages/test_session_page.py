"""Does the page of a session tell what happened in it, and why it is believed?"""

import json

import msgspec
import pytest

from chargeboard.documents.samples import detail
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.evidence.local_time import local_of
from chargeboard.evidence.session import view as session_page
from chargeboard.run.answering.list_filters import ListScope, SessionFilter
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of
from projecting import projector_of

BEGIN = 1_764_000_000 * SECOND - 1_764_000_000 * SECOND % HOUR
STEP = 10


class Story:
    """One charger and what it says, each message received as it is made."""

    def __init__(self):
        self.frames = []
        self.says(-30, "StatusNotification", connectorId=1, errorCode="NoError", status="Preparing")
        self.says(0, "StartTransaction", connectorId=1, idTag="card", meterStart=1000)
        self.hears(0, transactionId=7, idTagInfo={"status": "Accepted"})
        self.says(0, "StatusNotification", connectorId=1, errorCode="NoError", status="Charging")

    def says(self, after_s, action, late_s=0, **payload):
        at = BEGIN + round(after_s * SECOND)
        text = json.dumps([2, f"m{len(self.frames)}", action, {"timestamp": text_of(at), **payload}])
        self.frames.append(Frame("C", at + late_s * SECOND, "in", text, "", "ocpp1.6"))

    def hears(self, after_s, **payload):
        number = json.loads(self.frames[-1].text)[1]
        at = BEGIN + round(after_s * SECOND)
        self.frames.append(Frame("C", at, "out", json.dumps([3, number, payload]), "", "ocpp1.6"))

    def meters(self, after_s, transaction=7, **measured):
        values = [
            {"measurand": name.split("@")[0].replace("_", "."), "value": str(value)}
            | ({"phase": name.split("@")[1]} if "@" in name else {})
            for name, value in measured.items()
        ]
        one = {"timestamp": text_of(BEGIN + round(after_s * SECOND)), "sampledValue": values}
        self.says(after_s, "MeterValues", connectorId=1, transactionId=transaction, meterValue=[one])

    def stops(self, after_s, wh, reason="Local"):
        self.says(after_s, "StopTransaction", transactionId=7, meterStop=wh, reason=reason)
        self.says(after_s, "StatusNotification", connectorId=1, errorCode="NoError", status="Available")

    def evidence(self, now_s):
        store = open_store(":memory:")
        now = BEGIN + round(now_s * SECOND)
        desk = Desk(store, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), lambda: now)
        desk.store.append(sorted(self.frames, key=lambda one: one.received_at))
        projector_of(desk).refresh("C")
        [row] = desk.evidence.sessions("C", ListScope(), SessionFilter()).sessions
        seen = desk.evidence.session("C", row.key)
        store.close()
        return seen

    def page(self, now_s):
        seen = self.evidence(now_s)
        return session_page.page(seen, local_of(seen.whose))


@pytest.fixture
def story():
    return Story()


def curve(page, name):
    return next(one for one in page.curves if one.name == name)


def fact(page, name):
    return next((one.value, one.hint) for one in page.facts if one.name == name)


def test_a_pause_a_switch_of_phases_and_the_limit_are_drawn_as_they_were(story):
    for n in range(1, 61):
        amps = 0 if 20 < n <= 30 else 16
        other = amps if n <= 40 else 0
        story.meters(
            n * STEP,
            **{
                "Energy_Active_Import_Register": 1000 + n * 20,
                "Power_Active_Import": 230 * (amps + 2 * other),
                "Power_Offered": 11_040,
                "Current_Import@L1": amps,
                "Current_Import@L2": other,
                "Current_Import@L3": other,
                "Current_Offered": 16,
                "Voltage@L1-N": 231 + n % 3,
            },
        )
    story.stops(605, 2300)
    page = story.page(HOUR / SECOND)
    power = curve(page, "Power")
    assert [one.name for one in power.lines] == ["measured", "offered at most"]
    assert power.figure.endswith("lowest 0 kW"), "a pause is zero, not a gap"
    assert power.lines[0].path.count("M") == 1
    assert len({one.path for one in power.lines}) == 2
    current = curve(page, "Current")
    assert [one.kind for one in current.lines] == ["l1", "l2", "l3", "limit"]
    assert current.lines[1].path == current.lines[2].path != current.lines[0].path
    assert current.figure.startswith("highest 16 A on L1 at")
    assert "the axis begins at 2" in curve(page, "Voltage").figure
    assert page.heads[2:6] == ("Current L1, A", "Current L2, A", "Current L3, A", "Voltage, V")


def test_an_hour_without_contact_is_a_gap_in_the_curve_and_is_told(story):
    for n in (*range(30), *range(90, 120)):
        story.meters(n * 60, Power_Active_Import=7000, Energy_Active_Import_Register=1000 + n * 100)
    story.frames.append(Frame("C", BEGIN + 30 * MINUTE, "ws", '["close"]', "", "ocpp1.6"))
    story.frames.append(Frame("C", BEGIN + 89 * MINUTE, "ws", '["open"]', "", "ocpp1.6"))
    story.stops(7200, 13_000)
    page = story.page(8000)
    assert curve(page, "Power").lines[0].path.count("M") == 2
    assert page.away == ((250, 492),)
    assert [one.text.partition(".")[0] for one in page.why] == ["No contact for 59m 0s"]


def test_meter_values_that_name_no_known_transaction_are_shown_where_they_count(story):
    story.meters(60, transaction=0, Energy_Active_Import_Register=1500)
    story.meters(120, transaction=7, Energy_Active_Import_Register=2000)
    seen = story.evidence(300)
    assert [one["register_wh"] for one in json_of(seen)["samples"]] == [1500, 2000]
    assert json_of(seen)["readings"][-1][1] == 1000


def json_of(seen):
    return json.loads(msgspec.json.encode(detail(seen)))


def test_what_was_inferred_is_told_with_the_values_that_say_so(story):
    story.meters(60, Energy_Active_Import_Register=5_000)
    story.meters(120, Energy_Active_Import_Register=200)
    story.meters(180, Energy_Active_Import_Register=900)
    story.says(600, "StatusNotification", connectorId=1, errorCode="NoError", status="Available")
    page = story.page(2 * HOUR / SECOND)
    assert fact(page, "Ended because") == ("no stop arrived; its end was inferred", "")
    assert fact(page, "Energy")[1] == "at least"
    told = {one.text: one.raw for one in page.why}
    assert told[
        "No stop arrived. Its end is the first sign that it was over; its energy is a lower bound."
    ] == ("energy last flowed 16:03:00, end 16:10:00, meter then 900 Wh")
    assert told["The meter started again from zero. What it had counted before was kept."] == (
        "5,000 → 200 Wh at 16:02:00"
    )


def test_a_session_that_does_not_count_says_why_and_a_stop_what_to_do(story):
    story.stops(90, 1040, "GroundFault")
    page = story.page(600)
    assert fact(page, "Counted") == ("no", "40 Wh is less than 100 Wh")
    assert fact(page, "Ended because") == (
        "leakage to earth was detected",
        "in OCPP: GroundFault. Have cable and installation checked before anybody charges again.",
    )
    assert page.trial.outcome == "fault of the charger"
    assert page.trial.is_failed
    assert [one.code for one in page.errors] == ["GroundFault"]
    assert page.empty


def test_energy_that_is_not_known_is_not_zero(story):
    story.stops(7200, 400)
    page = story.page(8000)
    assert page.delivered == "energy unknown"
    assert fact(page, "Energy") == ("unknown", "")
    assert fact(page, "Counted") == ("yes, as a session", "it lasted long enough")
    assert [one.raw for one in page.why] == ["meter at the start 1,000 Wh, at the end 400 Wh"]


def test_a_running_session_that_nobody_hears_stands_still_and_says_since_when(story):
    story.meters(60, Energy_Active_Import_Register=1500, Power_Active_Import=7000)
    assert story.page(90).lasted.since_ms == BEGIN // 1000
    assert story.page(90).lost_since == ""
    story.frames.append(Frame("C", BEGIN + 2 * MINUTE, "ws", '["close"]', "", "ocpp1.6"))
    page = story.page(600)
    assert (page.lost_since, page.lasted.since_ms, page.lasted.value) == ("16:02:00", None, "10m 0s")
