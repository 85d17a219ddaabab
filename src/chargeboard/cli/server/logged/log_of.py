"""Where is the log that the settings name, and how is it opened?"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import click

from chargeboard.cli.place import Place
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.records import Unavailable
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals
from chargeboard.stream.address import LogAddress, log_at
from chargeboard.stream.errors import LogAwayError
from chargeboard.stream.opening import Log, connected, opened
from chargeboard.stream.signals import LogSignals

_AGAIN_AFTER_S = 1.0
_START_WITHIN_S = 60.0


def log_of(place: Place) -> LogAddress | None:
    """None: gateways keep frames in the database. Raises: LogError."""
    url = place.settings.server.log
    return log_at(url) if url else None


def signals_of(place: Place) -> Signals:
    """How processes tell each other of chargers: over the log's servers, where there is one."""
    address = log_of(place)
    return place.address.signals() if address is None else LogSignals(address)


@asynccontextmanager
async def log_awaited(
    address: LogAddress,
    name: str,
    is_ended: Callable[[], bool],
    *,
    within_s: float = _START_WITHIN_S,
    is_made: bool = True,
) -> AsyncIterator[Log]:
    """
    The log, as soon as it can be reached: whoever starts together with its servers waits for them.

    It is made where there is none and `is_made`.

    Raises: LogError; SystemExit where we are to end first.
    """
    gives_up, is_said = time.monotonic() + within_s, False
    while True:
        try:
            async with connected(address, name) as client:
                log = await opened(client, address, is_made=is_made)
                for doubt, what_to_do in log.doubts:
                    tell(say("warning", doubt=doubt, advice=what_to_do), aside=True)
                yield log
                return
        except LogAwayError as error:
            if is_ended():
                raise SystemExit(0) from None
            if time.monotonic() >= gives_up:
                raise
            if not is_said:
                tell(say("log_awaited", seconds=within_s, why=str(error).replace("\n", " ")), aside=True)
            is_said = True
            await asyncio.sleep(_AGAIN_AFTER_S)


async def see_that_it_feeds(
    store: OwnedStore, log: Log, address: LogAddress, is_ended: Callable[[], bool]
) -> None:
    """
    Return once it is known that the store is fed from this log, and from no other one.

    Raises: click.ClickException where it is fed from another; SystemExit where we are to end first.
    """
    while True:
        try:
            name = await asyncio.to_thread(store.name_log, log.name)
        except Unavailable:
            if is_ended():
                raise SystemExit(0) from None
            await asyncio.sleep(_AGAIN_AFTER_S)
        else:
            break
    if name != log.name:
        raise click.ClickException(say("another_log", log=address.shown))
