"""How do channels follow the chargers of a database?"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic, thread_time

from chargeboard.cli.alerts.words import say
from chargeboard.cli.place import Place
from chargeboard.domain.records import Unavailable
from chargeboard.outlets.standing import Look
from chargeboard.run.clock import now
from chargeboard.run.following.changed_lines import ChangedLines

_log = logging.getLogger(__name__)
_EVERY_S, _AGAIN_AFTER_S = 1.0, 5.0
_REST = 50
"""A look rests so many times the processor time that it took: it costs 2 % of a core at most."""
_WATCHED_EVERY_S = 5.0
_MOST_WATCHED = 100
"""Of so many chargers that are charging, readings are told as they come; of more, every ten minutes."""


async def followed(
    place: Place, look_at: Callable[[Iterable[str]], None], sites: frozenset[str] | None
) -> AsyncIterator[Look]:
    """
    How chargers stand, from a connection and a thread of its own.

    `look_at` tells who understands that somebody looks at chargers.
    """
    thread, loop = ThreadPoolExecutor(1, "following"), asyncio.get_running_loop()
    opened = ExitStack()
    lines: ChangedLines | None = None
    watched_at = float("-inf")

    def some() -> tuple[Look, float]:
        nonlocal lines
        began = thread_time()
        if lines is None:
            lines = ChangedLines(opened.enter_context(place.store(read_only=True)), now, sites)
        return lines.look(), thread_time() - began

    try:
        while True:
            try:
                look, used_s = await loop.run_in_executor(thread, some)
            except Unavailable as error:
                _log.warning(say("not_followed", why=error))
                await asyncio.sleep(_AGAIN_AFTER_S)
                continue
            if lines is not None and monotonic() - watched_at >= _WATCHED_EVERY_S:
                watched_at = monotonic()
                look_at([*lines.charging][:_MOST_WATCHED])
            yield look
            await asyncio.sleep(0 if look.is_more else max(_EVERY_S, _REST * used_s))
    finally:
        thread.submit(opened.close)
        thread.shutdown(wait=False)
