"""How does a process that others started begin while the database is away? It says so, and waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from chargeboard.cli.place import Place
from chargeboard.cli.server.words import say
from chargeboard.domain.records import Unavailable
from chargeboard.run.desk import Desk
from chargeboard.store import OwnedStore

_log = logging.getLogger(__name__)
_AGAIN_AFTER_S = 1.0


def _sleeps(for_s: float) -> bool:
    time.sleep(for_s)
    return False


@contextmanager
def store_awaited(
    place: Place, *, gives_way: bool = False, rests: Callable[[float], bool] = _sleeps
) -> Iterator[OwnedStore]:
    """
    The store, opened as soon as that can be; `rests` waits for so long, and says whether we are to end.

    Raises: SystemExit where that is told first.
    """
    said = ""
    with ExitStack() as opened:
        while True:
            try:
                store = opened.enter_context(place.store(gives_way=gives_way))
            except Unavailable as error:
                if str(error) != said:
                    said = str(error)
                    _log.error(say("store_awaited", why=said.replace("\n", " ")))
                if rests(_AGAIN_AFTER_S):
                    raise SystemExit(0) from None
            else:
                break
        if said:
            _log.warning(say("store_is_there"))
        yield store


@contextmanager
def desk_awaited(place: Place, look: Callable[[Iterable[str]], None]) -> Iterator[Desk]:
    """A desk over it; `look` is told at whom somebody looks."""
    with store_awaited(place) as store:
        yield place.desk_over(store, look)
