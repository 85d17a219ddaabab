"""Who is pinged when, by one timer for all."""

import asyncio
from operator import attrgetter
from types import SimpleNamespace

import pytest
import uvloop

from chargeboard.capture.csms import pings as module
from chargeboard.capture.csms.pings import Pings
from in_a_thread import run

EVERY_S, HEARTBEAT_S = 30, 300
RULES = SimpleNamespace(ping_interval_s=EVERY_S, heartbeat_interval_s=HEARTBEAT_S)


class Timer:
    """As uvloop's, which does not say when what is overdue is due."""

    def __init__(self, at_s, work):
        self.at_s, self.work, self.is_cancelled = at_s, work, False

    def cancel(self):
        self.is_cancelled = True


class Loop:
    """A loop whose time passes when it is told to."""

    def __init__(self):
        self.at_s, self.timers, self.woken = 0.0, [], 0

    def time(self):
        return self.at_s

    def call_at(self, at_s, work):
        self.timers.append(Timer(at_s, work))
        return self.timers[-1]

    def pass_s(self, seconds):
        until = self.at_s + seconds
        while True:
            self.timers = [one for one in self.timers if not one.is_cancelled]
            due = min(self.timers, key=attrgetter("at_s"), default=None)
            if due is None or due.at_s > until:
                break
            self.timers.remove(due)
            self.at_s = max(self.at_s, due.at_s)
            self.woken += 1
            due.work()
        self.at_s = until


class Link:
    """A connection that answers pings, or not."""

    station, name, ponged = "A", "1", None

    def __init__(self, loop, *, answers=True):
        self.loop, self.answers, self.waits_for_us = loop, answers, False
        self.heard_s = self.seen_s = loop.at_s
        self.pings, self.is_cut = [], False
        self.transport = SimpleNamespace(abort=self.cut)

    def send_ping(self):
        self.pings.append(self.loop.at_s)
        if self.answers:
            self.loop.call_at(self.loop.at_s + 0.01, self.pong)

    def pong(self):
        self.seen_s = self.loop.at_s
        if self.ponged:
            self.ponged()

    def speak(self):
        self.heard_s = self.seen_s = self.loop.at_s

    def cut(self):
        self.is_cut = True


@pytest.fixture
def loop(monkeypatch):
    loop = Loop()
    monkeypatch.setattr(module.asyncio, "get_running_loop", lambda: loop)
    return loop


@pytest.fixture
def told():
    return []


@pytest.fixture
def pings(told):
    return Pings(RULES, lambda link, interval_s: told.append((round(link.loop.at_s), interval_s)))


def test_who_says_nothing_is_asked_each_interval_and_told_of_at_first_and_then_now_and_then(
    loop, pings, told
):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(400)
    assert [round(at_s) for at_s in link.pings][:4] == [0, 30, 60, 90]
    assert told == [(0, EVERY_S), (151, EVERY_S), (301, EVERY_S)]
    assert not link.is_cut


def test_who_spoke_a_moment_ago_is_not_asked(loop, pings):
    link = Link(loop)
    pings.watch(link)
    for _ in range(20):
        loop.pass_s(20)
        link.speak()
    assert len(link.pings) == 1
    loop.pass_s(EVERY_S + 1)
    assert len(link.pings) == 2


def test_who_answered_once_is_cut_after_six_answers_that_did_not_come(loop, pings):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(1)
    link.answers = False
    loop.pass_s(6 * EVERY_S - 2)
    assert not link.is_cut
    loop.pass_s(2 * EVERY_S)
    assert link.is_cut


def test_a_pong_counts_as_a_sign_of_life_of_who_says_nothing(loop, pings):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(3600)
    link.answers = False
    for _ in range(12):
        loop.pass_s(4 * EVERY_S)
        link.pong()
    assert not link.is_cut
    asked = len(link.pings)
    while not link.is_cut:
        loop.pass_s(1)
    assert len(link.pings) - asked == 6


def test_what_came_of_a_message_that_takes_long_counts_as_a_sign_of_life(loop, pings):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(1)
    link.answers = False
    for _ in range(20):
        loop.pass_s(EVERY_S)
        link.seen_s = loop.at_s
    assert not link.is_cut


def test_nobody_is_cut_for_pings_that_we_were_too_busy_to_send(loop, pings):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(1)
    link.answers = False
    loop.at_s += 20 * EVERY_S
    loop.pass_s(2 * EVERY_S)
    assert not link.is_cut


def test_nobody_is_cut_while_we_read_nothing_of_what_it_says(loop, pings):
    link = Link(loop)
    pings.watch(link)
    loop.pass_s(1)
    link.answers, link.waits_for_us = False, True
    loop.pass_s(20 * EVERY_S)
    assert not link.is_cut
    link.waits_for_us = False
    loop.pass_s(7 * EVERY_S)
    assert link.is_cut


def test_who_never_answered_is_cut_after_three_heartbeats_that_did_not_come_and_not_while_it_speaks(
    loop, pings
):
    mute, gone = Link(loop, answers=False), Link(loop, answers=False)
    pings.watch(mute)
    pings.watch(gone)
    for _ in range(12):
        loop.pass_s(HEARTBEAT_S / 2)
        mute.speak()
    assert gone.is_cut
    assert not mute.is_cut


def test_who_is_left_is_not_asked_any_more(loop, pings):
    link = Link(loop)
    leave = pings.watch(link)
    leave()
    loop.pass_s(100)
    assert link.pings == [0]
    assert link.ponged is None


def test_a_turn_that_comes_before_all_others_is_not_late(loop, pings):
    first, second = Link(loop), Link(loop)
    pings.watch(first)
    loop.pass_s(29)
    first.heard_s = 2.0
    pings.watch(second)
    loop.pass_s(4)
    assert [round(at_s) for at_s in first.pings] == [0, 32]


def test_ten_thousand_connections_are_one_timer_that_wakes_ten_times_a_second_at_most(loop, pings):
    links = [Link(loop, answers=False) for _ in range(10_000)]
    for number, link in enumerate(links):
        pings.watch(link)
        if number % 100 == 0:
            loop.pass_s(EVERY_S / 100)
    assert len(loop.timers) == 1
    loop.woken = 0
    loop.pass_s(EVERY_S + 1)
    assert loop.woken <= 10 * (EVERY_S + 1)
    assert min(len(link.pings) for link in links) == 2


def test_who_comes_while_a_ping_is_overdue_is_taken_like_any_other():
    rules = SimpleNamespace(ping_interval_s=-1, heartbeat_interval_s=HEARTBEAT_S)

    async def story():
        loop = asyncio.get_running_loop()
        links = [Link(SimpleNamespace(time=loop.time, at_s=loop.time()), answers=False) for _ in range(3)]
        pings = Pings(rules, lambda *_: None)
        for link in links:
            pings.watch(link)
        return [len(link.pings) for link in links]

    assert run(story(), uvloop.run) == [1, 1, 1]


def test_only_what_was_asked_is_an_answer(loop, pings, told):
    link = Link(loop, answers=False)
    pings.watch(link)
    link.ponged()
    link.ponged()
    assert told == [(0, EVERY_S)]
