"""
Who serves the page, and who listens to chargers?

Processes over one database: this one listens and keeps, a child serves the page and another one understands,
so that neither ever delays an answer to a charger. Each notices when another ends.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
import socket
import sys
import time
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event
from typing import Protocol

import click
import uvicorn
import uvloop
from litestar import Litestar

from chargeboard.capture.log_lines import begin_log
from chargeboard.cli.books_at import books_of
from chargeboard.cli.children import begin_child, start_child
from chargeboard.cli.people_at import people_at
from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import allow_many_connections, front_of
from chargeboard.cli.server.alerting_process import alerting, alerts_of
from chargeboard.cli.server.awaited import desk_awaited
from chargeboard.cli.server.chosen import Chosen
from chargeboard.cli.server.keeping import looked_after
from chargeboard.cli.server.listening import listening
from chargeboard.cli.server.oidc_at import oidc_at
from chargeboard.cli.server.receiving import door, hearing_taps, taking_in
from chargeboard.cli.server.setting_up import set_up
from chargeboard.cli.server.slow_clients import PatientProtocol
from chargeboard.cli.server.understanding_process import Mind, at_work
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.config import Settings
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.trouble import Filling, Trouble
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.receiving.health import Health
from chargeboard.run.receiving.intake import Intake
from chargeboard.run.understanding.news import News
from chargeboard.store import OwnedStore
from chargeboard.web.app import create_app, end_streams

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_TOO_SHORT_S = 10.0
_STOP_WITHIN_S = 10.0
_STREAMS_END_WITHIN_S = 1
_TURN_S = 0.001
"""Who sends waits no longer for a clerk who computes: an answer changes hands several times."""
_KILLED = -signal.SIGKILL


class Town(Protocol):
    """Invented chargers that live here too."""

    def filling(self) -> Iterable[Filling]:
        """Bring in their history, while the page is there already and before anybody connects."""

    def endpoint(self) -> Place:
        """Where they find a port that is free now."""

    def live(self, address: str) -> Coroutine[None, None, None]:
        """They connect to that address from now on."""


def serve_both(place: Place, town: Town | None = None) -> None:
    """Listen to chargers here and serve the page in a child, until a signal or the child ends it."""
    begin_log()
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    allow_many_connections()
    context = multiprocessing.get_context("spawn")
    health = Health(context)
    mind = Mind(context, place.settings)
    page = Page(context, place.settings, health, mind.news, is_invented=town is not None)
    page.start()
    try:
        if town is not None:
            if not _fill(town, page, health):
                return
            place = town.endpoint()
        with at_work(mind), alerting(context, place.settings, lambda: health.whole):
            uvloop.run(_listen(place, page, mind, health, town))
    finally:
        page.stop()


def _fill(town: Town, page: Page, health: Health) -> bool:
    """Whether all is filled in; a signal leaves the rest undone. Nobody else writes meanwhile."""
    with closing_at_a_signal():
        for told in town.filling():
            health.tell(Trouble(filling=told), 0)
            page.await_ready()
            if not page.look_after():
                raise page_ended()
        health.tell(Trouble(), 0)
        return True
    return False


@contextmanager
def closing_at_a_signal() -> Iterator[None]:
    """SIGTERM ends us as Ctrl-C does: what is open is closed, and the log is put into the database."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        with suppress(KeyboardInterrupt):
            yield
    finally:
        signal.signal(signal.SIGTERM, before)


class Page:
    """The child that serves the page."""

    def __init__(
        self, context: SpawnContext, settings: Settings, health: Health, news: News, *, is_invented: bool
    ) -> None:
        self._context, self._settings, self._health, self._news = context, settings, health, news
        self._is_invented = is_invented
        self._process: SpawnProcess | None = None
        self._ready = context.Event()
        self._started_at = 0.0

    def start(self) -> None:
        """Begin to serve."""
        self._process = self._context.Process(
            target=_serve_page,
            args=(self._settings, self._health, self._news, self._ready, self._is_invented),
            name="page",
        )
        start_child(self._process)
        self._started_at = time.monotonic()

    def await_ready(self) -> None:
        """Return once the page is served, or its process ended."""
        while self._process is not None and self._process.is_alive() and not self._ready.wait(_LOOK_EVERY_S):
            pass

    def look_after(self) -> bool:
        """Whether the page is served; it is started again where it crashed, but not over and over."""
        process = self._process
        if process is None or process.is_alive():
            return True
        if process.exitcode != _KILLED and time.monotonic() - self._started_at < _TOO_SHORT_S:
            return False
        _log.error(say("page_restarted", code=process.exitcode))
        self.start()
        return True

    def end(self) -> None:
        """Have it end; `stop` waits for that."""
        if self._process is not None:
            self._process.terminate()

    def stop(self) -> None:
        """End it."""
        if self._process is None:
            return
        self.end()
        self._process.join(_STOP_WITHIN_S)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


