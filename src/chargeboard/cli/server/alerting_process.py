"""
Who brings alerts to their channels while this is served?

A process of its own, which is started again where it ends: whatever a channel does, it delays no charger and
no page. It also tells somebody else, once a minute, that we are there; who hears that no more knows what
nobody here could tell.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import secrets
import signal
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, suppress
from functools import partial
from multiprocessing.context import SpawnContext

from chargeboard.channels.ping import ping
from chargeboard.cli.alerts.sending import present, seal_of, send, senders
from chargeboard.cli.chargers.exclusion_commands import exclusions_of
from chargeboard.cli.children import begin_child
from chargeboard.cli.place import Place
from chargeboard.cli.reports.aside import Maker
from chargeboard.cli.reports.sending import report_senders
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.kept_going import kept_going
from chargeboard.cli.server.logged.log_of import signals_of
from chargeboard.cli.server.several import Told
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.members import LETTERS
from chargeboard.domain.records import Unavailable
from chargeboard.ports.store import Store
from chargeboard.run.alerting.book import AlertBook
from chargeboard.run.alerting.outbox import with_outbox
from chargeboard.run.alerting.post import Post
from chargeboard.run.alerting.teller import Teller
from chargeboard.run.clock import now
from chargeboard.run.measuring.told import Readings, Telling
from chargeboard.run.members.leasing import KEPT_EVERY_S, Leasing, Limit
from chargeboard.run.members.team import Team
from chargeboard.run.receiving.health import Health
from chargeboard.run.receiving.impaired_feeds import with_feeds
from chargeboard.run.reporting.planning import Planner
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.pages.impairment_line import impairment_line

_log = logging.getLogger(__name__)
_LOOK_AT_OURSELVES_S = 5.0
_THREADS = 64
"""Names are looked up and brokers connected to in these; who hangs in one keeps it for some seconds."""
_PLAN_EVERY_S = 15.0
_PING_EVERY_S, _PING_AGAIN_S = 60.0, 10.0


def alerting(
    context: SpawnContext,
    settings: Settings,
    impairment: Callable[[], Impairment],
    readings: Readings,
    look_at: Callable[[Iterable[str]], None],
) -> AbstractContextManager[None]:
    """
    Alerts are brought to their channels while this is open; `impairment` tells how we are.

    `look_at` tells who understands that somebody looks at chargers; it goes along to the child.
    """
    return _looked_after(settings, Health(context, readings), impairment, partial(_alert, look_at=look_at))


def alerting_in_turn(
    context: SpawnContext, settings: Settings, readings: Readings
) -> AbstractContextManager[None]:
    """As above, where other processes do so, too: one of them at a time."""
    return _looked_after(settings, Health(context, readings), Impairment, _alert_in_turn)


def alerts_of(place: Place, store: Store) -> Alerts:
    """What the page needs for alerts."""
    return Alerts(
        AlertBook(store, now, place.settings.rules),
        seal_of(place),
        partial(send, place),
        place.url,
        exclusions_of(place, store),
    )


def _looked_after(
    settings: Settings,
    health: Health,
    impairment: Callable[[], Impairment],
    life: Callable[[Settings, Health], None],
) -> AbstractContextManager[None]:
    """The child lives while this is open."""
    spawn = multiprocessing.get_context("spawn")
    return kept_going(
        lambda: spawn.Process(target=life, args=(settings, health), name="alerting", daemon=True),
        lambda code: say("alerting_restarted", code=code),
        lambda: health.tell(impairment(), 0),
    )


def _alert(settings: Settings, health: Health, look_at: Callable[[Iterable[str]], None]) -> None:
    """The child's life."""
    place = _begin(settings)
    with store_awaited(place) as store:
        deliver = partial(_deliver, place, store, health, health.readings, look_at=look_at)
        asyncio.run(_until_ended(deliver))


