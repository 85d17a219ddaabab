"""What is due is put into the outbox once, whoever looks and however long nobody did."""

from datetime import datetime

import msgspec
import pytest

from chargeboard.alerts.channel import StoredChannel
from chargeboard.alerts.saying import Message
from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.run.reporting.book import NoSuchOrderError, ReportBook
from chargeboard.run.reporting.planning import Planner
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, instant_of

DAY = 24 * HOUR


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


WEEKLY = ReportOrder(name="weekly", every=Every.WEEK, site="Harbour", channels=("disk", "mail"))


class Clock:
    now = at("2026-03-04T12:00")

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store():
    opened = open_store(":memory:")
    for name in ("disk", "mail"):
        opened.save_alert_channel(StoredChannel(name=name, kind="folder"))
    opened.save_report_order(WEEKLY)
    yield opened
    opened.close()


def waiting(store, channel="reports/disk"):
    return [msgspec.json.decode(one.body, type=Message).report for one in store.letters(channel, 2**62, 99)]


def test_nothing_that_was_before_it_was_ordered_is_sent(store, clock):
    Planner(store, clock).look()
    assert waiting(store) == []


def test_a_period_that_is_due_waits_for_each_channel_once(store, clock):
    planner = Planner(store, clock)
    planner.look()
    clock.now = at("2026-03-09T05:59")
    assert planner.look() == 0
    clock.now = at("2026-03-09T06:00")
    assert planner.look() == 1
    # another process, and one that begins anew
    assert (planner.look(), Planner(store, clock).look()) == (0, 0)
    for channel in ("reports/disk", "reports/mail"):
        assert [one.period for one in waiting(store, channel)] == ["2026-W10"]


def test_two_that_look_at_once_put_it_there_once(store, clock):
    Planner(store, clock).look()
    clock.now = at("2026-03-09T07:00")
    seen = store.reports_planned()
    Planner(store, clock).look()
    store.save_reports_planned("weekly", seen["weekly"])  # as the other saw it
    Planner(store, clock).look()
    assert len(waiting(store)) == 1


def test_what_was_due_while_nobody_looked_is_made_up_for_and_says_when_it_was_due(store, clock):
    Planner(store, clock).look()
    clock.now = at("2026-03-25T12:00")
    Planner(store, clock).look()
    found = waiting(store)
    assert [one.period for one in found] == ["2026-W10", "2026-W11", "2026-W12"]
    assert found[0].due_at == at("2026-03-09T06:00")


def test_what_was_sent_is_not_sent_again_by_a_clock_that_was_put_back(store, clock):
    planner = Planner(store, clock)
    planner.look()
    clock.now = at("2026-03-09T07:00")
    planner.look()
    (letter,) = store.letters("reports/disk", clock.now, 9)
    store.letter_sent(letter, clock.now)
    clock.now = at("2026-03-09T05:00")
    planner.look()
    clock.now = at("2026-03-09T08:00")
    planner.look()
    assert waiting(store) == []


def test_while_it_is_off_nothing_gathers(store, clock):
    store.save_report_order(msgspec.structs.replace(WEEKLY, is_off=True))
    planner = Planner(store, clock)
    planner.look()
    clock.now += 30 * DAY
    planner.look()
    store.save_report_order(WEEKLY)
    planner.look()
    assert waiting(store) == []


def test_an_order_of_the_file_wins_and_one_that_is_gone_is_forgotten(store, clock):
    own = [ReportOrder(name="weekly", every=Every.MONTH, channels=("disk",))]
    Planner(store, clock, own).look()
    clock.now = at("2026-04-01T06:00")
    Planner(store, clock, own).look()
    assert [one.period for one in waiting(store)] == ["2026-03"]
    book = ReportBook(store, clock, own)
    with pytest.raises(NoSuchOrderError):
        book.drop("weekly")
    ReportBook(store, clock).drop("weekly")
    assert waiting(store) == [], "what waited of it is not sent either"
    Planner(store, clock).look()
    assert store.reports_planned() == {}


def test_a_channel_that_is_removed_takes_what_waits_for_it_along(store, clock):
    ReportBook(store, clock).send_now("weekly")
    assert store.drop_alert_channel("disk")
    assert waiting(store) == []
    assert len(waiting(store, "reports/mail")) == 1


def test_the_last_period_is_sent_now_besides_and_what_became_of_it_is_told(store, clock):
    book = ReportBook(store, clock)
    Planner(store, clock).look()
    clock.now = at("2026-03-09T07:00")
    Planner(store, clock).look()
    assert book.send_now("weekly") == 2
    assert [one.period for one in waiting(store)] == ["2026-W10", "2026-W10"]
    letter = store.letters("reports/disk", clock.now, 9)[0]
    store.letter_failed(letter, clock.now + HOUR, "No space left on device")
    (known,) = book.orders()
    assert "2026-W10 to disk: waiting (No space left on device)" in known.lately
    assert known.following.at == at("2026-03-16T06:00")
