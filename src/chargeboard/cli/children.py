"""How does a process start a child, so that it ends with it and Ctrl-C is told to the parent alone?"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from contextlib import suppress
from multiprocessing import resource_tracker
from multiprocessing.context import SpawnProcess
from pathlib import Path

_STOP_WITHIN_S = 10.0
_COLLECTED_AFTER = (20_000, 50, 100)


def start_child(process: SpawnProcess) -> None:
    """Start a process that Ctrl-C does not reach, not even before it can say so itself."""
    resource_tracker.ensure_running()  # its start would undo the next line
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def end_child(process: SpawnProcess) -> None:
    """End it, by force where it does not end by itself."""
    if process.pid is None:
        return
    process.terminate()
    process.join(_STOP_WITHIN_S)
    if process.is_alive():
        process.kill()
        process.join()


def begin_child(name: str) -> None:
    """Ctrl-C is told to the parent alone, and when that ends, so do we; `ps` and `top` show `name`."""
    with suppress(OSError):
        Path("/proc/self/comm").write_text(name, encoding="ascii")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_for_parent, daemon=True).start()


def collect_seldom() -> None:
    """Much stays, and to look through it for garbage as often as Python does takes a tenth of all work."""
    gc.set_threshold(*_COLLECTED_AFTER)


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None  # noqa: S101 - only a child calls this
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
