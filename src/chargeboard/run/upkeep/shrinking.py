"""Is most of the file free, so that it is worth writing it anew?"""

from __future__ import annotations

import logging

from chargeboard.ports.store import Store
from chargeboard.run.upkeep.hiding import MOST_WIPED_BYTES
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_WORTH_BYTES = 16 << 20


def shrink(store: Store) -> bool:
    """
    Give the room of free pages back where they are most of the file; whether that was done.

    It is free once much was packed or let go of. Of a large file free pages stay, and are used first: to
    write that much anew would keep chargers waiting.
    """
    size, free = store.size_bytes, store.free_bytes
    if (
        free < max(_WORTH_BYTES, size // 2)
        or size - free > MOST_WIPED_BYTES
        or not store.has_room_to_be_wiped
    ):
        return False
    if not store.wipe_while_used():
        return False
    _log.info(say("file_shrunk", mb=free / 1e6))
    return True
