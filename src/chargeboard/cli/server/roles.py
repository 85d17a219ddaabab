"""
Which part does this process do, where several serve one database?

Each is a process of its own with the children that its part has: any of them may end, and others go on with
what it did. What one has to tell another stands in the database, or is told by its server.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
from collections.abc import Callable, Mapping
from contextlib import ExitStack, closing, suppress
from socket import socket

import uvloop

from chargeboard.cli.ending import Ending
from chargeboard.cli.place import Place
from chargeboard.cli.server.addresses import allow_many_connections
from chargeboard.cli.server.alerting_process import alerting_in_turn
from chargeboard.cli.server.chosen import Chosen
from chargeboard.cli.server.gateways import OtherGateways, other_gateways
from chargeboard.cli.server.inherited import Inherited
from chargeboard.cli.server.listening import listening
from chargeboard.cli.server.logged.gateway import listen_over_log
from chargeboard.cli.server.logged.log_of import log_of, signals_of
from chargeboard.cli.server.logged.reading_process import read_log
from chargeboard.cli.server.metrics_port import metrics_served
from chargeboard.cli.server.page_process import Page, page_ended, served
from chargeboard.cli.server.receiving import hearing_taps, taking_in
from chargeboard.cli.server.sharing_process import understand_share
from chargeboard.cli.server.understanding_process import Mind, at_work
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.members import HowItIs, Role
from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.measures import of_impairment
from chargeboard.run.measuring.told import Readings, Telling
from chargeboard.run.receiving.intake import Intake
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
PARTS: Mapping[str, frozenset[Role]] = {
    "gateway": frozenset({"gateway"}),
    "projector": frozenset({"projector"}),
    "web": frozenset({"web"}),
    "all": frozenset({"gateway", "projector", "web"}),
}
"""What each role does."""


def serve_role(place: Place, role: str, given: Inherited) -> None:
    """Do that part until a signal ends it, or the page does not stay alive; `given` listens already."""
    logging.getLogger("websockets").setLevel(logging.CRITICAL)
    parts, context = PARTS[role], multiprocessing.get_context("spawn")
    readings = Readings(context)
    tell(say("role_begins", place=place.database, role=role))
    with Ending(signal.SIGINT, signal.SIGTERM) as ending, ExitStack() as opened:
        opened.enter_context(metrics_served(place.settings.metrics, readings))
        page: Page | None = None
        if "projector" in parts:
            opened.enter_context(at_work(Mind(context, place.settings, understand_share, readings)))
            opened.enter_context(alerting_in_turn(context, place.settings, readings))
            if log_of(place) is not None:
                opened.enter_context(at_work(Mind(context, place.settings, read_log, readings)))
        if "web" in parts:
            page = Page(context, place.settings, None, None, readings, is_invented=False, opened=given.page)
            opened.enter_context(served(page))
        uvloop.run(_until_ended(place, page, readings if "gateway" in parts else None, given.ocpp, ending))


async def _until_ended(
    place: Place, page: Page | None, readings: Readings | None, opened: socket | None, ending: Ending
) -> None:
    """`readings`: where a gateway tells its own; None: it is none. `opened` listens already."""
    stopped = ending.event()
    if readings is not None:
        allow_many_connections()
        looking = asyncio.create_task(_look_after(page, stopped))
        await _listen(place, stopped, readings, opened)
        looking.cancel()
    else:
        await _look_after(page, stopped)
    if page is not None and not page.look_after() and not stopped.is_set():
        raise page_ended()


async def _look_after(page: Page | None, stopped: asyncio.Event) -> None:
    while not stopped.is_set():
        if page is not None and not page.look_after():
            stopped.set()
            raise page_ended()
        with suppress(TimeoutError):
            await asyncio.wait_for(stopped.wait(), _LOOK_EVERY_S)


async def _listen(place: Place, stopped: asyncio.Event, readings: Readings, given: socket | None) -> None:
    """As a gateway, for as long as the others do not take us for gone; then as a new one."""
    address = log_of(place)
    if address is not None:
        with closing(signals_of(place)) as signals:
            await listen_over_log(place, address, signals, stopped, readings, given)
        return
    with ExitStack() as opened:
        store = opened.enter_context(place.store())
        reader = opened.enter_context(place.store(read_only=True))
        signals = opened.enter_context(closing(place.address.signals()))
        store.open_no_more_files()
        while not stopped.is_set():
            chosen = Chosen(place, reader, given)
            with other_gateways(place, reader) as others:
                await _as_gateway(chosen, store, reader, signals, others, stopped, readings)
            if others.ours.was_given_up:
                _log.error(say("was_given_up"))


async def _as_gateway(  # noqa: PLR0917 - all that a gateway consists of
    chosen: Chosen,
    store: OwnedStore,
    reader: OwnedStore,
    signals: Signals,
    others: OtherGateways,
    stopped: asyncio.Event,
    readings: Readings,
) -> None:
    async def over(intake: Intake, told: Callable[[], tuple[Doorstep, int]]) -> None:
        telling = Telling(readings, "gateway", lambda: _readings(intake, told()[1]))
        while not stopped.is_set() and chosen.holds and not others.ours.was_given_up:
            telling.tell()
            doorstep, connected = told()
            others.ours.told = HowItIs(intake.told, connected, doorstep)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopped.wait(), _LOOK_EVERY_S)

    if not chosen.listens:
        with (
            taking_in(store, signals.tell, is_collector=True, member=others.ours) as intake,
            hearing_taps(chosen.place, intake),
        ):
            await over(intake, lambda: (Doorstep(why_not=chosen.why_not), 0))
        return
    async with listening(chosen.place, store, reader, signals.tell, others, opened=chosen.socket) as ours:
        tell(say("endpoint_at", address=ours.address))
        with hearing_taps(chosen.place, ours.intake):
            await over(ours.intake, lambda: (ours.doorstep, ours.endpoint.connected))


def _readings(intake: Intake, connected: int) -> list[Reading]:
    return [
        Reading("chargeboard_chargers_connected", connected),
        *intake.readings,
        *of_impairment("gateway", intake.told),
    ]