def _alert_in_turn(settings: Settings, health: Health) -> None:
    """The child's life, where one of several brings letters at a time."""
    place = _begin(settings)
    with store_awaited(place) as store, store_awaited(place) as asked, store_awaited(place) as watching:
        leasing = Leasing(asked, secrets.token_hex(8), "", Limit(chores=(LETTERS,)), now)
        team = Team(watching.members, now)
        try:
            with closing(signals_of(place)) as signals:
                deliver = partial(
                    deliver_in_turn, place, store, team, leasing, health.readings, look_at=signals.look
                )
                asyncio.run(_until_ended(deliver))
        finally:
            with suppress(Unavailable):
                leasing.leave()


def _begin(settings: Settings) -> Place:
    begin_child("alerting")
    place = Place(settings)
    place.begin_log("alerting")
    place.speak()
    return place


async def _until_ended(deliver: Callable[[asyncio.Event], Awaitable[None]]) -> None:
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGTERM, stopping.set)
    await deliver(stopping)


async def _deliver(
    place: Place,
    store: Store,
    health: Told,
    readings: Readings,
    stopping: asyncio.Event,
    *,
    leasing: Leasing | None = None,
    look_at: Callable[[Iterable[str]], None] = lambda _: None,
) -> None:
    def is_ours() -> bool:
        return leasing is None or leasing.has(LETTERS)

    def speaks() -> bool:
        # the turn cannot be kept either while the database takes nothing, which is what is to be told
        return leasing is None or leasing.had(LETTERS)

    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(_THREADS, "channel"))
    maker = Maker()
    post = Post(
        store,
        lambda: {**senders(place, store), **report_senders(place, store, maker)},
        now,
        lambda: present(place, store, look_at),
        is_ours,
    )
    own = [
        asyncio.create_task(_ping(place.settings.alerts.ping_url, health, speaks)),
        asyncio.create_task(_plan(Planner(store, now, place.settings.orders), is_ours)),
        asyncio.create_task(Telling(readings, "alerting", lambda: post.readings).tell_for_ever()),
    ]
    if place.settings.alerts.ourselves:
        own.append(asyncio.create_task(_tell_of_ourselves(place, store, health, speaks)))
    try:
        await post.deliver(stopping)
    finally:
        for task in own:
            task.cancel()


async def deliver_in_turn(
    place: Place,
    store: Store,
    team: Team,
    leasing: Leasing,
    readings: Readings,
    stopping: asyncio.Event,
    *,
    look_at: Callable[[Iterable[str]], None] = lambda _: None,
) -> None:
    """Bring letters while it is our turn, until it is stopped."""
    turn = asyncio.create_task(_keep_turn(leasing, team))
    try:
        await _deliver(place, store, team, readings, stopping, leasing=leasing, look_at=look_at)
    finally:
        turn.cancel()


async def _keep_turn(leasing: Leasing, team: Team) -> None:
    while True:
        try:
            await asyncio.to_thread(leasing.look)
            team.tell_of_writing("")
        except Unavailable as error:
            team.tell_of_writing(str(error))
        await asyncio.sleep(KEPT_EVERY_S)


async def _plan(planner: Planner, is_ours: Callable[[], bool]) -> None:
    """Reports that are due are put into the outbox."""
    while True:
        try:
            if is_ours():
                planner.look()
        except Unavailable as error:
            _log.warning(say("reports_not_planned", why=error))
        await asyncio.sleep(_PLAN_EVERY_S)


async def _tell_of_ourselves(place: Place, store: Store, health: Told, is_ours: Callable[[], bool]) -> None:
    """Past the store, which may be what does not work."""

    def wrong() -> str:
        impairment = with_feeds(with_outbox(health.impairment, store, now), store, now)
        return impairment_line(impairment, now()) if impairment.is_to_be_told else ""

    teller = Teller(lambda: senders(place, store), wrong, now, place.url)
    async with asyncio.TaskGroup() as looks:
        while True:
            if is_ours():
                looks.create_task(teller.look())
            await asyncio.sleep(_LOOK_AT_OURSELVES_S)


async def _ping(url: str, health: Told, is_ours: Callable[[], bool] = lambda: True) -> None:
    """As healthchecks.io has it: the address says that all is well, the one below it that it is not."""
    while url:
        is_heard = is_ours() and await ping(url, is_well=not health.impairment.is_fault)
        await asyncio.sleep(_PING_EVERY_S if is_heard else _PING_AGAIN_S)
