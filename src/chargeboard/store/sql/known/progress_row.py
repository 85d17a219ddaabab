"""
How far has a station been understood, and who may say so?

The progress row is the station's lock: it is replaced only by who read its present revision, or by who has a
claim that nothing contradicted.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.records import Claim, Overtaken, Progress
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.told import Told, follow
from chargeboard.time.instants import Instant


def read_progress(db: Database, station: str) -> Progress:
    """The station's progress; a fresh one where there is none."""
    row = db.sql.progress(db.connection, station=station)
    names = Progress.__struct_fields__[1:]
    return (
        Progress(station=station)
        if row is None
        else Progress(station=station, **dict(zip(names, row, strict=True)))
    )


def facts_so_far(db: Database, progress: Progress) -> int:
    """
    How many facts the station has, inside a writing transaction.

    Raises: Overtaken where the row is not the one that `progress` was made from.
    """
    revision, facts = (db.sql.revision(db.connection, station=progress.station) or (0, 0))[:2]
    if revision != progress.revision:
        raise Overtaken(progress.station)
    return int(facts)


def claimed(db: Database, claim: Claim, until: Instant) -> tuple[Progress, int, Instant | None]:
    """
    The station's progress, how many facts it has, and the earliest of them that the claim does not know.

    Inside a writing transaction. Raises: Overtaken where something before `until` is not as it was.
    """
    number, fresh_from = db.sql.claim(db.connection, station=claim.station) or (None, None)
    if number != claim.number or (fresh_from is not None and fresh_from < until):
        raise Overtaken(claim.station)
    facts = db.sql.revision(db.connection, station=claim.station)[1]
    return read_progress(db, claim.station), int(facts), fresh_from


def write_progress(db: Database, progress: Progress, facts: int) -> None:
    """Replace the row, one revision further."""
    row = msgspec.structs.asdict(progress) | {"revision": progress.revision + 1, "facts": facts}
    had = db.sql.knew_facts(db.connection, station=progress.station)
    db.sql.put_progress(db.connection, **row)
    has = progress.newest_fact_at is not None
    follow(db, [Told(progress.station, has, None if had is None else bool(had))])
