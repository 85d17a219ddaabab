"""How does a process begin while the database is away? It says so, and waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager

from chargeboard.cli.place import Place
from chargeboard.cli.server.words import say
from chargeboard.cli.terminal import tell
from chargeboard.domain.records import Away, Unavailable
from chargeboard.run.desk import Desk
from chargeboard.store import OwnedStore

_log = logging.getLogger(__name__)
_AGAIN_AFTER_S = 1.0
_START_WITHIN_S = 60.0


def _sleeps(for_s: float) -> bool:
    time.sleep(for_s)
    return False


def await_server(
    place: Place, *, within_s: float = _START_WITHIN_S, rests: Callable[[float], object] = time.sleep
) -> None:
    """
    Return once the database can be reached: whoever starts together with its server waits for it.

    Raises: StoreError where that takes too long; who started us may do so again.
    """
    gives_up, is_said = time.monotonic() + within_s, False
    while True:
        try:
            _ = place.has_database
        except Away as error:
            if time.monotonic() >= gives_up:
                raise
            if not is_said:
                tell(say("server_awaited", seconds=within_s, why=str(error).replace("\n", " ")), aside=True)
            is_said = True
            rests(_AGAIN_AFTER_S)
        else:
            return


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
def desk_awaited(
    place: Place, look: Callable[[Iterable[str]], None], rests: Callable[[float], bool]
) -> Iterator[Desk]:
    """A desk over it; `look` is told at whom somebody looks. Raises: SystemExit, as above."""
    with store_awaited(place, rests=rests) as store:
        yield place.desk_over(store, look)
