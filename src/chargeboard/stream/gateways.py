"""
What do gateways know of each other over the log's servers?

That another one is there, by a word that it says again and again; that a charger came to another one, so that
its older connection ends; and whether a connection lives, by asking all. Nothing of it is kept, and no
database is asked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from chargeboard.domain.members import HowItIs, Member
from chargeboard.stream.address import LogAddress
from chargeboard.time.instants import Instant

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.aio.msg import Msg

BEAT_EVERY_S = 2.0
GONE_AFTER_S = 12.0
_ANSWER_WITHIN_S = 8.0
"""Who holds a connection has so long to find out whether it lives; then it is taken to be gone."""


class Beat(msgspec.Struct, frozen=True):
    """A gateway is there, or leaves."""

    member: Member
    is_leaving: bool = False


class _Word(msgspec.Struct, frozen=True):
    """A charger came, or is there another connection of it?"""

    what: Literal["came", "asked"]
    gateway: str
    station: str
    since: Instant = 0
    """When the connection began."""


class _Answer(msgspec.Struct, frozen=True):
    gateway: str
    lives: bool


class Connections(Protocol):
    """Those of this gateway."""

    def since(self, station: str, /) -> Instant | None:
        """When the charger's connection began; None where there is none."""

    async def lives(self, station: str, /) -> bool:
        """Whether it shows a sign of life in time."""

    def let_go(self, station: str, /) -> None:
        """The charger has a connection to another gateway: ours ends."""


_BEAT = msgspec.msgpack.Decoder(Beat)
_WORD = msgspec.msgpack.Decoder(_Word)
_ANSWER = msgspec.msgpack.Decoder(_Answer)


class Gateways:
    """One of them, and the others as it hears of them; in one event loop."""

    def __init__(
        self, client: Client, address: LogAddress, member: Member, told: Callable[[], HowItIs]
    ) -> None:
        """`told`: how this one is."""
        self._client, self._address, self._member, self._told = client, address, member, told
        self._seen: dict[str, float] = {}
        """When each of the others was heard last."""
        self.was_given_up = False
        """It was not heard for too long: its chargers are others', and it is to begin anew."""

    async def live(self, connections: Connections, now: Callable[[], Instant]) -> None:
        """Be there, until this is cancelled."""

        async def heed(message: Msg) -> None:
            await self._heed(connections, message)

        beats = await self._client.subscribe(self._address.live("gateways"), cb=self._hear)
        words = await self._client.subscribe(self._address.live("links"), cb=heed)
        gone = await self._client.subscribe(self._address.live("gone"), cb=self._hear_gone)
        try:
            while True:
                await self._say(now())
                await asyncio.sleep(BEAT_EVERY_S)
        finally:
            with suppress(Exception):  # the connection may be over: others find out
                await self._say(now(), is_leaving=True)
                await self._client.flush(timeout=1)
                await beats.unsubscribe()
                await words.unsubscribe()
                await gone.unsubscribe()

    async def _say(self, now: Instant, *, is_leaving: bool = False) -> None:
        member = msgspec.structs.replace(self._member, beat_at=now, told=self._told())
        await beaten(self._client, self._address, Beat(member, is_leaving))

    async def _hear(self, message: Msg) -> None:
        with suppress(msgspec.DecodeError):
            beat = _BEAT.decode(message.data)
            if beat.member.role != "gateway":
                return
            self._seen[beat.member.id] = monotonic()
            if beat.is_leaving or beat.member.id == self._member.id:
                del self._seen[beat.member.id]

    async def _hear_gone(self, message: Msg) -> None:
        self.was_given_up |= message.data == self._member.id.encode()

    @property
    def _others(self) -> set[str]:
        since = monotonic() - GONE_AFTER_S
        return {name for name, at in self._seen.items() if at > since}

    def held(self, _: str) -> bool:
        """Whether another gateway may have a connection of a charger: only asking tells."""
        return bool(self._others)

    def lost_since(self, _: str) -> Instant | None:
        """Who reads the log writes it down."""
        return None

    async def came(self, station: str, since: Instant) -> None:
        """The charger has a connection to this one, since then."""
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        with suppress(Error):
            await self._client.publish(
                self._address.live("links"), _encoded(_Word("came", self._member.id, station, since))
            )

    async def lives(self, station: str) -> bool:
        """Whether a connection of the charger to another gateway shows a sign of life in time."""
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        wanted, lives = self._others, False
        if not wanted:
            return False
        inbox = await self._client.subscribe(self._client.new_inbox())
        try:
            await self._client.publish(
                self._address.live("links"),
                _encoded(_Word("asked", self._member.id, station)),
                reply=inbox.subject,
            )
            until = monotonic() + _ANSWER_WITHIN_S
            while wanted and not lives and (left_s := until - monotonic()) > 0:
                answer = _ANSWER.decode((await inbox.next_msg(timeout=left_s)).data)
                wanted.discard(answer.gateway)
                lives = answer.lives
        except (Error, TimeoutError):
            return False
        finally:
            await inbox.unsubscribe()
        return lives

    async def _heed(self, connections: Connections, message: Msg) -> None:
        with suppress(msgspec.DecodeError):
            word = _WORD.decode(message.data)
            if word.gateway == self._member.id:
                return
            since = connections.since(word.station)
            if word.what == "came":
                if since is not None and since < word.since:
                    connections.let_go(word.station)
            elif since is None:
                await self._answer(message, lives=False)
            else:
                # it may take seconds, in which others are to be heeded
                asking = asyncio.create_task(self._find_out(connections.lives(word.station), message))
                asking.add_done_callback(lambda task: task.cancelled() or task.exception())

    async def _find_out(self, asked: Awaitable[bool], message: Msg) -> None:
        await self._answer(message, lives=await asked)

    async def _answer(self, message: Msg, *, lives: bool) -> None:
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        with suppress(Error):
            await message.respond(_encoded(_Answer(self._member.id, lives)))


async def beaten(client: Client, address: LogAddress, beat: Beat) -> None:
    """Say it, to whoever hears it."""
    from nats.errors import Error  # noqa: PLC0415 - it may not be there

    with suppress(Error):  # there is no room while the servers are away
        await client.publish(address.live("gateways"), _encoded(beat))


def beat_of(body: bytes) -> Beat | None:
    """What a gateway said of itself; None where it is none of our version."""
    with suppress(msgspec.DecodeError):
        return _BEAT.decode(body)
    return None


def _encoded(word: msgspec.Struct) -> bytes:
    return msgspec.msgpack.encode(word)