async def _listen(place: Place, page: Page, mind: Mind, health: Health, town: Town | None) -> None:
    stopped = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, stopped.set)
    # who may write closes last, when the page has ended: that puts the log into the database
    with place.store() as store:
        store.open_no_more_files()
        desk = place.desk_over(store)
        reader = place.address.open(read_only=True)
        watch = _Watch(page, mind, health, stopped)
        try:
            while not stopped.is_set():
                chosen = Chosen(place, reader)
                if chosen.listens:
                    await _to_chargers(chosen, desk, reader, watch, town)
                else:
                    await _to_taps(chosen, desk, watch)
        finally:
            reader.close()
            page.stop()
            mind.stop()


async def _to_chargers(
    chosen: Chosen, desk: Desk, reader: OwnedStore, watch: _Watch, town: Town | None
) -> None:
    async with listening(chosen.place, desk, reader, watch.mind.news.tell) as ours:
        tell(say("endpoint_at", address=ours.address))
        life = asyncio.create_task(town.live(ours.address)) if town else None
        with hearing_taps(chosen.place, ours.intake):
            await watch.over(ours.intake, chosen, lambda: (ours.doorstep, ours.endpoint.connected))
        if life is not None:
            life.cancel()
        watch.end_others()


async def _to_taps(chosen: Chosen, desk: Desk, watch: _Watch) -> None:
    with (
        taking_in(desk, watch.mind.news.tell, is_collector=True) as intake,
        hearing_taps(chosen.place, intake),
    ):
        await watch.over(intake, chosen, lambda: (Doorstep(why_not=chosen.why_not), 0))


class _Watch:
    """Looks after the other processes, and tells them how it is here."""

    def __init__(self, page: Page, mind: Mind, health: Health, stopped: asyncio.Event) -> None:
        self.mind = mind
        self._page, self._health, self._stopped = page, health, stopped

    def end_others(self) -> None:
        """At the end: to take leave of many chargers takes a while, and so does what these do last."""
        if self._stopped.is_set():
            self._page.end()
            self.mind.end()

    async def over(self, intake: Intake, chosen: Chosen, told: Callable[[], tuple[Doorstep, int]]) -> None:
        """
        Until a signal, or until chargers are to be listened to otherwise.

        `told` says who comes, and how many are here.
        """
        while not self._stopped.is_set() and chosen.holds:
            if not self._page.look_after():
                raise page_ended()
            doorstep, connected = told()
            self._health.tell(intake.told.with_understanding(self.mind.told), connected)
            self._health.tell_doorstep(doorstep)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _LOOK_EVERY_S)


def page_ended() -> click.ClickException:
    """What is said where the page's process does not stay alive."""
    return click.ClickException(say("page_ended"))


def _serve_page(
    settings: Settings,
    health: Health,
    news: News,
    ready: Event,
    is_invented: bool,  # noqa: FBT001 - what a process is started with has no names
) -> None:
    """The child's life: it stops with its parent, which alone is told of Ctrl-C."""
    begin_child("page")
    begin_log()
    place = Place(settings)
    place.speak()
    with (
        closing_at_a_signal(),
        desk_awaited(place, news.look) as desk,
        taking_in(desk, news.tell, is_collector=False) as intake,
        people_at(place, desk.store) as people,
        place.store() as lists,
        place.reading_desks(news.look) as desks,
        looked_after(place, health) as upkeep,
        set_up(place, desk.store, health) as server,
    ):
        app = create_app(
            desk,
            token=settings.server.token or None,
            now=now,
            trouble=lambda: with_outbox(upkeep.added_to(health.trouble or intake.told), desk.store, now),
            door=door(place, intake),
            desks=desks,
            alerts=alerts_of(place, desk.store),
            front=front_of(settings.server),
            people=people,
            books=books_of(place, desk.store, lists),
            server=None if is_invented else server,
            is_invented=is_invented,
            oidc=oidc_at(place, desk.store, people),
        )
        run_page(app, settings.server.host, settings.server.port, ready.set)


def run_page(app: Litestar, host: str, port: int, ready: Callable[[], None] = lambda: None) -> None:
    """Serve until a signal; `ready` is told when the port is open."""
    sys.setswitchinterval(_TURN_S)
    shown = f"[{host}]" if ":" in host else host
    tell(say("page_at", host=shown, port=port))
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        http=PatientProtocol,
        proxy_headers=False,  # the app itself believes those that the operator trusts
        timeout_graceful_shutdown=_STREAMS_END_WITHIN_S,
    )
    with suppress(KeyboardInterrupt):
        _Server(config, ready).run()


class _Server(uvicorn.Server):
    """An open page's stream of news has no end of its own."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        assert isinstance(self.config.app, Litestar)  # noqa: S101 - ours
        end_streams(self.config.app)
        await super().shutdown(sockets)
