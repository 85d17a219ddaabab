"""That we ourselves do not work is said to every channel, past a store that may be what does not."""

import asyncio
import json
import multiprocessing

import jsonschema
import pytest

from chargeboard.alerts.ourselves import LASTING
from chargeboard.documents.alerts import schema
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.run.alerting.teller import Teller
from chargeboard.run.receiving.health import Health
from chargeboard.time.instants import SECOND
from in_a_thread import run

T0 = 1_760_313_600_000_000


class Us:
    def __init__(self):
        self.now, self.wrong, self.took, self.fails = T0, "", [], []
        self.is_locked = False
        self.teller = Teller(self.senders, lambda: self.wrong, lambda: self.now, "https://board.example.org")

    def senders(self):
        if self.is_locked:
            raise Unavailable
        return {"a": self.sender("a"), "b": self.sender("b")}

    def sender(self, name):
        async def send(message):
            if name in self.fails:
                raise OSError("no way")
            self.took.append((name, message))

        return send

    def look(self, after):
        self.now += after
        run(self.teller.look())

    @property
    def told(self):
        return [(name, message.event) for name, message in self.took]


@pytest.fixture
def us():
    return Us()


def test_what_lasts_is_told_once_to_each_and_then_that_it_is_over(us):
    us.look(0)
    us.wrong = "Nothing can be stored: the disk is full."
    us.look(SECOND)
    us.look(LASTING - SECOND)
    assert us.told == []
    us.is_locked = True
    us.look(SECOND)
    us.look(60 * SECOND)
    assert us.told == [("a", "fired"), ("b", "fired")]
    us.wrong = ""
    us.look(SECOND)
    us.look(SECOND)
    assert us.told == [("a", "fired"), ("b", "fired"), ("a", "recovered"), ("b", "recovered")]
    fired = us.took[0][1]
    assert "the disk is full" in fired.text
    assert fired.is_urgent
    jsonschema.validate(json.loads(bytes(fired.document)), schema())
    assert len({message.id for _, message in us.took}) == 2


def test_a_restart_is_told_to_nobody(us):
    us.wrong = "Computing has stopped."
    us.look(0)
    us.look(LASTING - 1)
    us.wrong = ""
    us.look(1)
    assert us.told == []


def test_who_does_not_take_it_is_told_again_and_the_others_are_not(us):
    us.look(0)
    us.fails = ["a"]
    us.wrong = "Nothing can be stored."
    us.look(0)
    us.look(LASTING)
    assert us.told == [("b", "fired")]
    us.fails = []
    us.look(SECOND)
    assert us.told == [("b", "fired")], "it is not asked all the time"
    us.look(10 * SECOND)
    us.look(SECOND)
    assert us.told == [("b", "fired"), ("a", "fired")]


def test_who_hangs_keeps_what_is_told_next_from_nobody_else(us):
    async def story():
        hangs, begun = asyncio.Event(), asyncio.get_running_loop().create_future()

        def senders():
            async def hang(message):
                begun.done() or begun.set_result(None)
                await hangs.wait()
                us.took.append(("a", message))

            return {"a": hang, "b": us.sender("b")}

        teller = Teller(senders, lambda: us.wrong, lambda: us.now, "")
        looks = []

        async def look(after):
            us.now += after
            looks.append(asyncio.create_task(teller.look()))
            await asyncio.wait([looks[-1], begun], return_when=asyncio.FIRST_COMPLETED)
            await asyncio.sleep(0)

        await look(0)
        us.wrong = "Nothing can be stored."
        await look(0)
        await look(LASTING)
        us.wrong = ""
        await look(SECOND)
        assert us.told == [("b", "fired"), ("b", "recovered")]
        hangs.set()
        await asyncio.gather(*looks)
        await teller.look()
        assert us.told[2:] == [("a", "fired"), ("a", "recovered")]

    run(story())


def test_what_is_wrong_with_the_file_reaches_who_tells_of_it_from_the_process_that_looks_after_it():
    health = Health(multiprocessing.get_context("spawn"))
    health.tell_of_file(Impairment(days_left=2, backup="x" * 5000))
    assert health.impairment == Impairment()
    health.tell(Impairment(why="The disk is full"), 0)
    whole = health.whole
    assert (whole.why, whole.days_left, whole.backup) == ("The disk is full", 2, "x" * 600)
    health.tell_of_file(Impairment())
    assert health.whole == Impairment(why="The disk is full")
