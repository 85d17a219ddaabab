"""
How does an open page hear of what happens?

Whoever commits says only that something changed; each watched page is then looked at and drawn once, for
all its viewers. A viewer is told of the newest state when it can take it: a slow one skips states and holds
nobody up. What nobody looks at costs nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from contextlib import suppress
from contextvars import copy_context
from functools import partial
from time import perf_counter, thread_time
from typing import Protocol, TypeVar

import msgspec

from chargeboard.history.names import UnknownChargerError
from chargeboard.time.instants import MINUTE, NEVER, SECOND, Instant, Micros
from chargeboard.web.live.fragments import Fragment, State, beat, clock
from chargeboard.web.live.words import say

LOOK_EVERY_S, _LOOK_PAUSE_S, _LOOK_AT_LEAST_EVERY_S = 0.05, 0.002, 0.2
"""How often is looked for news, and by how much less often for each page that is open."""
UPDATE_EVERY_S = 1.0
BEAT_EVERY_S = 15.0
REST = 20
"""A page rests this many times the processor time that drawing it took: it costs 5 % of a core at most."""
AT_FULL_PACE = 5
"""So many different pages of one charger cost as they would alone; more of them share that."""
AT_FULL_MINUTE = 200
"""So many pages are drawn each minute where nothing happens; more of them take longer in turn."""
_TELL_EVERY_S = 2.0
_NEWER_WITHIN_S = 5.0
MOST_PAGES = 500
MOST_VIEWERS = 5_000

Above = Callable[[], list[Fragment]]
"""What stands above every page, whatever it shows."""
T = TypeVar("T")


class Compute(Protocol):
    """Has something computed off the loop, by who knows what it is about."""

    def __call__(self, about: str, job: Callable[[], T], /) -> Awaitable[T]: ...


_log = logging.getLogger(__name__)


class CrowdedError(Exception):
    """More viewers, or more different pages, than this server keeps up to date."""


class Shown(msgspec.Struct, frozen=True):
    """A page as drawn: its state, what it was drawn from, and until when time alone leaves it true."""

    state: State
    revision: int
    say: Callable[[Instant], str]
    """How an instant is said on this page."""
    true_until: Instant = NEVER
    """It is drawn each minute all the same."""


class Subject(msgspec.Struct, frozen=True):
    """
    What may be watched: pages of equal keys are one.

    A key begins with what the page is about, and ends with what who watches may see, and their language.
    """

    key: tuple[str, ...]
    draw: Callable[[Shown | None], Shown]
    """Draws it as of now; the last drawing may lend what has not changed."""


class Outlet(Protocol):
    """The way to a viewer whose answer has begun."""

    def put(self, event: bytes) -> bool:
        """Send it at once; False where what was sent before is still on its way, or the viewer is gone."""


class Viewer:
    """Who follows a page."""

    def __init__(self, token: str, outlet: Outlet | None) -> None:
        self.token = token
        """Of the state that it has."""
        self.is_told = False
        """It has been sent all that there was, and waits for news."""
        self.behind = asyncio.Event()
        """There is more, which it is to be sent in its own time."""
        self._outlet = outlet

    def tell(self, page: Page) -> None:
        """There are news of the page."""
        if self.is_told and self._outlet is not None and self._outlet.put(page.event_for(self.token)):
            self.token = page.state.token
        else:
            self.behind.set()


class Page:
    """A watched page: its newest state, its viewers, and the task that keeps it at the present."""

    def __init__(
        self,
        subject: Subject,
        now: Callable[[], Instant],
        above: Above,
        compute: Compute,
        pace: Callable[[], float],
        quiet: Callable[[], Micros] = lambda: MINUTE,
    ) -> None:
        """
        `compute` has a drawing made; `pace` says by how much longer the page rests than it would alone, and
        `quiet` after how long it is drawn where nothing happens.
        """
        self.subject, self._now, self._compute = subject, now, compute
        # what stands above is for whoever watches first, and others of the same rights
        self.above: Above = partial(copy_context().run, above)
        self._pace, self._quiet = pace, quiet
        self._changed = asyncio.Event()
        self.rest_until = 0.0
        """It is not drawn again before, whatever happens."""
        self._revision: int | None = None
        """The newest one that is known of."""
        self.viewers: dict[Viewer, None] = {}
        self.drawn = 0
        self.drawn_from = 0.0
        """When the newest drawing was begun."""
        self._drawn_at: Instant = 0
        """That instant, by the clock of what is shown."""
        self.is_over = False
        """What it is about is not there any more for those who watch."""
        self.first = asyncio.create_task(self._draw(None))
        """Its first drawing; what that raises is the viewers' to know."""
        self.task = asyncio.create_task(self._keep_up())

    async def _draw(self, before: Shown | None) -> None:
        began, at = perf_counter(), self._now()
        self._changed.clear()
        self.shown, used_s = await self._compute(self.subject.key[0], lambda: _timed(self.subject, before))
        self._told = self.above()
        self.state = State([*self.shown.state.fragments, *self._told])
        self.drawn += 1
        self.drawn_from, self._drawn_at = began, at
        self.rest_until = began + max(UPDATE_EVERY_S, REST * used_s) * self._pace()
        self._tell()

    def _tell(self) -> None:
        """Tell the viewers; who cannot take it now looks at the newest state when it can."""
        self._clock = clock(self._now(), self.shown.say(self._now()))
        self._beat = beat(self._clock)
        for viewer in self.viewers:
            viewer.tell(self)

    def event_for(self, token: str) -> bytes:
        """What a viewer is sent that has a state: what it lacks, or that nothing is new."""
        return self._beat if token == self.state.token else self.state.since(token, self._clock)

    def wake(self) -> None:
        """Have each viewer look at what has become of the page."""
        for viewer in self.viewers:
            viewer.behind.set()

    def look(self, revision: int, above: list[Fragment]) -> None:
        """Find out whether there is something new, of what it is about or above."""
        self._revision = revision
        if not self.first.done() or self.is_over:
            return
        if revision != self.shown.revision or above != self._told:
            self._changed.set()

    def draw_again(self) -> None:
        """As soon as it has rested."""
        self._changed.set()

    async def _keep_up(self) -> None:
        """Draw again when something changed, or time made it untrue, or it was quiet for long."""
        await asyncio.wait({self.first})
        if self._revision not in {None, self.shown.revision}:
            self._changed.set()
        while True:
            now = self._now()
            due_at = (
                min(self.shown.true_until, self._drawn_at + self._quiet()) if now >= self._drawn_at else now
            )
            due_s = (due_at - now) / SECOND
            is_due = due_s <= BEAT_EVERY_S
            with suppress(TimeoutError):
                async with asyncio.timeout(max(0.05, min(due_s, BEAT_EVERY_S))):
                    await self._changed.wait()
                is_due = True
            if not is_due:
                self._tell()
                continue
            await asyncio.sleep(max(0.0, self.rest_until - perf_counter()))
            try:
                await self._draw(self.shown)
            except UnknownChargerError:
                self.is_over = True
                self.wake()
                return
            except Exception:  # noqa: BLE001 - the supervised loop: viewers see that no more beats come
                _log.exception(say("page_not_drawn"))
                await asyncio.sleep(UPDATE_EVERY_S)
                self._changed.set()


