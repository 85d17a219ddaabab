"""
What do gateways know of each other's connections?

It stands with the connections in the database: whose a connection is, whether somebody wants to know if it
lives, and whether its charger has come to somebody else. Each looks there a few times a second for what is
wanted of it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable, Iterator
from contextlib import contextmanager, suppress

from chargeboard.capture.csms.endpoint import Endpoint
from chargeboard.cli.place import Place
from chargeboard.cli.server.knowing import knows
from chargeboard.cli.server.words import say
from chargeboard.domain.members import ABSENCE, LostLink
from chargeboard.domain.records import Unavailable
from chargeboard.run.clock import now
from chargeboard.run.members.leasing import Leasing, Limit
from chargeboard.run.members.presence import Gateway
from chargeboard.run.members.watching import Watching
from chargeboard.store import OwnedStore
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
_ANSWER_WITHIN_S = 8.0
"""Who holds a connection has so long to find out whether it lives; then it is taken to be gone."""
_LOOK_EVERY_S = 0.25
_ABSENCE_EVERY_S = 2.0
_GONE_AFTER_S = 12.0


class Elsewhere:
    """The connections of other gateways."""

    def __init__(self, holder: str, reader: OwnedStore, writer: OwnedStore) -> None:
        """`writer` is asked in threads, and by nobody else."""
        self._holder, self._reader, self._writer = holder, reader, writer

    def held(self, station: str) -> bool:
        """Whether another gateway has a connection of the charger."""
        return bool(self._reader.held_by_others(station, self._holder))

    def lost_since(self, station: str) -> Instant | None:
        """Since when the charger is missed that was connected to a gateway which is gone."""
        return self._reader.lost_link_of(station)

    async def lives(self, station: str) -> bool:
        """Whether one of these connections shows a sign of life in time."""
        asked = self._reader.held_by_others(station, self._holder)
        found = await asyncio.gather(*(self._lives(station, name) for name, _ in asked))
        return any(found)

    async def _lives(self, station: str, name: str) -> bool:
        await asyncio.to_thread(self._writer.ask_link, station, name)
        with suppress(TimeoutError):
            async with asyncio.timeout(_ANSWER_WITHIN_S):
                wanted = self._reader.wanted_of(station, name)
                while wanted:
                    await asyncio.sleep(_LOOK_EVERY_S)
                    wanted = self._reader.wanted_of(station, name)
                return wanted == 0
        return False

    async def heed(self, endpoint: Endpoint) -> None:
        """Do what other gateways want of our connections, for ever."""
        asked: dict[str, asyncio.Task[None]] = {}
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            asked = {name: task for name, task in asked.items() if not task.done()}
            with suppress(Unavailable):
                for station, name, is_taken in self._reader.wanted_links(self._holder):
                    if is_taken:
                        endpoint.give_up(station, name)
                    elif name not in asked:
                        # it may take seconds, in which others are to be let go of
                        asked[name] = asyncio.create_task(self._answer(endpoint, station, name))

    async def _answer(self, endpoint: Endpoint, station: str, name: str) -> None:
        if not await endpoint.lives(station, name):
            endpoint.give_up(station, name)
            return
        with suppress(Unavailable):
            await asyncio.to_thread(self._writer.link_lives, station, name)


class Absence:
    """Writes down what chargers lost with a gateway that is gone: one gateway does so for all of them."""

    def __init__(self, leasing: Leasing, store: OwnedStore, now: Callable[[], Instant], grace_s: int) -> None:
        """`store` is asked in threads, and by nobody else; so long a charger may take to come back."""
        self._leasing, self._store, self._now, self._grace_s = leasing, store, now, grace_s
        self._watching = Watching(_GONE_AFTER_S, now)
        self._missed: dict[tuple[str, str], Instant] = {}
        """Until when a charger may return that was connected to who is gone."""

    async def follow(self, endpoint: Endpoint) -> None:
        """For ever."""
        while True:
            with suppress(Unavailable):
                for lost, since in await asyncio.to_thread(self._due):
                    await endpoint.tell_lost(lost, since)
            await asyncio.sleep(_ABSENCE_EVERY_S)

    def _due(self) -> Iterable[tuple[LostLink, Instant]]:
        self._leasing.look()
        if not self._leasing.has(ABSENCE):
            self._missed.clear()
            return []
        members = self._store.members()
        gone = self._watching.gone((one.id, one.beat_at, one.beat_at) for one in members)
        for member in members:
            if member.id in gone:
                _log.warning(say("member_gone", role=member.role, place=member.place))
                self._store.lose_links_of(member.id, member.beat_at)
        lost, now = self._store.lost_links_of_all(), self._now()
        grace = self._grace_s * SECOND
        self._missed = {
            (one.station, one.connection): self._missed.get((one.station, one.connection), now + grace)
            for one in lost
            if one.taken_at is None
        }
        return [
            (one, self._since(one))
            for one in lost
            if one.taken_at is not None or self._missed[one.station, one.connection] <= now
        ]

    def _since(self, lost: LostLink) -> Instant:
        """When we were last there for it: no later frame of it was kept."""
        before = self._now() if lost.taken_at is None else lost.taken_at
        return max(lost.lost_at, self._store.newest_before(lost.station, before) or 0)


class OtherGateways:
    """What this gateway and the others have to do with each other."""

    def __init__(self, ours: Gateway, elsewhere: Elsewhere, absence: Absence) -> None:
        self.ours, self.elsewhere, self._absence = ours, elsewhere, absence

    def follow(self, endpoint: Endpoint) -> tuple[Coroutine[None, None, None], ...]:
        """What goes on while chargers are listened to."""
        return self.elsewhere.heed(endpoint), self._absence.follow(endpoint)


@contextmanager
def other_gateways(place: Place, reader: OwnedStore) -> Iterator[OtherGateways]:
    """Known to the others as one of them while this is open."""
    grace_s = int(place.profile(reader, "").policy.reconnect_grace_s)
    with place.store() as asked, place.store() as watching:
        ours = Gateway(asked, now, knows())
        watching.lose_links_of_nobody()
        leasing = Leasing(watching, ours.id, "gateway", Limit(chores=(ABSENCE,)), now)
        try:
            yield OtherGateways(
                ours, Elsewhere(ours.id, reader, asked), Absence(leasing, watching, now, grace_s)
            )
        finally:
            with suppress(Unavailable):
                leasing.leave()
                watching.leave(ours.id)
