"""
How are the sessions of a month read at once?

Those that began on a day which is over are kept once more, in one row: the rows of thirty days are read
faster than those of a thousand sessions, and what sums need of them without their rows for the page. What
changes a session takes its day's row away (`pull_back`), and its sessions are read one by one
until the day is put together again.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import partial
from itertools import groupby

import msgspec

from chargeboard import zstd
from chargeboard.domain.records import Completed, StoredSessions
from chargeboard.store.sql.database.connection import ALL, Database
from chargeboard.time.instants import BEGINNING, HOUR, NEVER, Instant
from chargeboard.time.spans import Span

_DAY = 24 * HOUR
_LEVEL = 9
_MOST = 2_000
"""Of so many sessions days are put together in one step."""
_Row = tuple[Instant, Instant | None, float | None, int, int, bytes]
"""Start, end, the energy that counts, whether it is completed and has reasons, and its row for the page."""


class _InBrief(msgspec.Struct, array_like=True):
    """What sums need of a day."""

    completed: Completed
    last_end: Instant | None
    has_reasons: bool


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_InBrief).decode


def put_together(db: Database, station: str, until: Instant) -> None:
    """Have a row for each day that is over by then; of many days the later ones have theirs the next time."""
    since, end = _until(db, station), _begin_of(until)
    if since >= end:
        return
    found = _begun_in(db, station, Span(_begin_of(since), end), _MOST)
    if len(found) == _MOST:
        end = _begin_of(found[-1][0])
    if since >= end:
        return
    days = groupby((row for row in found if row[0] < end), key=lambda row: _begin_of(row[0]))
    rows = [
        (station, day, _ENCODE(_in_brief(own)), zstd.compress(_rows_of(own), _LEVEL))
        for day, sessions in days
        if (own := [*sessions])
    ]
    db.sql.put_session_days(db.connection, rows)
    db.sql.put_session_days_until(db.connection, station=station, until=end)


def pull_back(db: Database, station: str, starts: Collection[Instant]) -> None:
    """Sessions that began then are not what they were: their days are put together again."""
    if starts:
        days = {_begin_of(at) for at in starts}
        db.sql.drop_session_days(db.connection, [(station, day) for day in days])
        db.sql.pull_session_days_back(db.connection, station=station, until=min(starts))


def in_brief(db: Database, station: str, span: Span, settled_by: Instant) -> list[StoredSessions]:
    """The stored sessions that touch a span and had settled by then, by start: those of a day together."""
    last = min(span.end, _until(db, station))
    unsettled: Instant | None = db.sql.first_to_settle(db.connection, station=station, settled_by=settled_by)
    if unsettled is not None:
        last = min(last, unsettled)
    first, behind = _begin_of(span.start + _DAY - 1), _begin_of(last)
    if behind <= first:
        return _together(_touching(db, station, span, settled_by))
    found = _together(_touching(db, station, Span(span.start, first), settled_by))
    for day, brief, body in db.sql.session_days(db.connection, station=station, first=first, last=behind):
        told = _DECODE(brief)
        found.append(
            StoredSessions(
                Span(day, day + _DAY),
                told.completed,
                told.last_end,
                told.has_reasons,
                partial(zstd.decompress, body),
            )
        )
    return found + _together(_begun_in(db, station, Span(behind, span.end), ALL, settled_by))


def _until(db: Database, station: str) -> Instant:
    until: Instant | None = db.sql.session_days_until(db.connection, station=station)
    return BEGINNING if until is None else until


def _begin_of(instant: Instant) -> Instant:
    """The first instant of a day."""
    return instant // _DAY * _DAY


def _together(rows: Sequence[_Row]) -> list[StoredSessions]:
    """Those that were read one by one, by the hour in which they began."""
    hours = (tuple(own) for _, own in groupby(rows, key=lambda row: row[0] // HOUR))
    return [_read_together(own) for own in hours]


def _read_together(rows: Sequence[_Row]) -> StoredSessions:
    told = _in_brief(rows)
    began = Span(rows[0][0], rows[-1][0] + 1)
    return StoredSessions(began, told.completed, told.last_end, told.has_reasons, partial(_rows_of, rows))


def _in_brief(rows: Sequence[_Row]) -> _InBrief:
    completed = [
        (end, end - start, wh)
        for start, end, wh, is_completed, *_ in rows
        if is_completed and end is not None
    ]
    columns = (list(column) for column in zip(*completed, strict=True))
    last_end = max((row[1] for row in rows if row[1] is not None), default=None)
    return _InBrief(Completed(*columns), last_end, any(row[4] for row in rows))


def _rows_of(rows: Sequence[_Row]) -> bytes:
    return b",".join([row[-1] for row in rows])


def _touching(db: Database, station: str, span: Span, settled_by: Instant) -> list[_Row]:
    found = db.sql.session_rows(
        db.connection, station=station, first=span.start, last=span.end, settled_by=settled_by
    )
    return [(*row,) for *row, _ in found]


def _begun_in(db: Database, station: str, span: Span, most: int, settled_by: Instant = NEVER) -> list[_Row]:
    return list(
        db.sql.session_rows_begun(
            db.connection,
            station=station,
            first=span.start,
            last=span.end,
            settled_by=settled_by,
            most=most,
        )
    )
