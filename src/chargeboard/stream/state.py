"""How is a log: what waits to be read, and how long; what it keeps at most; which server is behind?"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from chargeboard.stream.address import LogAddress
from chargeboard.stream.opening import Log, connected, opened
from chargeboard.stream.reading import Message, PartReader
from chargeboard.time.instants import Instant

if TYPE_CHECKING:
    from nats.js.api import StreamInfo

_FORGOTTEN_S = 5.0
_TRIES = 5


class PartState(msgspec.Struct, frozen=True):
    """A part of the log, and how far it was read into the database."""

    part: int
    position: int
    """The number of the last message that was read, in the log's own count."""
    messages: int
    """That wait."""
    since: Instant | None
    """When the log took the first of these."""


class ServerOfLog(msgspec.Struct, frozen=True):
    """A server that has a copy."""

    name: str
    is_there: bool
    is_current: bool
    """It has all that was acknowledged."""


class LogState(msgspec.Struct, frozen=True):
    """All of it."""

    address: str
    name: str
    """By which it is told from one that took its place."""
    version: str
    """Of the server that answers."""
    messages: int
    size_bytes: int
    most_bytes: int | None
    """What it keeps at most; None: what its servers have room for."""
    kept_s: float | None
    """How long it keeps what was said; None: for ever."""
    servers: tuple[ServerOfLog, ...]
    parts: tuple[PartState, ...]
    doubts: tuple[tuple[str, str], ...]
    """What may lose something, in words; and what to do about it."""


def log_state(address: LogAddress, positions: Mapping[int, int]) -> LogState:
    """
    As it is now; `positions`: how far each part was read.

    Raises: LogError.
    """
    return asyncio.run(_state(address, positions))


async def _state(address: LogAddress, positions: Mapping[int, int]) -> LogState:
    async with connected(address, "chargeboard doctor") as client:
        log = await opened(client, address, is_made=False)
        told = await log.asked.stream_info(log.stream)
        version = client.connected_server_version
        return LogState(
            address=address.shown,
            name=log.name,
            version=f"{version.major}.{version.minor}.{version.patch}",
            messages=told.state.messages,
            size_bytes=told.state.bytes,
            most_bytes=told.config.max_bytes if (told.config.max_bytes or 0) > 0 else None,
            kept_s=told.config.max_age or None,
            servers=_servers(told),
            parts=tuple([await _part(log, part, positions.get(part, 0)) for part in range(log.parts)]),
            doubts=log.doubts,
        )


def _servers(told: StreamInfo) -> tuple[ServerOfLog, ...]:
    if told.cluster is None:
        return ()
    leader = [ServerOfLog(told.cluster.leader, is_there=True, is_current=True)] if told.cluster.leader else []
    others = [
        ServerOfLog(one.name or "", is_there=not one.offline, is_current=bool(one.current))
        for one in told.cluster.replicas or ()
    ]
    return (*leader, *others)


async def _part(log: Log, part: int, position: int) -> PartState:
    from nats.js.api import AckPolicy, ConsumerConfig, DeliverPolicy  # noqa: PLC0415 - it may not be there

    found = await log.asked.add_consumer(
        log.stream,
        ConsumerConfig(
            deliver_policy=DeliverPolicy.BY_START_SEQUENCE,
            opt_start_seq=position + 1,
            ack_policy=AckPolicy.NONE,
            filter_subject=log.subject(part),
            inactive_threshold=_FORGOTTEN_S,
            mem_storage=True,
            num_replicas=1,
        ),
    )
    waiting = found.num_pending or 0
    if not waiting:
        return PartState(part, position, 0, None)
    reader = PartReader(log, part, position)
    first: list[Message] = []
    for _ in range(_TRIES):  # a leader that is new gives nothing at first
        if first := await reader.next():
            break
    await reader.close()
    return PartState(part, position, waiting, first[0].at if first else None)
