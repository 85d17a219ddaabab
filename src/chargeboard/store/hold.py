"""
Does another process hold this already?

The system takes the lock back when its holder ends, however it ends: a crash leaves a file and no lock.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from chargeboard.store.errors import StoreError, no_folder
from chargeboard.store.words import say

_MOST_OF_A_NOTE = 200


@contextmanager
def held(path: str, name: str, what_to_do: str) -> Iterator[None]:
    """
    Nobody else holds `path` while this is open; `name` is what others are told of us.

    Raises: StoreError that says who holds it, and `what_to_do`.
    """
    lock = Path(f"{os.path.realpath(path)}.lock")
    if not lock.parent.is_dir():
        raise no_folder(path)
    descriptor = _locked(lock, path, what_to_do)
    try:
        with suppress(OSError):  # it is another user's, of a crash: the lock holds all the same
            os.ftruncate(descriptor, 0)
            os.write(descriptor, say("process", name=name, getpid=os.getpid()).encode())
        yield
    finally:
        with suppress(OSError):
            lock.unlink()
        os.close(descriptor)


def _locked(lock: Path, path: str, what_to_do: str) -> int:
    while True:
        descriptor = _opened(lock)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, _MOST_OF_A_NOTE).decode(errors="replace") or say("another_process")
            os.close(descriptor)
            raise StoreError(say("in_use", holder=holder), path, what_to_do) from error
        except BaseException:
            os.close(descriptor)
            raise
        # its last holder may have removed the file between our two steps
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), lock.stat()):
                return descriptor
        os.close(descriptor)


def _opened(lock: Path) -> int:
    try:
        return os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except PermissionError:
        return os.open(lock, os.O_RDONLY | os.O_CLOEXEC)
