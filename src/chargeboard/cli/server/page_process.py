"""Which process serves the page, and what does it do?"""

from __future__ import annotations

import asyncio
import gc
import logging
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.synchronize import Event

import click
import uvicorn
from litestar import Litestar

from chargeboard.cli.books_at import books_of
from chargeboard.cli.children import begin_child, start_child
from chargeboard.cli.ending import Ending
from chargeboard.cli.people_at import people_at
from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import front_of
from chargeboard.cli.server.alerting_process import alerts_of
from chargeboard.cli.server.awaited import desk_awaited
from chargeboard.cli.server.keeping import looked_after
from chargeboard.cli.server.knowing import build_reading
from chargeboard.cli.server.logged.log_of import signals_of
from chargeboard.cli.server.oidc_at import oidc_at
from chargeboard.cli.server.receiving import door, taking_in
from chargeboard.cli.server.setting_up import set_up
from chargeboard.cli.server.several import Told, one_of_several
from chargeboard.cli.server.slow_clients import PatientProtocol
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.config import Settings
from chargeboard.config.language import spoken, usual_of
from chargeboard.config.outlet_book import OutletBook
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.clock import now
from chargeboard.run.measuring.told import Readings, Telling
from chargeboard.run.receiving.health import Health
from chargeboard.run.receiving.impaired_feeds import with_feeds
from chargeboard.run.reporting.book import ReportBook
from chargeboard.run.understanding.news import News
from chargeboard.store.address import Signals
from chargeboard.web.api.metrics_route import MetricsShown
from chargeboard.web.app import create_app, end_streams, readings_of
from chargeboard.web.tongues import Tongues

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_TOO_SHORT_S = 10.0
_STOP_WITHIN_S = 10.0
_STREAMS_END_WITHIN_S = 1
_TURN_S = 0.001
"""Who sends waits no longer for a clerk who computes: an answer changes hands several times."""
_COLLECTED_AFTER = (2_000, 10, 200)
"""To look through all that is remembered for garbage takes longer than an answer, and finds little."""
_KILLED = -signal.SIGKILL


