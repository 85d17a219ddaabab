"""That we ourselves do not work is said to every channel, past a store that may be what does not."""

import json

import jsonschema
import pytest

from chargeboard.alerts.ourselves import LASTING
from chargeboard.documents.alerts import schema
from chargeboard.domain.records import Unavailable
from chargeboard.run.alerting.teller import Teller
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
    us.look(SECOND)
    assert us.told == [("b", "fired"), ("a", "fired")]
