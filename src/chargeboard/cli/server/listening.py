"""How do chargers reach the store? The endpoint, over the intake, in one event loop."""

from __future__ import annotations

import asyncio
import gc
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from socket import socket
from typing import Literal

from chargeboard.capture.csms.admission import Admission
from chargeboard.capture.csms.admission import Rules as Doorkeeping
from chargeboard.capture.csms.callers import Callers
from chargeboard.capture.csms.endpoint import Endpoint, Rules
from chargeboard.capture.csms.link import Keep, Reply
from chargeboard.capture.csms.tls import server_context
from chargeboard.cli.children import collect_seldom
from chargeboard.cli.place import Place
from chargeboard.cli.server.gateways import OtherGateways
from chargeboard.cli.server.lull import Lull
from chargeboard.cli.server.receiving import hand_out
from chargeboard.config import Csms, Settings
from chargeboard.domain.addresses import Proxies
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Credential, Unavailable
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.receiving import admitting
from chargeboard.run.receiving.delivery import Answers, Delivery, LinkTurn, Start
from chargeboard.run.receiving.heard import Tell
from chargeboard.run.receiving.intake import Intake
from chargeboard.store import OwnedStore
from chargeboard.time.instants import Instant

_STOP_WITHIN_S = 3.0
"""Chargers have so long to answer that they heard of our end; the system hangs up on the others."""
_HEED_EVERY_S = 0.25


class Listening:
    """A running endpoint with its intake."""

    def __init__(self, endpoint: Endpoint, intake: Intake, csms: Csms, port: int) -> None:
        self.endpoint, self.intake = endpoint, intake
        self._csms, self._port = csms, port

    @property
    def address(self) -> str:
        """The URL that a charger's id is added to."""
        host = self._csms.host
        scheme = "wss" if self._csms.tls_certificate else "ws"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self._port}/ocpp/"

    @property
    def doorstep(self) -> Doorstep:
        """What others are told of who comes."""
        return Doorstep(
            host=self._csms.host,
            port=self._port,
            is_encrypted=bool(self._csms.tls_certificate),
            turned_away=self.endpoint.turned_away,
        )


@asynccontextmanager
async def listening(
    place: Place,
    store: Store,
    reader: OwnedStore,
    tell: Tell,
    others: OtherGateways | None = None,
    *,
    opened: socket | None = None,
    is_awaited: Callable[[], bool] = lambda: False,
) -> AsyncIterator[Listening]:
    """
    Chargers may connect while this is open; `tell` tells who was heard, at once where that `is_awaited`.

    `reader` is for look-ups that must not wait for a writer; `others`: to them chargers connect, too;
    `opened` listens already.
    """
    loop = asyncio.get_running_loop()
    csms = place.settings.csms
    lull = Lull(loop)
    member = others.ours if others else None
    intake = Intake(store, now, partial(_on_loop, loop, lull), tell, member=member, is_awaited=is_awaited)
    keep = _keeping(intake)

    def remember(credential: Credential) -> None:
        def write(store: Store) -> None:
            if credential.approved:
                admitting.wait_no_more(store, credential.station)
            else:
                store.save_waiting(credential, csms.waiting_most)

        intake.submit(Delivery(also=write))

    endpoint = Endpoint(
        keep,
        admission=Admission(
            doorkeeping_of(csms),
            credential_of=reader.credential,
            remember=remember,
            now=now,
            is_heard=lambda station: reader.newest_frame_at(station) is not None,
        ),
        redact=place.redactor(),
        now=now,
        newest_at=reader.newest_frame_at,
        rules=rules_of(place, place.profile(store, "").policy.reconnect_grace_s),
        lost=store.lose_links() if others is None else None,
        elsewhere=others.elsewhere if others else None,
        callers=callers_of(place.settings, now),
    )
    intake.start()
    tasks = [
        asyncio.create_task(endpoint.miss()),
        asyncio.create_task(_heed(endpoint, reader, reader.credential_changes())),
        *(asyncio.create_task(one) for one in (others.follow(endpoint) if others else ())),
    ]
    try:
        port = await endpoint.listen(csms.host, csms.port, tls_of(csms), opened, Proxies(csms.proxy_protocol))
        gc.collect()
        gc.freeze()
        # to look through thousands of connections takes longer than an answer
        collect_seldom()
        yield Listening(endpoint, intake, csms, port)
    finally:
        for task in tasks:
            task.cancel()
        closing = asyncio.create_task(endpoint.close())
        await asyncio.wait([closing], timeout=_STOP_WITHIN_S)
        intake.stop()  # nothing else is to be done any more, and the store must outlive it


async def _heed(endpoint: Endpoint, reader: OwnedStore, known: int) -> None:
    """
    Let the endpoint hear of what any process says about who may connect, within a moment.

    It is one look into an index, which finds the few that changed, however many chargers there are.
    """
    while True:
        await asyncio.sleep(_HEED_EVERY_S)
        with suppress(Unavailable):
            changed = reader.changed_credentials(known)
            if changed:
                endpoint.recheck(station for _, station in changed)
                known = max(change for change, _ in changed)


def _keeping(intake: Intake) -> Keep:
    def keep(
        frames: list[Frame],
        *,
        reply: Reply | None = None,
        start: tuple[str, str] | None = None,
        turn: tuple[Literal["open", "close", "lost"], str, str] | None = None,
        is_routine: bool = False,
        done: Callable[[str], None],
    ) -> None:
        intake.submit(
            Delivery(
                frames,
                reply,
                Start(*start) if start else None,
                LinkTurn(*turn) if turn else None,
                is_routine=is_routine,
                done=done,
            )
        )

    return keep


def _on_loop(loop: asyncio.AbstractEventLoop, lull: Lull, answers: Answers) -> None:
    if answers and not loop.is_closed():
        loop.call_soon_threadsafe(_answer, lull, answers)


def _answer(lull: Lull, answers: Answers) -> None:
    hand_out(answers)
    lull.answered()


def doorkeeping_of(csms: Csms) -> Doorkeeping:
    """Who may connect."""
    assert csms.authorize  # noqa: S101 - nobody listens without it
    return Doorkeeping(
        authorize=csms.authorize,
        tokens=frozenset(csms.tokens),
        new_chargers=csms.new_chargers,
        require_password=csms.require_password,
        require_certificate=csms.require_certificate,
        yields_to=frozenset(csms.yields_to),
    )


def callers_of(settings: Settings, now: Callable[[], Instant]) -> Callers:
    """From where."""
    server, csms = settings.server, settings.csms
    return Callers(
        now,
        origins=csms.origins,
        hosts=(*server.hosts, csms.host),
        proxies=Proxies(server.trusted_proxies),
    )


def rules_of(place: Place, reconnect_grace_s: float) -> Rules:
    """How the endpoint behaves."""
    csms = place.settings.csms
    return Rules(
        heartbeat_interval_s=csms.heartbeat_interval_s,
        ping_interval_s=csms.ping_interval_s,
        fallback_protocol=csms.fallback_protocol,
        compression=csms.compression,
        message_most_mib=csms.message_most_mib,
        held_most_mib=csms.held_most_mib,
        reconnect_grace_s=int(reconnect_grace_s),
    )


def tls_of(csms: Csms) -> ssl.SSLContext | None:
    """How what they say is encrypted; None: it is not."""
    if not csms.tls_certificate:
        return None
    return server_context(
        csms.tls_certificate,
        csms.tls_key,
        ca=csms.tls_ca,
        require_certificate=csms.require_certificate,
        legacy_rsa_kx=csms.legacy_rsa_kx,
    )
