"""
How are years of frames understood by Spark?

All frames of one charger become its facts, sessions or days in a store of their own, in memory, by the code
that does so everywhere. So the rows are those that `chargeboard import` and `chargeboard export` give,
whichever machine makes them, and however often. Nothing of Spark is imported here: a cluster brings its own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime

import pyarrow as pa

from chargeboard.capture.gathering import Gathered, JournalKeeper
from chargeboard.capture.parquet_log import FRAME_COLUMNS, frames_in, need_columns
from chargeboard.cli.export.arrow import batch_of, plain_schema
from chargeboard.cli.export.rows import Rows, whose
from chargeboard.cli.logs.marked_as_log import MarkedAsLog
from chargeboard.cli.place import refreshed
from chargeboard.config import Settings, load
from chargeboard.documents.columns import WH_DIGITS, WH_PLACES, Kind
from chargeboard.documents.tables import tables
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import old_before
from chargeboard.store import open_store
from chargeboard.time.instants import Instant, instant_of

COLUMNS = [*FRAME_COLUMNS, "number"]
"""Of frames, as `chargeboard export frames` writes them; the number orders those of one instant."""
_WH = f"decimal({WH_DIGITS + WH_PLACES},{WH_PLACES})"
_TYPES: Mapping[Kind, str] = {
    Kind.TEXT: "string",
    Kind.WORD: "string",
    Kind.INSTANT: "timestamp",
    Kind.DATE: "date",
    Kind.WHOLE: "bigint",
    Kind.NUMBER: "double",
    Kind.WH: _WH,
    Kind.YES_NO: "boolean",
    Kind.TEXTS: "array<string>",
    Kind.ALL_WH: f"array<{_WH}>",
}


def schema_of(what: str) -> str:
    """The columns of facts, sessions or days, as `applyInArrow` is told them."""
    return ", ".join(f"`{name}` {_TYPES[kind]}" for name, kind in tables()[what].columns.items())


def rows_of(what: str, now: datetime, config: str | None = None) -> Callable[[pa.Table], pa.Table]:
    """
    What `groupBy("charger").applyInArrow` is given: frames of a charger become facts, sessions or days.

    They are as known at `now`, with the settings of the file `config`, which is read here and not where the
    rows are made. Frames are taken as they are: those that were exported are hidden already.

    Raises: SettingsError.
    """
    at, settings = instant_of(now), load(config, {})

    def rows(frames: pa.Table) -> pa.Table:
        return understood_rows(what, frames, at, settings)

    return rows


def understood_rows(what: str, frames: pa.Table, at: Instant, settings: Settings) -> pa.Table:
    """The rows of a charger, in the order of their table. Raises: DamagedError where a column is missing."""
    need_columns(frames.column_names, COLUMNS)
    in_order = frames.sort_by([("received_at", "ascending"), ("number", "ascending")])
    with closing(open_store(":memory:")) as store:
        desk = Desk(store, settings.profile_of, lambda: at)
        projector = Projector(desk.histories, desk.now)
        gathered = Gathered(MarkedAsLog(JournalKeeper(store, _as_it_is, old_before(at)), store, set()))
        store.begin_delivery()
        for frame in frames_in(in_order):
            gathered.add(frame)
        gathered.hand_over_all()
        table, found = tables()[what], list[pa.RecordBatch]()
        columns = plain_schema(table)
        for station in store.stations():
            refreshed(projector, station)
            told = whose(station, settings.profile_of(station), at)
            found += [
                batch_of(table.filled_with(told, rows), columns)
                for rows in Rows(desk, store).all(what, station)
                if rows
            ]
    return pa.Table.from_batches(found, columns)


def _as_it_is(text: str) -> str:
    return text
