"""What follows of a station's new progress, and of a charger that is named or dropped?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from chargeboard.store.sql.database.connection import Database


class Told(NamedTuple):
    """A station whose progress was written."""

    station: str
    has_facts: bool
    had_facts: bool | None
    """None: nothing was known of it."""


def follow(db: Database, told: Sequence[Told]) -> None:
    """Their lines are to be told anew, and frames that they reach do not wait any more."""
    connection, sql = db.connection, db.sql
    stations = [(one.station,) for one in told]
    sql.count_revisions(connection, n=len(told))
    sql.more_is_known(connection, [(one.station,) for one in told if one.has_facts])
    sql.no_frames_wait(connection, stations)
    sql.frames_still_wait(connection, stations)
    for one in told:
        if one.has_facts is not one.had_facts:
            look_whether_heard(db, one.station)


def look_whether_heard(db: Database, station: str) -> None:
    """A charger that is named is known without facts, too."""
    connection, sql = db.connection, db.sql
    sql.count_fleet_name(connection)
    sql.is_no_more_unheard(connection, station=station)
    sql.is_unheard(connection, station=station)


def renew(db: Database, station: str) -> None:
    """Whoever computes from what stood there before is overtaken, and whoever keeps it reads again."""
    connection, sql = db.connection, db.sql
    sql.renew(connection, station=station)
    sql.drop_last_look(connection, station=station)
    sql.drop_recent(connection, station=station)
    sql.count_revisions(connection, n=1)
    sql.more_may_be_known(connection, station=station)