class Page:
    """The child that serves the page."""

    def __init__(
        self,
        context: SpawnContext,
        settings: Settings,
        health: Health | None,
        news: News | None,
        readings: Readings | None = None,
        *,
        is_invented: bool,
        opened: socket.socket | None = None,
    ) -> None:
        """
        `health` and `news` are shared with who started us; None: with others, over the database.

        `readings`: where numbers are told; None: with the health. `opened` listens already.
        """
        self._readings = readings or (health.readings if health else Readings(context))
        self._context, self._settings, self._health, self._news = context, settings, health, news
        self._is_invented, self._opened = is_invented, opened
        self._process: SpawnProcess | None = None
        self._told_to_end: SpawnProcess | None = None
        self._ready = context.Event()
        self._started_at = 0.0

    def start(self) -> None:
        """Begin to serve."""
        self._process = self._context.Process(
            target=_serve_page,
            args=(
                self._settings,
                self._health,
                self._news,
                self._readings,
                self._ready,
                self._is_invented,
                self._opened,
            ),
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
        """Have it end; `stop` waits for that. It is told once: a second signal breaks off what it closes."""
        if self._process is not None and self._process is not self._told_to_end:
            self._told_to_end = self._process
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


def page_ended() -> click.ClickException:
    """What is said where the page's process does not stay alive."""
    return click.ClickException(say("page_ended"))


@contextmanager
def served(page: Page) -> Iterator[None]:
    """The child lives while this is open."""
    page.start()
    try:
        yield
    finally:
        page.stop()


def _serve_page(  # noqa: PLR0917 - all that a child is started with
    settings: Settings,
    health: Health | None,
    news: News | None,
    readings: Readings,
    ready: Event,
    is_invented: bool,  # noqa: FBT001 - what a process is started with has no names
    opened: socket.socket | None,
) -> None:
    """The child's life: it stops with its parent, which alone is told of Ctrl-C."""
    ending = Ending(signal.SIGTERM)
    begin_child("page")
    place = Place(settings)
    place.begin_log("page")
    place.speak()
    if health is None or news is None:
        with closing(signals_of(place)) as signals, one_of_several(place, ending.wait) as team:
            _show(place, team, signals, readings, ready, opened, ending, is_invented=is_invented)
    else:
        _show(place, health, news, readings, ready, opened, ending, is_invented=is_invented)


def _show(  # noqa: PLR0917 - all that is behind a page
    place: Place,
    health: Told,
    news: Signals,
    readings: Readings,
    ready: Event,
    opened: socket.socket | None,
    ending: Ending,
    *,
    is_invented: bool,
) -> None:
    settings = place.settings
    with (
        desk_awaited(place, news.look, ending.wait) as desk,
        taking_in(desk.store, news.tell, is_collector=False) as intake,
        people_at(place, desk.store) as people,
        place.store() as lists,
        place.reading_desks(news.look) as desks,
        looked_after(place, health) as upkeep,
        set_up(place, desk.store, health, reads_feeds=isinstance(health, Health)) as server,
    ):
        app = create_app(
            desk,
            token=settings.server.token or None,
            now=now,
            impairment=lambda: with_feeds(
                with_outbox(upkeep.added_to(health.impairment or intake.told), desk.store, now),
                desk.store,
                now,
            ),
            door=door(place, intake),
            desks=desks,
            alerts=alerts_of(place, desk.store),
            reports=ReportBook(desk.store, now, place.settings.orders),
            front=front_of(settings.server),
            people=people,
            books=books_of(place, desk.store, lists),
            server=None if is_invented else server,
            is_invented=is_invented,
            oidc=oidc_at(place, desk.store, people),
            metrics=MetricsShown(readings, build_reading(), settings.metrics.series),
            outlets=OutletBook(settings, desk.store, place.url) if settings.ocpi.country_code else None,
            tongues=Tongues(spoken(), usual_of(settings.server.language)),
        )
        run_page(app, settings.server.host, settings.server.port, ready.set, readings, opened, ending=ending)


def run_page(
    app: Litestar,
    host: str,
    port: int,
    ready: Callable[[], None] = lambda: None,
    readings: Readings | None = None,
    opened: socket.socket | None = None,
    *,
    ending: Ending | None = None,
) -> None:
    """
    Serve until a signal; `ready` is told when the port is open, `readings` how it does.

    `opened` listens already; `ending` may have been told before.
    """
    sys.setswitchinterval(_TURN_S)
    gc.set_threshold(*_COLLECTED_AFTER)

    def is_open() -> None:
        tell(say("page_at", host=f"[{host}]" if ":" in host else host, port=port))
        ready()

    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,  # this process has a log already
        log_level="warning",
        access_log=False,
        http=PatientProtocol,
        proxy_headers=False,  # the app itself believes those that the operator trusts
        timeout_graceful_shutdown=_STREAMS_END_WITHIN_S,
    )
    telling = Telling(readings, "web", lambda: readings_of(app)) if readings else None
    PageServer(config, is_open, telling, ending).run([opened] if opened else None)


class PageServer(uvicorn.Server):
    """A server that ends the streams of open pages, which have no end of their own."""

    def __init__(
        self,
        config: uvicorn.Config,
        ready: Callable[[], object],
        telling: Telling | None = None,
        ending: Ending | None = None,
    ) -> None:
        """`ready` is told when the port is open; `telling` tells how it does; `ending` was told before."""
        super().__init__(config)
        self._ready, self._telling, self._ending = ready, telling, ending
        self._task: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        # its own handlers are there by now
        if self._ending is not None and self._ending.is_told:
            self.should_exit = True
        if self._telling is not None:
            self._task = asyncio.create_task(self._telling.tell_for_ever())
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        assert isinstance(self.config.app, Litestar)  # noqa: S101 - ours
        if self._task is not None:
            self._task.cancel()
        end_streams(self.config.app)
        await super().shutdown(sockets)
