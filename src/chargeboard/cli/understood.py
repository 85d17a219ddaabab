"""How is what is new of one charger understood and packed, by a command that does so for many?"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from chargeboard.cli.place import failure
from chargeboard.run.understanding.alone import StationFailedError
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import pack

_PACKED_AT_ONCE = 16
"""So many blocks are packed in one write."""


def understood(projector: Projector, station: str, *, is_again: bool = False) -> str:
    """Have what is new of a charger understood, or all again; what went wrong, else empty."""
    said = ""
    try:
        if is_again:
            projector.rebuild(station)
        else:
            projector.refresh(station)
    except StationFailedError as error:
        said = failure(error)
    is_more = True
    while is_more:
        # others may write in between
        with projector.together():
            is_more = bool(pack(projector.store, station, projector.now(), _PACKED_AT_ONCE))
    return said


@contextmanager
def without_search_for_garbage() -> Iterator[None]:
    """Frames and facts make none that counts; to look for it takes a twentieth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
