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
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress
from socket import socket
from typing import Protocol

import uvloop

from chargeboard.cli.ending import Ending
from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import allow_many_connections
from chargeboard.cli.server.alerting_process import alerting
from chargeboard.cli.server.chosen import Chosen
from chargeboard.cli.server.feeding_process import feeding
from chargeboard.cli.server.inherited import NOTHING, Inherited
from chargeboard.cli.server.listening import listening
from chargeboard.cli.server.metrics_port import metrics_served
from chargeboard.cli.server.page_process import Page, page_ended, served
from chargeboard.cli.server.receiving import hearing_taps, taking_in
from chargeboard.cli.server.understanding_process import Mind, at_work
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.impairment import Filling, Impairment
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Unavailable
from chargeboard.run.measuring.measures import of_impairment
from chargeboard.run.measuring.told import Telling
from chargeboard.run.receiving.health import Health
from chargeboard.run.receiving.intake import Intake
from chargeboard.store import OwnedStore

_LOOK_EVERY_S = 0.5


class Town(Protocol):
    """Invented chargers that live here too."""

    def filling(self) -> Iterable[Filling]:
        """Bring in their history, while the page is there already and before anybody connects."""

    def endpoint(self) -> Place:
        """Where they find a port that is free now."""

    def live(self, address: str) -> Coroutine[None, None, None]:
        """They connect to that address from now on."""


def serve_both(place: Place, town: Town | None = None, opened: Inherited = NOTHING) -> None:
    """
    Listen to chargers here and serve the page in a child, until a signal or the child ends it.

    `opened`: what listens already.
    """
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    allow_many_connections()
    context = multiprocessing.get_context("spawn")
    health = Health(context)
    mind = Mind(context, place.settings, readings=health.readings)
    page = Page(context, place.settings, health, mind.news, is_invented=town is not None, opened=opened.page)
    with Ending(signal.SIGINT, signal.SIGTERM) as ending, _put_together(place), served(page):
        if town is not None:
            if not _fill(town, page, health, ending):
                return
            place = town.endpoint()
        with (
            metrics_served(place.settings.metrics, health.readings),
            at_work(mind),
            alerting(context, place.settings, lambda: health.whole, health.readings, mind.news.look),
            feeding(context, place, mind.news),
        ):
            uvloop.run(_listen(place, page, mind, health, town, opened.ocpp, ending))


@contextmanager
def _put_together(place: Place) -> Iterator[None]:
    """Afterwards all is in the one file: who closed it last may have been killed, or may but read."""
    yield
    if not place.address.is_shared and place.has_database:
        with suppress(Unavailable), place.store():
            pass


def _fill(town: Town, page: Page, health: Health, ending: Ending) -> bool:
    """Whether all is filled in; a signal leaves the rest undone. Nobody else writes meanwhile."""
    for told in town.filling():
        if ending.is_told:
            return False
        health.tell(Impairment(filling=told), 0)
        page.await_ready()
        if not page.look_after():
            raise page_ended()
    health.tell(Impairment(), 0)
    return True


async def _listen(  # noqa: PLR0917 - all that serves
    place: Place,
    page: Page,
    mind: Mind,
    health: Health,
    town: Town | None,
    opened: socket | None,
    ending: Ending,
) -> None:
    stopped = ending.event()
    with place.store() as store:
        store.open_no_more_files()
        reader = place.address.open(read_only=True)
        watch = _Watch(page, mind, health, stopped)
        try:
            while not stopped.is_set():
                chosen = Chosen(place, reader, opened)
                if chosen.listens:
                    await _to_chargers(chosen, store, reader, watch, town)
                else:
                    await _to_taps(chosen, store, watch)
        finally:
            reader.close()
            page.stop()
            mind.stop()


async def _to_chargers(
    chosen: Chosen, store: OwnedStore, reader: OwnedStore, watch: _Watch, town: Town | None
) -> None:
    news = watch.mind.news
    async with listening(
        chosen.place, store, reader, news.tell, opened=chosen.socket, is_awaited=lambda: news.is_awaited
    ) as ours:
        tell(say("endpoint_at", address=ours.address))
        life = asyncio.create_task(town.live(ours.address)) if town else None
        with hearing_taps(chosen.place, ours.intake):
            await watch.over(ours.intake, chosen, lambda: (ours.doorstep, ours.endpoint.connected))
        if life is not None:
            life.cancel()
        watch.end_others()


async def _to_taps(chosen: Chosen, store: OwnedStore, watch: _Watch) -> None:
    with (
        taking_in(store, watch.mind.news.tell, is_collector=True) as intake,
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
        telling = Telling(self._health.readings, "gateway", lambda: self._readings(intake, told()[1]))
        while not self._stopped.is_set() and chosen.holds:
            if not self._page.look_after():
                raise page_ended()
            telling.tell()
            doorstep, connected = told()
            self._health.tell(intake.told.with_understanding(self.mind.told), connected)
            self._health.tell_doorstep(doorstep)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stopped.wait(), _LOOK_EVERY_S)

    def _readings(self, intake: Intake, connected: int) -> list[Reading]:
        return [
            Reading("chargeboard_chargers_connected", connected),
            *intake.readings,
            *of_impairment("all", self._health.whole),
        ]
