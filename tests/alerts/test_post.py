"""Does what waits in the outbox reach its channel, whatever channels do?"""

import asyncio
from itertools import pairwise

import msgspec
import pytest

from chargeboard.alerts.channel import Letter, StoredChannel
from chargeboard.alerts.notice import Event, Group, Member, Notice
from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import Message, Standing
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.run.alerting import post as post_module
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.alerting.post import GIVEN_UP_AFTER, Post
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, SECOND
from in_a_thread import run

T0 = 1_760_313_600_000_000


class WatchedPost(Post):
    """Says when it has done something."""

    news = None

    async def _some(self, channel, send):
        found = await super()._some(channel, send)
        self.news.set()
        return found

    async def until(self, is_so, within_s=60):
        self.news, stopping = asyncio.Event(), asyncio.Event()
        delivering = asyncio.create_task(self.deliver(stopping))
        async with asyncio.timeout(within_s):
            while not is_so():
                await self.news.wait()
                self.news.clear()
        stopping.set()
        await delivering


class Office:
    """An outbox with channels that are told what to do with each message."""

    def __init__(self, **sends):
        self.now = T0
        self.store = open_store(":memory:")
        for name in sends:
            self.store.save_alert_channel(StoredChannel(name=name, kind="webhook"))
        self.post = WatchedPost(self.store, lambda: sends, lambda: self.now)
        self.channels = list(sends)

    def keep(self, *ids):
        for id_ in ids:
            member = Member(station="A", since=T0, known_at=T0)
            notice = Notice(
                id=id_, alert=id_, rule="r", kind=Kind.FAULTED, event=Event.FIRED, at=T0, members=(member,)
            )
            message = Message(id=id_, event="fired", title=id_, lines=())
            body = msgspec.json.encode(message)
            self.store.keep_notice(
                notice, [Letter(id=id_, channel=name, body=body, kept_at=self.now) for name in self.channels]
            )

    def until(self, is_so):
        run(self.post.until(is_so))

    def became(self, *ids):
        return {(one.id, one.channel): one for one in self.store.delivered(ids)}


class FinalError(Exception):
    is_final = True


@pytest.fixture
def office():
    made = []

    def make(**sends):
        made.append(Office(**sends))
        return made[-1]

    yield make
    for one in made:
        one.store.close()


@pytest.fixture(autouse=True)
def soon(monkeypatch):
    monkeypatch.setattr(post_module, "_LOOK_EVERY_S", 0.01)


def test_each_message_reaches_each_channel_once_and_in_order(office):
    took = {"a": [], "b": []}

    def taker(name):
        async def send(message):
            took[name].append(message.title)

        return send

    one = office(a=taker("a"), b=taker("b"))
    one.keep("1", "2", "3")
    one.until(lambda: all(len(titles) == 3 for titles in took.values()))
    assert took == {"a": ["1", "2", "3"], "b": ["1", "2", "3"]}
    assert all(found.sent_at == T0 and found.tries == 1 for found in one.became("1", "2", "3").values())


@pytest.mark.threat("L4")
def test_a_channel_that_never_answers_delays_no_other(office):
    took = []

    async def hangs(_):
        await asyncio.Event().wait()

    async def takes(message):
        took.append(message.id)

    one = office(a=hangs, b=takes)
    one.keep("1", "2")
    one.until(lambda: len(took) == 2)
    assert one.became("1")["1", "a"].sent_at is None


def test_what_takes_too_long_failed_and_is_tried_again_later(office, monkeypatch):
    monkeypatch.setattr(post_module, "PATIENCE_S", 0.5)

    async def hangs(_):
        await asyncio.Event().wait()

    one = office(a=hangs)
    one.keep("1")
    one.until(lambda: one.became("1")["1", "a"].tries == 1)
    assert one.became("1")["1", "a"].why == "it took longer than 0.5 s"
    assert one.store.letters("a", T0 + 10 * SECOND - 1, 10) == []
    assert len(one.store.letters("a", T0 + 10 * SECOND, 10)) == 1


def test_whatever_a_channel_raises_is_tried_ever_more_seldom_and_given_up_after_a_day(office, caplog):
    tried = []

    async def breaks(_):
        tried.append(one.now - T0)
        raise ZeroDivisionError("nonsense")

    one = office(a=breaks)
    one.keep("1")

    def is_given_up():
        if (due := one.store.next_letter_at()) < 2 * T0:
            one.now = max(one.now, due)
        return one.became("1")["1", "a"].given_up_at is not None

    one.until(is_given_up)
    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert waits == sorted(waits)
    assert (waits[0], waits[-1]) == (10 * SECOND, HOUR)
    assert GIVEN_UP_AFTER <= tried[-1] < GIVEN_UP_AFTER + HOUR
    assert "An alert is given up: a did not take 1 (nonsense)" in caplog.text
    assert with_outbox(Impairment(), one.store, lambda: one.now).alerts == "a: nonsense"
    assert with_outbox(Impairment(), one.store, lambda: one.now).is_fault
    assert not with_outbox(Impairment(), one.store, lambda: one.now + 25 * HOUR)


