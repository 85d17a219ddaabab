"""
How are the sessions of a month read at once?

Those that began on a day which is over are kept once more, in one row: the rows of thirty days are read
faster than those of a thousand sessions. What changes a session takes the day's row away (triggers of the
schema), and its sessions are read one by one until the day is put together again.
"""

from __future__ import annotations

from itertools import groupby

import msgspec
import zstandard

from chargeboard.domain.records import SessionDoc
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.time.instants import BEGINNING, HOUR, Instant
from chargeboard.time.spans import Span

_DAY = 24 * HOUR
_LEVEL = 9
_MOST = 2_000
"""Of so many sessions days are put together in one step."""
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(list[SessionDoc]).decode


def put_together(db: Database, station: str, until: Instant) -> None:
    """Have a row for each day that is over by then; of many days the later ones have theirs the next time."""
    since, end = _until(db, station), _begin_of(until)
    if since >= end:
        return
    docs = _begun_in(db, station, Span(_begin_of(since), end), _MOST)
    if len(docs) == _MOST:
        end = _begin_of(docs[-1].start)
    if since >= end:
        return
    pressed = zstandard.ZstdCompressor(level=_LEVEL).compress
    days = groupby((doc for doc in docs if doc.start < end), key=lambda doc: _begin_of(doc.start))
    rows = [(station, day, pressed(_ENCODE(list(sessions)))) for day, sessions in days]
    db.sql.put_session_days(db.connection, rows)
    db.sql.put_session_days_until(db.connection, station=station, until=end)


def docs_in(db: Database, station: str, span: Span) -> list[SessionDoc]:
    """The stored sessions that touch a span, by start."""
    first, behind = _begin_of(span.start + _DAY - 1), _begin_of(min(span.end, _until(db, station)))
    if behind <= first:
        return _touching(db, station, span)
    opened = zstandard.ZstdDecompressor().decompress
    docs = _touching(db, station, Span(span.start, first))
    for (body,) in db.sql.session_days(db.connection, station=station, first=first, last=behind):
        docs += _DECODE(opened(body))
    return docs + _begun_in(db, station, Span(behind, span.end), -1)


def _until(db: Database, station: str) -> Instant:
    until: Instant | None = db.sql.session_days_until(db.connection, station=station)
    return BEGINNING if until is None else until


def _begin_of(instant: Instant) -> Instant:
    """The first instant of a day."""
    return instant // _DAY * _DAY


def _touching(db: Database, station: str, span: Span) -> list[SessionDoc]:
    found = db.sql.session_docs(db.connection, station=station, first=span.start, last=span.end)
    return [
        SessionDoc(start, end, energy_wh, is_completed != 0, doc)
        for start, end, energy_wh, is_completed, doc, _ in found
    ]


def _begun_in(db: Database, station: str, span: Span, most: int) -> list[SessionDoc]:
    found = db.sql.session_docs_begun(
        db.connection, station=station, first=span.start, last=span.end, most=most
    )
    return [
        SessionDoc(start, end, energy_wh, is_completed != 0, doc)
        for start, end, energy_wh, is_completed, doc in found
    ]