class Live:
    """All watched pages."""

    def __init__(
        self,
        changes: Callable[[], object],
        revisions: Callable[[Collection[str]], Mapping[str, int]],
        now: Callable[[], Instant],
        compute: Compute,
        banner: Callable[[], Fragment] | None = None,
        watched: Callable[[Iterable[str]], None] = lambda _: None,
    ) -> None:
        """
        `changes` is another whenever something was written, and `revisions` are those of all that pages are
        about, asked for at once. `banner` is drawn above every page, and may change although nothing was
        written; `watched` is told what the open pages are about.
        """
        self._watched = watched
        self._changes, self._revisions, self._now, self._compute = changes, revisions, now, compute
        self._above: Above = (lambda: [banner()]) if banner else list
        self.pages: dict[tuple[str, ...], Page] = {}
        self._lookout: asyncio.Task[None] | None = None
        self._closed = asyncio.Event()

    def close(self) -> None:
        """Let all viewers go: their pages say so, and come back when there is a server again."""
        self._closed.set()
        for page in self.pages.values():
            page.wake()

    async def check(self, subject: Subject) -> None:
        """Raises what drawing raises: what cannot be followed."""
        await self._compute(subject.key[0], lambda: subject.draw(None))

    async def follow(
        self,
        subject: Subject,
        token: str,
        send: Callable[[bytes], Awaitable[None]],
        outlet: Outlet | None = None,
    ) -> None:
        """
        Send events to a viewer that has the state `token`, until it is cancelled, or the page is over.

        What comes behind the first goes by the `outlet`, where the viewer keeps up.
        Raises: CrowdedError, and what drawing raises, before anything is sent.
        """
        joined, viewer = perf_counter(), Viewer(token, outlet)
        page = self._join(subject, viewer)
        try:
            await self._until_drawn(page)
            await send(b"retry: 2000\n\n")
            if not self._closed.is_set() and page.drawn_from < joined and token not in {"", page.state.token}:
                await self._newer(page, viewer, joined)
            while not self._closed.is_set() and not page.is_over:
                viewer.is_told = False
                viewer.behind.clear()
                event, viewer.token = page.event_for(viewer.token), page.state.token
                await send(event)
                viewer.is_told = not viewer.behind.is_set()
                await viewer.behind.wait()
        finally:
            self._leave(page, viewer)

    async def _until_drawn(self, page: Page) -> None:
        """Wait for what is drawn first, or until we are closed: nobody may be left to draw it."""
        closing = asyncio.create_task(self._closed.wait())
        try:
            await asyncio.wait({page.first, closing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            closing.cancel()
        if not self._closed.is_set():
            page.first.result()

    async def _newer(self, page: Page, viewer: Viewer, joined: float) -> None:
        """Wait for what is drawn from now on: who came may have been shown more than was drawn before."""
        page.draw_again()
        with suppress(TimeoutError):
            async with asyncio.timeout(_NEWER_WITHIN_S):
                while page.drawn_from < joined and not (self._closed.is_set() or page.is_over):
                    viewer.behind.clear()
                    await viewer.behind.wait()

    @property
    def viewers(self) -> int:
        """How many follow a page."""
        return sum(len(page.viewers) for page in self.pages.values())

    def _join(self, subject: Subject, viewer: Viewer) -> Page:
        page = self.pages.get(subject.key)
        if self.viewers >= MOST_VIEWERS or (page is None and len(self.pages) >= MOST_PAGES):
            raise CrowdedError
        if page is None:
            page = self.pages[subject.key] = Page(
                subject,
                self._now,
                self._above,
                self._compute,
                partial(self._pace, subject.key[0]),
                self._quiet,
            )
            self._lookout = self._lookout or asyncio.create_task(self._look_out())
        page.viewers[viewer] = None
        return page

    def _pace(self, about: str) -> float:
        """How many times longer each page of a charger rests, so that many cost no more than a few."""
        return max(1.0, sum(key[0] == about for key in self.pages) / AT_FULL_PACE)

    def _quiet(self) -> Micros:
        """After how long a page is drawn where nothing happens: later, where very many are open."""
        return round(MINUTE * max(1.0, len(self.pages) / AT_FULL_MINUTE))

    def _pause_s(self) -> float:
        """Until when nobody need look for news: pages that rest are not drawn."""
        often = min(LOOK_EVERY_S + len(self.pages) * _LOOK_PAUSE_S, _LOOK_AT_LEAST_EVERY_S)
        rest = min((page.rest_until for page in self.pages.values()), default=0.0) - perf_counter()
        return max(often, min(rest, UPDATE_EVERY_S))

    def _leave(self, page: Page, viewer: Viewer) -> None:
        del page.viewers[viewer]
        if page.viewers:
            return
        del self.pages[page.subject.key]
        page.first.cancel()
        page.task.cancel()
        if not self.pages and self._lookout is not None:
            self._lookout.cancel()
            self._lookout = None

    @property
    def _abouts(self) -> set[str]:
        return {key[0] for key in self.pages}

    async def _look_out(self) -> None:
        """Notice what was written, by whichever process, a few times a second."""
        seen: object = None
        told_at = 0.0
        while True:
            try:
                if perf_counter() - told_at >= _TELL_EVERY_S:
                    told_at = perf_counter()
                    self._watched(self._abouts)
                # it is the same for all who may see the same
                above = {key[-1]: page for key, page in self.pages.items()}
                told = {view: page.above() for view, page in above.items()}
                changes = self._changes(), told
                if changes != seen:
                    revisions = self._revisions(self._abouts)
                    for key, page in self.pages.items():
                        page.look(revisions[key[0]], told[key[-1]])
                    seen = changes
            except Exception:  # noqa: BLE001 - the supervised loop
                _log.exception(say("news_unknown"))
                await asyncio.sleep(UPDATE_EVERY_S)
            await asyncio.sleep(self._pause_s())


def _timed(subject: Subject, before: Shown | None) -> tuple[Shown, float]:
    """A drawing, and the processor time that it took, in seconds."""
    used = thread_time()
    return subject.draw(before), thread_time() - used
