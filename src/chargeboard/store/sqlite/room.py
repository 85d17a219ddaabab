"""How long does the room on the disk last, and is all that is old in little room?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from chargeboard.store.reports import Finding
from chargeboard.store.sqlite.connection import IN_MEMORY
from chargeboard.store.words import say
from chargeboard.time.instants import HOUR, Instant

if TYPE_CHECKING:
    from chargeboard.store.sqlite.connection import SqliteDatabase

ROOM = 500_000_000
"""With less room the disk is nearly full."""
_DAY = 24 * HOUR
_LATELY = 7 * _DAY
_PACKED_AFTER = 10 * _DAY
"""Facts of two days ago wait for the end of their week; then for the round of the day."""
_FEW_DAYS = 30


def room(db: SqliteDatabase, now: Instant) -> Iterator[Finding]:
    """How many days of what came in lately there is room for, and what waits to take less."""
    yield from _days(db, now)
    with db.reading() as connection:
        facts = db.sql.facts_not_packed(connection, before=now - _PACKED_AFTER)
    if facts:
        yield Finding("ok", say("facts_not_packed", n=facts))


def days_left(db: SqliteDatabase, now: Instant) -> int | None:
    """For how many days like the last seven there is room; none where the disk is nearly full already."""
    if db.path != IN_MEMORY and shutil.disk_usage(Path(db.path).parent).free < ROOM:
        return 0  # whoever else fills it
    pace = _pace(db, now)
    return None if pace is None else pace[0]


def _days(db: SqliteDatabase, now: Instant) -> Iterator[Finding]:
    pace = _pace(db, now)
    if pace is not None:
        days, frames, frame_bytes = pace
        told = say("days_that_fit", n=days, frames=frames, bytes=frame_bytes)
        yield Finding("ok", told) if days >= _FEW_DAYS else Finding("warning", told, say("keep_less"))


def _pace(db: SqliteDatabase, now: Instant) -> tuple[int, int, int] | None:
    """Days that fit, frames of a day, and bytes of a frame."""
    if db.path == IN_MEMORY:
        return None
    with db.reading() as connection:
        frames, first_at = db.sql.frames_kept(connection)
        lately = db.sql.frames_lately(connection, since=now - _LATELY)
        pages, free_pages, page = (
            int(connection.pragma(name)) for name in ("page_count", "freelist_count", "page_size")
        )
    if not lately:
        return None
    frame_bytes = (pages - free_pages) * page / frames
    a_day = lately * _DAY / min(_LATELY, max(_DAY, now - first_at))
    free = shutil.disk_usage(Path(db.path).parent).free + free_pages * page
    return int(free / (a_day * frame_bytes)), round(a_day), round(frame_bytes)
