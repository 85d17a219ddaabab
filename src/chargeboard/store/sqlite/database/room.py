"""How long does the room on the disk last, and is all that is old in little room?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chargeboard.store.reports import Finding
from chargeboard.store.sqlite.database.connection import IN_MEMORY
from chargeboard.store.words import say
from chargeboard.time.instants import HOUR, Instant

if TYPE_CHECKING:
    from chargeboard.store.sqlite.database.connection import Database

_DAY = 24 * HOUR
_LATELY = 7 * _DAY
_PACKED_AFTER = 10 * _DAY
"""Facts of two days ago wait for the end of their week; then for the round of the day."""
_FEW_DAYS = 30


def room(db: Database, now: Instant) -> Iterator[Finding]:
    """How many days of what came in lately there is room for, and what waits to take less."""
    yield from _days(db, now)
    with db.reading() as connection:
        facts = db.sql.facts_not_packed(connection, before=now - _PACKED_AFTER)
    if facts:
        yield Finding("ok", say("facts_not_packed", n=facts))


def _days(db: Database, now: Instant) -> Iterator[Finding]:
    if db.path == IN_MEMORY:
        return
    with db.reading() as connection:
        frames, first_at = db.sql.frames_kept(connection)
        lately = db.sql.frames_lately(connection, since=now - _LATELY)
        pages, free_pages, page = (
            int(connection.pragma(name)) for name in ("page_count", "freelist_count", "page_size")
        )
    if not lately:
        return
    frame_bytes = (pages - free_pages) * page / frames
    a_day = lately * _DAY / min(_LATELY, max(_DAY, now - first_at))
    free = shutil.disk_usage(Path(db.path).parent).free + free_pages * page
    days = int(free / (a_day * frame_bytes))
    told = say("days_that_fit", n=days, frames=round(a_day), bytes=round(frame_bytes))
    yield Finding("ok", told) if days >= _FEW_DAYS else Finding("warning", told, say("keep_less"))
