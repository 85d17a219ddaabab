"""What is dropped of the conclusions from an instant on, and where does one step of it begin?"""

from __future__ import annotations

from datetime import timedelta

from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.load_rows import drop_loads
from chargeboard.store.sql.known.session_days import pull_back
from chargeboard.store.sql.known.total_rows import drop_totals
from chargeboard.time.instants import BEGINNING, Instant, datetime_of

MOST_ROWS = 2_000
"""So many rows of a table are dropped or changed in one step: nobody else can write meanwhile."""
_A_DAY_AND_A_ZONE = timedelta(hours=24 + 14)


def floor_of(db: Database, station: str, since: Instant) -> Instant | None:
    """From where on no table has more rows than one step may drop; None where all from `since` on fit."""
    sql = db.sql
    found = (
        starts(db.connection, station=station, since=since, most=MOST_ROWS)
        for starts in (sql.session_behind, sql.attempt_behind, sql.segment_behind, sql.episode_behind)
    )
    return max((at for at in found if at is not None), default=None)


def drop_conclusions(db: Database, station: str, since: Instant, begun: Instant = BEGINNING) -> None:
    """
    All that begins or settles then or later, checkpoints after it; days stay.

    Sessions and attempts that began before `begun` stay: that they settled tells which days change again.
    """
    sql = db.sql
    asked = {"station": station, "since": since, "begun": begun}
    sql.drop_session_bodies(db.connection, **asked)
    pull_back(db, station, [at for (at,) in sql.drop_sessions(db.connection, **asked)])
    sql.drop_attempts(db.connection, **asked)
    for drop in (
        sql.drop_segments,
        sql.drop_no_energy,
        sql.drop_gaps,
        sql.drop_episodes,
        sql.drop_orphans,
        sql.drop_checkpoints,
        sql.drop_official_months,
        sql.drop_kinds,
    ):
        drop(db.connection, station=station, since=since)


def forget_conclusions(db: Database, station: str, since: Instant) -> None:
    """Those from then on, and the days that are told by them."""
    drop_conclusions(db, station, since)
    db.sql.drop_last_look(db.connection, station=station)
    # the day that it falls on is told by what is gone, in any zone
    first = "" if since == BEGINNING else (datetime_of(since) + _A_DAY_AND_A_ZONE).date().isoformat()
    db.sql.drop_days(db.connection, station=station, first=first)
    drop_totals(db, station, first)
    drop_loads(db, station, first)
