"""
Which gateways are there, and what did chargers lose with one that is not?

Gateways say over the log's servers that they live; each reader writes that down where pages and `doctor`
look. One of them writes down what chargers lost, once the gateway that held them was not heard for a while in
which it could have been.
"""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING

import msgspec

from chargeboard.cli.place import Place
from chargeboard.cli.server.words import say
from chargeboard.domain.frame import Frame
from chargeboard.domain.members import ABSENCE, LostLink
from chargeboard.run.clock import now
from chargeboard.run.members.leasing import Leasing
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals
from chargeboard.stream.address import LogAddress
from chargeboard.stream.gateways import GONE_AFTER_S, Beat, beat_of
from chargeboard.stream.opening import Log
from chargeboard.time.instants import SECOND, Instant

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

_log = logging.getLogger(__name__)
_BY_WORD = frozenset({"gateway", "archive"})
"""Who says over the log's servers that it is there."""


class AbsentGateways:
    """As one reader hears of them."""

    def __init__(self, place: Place, store: OwnedStore, leasing: Leasing, signals: Signals) -> None:
        self._place, self._store, self._leasing, self._signals = place, store, leasing, signals
        self._untold = dict[str, Beat]()
        """What gateways said, and is not written down."""
        self._given_up = set[str]()
        """Whom one of the readers took for gone: who says something all the same is told so."""
        self._heard = dict[str, float]()
        """When each was heard last."""
        self._client: Client | None = None
        self._subject = ""
        self._since = monotonic()
        """Since when they could be heard, and what they said be written down."""
        self._missed: dict[tuple[str, str], Instant] = {}
        """Until when a charger may return that was connected to who is gone."""

    async def hear(self, log: Log, address: LogAddress) -> None:
        """From now on."""

        async def take(message: Msg) -> None:
            beat = beat_of(message.data)
            if beat is not None:
                self._untold[beat.member.id] = beat
                self._heard[beat.member.id] = monotonic()

        async def give_up(message: Msg) -> None:
            self._given_up.add(message.data.decode())

        await log.client.subscribe(address.live("gateways"), cb=take)
        await log.client.subscribe(address.live("gone"), cb=give_up)
        self._client, self._subject = log.client, address.live("gone")

    def begin_anew(self) -> None:
        """They could not be heard, or it could not be written down: nobody is gone because of that."""
        self._since = monotonic()

    async def look(self, *, is_connected: bool) -> None:
        """Write down what is new. Raises: Unavailable."""
        if not is_connected:
            self.begin_anew()
        untold, self._untold = self._untold, {}
        for gone in self._given_up & untold.keys():
            del untold[gone]
            await self._tell_gone(gone)
        for gone in await asyncio.to_thread(self._write, untold):
            await self._tell_gone(gone)

    async def _tell_gone(self, gone: str) -> None:
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        self._given_up.add(gone)
        with suppress(Error):  # it is told again when it is heard again
            if self._client is not None:
                await self._client.publish(self._subject, gone.encode())

    def _write(self, untold: dict[str, Beat]) -> list[str]:
        """Whom we take for gone."""
        gone = list[str]()
        for beat in untold.values():
            member = beat.member
            if beat.is_leaving:
                self._lose(member.id, member.beat_at)
            elif not self._store.beat(member.id, member.beat_at, member.told):
                self._store.join(member)
        if not self._leasing.has(ABSENCE):
            self._missed.clear()
            return gone
        if monotonic() - self._since > GONE_AFTER_S:
            for member in self._store.members():
                at = self._heard.get(member.id, self._since)
                if member.role in _BY_WORD and monotonic() - at > GONE_AFTER_S:
                    _log.warning(say("member_gone", role=member.role, place=member.place))
                    self._lose(member.id, member.beat_at)
                    gone.append(member.id)
        for lost, since in self._due():
            self._tell_lost(lost, since)
        return gone

    def _lose(self, member: str, at: Instant) -> None:
        self._store.lose_links_of(member, at)

    def _due(self) -> list[tuple[LostLink, Instant]]:
        """What was lost, and is to be written down now."""
        lost, present = self._store.lost_links_of_all(), now()
        grace = round(self._place.profile(self._store, "").policy.reconnect_grace_s * SECOND)
        self._missed = {
            (one.station, one.connection): self._missed.get((one.station, one.connection), present + grace)
            for one in lost
            if one.taken_at is None
        }
        return [
            (one, self._last_there(one))
            for one in lost
            if one.taken_at is not None or self._missed[one.station, one.connection] <= present
        ]

    def _last_there(self, lost: LostLink) -> Instant:
        """No later frame of it was kept."""
        before = now() if lost.taken_at is None else lost.taken_at
        return max(lost.lost_at, self._store.newest_before(lost.station, before) or 0)

    def _tell_lost(self, lost: LostLink, since: Instant) -> None:
        """Once, by whoever comes first; a frame of ours, behind all that is there."""
        station, stamp = lost.station, max(now(), (self._store.newest_frame_at(lost.station) or 0) + 1)
        if lost.taken_at is not None:
            # its charger has another one since then, which goes on
            said: list[list[object]] = [["gap", since, max(since, lost.taken_at)], ["close", lost.connection]]
        else:
            said = [["gap", since, max(since, stamp), "down"]]
        frames = [
            Frame(station, stamp + n, "ws", msgspec.json.encode(one).decode(), lost.connection)
            for n, one in enumerate(said)
        ]
        head = self._store.heads().get(station)
        with self._store.together({station} if head is None else {station, head}):
            if not self._store.let_lost_link_go(station, lost.connection):
                return
            self._store.append_heard(frames, now())
        with suppress(KeyError):
            del self._missed[station, lost.connection]
        self._signals.tell([head or station])
