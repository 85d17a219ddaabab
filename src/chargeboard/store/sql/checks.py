"""What is left to do with what it holds, in words?"""

from __future__ import annotations

from collections.abc import Iterator

from chargeboard.store.reports import Finding
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.words import say
from chargeboard.time.instants import MINUTE, Instant

_SHOWN = 5


def work_left(db: Database, now: Instant) -> Iterator[Finding]:
    """Frames that wait, histories that are computed again, and clocks that are off."""
    yield from _unfolded(db)
    yield from _refolds(db)
    yield from _clock(db, now)


def _unfolded(db: Database) -> Iterator[Finding]:
    with db.reading() as connection:
        waiting = [station for (station,) in db.sql.unfolded(connection)]
    if waiting:
        yield Finding(
            "warning",
            say("frames_not_processed", chargers=_named(waiting)),
            say("next_serve_does"),
        )
    else:
        yield Finding("ok", say("all_frames_processed"))


def _refolds(db: Database) -> Iterator[Finding]:
    with db.reading() as connection:
        marked = [station for (station,) in db.sql.stations_to_refold(connection)]
    if marked:
        yield Finding(
            "warning",
            say("read_again", chargers=_named(marked)),
            say("next_serve_does"),
        )


def _clock(db: Database, now: Instant) -> Iterator[Finding]:
    with db.reading() as connection:
        ahead = [
            (station, newest) for station, newest in db.sql.newest_frames(connection) if newest > now + MINUTE
        ]
    if ahead:
        newest = max(instant for _, instant in ahead)
        yield Finding(
            "error",
            say(
                "frames_from_the_future",
                now=now,
                newest=newest,
                chargers=_named([station for station, _ in ahead]),
            ),
            say("set_the_clock"),
        )
    else:
        yield Finding("ok", say("clock_says", now=now))


def _named(stations: list[str]) -> str:
    rest = len(stations) - _SHOWN
    return ", ".join(stations[:_SHOWN]) + (say("and_more", n=rest) if rest > 0 else "")
