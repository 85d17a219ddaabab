"""`chargeboard archive`: the log as Parquet files, for longer than it keeps itself."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click
import msgspec

from chargeboard.cli.export.words import say
from chargeboard.cli.place import Place, located
from chargeboard.cli.server.logged.log_of import log_awaited, log_of
from chargeboard.cli.terminal import tell
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.members import HowItIs
from chargeboard.run.clock import now
from chargeboard.run.members.presence import new_member
from chargeboard.stream.address import LogAddress
from chargeboard.stream.gateways import BEAT_EVERY_S, Beat, beaten
from chargeboard.stream.lateness import is_too_late
from chargeboard.stream.opening import Log
from chargeboard.stream.reading import Message, PartReader
from chargeboard.time.instants import text_of

if TYPE_CHECKING:
    from chargeboard.cli.export.archiving import Archive

_MOST_FRAMES = 500_000
_AGAIN_AFTER_S = 1.0


@click.command(help=say("archive_help"))
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--log", metavar="URL", help=say("archive_log_option"))
@click.option(
    "--every", metavar="SECONDS", type=click.IntRange(1), default=3600, help=say("archive_every_option")
)
@click.option("--once", is_flag=True, help=say("archive_once_option"))
@located
def archive(place: Place, folder: Path, *, log: str | None, every: int, once: bool) -> None:
    """The command `archive`."""
    if find_spec("pyarrow") is None:
        raise click.ClickException(say("needs_pyarrow"))
    place = Place(place.settings.with_options(log=log))
    address = log_of(place)
    if address is None:
        raise click.ClickException(say("archive_needs_log"))
    place.begin_log("archive")
    asyncio.run(_archive(address, folder, every, once=once))


async def _archive(address: LogAddress, folder: Path, every_s: float, *, once: bool) -> None:
    from chargeboard.cli.export.archiving import Archive  # noqa: PLC0415 - its library may not be there

    ended = asyncio.Event()
    for one in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(one, ended.set)
    async with log_awaited(address, "chargeboard archive", ended.is_set, is_made=False) as log:
        writing = _Writing(Archive(folder, log.name), log, every_s, is_once=once)
        beating = asyncio.create_task(_live(log, address, lambda: writing.told))
        try:
            await writing.work(ended)
        finally:
            beating.cancel()
            await asyncio.wait([beating])


class _Writing:
    """What was read, until it is a file."""

    def __init__(self, archive: Archive, log: Log, every_s: float, *, is_once: bool) -> None:
        self._archive, self._log, self._every_s, self._is_once = archive, log, every_s, is_once
        self._gathered: list[Message] = []
        self._frames, self._since = 0, monotonic()

    @property
    def told(self) -> Impairment:
        """Whether it is late."""
        oldest = self._gathered[0].at if self._gathered else now()
        is_late = is_too_late(now() - oldest, self._log.kept_s)
        return Impairment(log=say("archive_late", since=text_of(oldest)) if is_late else "")

    async def work(self, ended: asyncio.Event) -> None:
        """Until it is to end, or all was read that there is."""
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        reader = PartReader(self._log, None, self._archive.position)
        while not ended.is_set():
            try:
                messages = await reader.next()
            except (Error, OSError, TimeoutError):
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), _AGAIN_AFTER_S)
                continue
            self._gathered += messages
            self._frames += sum(len(entry.frames) for one in messages for entry in one.entries)
            is_over = self._is_once and reader.waiting == 0  # a slow log says nothing for a while, too
            if is_over or self._frames >= _MOST_FRAMES or monotonic() - self._since >= self._every_s:
                await self._write()
            if is_over:
                break
        await self._write()
        await reader.close()

    async def _write(self) -> None:
        self._since = monotonic()
        gathered, self._gathered, self._frames = self._gathered, [], 0
        if gathered:
            frames = await asyncio.to_thread(self._archive.write, gathered)
            tell(say("archived", n=frames, messages=len(gathered)))


async def _live(log: Log, address: LogAddress, told: Callable[[], Impairment]) -> None:
    """Say that we are there, to who writes that down."""
    member = new_member("archive", now())
    try:
        while True:
            beat = msgspec.structs.replace(member, beat_at=now(), told=HowItIs(told()))
            await beaten(log.client, address, Beat(beat))
            await asyncio.sleep(BEAT_EVERY_S)
    finally:
        # else it were missed, and said to be gone
        leaving = msgspec.structs.replace(member, beat_at=now())
        await beaten(log.client, address, Beat(leaving, is_leaving=True))
