"""What our own clock does wrong: answers are the real clock's, whatever the journal holds."""

import json

import pytest
from yard import call, on_loop, yard

from chargeboard.domain.frame import Frame
from chargeboard.run.clock import now as real
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of

DAY = 24 * HOUR
STATUS = {"connectorId": 1, "errorCode": "NoError", "status": "Available"}
STEPS = [(DAY, 0), (-DAY, 0), (DAY, HOUR), (-DAY, HOUR), (10 * MINUTE, 0), (27_000 * DAY, 3 * SECOND)]
"""How far our clock is stepped, and how long that lasts before it is put right."""


class Clock:
    """Ours, to be stepped; it stands still else, so that what is told is told to the second."""

    def __init__(self):
        self.at = real() // SECOND * SECOND

    def __call__(self):
        return self.at


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for module in ("place", "server.listening"):
        monkeypatch.setattr(f"chargeboard.cli.{module}.now", clock)
    return clock


@pytest.mark.parametrize(("by", "lasts"), STEPS)
def test_our_clock_stepping_and_back_leaves_answers_order_and_gaps_right(tmp_path, clock, by, lasts):
    async def story():
        asked = []

        async def ask(link, *what):
            asked.append(str(len(asked)))
            return (await call(link, *what, number=asked[-1]))[2]

        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as link:
            begun = clock.at
            await ask(link, "StatusNotification", STATUS | {"timestamp": text_of(clock.at)})
            for step in (0, by, lasts, -by - lasts + 20 * SECOND, 30 * SECOND, 60 * SECOND):
                clock.at += step
                for _ in range(3):
                    assert (await ask(link, "Heartbeat"))["currentTime"] == text_of(clock.at)
            frames = ours.frames("A")
            calls = [json.loads(frame.text)[1] for frame in frames if frame.direction == "in"]
            assert calls == asked
            stamps = [frame.received_at for frame in frames]
            assert stamps == sorted(set(stamps))
            assert stamps[-1] <= clock.at + MINUTE
            if by < 0 or by > 5 * MINUTE:
                assert stamps[-1] <= clock.at + SECOND
            assert min(stamps) >= min(begun, clock.at) - abs(by) - lasts - SECOND
            board = await ours.board("A")
            assert board["charger"]["is_online"]
            assert board["now"][0]["state"] == "available"
            # whether a clock that went back was wrong before or is wrong now, nobody can tell
            assert by < 0 or not [piece for piece in board["states"]["1"] if piece[2] == "offline"]

    on_loop(story())


@pytest.mark.parametrize("year", [2099, 9999])
def test_a_journal_that_holds_the_far_future_changes_no_answer_and_is_put_right(tmp_path, clock, year):
    far = (year - 1970) * 365 * DAY
    store = open_store(tmp_path / "b.db")
    store.append([Frame("A", far, "in", '[2,"old","Heartbeat",{}]')])
    store.close()

    async def story():
        async with yard(tmp_path / "b.db") as ours, ours.connect("A") as link:
            answer = await call(link, "BootNotification", {"chargePointVendor": "V", "chargePointModel": "M"})
            assert answer[2]["currentTime"] == text_of(clock.at)
            assert ours.frames("A")[0].text == '[2,"old","Heartbeat",{}]'
            assert ours.reader.newest_frame_at("A") <= clock.at + SECOND
            board = await ours.board("A")
            assert board["charger"]["is_online"]

    on_loop(story())
