"""How does a process go on while this is served, whatever ends it?"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess

from chargeboard.cli.children import start_child

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_AGAIN_AFTER_S = 5.0
_STOP_WITHIN_S = 5.0


@contextmanager
def kept_going(
    made: Callable[[], SpawnProcess],
    ended: Callable[[int | None], str],
    look: Callable[[], None] = lambda: None,
    wanted: Callable[[], object] = lambda: True,
) -> Iterator[None]:
    """
    A process runs while this is open, and another one begins where it ends.

    `made` makes it; `ended` says of an exit code that it has ended. Twice a second `look` is called, and
    `wanted` asked: where that is another thing, another process begins; where it is nothing, none.
    """
    stopping = threading.Event()
    keeper = threading.Thread(
        target=_look_after, args=(made, ended, look, wanted, stopping), name="keeper", daemon=True
    )
    keeper.start()
    try:
        yield
    finally:
        stopping.set()
        keeper.join()


def _look_after(
    made: Callable[[], SpawnProcess],
    ended: Callable[[int | None], str],
    look: Callable[[], None],
    wanted: Callable[[], object],
    stopping: threading.Event,
) -> None:
    told = wanted()
    process, ended_at = _begun(made) if told else None, 0.0
    while not stopping.wait(_LOOK_EVERY_S):
        look()
        if (now_wanted := wanted()) != told:
            _end(process)
            told, process, ended_at = now_wanted, _begun(made) if now_wanted else None, 0.0
        if process is None or process.is_alive():
            ended_at = 0.0
            continue
        if not ended_at:
            ended_at = time.monotonic()
            _log.error("%s", ended(process.exitcode))
        if time.monotonic() - ended_at >= _AGAIN_AFTER_S:
            process, ended_at = _begun(made), 0.0
    _end(process)


def _end(process: SpawnProcess | None) -> None:
    if process is None:
        return
    process.terminate()
    process.join(_STOP_WITHIN_S)
    if process.is_alive():
        process.kill()
        process.join()


def _begun(made: Callable[[], SpawnProcess]) -> SpawnProcess:
    process = made()
    start_child(process)
    return process