def test_what_no_waiting_makes_better_is_given_up_at_once_and_others_still_go(office):
    took = []

    async def picky(message):
        if message.id == "1":
            raise FinalError("410 Gone")
        took.append(message.id)

    one = office(a=picky)
    one.keep("1", "2")
    one.until(lambda: took == ["2"])
    assert one.became("1")["1", "a"].given_up_at == T0


def test_a_store_that_cannot_be_used_for_a_while_ends_nobody_who_tells_of_it(office, monkeypatch, caplog):
    took = []

    async def take(message):
        took.append(message.id)

    monkeypatch.setattr(post_module, "PATIENCE_S", 0.01)
    one = office(a=take)
    asked, tidy = [], one.store.tidy_alerts

    def fails(before):
        asked.append(before)
        if len(asked) < 3:
            raise Unavailable("the disk is full")
        return tidy(before)

    monkeypatch.setattr(one.store, "tidy_alerts", fails)
    one.keep("x-0")
    one.until(lambda: took and len(asked) > 2)
    assert "The outbox cannot be read (the disk is full" in caplog.text


def test_a_channel_that_comes_later_gets_what_comes_later(office):
    took = []

    async def takes(message):
        took.append(message.id)

    sends = {}
    one = office()
    one.post = WatchedPost(one.store, lambda: sends, lambda: one.now)

    def has_come():
        if not sends:
            sends["late"] = takes
            one.store.save_alert_channel(StoredChannel(name="late", kind="webhook"))
            one.channels = ["late"]
            one.keep("1")
        return took == ["1"]

    one.until(has_come)


def test_who_is_told_late_is_told_how_it_stands_now(office):
    took = []

    async def takes(message):
        took.append(message.standing.lasting)

    one = office(a=takes)
    standing = Standing(rule="r", kind=Kind.FAULTED, group="charger A", chargers={"A": "A", "B": "B"})
    body = msgspec.json.encode(Message(id="1", event="fired", title="1", lines=(), standing=standing))
    members = tuple(
        Member(station=name, since=T0, known_at=T0, alert=alert) for name, alert in (("A", ""), ("B", "x"))
    )
    still = [Group(key="charger A", members=members), Group(key="charger A")]

    def is_told():
        if len(took) + len(still) == 2 and still:
            id_ = str(len(took) + 1)
            one.store.save_alert_group("r", still.pop(0), T0)
            notice = Notice(
                id=id_, alert="x", rule="r", kind=Kind.FAULTED, event=Event.FIRED, at=T0, members=members
            )
            one.store.keep_notice(notice, [Letter(id=id_, channel="a", body=body, kept_at=T0)])
        return len(took) == 2

    one.until(is_told)
    assert took == [("B",), ()]


def test_a_change_elsewhere_interrupts_nobody(office):
    begun, ended = [], []

    async def slow(message):
        begun.append(message.id)
        one.post.news.set()
        await asyncio.wait_for(changed.wait(), 60)
        ended.append(message.id)

    async def notes(message):
        changed.set()

    changed = asyncio.Event()
    sends = {"a": slow}
    one = office(a=slow)
    one.post = WatchedPost(one.store, lambda: sends, lambda: one.now)
    one.keep("1")

    def has_changed():
        if begun and len(sends) == 1:
            sends["b"] = notes
            one.store.save_alert_channel(StoredChannel(name="b", kind="webhook"))
            one.channels = ["b"]
            one.keep("2")
        return bool(ended)

    one.until(has_changed)
    assert begun == ["1"]


def test_a_channel_that_shows_that_it_is_served_does_so_until_it_is_changed(office):
    shown = []

    async def show():
        shown.append("begin")
        try:
            await asyncio.Event().wait()
        finally:
            shown.append("end")

    async def takes(_):
        pass

    one = office(a=takes)
    one.post = WatchedPost(one.store, lambda: {"a": takes}, lambda: one.now, lambda: {"a": show})

    def is_shown_again():
        if shown == ["begin"]:
            one.store.save_alert_channel(StoredChannel(name="a", kind="webhook", settings={"x": "y"}))
        return shown == ["begin", "end", "begin"]

    one.until(is_shown_again)
    assert shown == ["begin", "end", "begin", "end"]
