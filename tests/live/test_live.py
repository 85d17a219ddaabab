"""Many look at one page: what is drawn, sent and kept for them?"""

import asyncio
import json

import pytest

from chargeboard.time.instants import MINUTE, SECOND
from chargeboard.web.live import viewers as live_module
from chargeboard.web.live.fragments import MOST_TOLD, State, beat, clock, fragment, token_of
from chargeboard.web.live.viewers import CrowdedError, Live, Shown, Subject
from hasty_loop import hastily

NOON = 1_795_262_400 * SECOND


class Board:
    """A page of two fragments, and a revision that a test moves on."""

    def __init__(self):
        self.revision = 1
        self.texts = {"a": "one", "b": "fixed"}
        self.now = NOON
        self.true_until = 2**62
        self.is_broken = False
        self.draws = self.asked = 0
        self.moved = None
        """Of what there is news; None: of all."""
        self.failed = asyncio.Event()

    def change(self, text):
        self.texts["a"] = text
        self.revision += 1

    def subject(self, key="page"):
        return Subject((key,), self.draw)

    def revisions_of(self, abouts):
        self.asked += 1
        return {about: self.revision if self.moved is None or about in self.moved else 1 for about in abouts}

    def live(self):
        return Live(lambda: self.revision, self.revisions_of, lambda: self.now, computed_here)

    def draw(self, _):
        self.draws += 1
        if self.is_broken:
            self.failed.set()
            raise RuntimeError("cannot be updated")
        fragments = [fragment(f'<p id="{name}">{text}</p>') for name, text in self.texts.items()]
        return Shown(State(fragments), self.revision, lambda moment: str(moment // SECOND), self.true_until)


async def computed_here(_, job):
    return job()


class Viewer:
    """Keeps what it was sent; `gate` makes it slow."""

    def __init__(self):
        self.events = asyncio.Queue()
        self.gate = asyncio.Event()
        self.gate.set()

    async def take(self, event):
        self.events.put_nowait(event)
        await self.gate.wait()

    async def next(self):
        while True:
            event = await asyncio.wait_for(self.events.get(), 60)
            if b"event: panels" in event:
                return event

    async def next_beat(self):
        while b"event: beat" not in (event := await asyncio.wait_for(self.events.get(), 60)):
            pass
        return event


@pytest.fixture(autouse=True)
def hurry(monkeypatch):
    monkeypatch.setattr(live_module, "LOOK_EVERY_S", 0.005)
    monkeypatch.setattr(live_module, "UPDATE_EVERY_S", 0.02)


@pytest.fixture
def board():
    return Board()


def _following(live, board, viewer, token="", key="page"):
    return asyncio.create_task(live.follow(board.subject(key), token, viewer.take))


async def _stopped(*tasks):
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def _token(event):
    return event.split(b"id: ")[1].split(b"\n")[0].decode()


def test_a_change_is_sent_and_only_what_changed(board):
    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        first = await viewer.next()
        assert b"one" in first
        assert b"fixed" in first
        board.change("two")
        second = await viewer.next()
        assert b"two" in second
        assert b"fixed" not in second
        await _stopped(task)

    hastily(story())


def test_all_viewers_of_a_page_share_one_drawing_and_its_bytes(board):
    async def story():
        live, viewers = board.live(), [Viewer() for _ in range(500)]
        tasks = [_following(live, board, viewer) for viewer in viewers]
        for viewer in viewers:
            await viewer.next()
        assert board.draws == 1
        board.change("two")
        received = [await viewer.next() for viewer in viewers]
        assert board.draws == 2
        assert len({id(event) for event in received}) == 1
        assert (live.viewers, len(live.pages)) == (500, 1)
        await _stopped(*tasks)

    hastily(story())


def test_of_all_open_pages_it_is_asked_at_once_which_are_to_be_drawn_again(board):
    async def story():
        live, viewers = board.live(), {f"CP{number}": Viewer() for number in range(200)}
        tasks = [_following(live, board, viewer, key=name) for name, viewer in viewers.items()]
        for viewer in viewers.values():
            await viewer.next()
        board.moved, board.asked = {"CP7"}, 0
        board.change("two")
        await viewers["CP7"].next()
        assert (board.draws, board.asked) == (201, 1)
        assert all(viewer.events.empty() for name, viewer in viewers.items() if name != "CP7")
        await _stopped(*tasks)

    hastily(story())


def test_when_the_last_viewer_goes_nothing_is_left(board):
    async def story():
        live = board.live()
        tasks = [_following(live, board, Viewer()) for _ in range(3)]
        await asyncio.sleep(0)
        assert live.viewers == 3
        await _stopped(*tasks)
        assert live.pages == {}
        for _ in range(5):
            await asyncio.sleep(0)
        assert asyncio.all_tasks() == {asyncio.current_task()}
        drawn = board.draws
        board.change("unseen")
        await asyncio.sleep(0.05)
        assert board.draws == drawn

    hastily(story())


@pytest.mark.threat("W9")
def test_a_slow_viewer_holds_nobody_up_and_skips_to_the_newest_state(board):
    async def story():
        live, slow, quick = board.live(), Viewer(), Viewer()
        tasks = [_following(live, board, viewer) for viewer in (slow, quick)]
        await quick.next()
        await slow.next()
        slow.gate.clear()
        for text in ("two", "three", "four", "five"):
            board.change(text)
            assert text.encode() in await quick.next()
        waiting = slow.events.qsize()
        assert waiting <= 1
        slow.gate.set()
        while b"five" not in (event := await slow.next()):
            assert b"two" in event
        assert slow.events.empty()
        await _stopped(*tasks)

    hastily(story())


def test_changes_that_follow_each_other_closely_are_one_update(board, monkeypatch):
    monkeypatch.setattr(live_module, "UPDATE_EVERY_S", 0.3)

    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        await viewer.next()
        for number in range(20):
            board.change(f"change {number}")
            await asyncio.sleep(0)
        assert b"change 19" in await viewer.next()
        assert board.draws == 2
        await _stopped(task)

    hastily(story())


def test_a_page_that_comes_back_is_sent_what_it_lacks(board):
    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        token = _token(await viewer.next())
        await _stopped(task)
        board.change("missed")
        back = Viewer()
        # another process, say after a new start: nothing was kept for this viewer
        task = _following(board.live(), board, back, token)
        event = await back.next()
        assert b"missed" in event
        assert b"fixed" not in event
        await _stopped(task)
        up_to_date = Viewer()
        task = _following(board.live(), board, up_to_date, _token(event))
        assert b"<p" not in await up_to_date.next_beat()
        await _stopped(task)

    hastily(story())


def test_a_page_that_was_loaded_later_is_not_set_back_to_what_others_were_shown(board, monkeypatch):
    monkeypatch.setattr(live_module, "LOOK_EVERY_S", 60)

    async def story():
        live, early, late = board.live(), Viewer(), Viewer()
        first = _following(live, board, early)
        await early.next()
        board.change("two")
        second = _following(live, board, late, token=board.draw(None).state.token)
        assert b"two" in await early.next(), "it is drawn again, though nobody has looked yet"
        await late.next_beat()
        assert late.events.empty()
        await _stopped(first, second)

    hastily(story())


def test_what_happens_while_a_page_is_drawn_for_the_first_time_is_seen(board):
    drawn, seen = asyncio.Event(), asyncio.Event()

    async def computed_slowly(_, job):
        made = job()
        drawn.set()
        await seen.wait()
        return made

    async def story():
        live, viewer = Live(lambda: board.revision, revisions_of, lambda: NOON, computed_slowly), Viewer()
        task = _following(live, board, viewer)
        await drawn.wait()
        board.change("two")
        while b"two" not in await viewer.next():
            pass
        await _stopped(task)

    def revisions_of(abouts):
        if board.revision > 1:
            seen.set()
        return board.revisions_of(abouts)

    hastily(story())


def test_who_comes_later_to_the_same_state_is_told_the_time_of_then(board):
    state = board.draw(None).state
    for moment in (NOON, NOON + SECOND):
        assert clock(moment, "now") in state.since("", clock(moment, "now"))


def test_time_alone_makes_a_page_be_drawn_again(board):
    async def story():
        board.true_until = NOON + SECOND // 20
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        await viewer.next()
        board.texts["a"] = "no contact"
        board.true_until = 2**62
        assert b"no contact" in await viewer.next()
        await _stopped(task)

    hastily(story())


def test_a_page_is_drawn_again_a_minute_after_it_was_and_not_because_a_minute_is_over(board, monkeypatch):
    monkeypatch.setattr(live_module, "BEAT_EVERY_S", 0.05)
    board.now = NOON + MINUTE - 1

    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        await viewer.next()
        for _ in range(3):
            await viewer.next_beat()
        assert board.draws == 1
        board.texts["a"] = "a minute later"
        board.now += MINUTE
        assert b"a minute later" in await viewer.next()
        board.texts["a"] = "as of before"
        board.now -= MINUTE
        assert b"as of before" in await viewer.next(), "a clock that was set back is another time, too"
        await _stopped(task)

    hastily(story())


def test_a_quiet_page_says_that_it_is_still_so(board, monkeypatch):
    monkeypatch.setattr(live_module, "BEAT_EVERY_S", 0.05)

    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        await viewer.next()
        board.now += 15 * SECOND
        at = (NOON + 15 * SECOND) // SECOND
        assert await viewer.next_beat() == b"event: beat\ndata: %d000 %d\n\n" % (at, at)
        assert board.draws == 1
        await _stopped(task)

    hastily(story())


def test_a_page_that_cannot_be_drawn_falls_silent_and_recovers(board, caplog):
    async def story():
        live, viewer = board.live(), Viewer()
        task = _following(live, board, viewer)
        await viewer.next()
        board.is_broken = True
        board.change("two")
        await asyncio.wait_for(board.failed.wait(), 60)
        assert viewer.events.empty()
        board.is_broken = False
        assert b"two" in await viewer.next()
        await _stopped(task)

    hastily(story())
    assert "cannot be updated" in caplog.text


def test_who_is_first_and_cannot_be_served_is_told_before_anything_is_sent(board):
    async def story():
        live, viewer = board.live(), Viewer()
        board.is_broken = True
        with pytest.raises(RuntimeError):
            await live.follow(board.subject(), "", viewer.take)
        assert viewer.events.empty()
        assert live.pages == {}

    hastily(story())


def test_a_server_that_ends_lets_those_go_whose_page_is_still_drawn(board):
    async def never(_, __):
        await asyncio.Event().wait()

    async def story():
        live = Live(lambda: board.revision, board.revisions_of, lambda: board.now, never)
        viewers = [Viewer(), Viewer()]
        tasks = [_following(live, board, viewer) for viewer in viewers]
        await asyncio.sleep(0)
        assert live.viewers == 2
        live.close()
        tasks.append(_following(live, board, Viewer()))
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        assert [viewer.events.get_nowait() for viewer in viewers] == [b"retry: 2000\n\n"] * 2
        assert live.pages == {}

    hastily(story())


def test_a_server_that_ends_lets_its_viewers_go(board):
    async def story():
        live, viewers = board.live(), [Viewer(), Viewer()]
        tasks = [_following(live, board, viewer) for viewer in viewers]
        for viewer in viewers:
            await viewer.next()
        live.close()
        await asyncio.wait_for(asyncio.gather(*tasks), 60)
        assert live.pages == {}

    hastily(story())


@pytest.mark.threat("W9")
def test_there_are_limits(board, monkeypatch):
    monkeypatch.setattr(live_module, "MOST_PAGES", 2)
    monkeypatch.setattr(live_module, "MOST_VIEWERS", 3)

    async def story():
        live = board.live()
        tasks = [_following(live, board, Viewer(), key=key) for key in ("one", "two")]
        await asyncio.sleep(0)
        with pytest.raises(CrowdedError):
            await live.follow(board.subject("three"), "", Viewer().take)
        tasks.append(_following(live, board, Viewer(), key="one"))
        await asyncio.sleep(0)
        with pytest.raises(CrowdedError):
            await live.follow(board.subject("one"), "", Viewer().take)
        await _stopped(*tasks)

    hastily(story())


def test_what_the_browser_moves_on_by_itself_is_no_news():
    text = '<p>{} <time data-since="1">{}</time></p>'
    assert fragment(text.format("on", "1s")).digest == fragment(text.format("on", "2s")).digest
    assert fragment(text.format("on", "1s")).digest != fragment(text.format("off", "1s")).digest


def test_states_that_differ_far_down_a_long_list_differ():
    rows = [fragment(f'<p id="{n}">{n}</p>') for n in range(MOST_TOLD + 50)]
    changed = [*rows[:-1], fragment('<p id="x">x</p>')]
    assert token_of(rows) != token_of(changed)
    assert len(token_of(rows)) < 8_000
    sent = State(changed).since(token_of(rows), clock(NOON, "12:00:00"))
    assert b'<p id="x">' in sent


def test_an_event_survives_whatever_a_charger_says():
    state = State([fragment('<p id="a">x\r\nid: forged\n\nevent: forged\rdata: y</p>')])
    lines = state.since("", clock(NOON, "12:00:00")).split(b"\n")
    assert [
        line for line in lines if line and not line.startswith((b"data: ", b"id: ", b"event: panels"))
    ] == []
    assert sum(line.startswith(b"id: ") for line in lines) == 1
    assert json.dumps(beat(clock(NOON, "")).decode())
