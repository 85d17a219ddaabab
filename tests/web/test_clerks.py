"""Does an answer that takes long hold anybody up?"""

import asyncio
import threading
import time
from functools import partial
from types import SimpleNamespace

import httpx
import pytest
import ready_desk
import sample_boards as sample

from chargeboard.domain.people import Reader, Role
from chargeboard.web.access import seen_desk
from chargeboard.web.app import create_app
from chargeboard.web.clerks import MOST_WAITING, Clerks, TooManyRequestsError
from chargeboard.web.live import viewers as live
from chargeboard.web.live.viewers import Live
from in_a_thread import run


class SlowDesk(ready_desk.ReadyDesk):
    """Answers about one charger when it is let."""

    def __init__(self, slow):
        super().__init__(sample.town())
        self.slow, self.begun, self.let = slow, threading.Event(), threading.Event()

    def seen(self, station, *arguments, **named):
        if station == self.slow:
            self.begun.set()
            assert self.let.wait(60)
        return super().seen(station, *arguments, **named)


PARTS = ("evidence", "comparisons", "official", "network")


class WhoAnswers:
    """A part of a desk that tells whose it is."""

    def __init__(self, name):
        self.name = name

    def asked(self, _):
        return self.name


async def _happens(event):
    assert await asyncio.to_thread(event.wait, 30)


def _client(app):
    transport = httpx.ASGITransport(app=app, client=("192.0.2.7", 1))
    return httpx.AsyncClient(transport=transport, base_url="http://board")


def test_while_one_page_is_computed_the_others_are_served():
    desk = SlowDesk("HAM-0042")
    app = create_app(desk, token=None, now=lambda: sample.NOW, desks=[desk] * 3)

    async def story():
        async with _client(app) as client:
            slow = asyncio.create_task(client.get("/chargers/HAM-0042"))
            await _happens(desk.begun)
            assert (await client.get("/healthz")).status_code == 200
            assert (await client.get("/chargers/SCH-1")).status_code == 200
            assert not slow.done()
            desk.let.set()
            assert (await slow).status_code == 200

    run(story())


def test_one_client_never_has_all_clerks():
    clerks = Clerks(ready_desk.ReadyDesk([]), [ready_desk.ReadyDesk([])] * 3)
    gate, begun, who = threading.Event(), threading.Semaphore(0), []

    def work(client):
        who.append(client)
        begun.release()
        assert gate.wait(60)

    async def story():
        def asks(client, number):
            return asyncio.create_task(clerks.compute(f"C{number}", client, lambda: work(client)))

        greedy = [asks("greedy", number) for number in range(9)]
        for _ in range(2):
            assert await asyncio.to_thread(begun.acquire, timeout=60)
        modest = asks("modest", 1)
        assert await asyncio.to_thread(begun.acquire, timeout=60)
        assert who == ["greedy", "greedy", "modest"]
        gate.set()
        await asyncio.gather(modest, *greedy)

    run(story())


def test_who_asks_for_more_at_once_than_may_wait_is_told_so():
    clerks, gate = Clerks(ready_desk.ReadyDesk([])), threading.Event()

    async def story():
        waiting = [asyncio.create_task(clerks.compute("C", "one", gate.wait)) for _ in range(MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(TooManyRequestsError):
            await clerks.compute("C", "one", gate.wait)
        ours = asyncio.create_task(clerks.compute("C", "", gate.wait))
        gate.set()
        assert all(await asyncio.gather(ours, *waiting))
        assert await clerks.compute("C", "one", lambda: 1) == 1

    run(story())


def test_a_charger_is_asked_of_the_clerk_who_knows_it_unless_that_one_is_busy():
    desks = [ready_desk.ReadyDesk([]) for _ in range(3)]
    clerks, gate, busy = Clerks(desks[0], desks), threading.Event(), threading.Event()

    def whom():
        return threading.current_thread().name

    def hold():
        busy.set()
        assert gate.wait(60)
        return whom()

    async def story():
        usual = await clerks.compute("C1", "somebody", whom)
        assert {await clerks.compute("C1", "somebody", whom) for _ in range(5)} == {usual}
        held = asyncio.create_task(clerks.compute("C1", "somebody", hold))
        await _happens(busy)
        assert await clerks.compute("C1", "somebody", whom) != usual
        gate.set()
        assert await held == usual

    run(story())


def test_an_open_page_is_drawn_when_nobody_asks_and_not_much_later(monkeypatch):
    clerks = Clerks(ready_desk.ReadyDesk([]), [ready_desk.ReadyDesk([])] * 3)
    gate, busy, order = threading.Event(), threading.Event(), []

    def ask():
        busy.set()
        assert gate.wait(60)
        order.append("asked")

    async def story(longest_s):
        monkeypatch.setattr("chargeboard.web.clerks._GIVES_WAY_S", longest_s)
        asked = asyncio.create_task(clerks.compute("C1", "somebody", ask))
        await _happens(busy)
        drawn = asyncio.create_task(clerks.compute("C2", "", lambda: order.append("drawn")))
        if not longest_s:
            await drawn
        await asyncio.sleep(0)
        gate.set()
        await asyncio.gather(asked, drawn)
        gate.clear()
        busy.clear()

    async def both():
        await story(30)
        await story(0)

    run(both())
    assert order == ["asked", "drawn", "drawn", "asked"]


def test_open_pages_are_drawn_one_after_the_other():
    clerks = Clerks(ready_desk.ReadyDesk([]), [ready_desk.ReadyDesk([])] * 3)
    drawing, most = [], []

    def draw(number):
        drawing.append(number)
        most.append(len(drawing))
        time.sleep(0)  # whoever could be drawn beside it has its turn
        drawing.remove(number)

    async def story():
        await asyncio.gather(*(clerks.compute(f"C{n}", "", partial(draw, n)) for n in range(30)))

    run(story())
    assert most == [1] * 30


def test_many_different_pages_of_one_charger_share_what_five_may_cost():
    async def computed(_, job):
        return job()

    pages = Live(lambda: 0, lambda _: {}, lambda: 0, computed)
    for number in range(200):
        pages.pages["C1", str(number)] = None
    pages.pages["C2", ""] = None
    assert pages._pace("C1") == pytest.approx(200 / live.AT_FULL_PACE)
    assert pages._pace("C2") == 1


def test_too_many_questions_are_refused_in_words(monkeypatch):
    async def refuse(*_, **__):
        raise TooManyRequestsError

    monkeypatch.setattr(Clerks, "compute", refuse)
    app = create_app(ready_desk.ReadyDesk(sample.town()), token=None, now=lambda: sample.NOW)

    async def story():
        async with _client(app) as client:
            answer = await client.get("/api/v1/chargers")
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "5"
        assert "Try again in a moment" in answer.json()["detail"]

    run(story())


def test_what_lies_behind_a_figure_is_asked_of_the_desk_of_the_clerk_who_answers(monkeypatch):
    monkeypatch.setattr(seen_desk, "reader", lambda: Reader(name="q", role=Role.VIEWER, sites=None))
    mine, theirs = (SimpleNamespace(**{part: WhoAnswers(name) for part in PARTS}) for name in "AB")
    clerks = Clerks(mine, [theirs])
    seen = seen_desk.SeenDesk(clerks.desk)
    for part in PARTS:
        asked = partial(lambda part: getattr(seen, part).asked(""), part)
        assert run(clerks.compute("", "192.0.2.7", asked)) == "B", part
    clerks.close()
