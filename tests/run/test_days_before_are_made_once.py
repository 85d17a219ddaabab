"""What the days before those of a page came to is made once, however much today goes on."""

from contextlib import closing

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.comparing import before
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, text_of

BEGIN = 1_780_000_000_000_000
DAYS = 70


def status(number):
    at, word = BEGIN + number * 12 * HOUR, ("Charging", "Available")[number % 2]
    said = f'{{"connectorId":1,"status":"{word}","errorCode":"NoError","timestamp":"{text_of(at)}"}}'
    return Frame("CP1", at, "in", f'[2,"{number}","StatusNotification",{said}]', "c", "ocpp1.6")


def test_a_minute_later_nothing_of_it_is_made_again(monkeypatch):
    made, periods_before = [], before.periods_before
    monkeypatch.setattr(before, "periods_before", lambda *given: made.append(1) or periods_before(*given))
    frames = [status(number) for number in range(2 * DAYS)]
    now = frames[-1].received_at
    with closing(open_store(":memory:")) as store:
        desk = Desk(store, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), lambda: now)
        desk.take(frames)
        desk.refresh("CP1")
        at = [now + minute * MINUTE for minute in (1, 2, 3)]
        looks = [desk.board("CP1", at=one) for one in at]
        assert looks[0].before
        assert looks[0].before == looks[2].before
        assert looks[0].now != looks[2].now or looks[0].utilization != looks[2].utilization
        assert len(made) == 1
