"""
How does a process listen to chargers where a log keeps what they say?

The log alone has to be there for a charger to be answered. The database is asked when this begins, and looked
at for what changes of who may connect; while it is away, what was known last holds.
"""

from __future__ import annotations

import asyncio
import gc
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from functools import partial
from socket import socket
from typing import Literal

from chargeboard.capture.csms.admission import Admission
from chargeboard.capture.csms.endpoint import Endpoint
from chargeboard.capture.csms.link import Reply
from chargeboard.cli.children import collect_seldom
from chargeboard.cli.place import Place
from chargeboard.cli.server.chosen import Chosen
from chargeboard.cli.server.knowing import knows
from chargeboard.cli.server.listening import callers_of, doorkeeping_of, rules_of, tls_of
from chargeboard.cli.server.logged.known import Known
from chargeboard.cli.server.logged.log_of import log_awaited, see_that_it_feeds
from chargeboard.cli.server.receiving import hearing_taps, taking_in
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.addresses import Proxies
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.entries import Entry, Turn, transaction_id_of
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import HowItIs, Member
from chargeboard.domain.readings import Reading
from chargeboard.run.clock import now
from chargeboard.run.measuring.measures import of_impairment
from chargeboard.run.measuring.told import Readings, Telling
from chargeboard.run.members.presence import new_member
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals
from chargeboard.stream.address import LogAddress
from chargeboard.stream.gateways import Gateways
from chargeboard.stream.opening import Log
from chargeboard.stream.publishing import Publisher
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_STOP_WITHIN_S = 3.0


async def listen_over_log(
    place: Place,
    address: LogAddress,
    signals: Signals,
    stopped: asyncio.Event,
    readings: Readings,
    given: socket | None,
) -> None:
    """
    As a gateway until it is to end; begun anew where chargers are to be listened to otherwise.

    `readings`: where it tells its own; `given` listens already.
    """
    with place.store() as known, place.store() as reader:
        known.open_no_more_files()
        async with log_awaited(address, "chargeboard gateway", stopped.is_set) as log:
            await see_that_it_feeds(known, log, address, stopped.is_set)
            while not stopped.is_set():
                chosen = await asyncio.to_thread(Chosen, place, reader, given)
                async with AsyncExitStack() as opened:
                    if chosen.place.settings.server.ingest_socket:
                        _hear_taps(opened, chosen.place, signals)
                    told, others = await opened.enter_async_context(
                        _listening(chosen, log, address, known, reader)
                    )
                    telling = Telling(readings, "gateway", told)
                    while not (stopped.is_set() or others.was_given_up):
                        if not await asyncio.to_thread(lambda: chosen.holds):  # noqa: B023 - at once
                            break
                        telling.tell()
                        with suppress(TimeoutError):
                            await asyncio.wait_for(stopped.wait(), _LOOK_EVERY_S)
                if others.was_given_up:
                    _log.error(say("was_given_up"))


def _hear_taps(opened: AsyncExitStack, place: Place, signals: Signals) -> None:
    """What taps bring may have been brought before: it is kept in the database, which finds out."""
    store = opened.enter_context(place.store())
    intake = opened.enter_context(taking_in(store, signals.tell, is_collector=False))
    opened.enter_context(hearing_taps(place, intake))


@asynccontextmanager
async def _listening(
    chosen: Chosen, log: Log, address: LogAddress, known: OwnedStore, reader: OwnedStore
) -> AsyncIterator[tuple[Callable[[], list[Reading]], Gateways]]:
    member = new_member("gateway", now(), knows())
    door = _Door(chosen, log, member, known, reader) if chosen.listens else None
    others = Gateways(log.client, address, member, door.told if door else partial(_not_listening, chosen))
    tasks = [asyncio.create_task(others.live(door or _Nothing(), now))]
    try:
        if door is not None:
            tasks += await door.open(others)
        yield (door.readings if door else list), others
    finally:
        if door is not None:
            await door.close()
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=_STOP_WITHIN_S)


def _not_listening(chosen: Chosen) -> HowItIs:
    return HowItIs(doorstep=Doorstep(why_not=chosen.why_not))


class _Nothing:
    """No connections."""

    def since(self, _: str) -> Instant | None:
        return None

    async def lives(self, _: str) -> bool:
        return False

    def let_go(self, _: str) -> None:
        """There is none."""


