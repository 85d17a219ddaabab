"""
What would an operator's own system keep of the same chargers?

Raw tables of sessions, readings, statuses, attempts and errors, filled with what our own conclusions say, so
that whoever asks them well gets equal figures.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg

from bench.fleets.copies import RAW, copied_in_postgres
from bench.fleets.moment import NOW
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.opening import Histories
from chargeboard.metrics.errors.reports import WORST_FIRST
from chargeboard.run.desk import Desk
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.spans import Span

HERE = Path(__file__).parent
_EVER = Span(BEGINNING, NEVER)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Row = tuple[object, ...]


def at(instant: Instant) -> datetime:
    """As PostgreSQL has it."""
    return _EPOCH + timedelta(microseconds=instant)


def filled(url: str, desk: Desk, times: int) -> None:
    """The tables with all that the desk knows, so many times, and their indexes."""
    histories = Histories(desk.store, desk.profile_of)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute((HERE / "raw_tables.sql").read_text())
        number = 0
        for station in desk.store.stations():
            with desk.store.reading():
                history = histories.of(station, NOW)
                rows = {
                    "charger": [_charger(history)],
                    "socket": [(station, socket) for socket in history.carry.sockets],
                    "status": _statuses(history),
                    "attempt": [(station, at(one.start), one.outcome) for one in history.attempts(_EVER)],
                    "error": _errors(history),
                }
                sessions, readings = _sessions(history, number)
            number += len(sessions)
            for table, found in (rows | {"session": sessions, "reading": readings}).items():
                _copy(db, table, found)
    copied_in_postgres(url, times, RAW)
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set maintenance_work_mem = '256MB'")
        for statement in (HERE / "raw_indexes.sql").read_text().split(";")[:-1]:
            db.execute(statement)


def _copy(db: psycopg.Connection[tuple[object, ...]], table: str, rows: Iterable[_Row]) -> None:
    with db.cursor().copy(f"copy {table} from stdin") as copy:
        for row in rows:
            copy.write_row(row)


def _charger(history: ChargerHistory) -> _Row:
    seen = min(history.carry.sockets.values())
    return history.station, history.zone, at(seen)


def _sessions(history: ChargerHistory, number: int) -> tuple[list[_Row], list[_Row]]:
    sessions, readings = list[_Row](), list[_Row]()
    for session in history.sessions(_EVER):
        number += 1
        sessions.append(
            (
                number,
                history.station,
                session.socket or 0,
                at(session.start),
                None if session.end is None else at(session.end),
                session.energy_wh,
                session.is_completed,
                session.power_w,
                session.soc_pct,
            )
        )
        readings += [(number, at(one.at), one.energy_wh) for one in session.readings]
    return sessions, readings


def _statuses(history: ChargerHistory) -> Iterator[_Row]:
    for socket, series in history.states(_EVER).items():
        for start, _, state in series:
            yield history.station, socket, at(start), state


def _errors(history: ChargerHistory) -> Iterator[_Row]:
    for one in history.episodes(_EVER):
        yield (
            history.station,
            one.socket,
            one.code,
            one.vendor_code or "",
            at(one.start),
            at(one.last_seen),
            None if one.end is None else at(one.end),
            one.is_momentary,
            WORST_FIRST.index(one.severity),
            one.info,
        )
