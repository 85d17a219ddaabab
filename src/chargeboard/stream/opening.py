"""
How is a log opened, and is it one that loses nothing?

It is a stream of JetStream with a copy on each of three servers. How many parts it has is written in it when
it is made, and holds for ever: a charger stays in its part, so that its frames stay in their order.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING

import msgspec

from chargeboard.domain.members import share_of
from chargeboard.stream.address import LogAddress
from chargeboard.stream.errors import LogAwayError, LogError
from chargeboard.stream.servers import doubts_of_servers
from chargeboard.stream.words import say

if TYPE_CHECKING:
    from nats.aio.client import Client
    from nats.js import JetStreamContext
    from nats.js.api import StreamInfo

_log = logging.getLogger(__name__)
PARTS = 16
KEPT_DAYS = 14
"""Longer than any absence of the database and of who archives."""
REPLICAS = 3
_SERIES, _LEAST = (2, 14), (2, 14, 6)
_OLDEST = (2, 11, 0)
_PARTS_KEY, _NAME_KEY = "chargeboard-parts", "chargeboard-log"
_DAY_S = 86_400.0
_PING_S = 2
_CONNECT_S, _CONNECT_WITHIN_S = 3, 6
_AGAIN_S = 0.25
_ASK_S = 2.0
_TRIES = 8
_REFUSED = ("authorization", "authentication", "permissions", "nkey", "user")


class Log(msgspec.Struct, frozen=True):
    """An open log."""

    client: Client
    asked: JetStreamContext
    stream: str
    name: str
    """Of this very log: it is never that of another one."""
    parts: int
    kept_s: float
    """How long it keeps what was said."""
    doubts: tuple[tuple[str, str], ...] = ()
    """What may lose something, in words; and what to do about it."""

    def part_of(self, station: str) -> int:
        """In which part a charger's frames stand, for ever."""
        return share_of(station, self.parts)

    def subject(self, part: int | str) -> str:
        """Where messages of a part are published; who knows another log of that place puts nothing here."""
        return f"{self.stream}.{self.name}.frames.{part}"

    def piece(self, name: str) -> str:
        """Where a piece is published of a message that is too long for one."""
        return f"{self.stream}.{self.name}.pieces.{name}"


@asynccontextmanager
async def connected(
    address: LogAddress, name: str, again: Callable[[], Awaitable[None]] | None = None
) -> AsyncIterator[Client]:
    """
    A connection that is made again as long as this is open; `name` is what servers are told of us.

    `again` is called whenever it was.
    Raises: LogError.
    """
    client = await _connect(address, name, again)
    try:
        yield client
    finally:
        # nobody waits for who is away
        await asyncio.wait([asyncio.ensure_future(client.close())], timeout=_PING_S)