class _Door:
    """An endpoint whose frames go into the log."""

    def __init__(
        self,
        chosen: Chosen,
        log: Log,
        member: Member,
        known: OwnedStore,
        reader: OwnedStore,
    ) -> None:
        self._chosen, self._place, self._csms = chosen, chosen.place, chosen.place.settings.csms
        self._publisher = Publisher(log, member.id, now)
        self._known = Known(known, self._csms.waiting_most)
        self._reader = reader
        self._others: Gateways | None = None
        self._endpoint: Endpoint | None = None
        self._port = 0
        self._telling = set[asyncio.Task[None]]()

    def told(self) -> HowItIs:
        """How this gateway is."""
        if self._endpoint is None:
            return HowItIs()
        door = Doorstep(
            host=self._csms.host,
            port=self._port,
            is_encrypted=bool(self._csms.tls_certificate),
            turned_away=self._endpoint.turned_away,
        )
        return HowItIs(self._publisher.impairment, self._endpoint.connected, door)

    def readings(self) -> list[Reading]:
        """What it did since it began, and what waits."""
        told = self.told()
        return [
            Reading("chargeboard_chargers_connected", told.connected),
            *self._publisher.readings,
            *of_impairment("gateway", told.impairment),
        ]

    async def open(self, others: Gateways) -> list[asyncio.Task[None]]:
        """Chargers may connect; what goes on meanwhile."""
        self._others = others
        grace_s = self._place.profile(self._reader, "").policy.reconnect_grace_s
        self._endpoint = Endpoint(
            self._keep,
            admission=Admission(
                doorkeeping_of(self._csms),
                credential_of=self._known.credential_of,
                remember=self._known.remember,
                now=now,
                is_heard=self._known.is_heard,
            ),
            redact=self._place.redactor(),
            now=now,
            # who reads the log sees to the order of what gateways stamp by clocks of their own
            newest_at=lambda _: None,
            rules=rules_of(self._place, grace_s),
            elsewhere=others,
            callers=callers_of(self._place.settings, now),
        )
        self._port = await self._endpoint.listen(
            self._csms.host,
            self._csms.port,
            tls_of(self._csms),
            self._chosen.socket,
            Proxies(self._csms.proxy_protocol),
        )
        gc.collect()
        gc.freeze()
        collect_seldom()
        host = f"[{self._csms.host}]" if ":" in self._csms.host else self._csms.host
        scheme = "wss" if self._csms.tls_certificate else "ws"
        tell(say("endpoint_at", address=f"{scheme}://{host}:{self._port}/ocpp/"))
        return [asyncio.create_task(self._known.follow(self._endpoint.recheck))]

    async def close(self) -> None:
        """What was said is kept, where the log takes it."""
        if self._endpoint is not None:
            closing = [asyncio.create_task(self._endpoint.close())]
            await asyncio.wait(closing, timeout=_STOP_WITHIN_S)
            await asyncio.wait([asyncio.create_task(self._publisher.drain())], timeout=_STOP_WITHIN_S)
        self._publisher.stop()

    def since(self, station: str) -> Instant | None:
        """When the charger's connection began; None where there is none."""
        held = self._endpoint.held(station) if self._endpoint else None
        return None if held is None else held[1]

    async def lives(self, station: str) -> bool:
        """Whether it shows a sign of life in time."""
        held = self._endpoint.held(station) if self._endpoint else None
        if self._endpoint is None or held is None:
            return False
        if await self._endpoint.lives(station, held[0]):
            return True
        self._endpoint.give_up(station, held[0])
        return False

    def let_go(self, station: str) -> None:
        """The charger has a connection to another gateway: ours ends."""
        held = self._endpoint.held(station) if self._endpoint else None
        if self._endpoint is not None and held is not None:
            self._endpoint.give_up(station, held[0])

    def _keep(
        self,
        frames: list[Frame],
        *,
        reply: Reply | None = None,
        start: tuple[str, str] | None = None,
        turn: tuple[Literal["open", "close", "lost"], str, str] | None = None,
        is_routine: bool = False,
        done: Callable[[str], None],
    ) -> None:
        text = ""
        if reply is not None:
            answer = reply(transaction_id_of(*start) if start else None)
            frames, text = [*frames, answer], answer.text
        what = None if turn is None or turn[0] == "lost" else Turn(turn[0], turn[1], turn[2])
        entry = Entry(tuple(frames), what, is_routine)
        self._publisher.submit(entry, partial(self._kept, entry, partial(done, text)))

    def _kept(self, entry: Entry, done: Callable[[], None]) -> None:
        done()
        if entry.turn is None or entry.turn.what != "open" or self._others is None:
            return
        self._known.hear(entry.station)
        telling = asyncio.create_task(self._others.came(entry.station, entry.frames[0].received_at))
        self._telling.add(telling)
        telling.add_done_callback(self._telling.discard)
