"""What the days before those of a page came to is made once, however much today goes on."""

from contextlib import closing, contextmanager

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.answering.comparing import before
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, text_of
from projecting import projector_of

BEGIN = 1_780_000_000_000_000
DAYS = 70


def status(number):
    at, word = BEGIN + number * 12 * HOUR, ("Charging", "Available")[number % 2]
    said = f'{{"connectorId":1,"status":"{word}","errorCode":"NoError","timestamp":"{text_of(at)}"}}'
    return Frame("CP1", at, "in", f'[2,"{number}","StatusNotification",{said}]', "c", "ocpp1.6")


def session(start, received_at):
    """An hour of charging that is told of long after it."""
    begin, end = text_of(start), text_of(start + HOUR)
    started = f'{{"connectorId":1,"idTag":"T","meterStart":0,"timestamp":"{begin}"}}'
    stopped = f'{{"transactionId":7,"idTag":"T","meterStop":5000,"timestamp":"{end}"}}'
    told = [
        ("in", f'[2,"s","StartTransaction",{started}]'),
        ("out", '[3,"s",{"transactionId":7,"idTagInfo":{"status":"Accepted"}}]'),
        ("in", f'[2,"e","StopTransaction",{stopped}]'),
        ("out", '[3,"e",{}]'),
    ]
    return [
        Frame("CP1", received_at + number, direction, text, "c", "ocpp1.6")
        for number, (direction, text) in enumerate(told)
    ]


READ = ("kind_before", "kinds", "sessions_in_brief", "days", "episodes")
"""What is asked of a store for the days before, and for days with another firmware."""


@contextmanager
def charger():
    """Seventy days of one, and when it spoke last."""
    frames = [status(number) for number in range(2 * DAYS)]
    now = frames[-1].received_at
    with closing(open_store(":memory:")) as store:
        desk = Desk(store, lambda name: Profile(id=name, policy=Policy(silence_detection=False)), lambda: now)
        desk.store.append(frames)
        projector_of(desk).refresh("CP1")
        yield desk, now


def test_a_minute_later_nothing_of_it_is_made_again(monkeypatch):
    made = []
    for name in ("periods_before", "_overview"):
        make = getattr(before, name)
        monkeypatch.setattr(before, name, lambda *given, make=make: made.append(make) or make(*given))
    with charger() as (desk, now):
        looks = [desk.board("CP1", at=now + minute * MINUTE) for minute in (1, 2, 3)]
        assert looks[0].before
        assert looks[0].before == looks[2].before
        assert looks[0].overview_before == looks[2].overview_before is not None
        assert looks[0].now != looks[2].now or looks[0].utilization != looks[2].utilization
        assert len(made) == 2


def test_who_looks_behind_a_line_reads_nothing_of_it(monkeypatch):
    """In whichever process; without the row of the line's look all of it is read."""
    with charger() as (desk, now):
        asked = []
        for name in READ:
            read = getattr(desk.store, name)
            monkeypatch.setattr(
                desk.store,
                name,
                lambda *given, name=name, read=read, **more: asked.append(name) or read(*given, **more),
            )
        other = Desk(desk.store, desk.profile_of, desk.now)
        looks = [one.board("CP1", at=now + minute * MINUTE) for one in (desk, other) for minute in (1, 2)]
        assert asked == []
        with desk.store._db.writing():
            desk.store._db.sql.drop_last_look(desk.store._db.connection, station="CP1")
        plain = Desk(desk.store, desk.profile_of, desk.now).board("CP1", at=now + MINUTE)
        assert {*READ} == {*asked}
        assert looks[0].overview_before == looks[2].overview_before == plain.overview_before


def test_what_a_late_stop_changes_of_it_is_made_again():
    """A session of the earlier days becomes known by a stop that was never delivered before."""
    with charger() as (desk, now):
        was = desk.board("CP1", at=now + MINUTE).overview_before
        desk.store.append(session(now - 40 * 24 * HOUR, now + MINUTE))
        projector_of(desk).refresh("CP1")
        became = desk.board("CP1", at=now + 2 * MINUTE).overview_before
        assert (was.total_sessions, became.total_sessions) == (0, 1)