async def _connect(address: LogAddress, name: str, again: Callable[[], Awaitable[None]] | None) -> Client:
    try:
        from nats.aio.client import Client  # noqa: PLC0415 - it may not be there
    except ModuleNotFoundError as error:
        raise LogError(say("library_missing"), "nats-py", say("install_library")) from error
    from nats.errors import Error  # noqa: PLC0415 - see above

    failed, refused, is_made = deque[str](maxlen=8), asyncio.Event(), False

    async def fail(error: Exception) -> None:
        failed.append(str(error))
        if _is_refused(str(error)):
            refused.set()

    async def lose() -> None:
        if is_made and not client.is_closed:
            _log.warning(say("disconnected", why=failed[-1] if failed else address.shown))

    client = Client()
    connecting = asyncio.ensure_future(
        client.connect(
            servers=list(address.servers),
            name=name,
            user=address.user or None,
            password=address.password or None,
            error_cb=fail,
            disconnected_cb=lose,
            reconnected_cb=again,
            connect_timeout=_CONNECT_S,
            allow_reconnect=True,
            max_reconnect_attempts=-1,
            reconnect_time_wait=_AGAIN_S,  # type: ignore[arg-type] # it is slept for
            ping_interval=_PING_S,
            max_outstanding_pings=2,
        )
    )
    # it goes on for ever, whatever it is told
    told = asyncio.ensure_future(refused.wait())
    await asyncio.wait([connecting, told], timeout=_CONNECT_WITHIN_S, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not connecting.done():
        connecting.cancel()
    try:
        await connecting
    except (Error, OSError, TimeoutError, asyncio.CancelledError) as error:
        with suppress(Exception):
            await client.close()
        why = failed[-1] if failed else str(error) or type(error).__name__
        if refused.is_set():
            raise LogError(say("not_allowed", why=why), address.shown, say("check_credentials")) from error
        raise LogAwayError(say("log_away", why=why), address.shown, say("wait_for_log")) from error
    is_made = True
    return client


def _is_refused(why: str) -> bool:
    return any(word in why.lower() for word in _REFUSED)


async def opened(
    client: Client, address: LogAddress, *, parts: int | None = None, is_made: bool = True
) -> Log:
    """
    The log of an address, which is made where there is none and `is_made`.

    `parts`: refused where it has another number of them.
    Raises: LogError.
    """
    version = client.connected_server_version
    numbers = (version.major, version.minor, version.patch)
    shown = ".".join(map(str, numbers))
    tested = {"least": ".".join(map(str, _LEAST)), "series": ".".join(map(str, _SERIES))}
    if numbers < _OLDEST:
        raise LogError(say("server_too_old", version=shown), address.shown, say("use_tested", **tested))
    asked = client.jetstream(timeout=_ASK_S)
    found = await patiently(
        lambda: _found_or_made(asked, address, parts or PARTS if is_made else None), address
    )
    told = found.config.metadata or {}
    if _PARTS_KEY not in told:
        raise LogError(say("no_parts"), address.shown, say("another_name"))
    count = int(told[_PARTS_KEY])
    if parts not in {None, count}:
        raise LogError(say("other_parts", found=count, wanted=parts), address.shown, say("leave_parts"))
    doubts = list[tuple[str, str]]()
    if numbers[:2] != _SERIES or numbers < _LEAST:
        doubts.append((say("server_untested", version=shown, **tested), say("use_tested", **tested)))
    replicas = found.config.num_replicas or 1
    if replicas < REPLICAS:
        doubts.append((say("few_replicas", found=replicas), say("make_replicas", name=address.name)))
    if found.config.storage == "memory":
        doubts.append((say("stream_memory"), say("make_file")))
    doubts += await doubts_of_servers(address)
    kept_s = found.config.max_age or float("inf")
    return Log(client, asked, address.name, told[_NAME_KEY], count, kept_s, tuple(doubts))


async def patiently(ask: Callable[[], Awaitable[StreamInfo]], address: LogAddress) -> StreamInfo:
    """
    What servers answer once they have a leader: for a moment they have none.

    Raises: LogError.
    """
    from nats.errors import Error  # noqa: PLC0415 - it may not be there
    from nats.js.errors import APIError, ServiceUnavailableError  # noqa: PLC0415 - see above

    why = ""
    for _ in range(_TRIES):
        try:
            return await ask()
        except ServiceUnavailableError as error:
            why = error.description or str(error)
            if error.err_code == _NOT_ENABLED:
                raise LogError(say("no_jetstream"), address.shown, say("enable_jetstream")) from error
        except APIError as error:
            why = error.description or str(error)
        except (Error, OSError, TimeoutError) as error:
            why = str(error) or type(error).__name__
        await asyncio.sleep(4 * _AGAIN_S)
    raise LogAwayError(say("log_away", why=why), address.shown, say("wait_for_log"))


_NOT_ENABLED = 10076


async def _found_or_made(asked: JetStreamContext, address: LogAddress, parts: int | None) -> StreamInfo:
    """`parts`: None where it is not to be made."""
    from nats.js.api import StorageType, StreamConfig  # noqa: PLC0415 - it may not be there
    from nats.js.errors import BadRequestError, NotFoundError  # noqa: PLC0415 - see above

    try:
        return await asked.stream_info(address.name)
    except NotFoundError as error:
        if parts is None:
            raise LogError(say("no_log"), address.shown, say("serve_makes_it")) from error
        name = secrets.token_hex(8)
        wanted = StreamConfig(
            name=address.name,
            subjects=[f"{address.name}.{name}.frames.*", f"{address.name}.{name}.pieces.*"],
            storage=StorageType.FILE,
            num_replicas=REPLICAS,
            max_age=KEPT_DAYS * _DAY_S,
            allow_direct=True,
            deny_delete=True,
            deny_purge=True,
            metadata={_PARTS_KEY: str(parts), _NAME_KEY: name},
        )
        try:
            return await asked.add_stream(wanted)
        except BadRequestError:
            # somebody else was faster
            return await asked.stream_info(address.name)
