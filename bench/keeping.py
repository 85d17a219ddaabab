"""How much room does a charger take on the disk?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import apsw
import zstandard

from bench.crowd import alone
from bench.figure import Figure
from bench.town import BUSY, NOW, history
from bench.workbench import Workbench
from chargeboard.store import open_store

_ROOM = """
    select tbl_name, sum(pgsize)
    from dbstat inner join sqlite_schema on sqlite_schema.name = dbstat.name
    group by tbl_name
"""
_EVERY_FRAME = ("journal", "journal_block")
_NOT_BY_DAY = {*_EVERY_FRAME, "meta", "station", "progress", "charger", "sqlite_schema"}


def figures(workbench: Workbench) -> Iterator[Figure]:
    """The database of one busy charger: its frames as rows and in blocks, its facts, its conclusions."""
    path = shutil.copyfile(alone(workbench.folder), workbench.folder / "kept.db")
    texts = [frame.text.encode() for frame in history(BUSY)]
    rows, room = _rows(path), _room(path)
    yield Figure(
        name="journal, a frame as a row",
        value=room["journal"] / rows["journal"],
        unit="bytes",
        limit=sum(map(len, texts)) / len(texts),
        note=f"{rows['journal']:,} frames, the index included; limit: the text alone",
    )
    store = open_store(path)
    store.pack(BUSY.id, NOW + 1)
    store.close()
    stream = zstandard.ZstdCompressor(level=6).compress(b"".join(texts))
    yield Figure(
        name="journal, a frame in a block",
        value=_room(path)["journal_block"] / rows["journal"],
        unit="bytes",
        limit=len(stream) / len(texts),
        note=f"{_rows(path)['journal_block']} blocks; limit: all texts as one zstd stream of the same level",
    )
    conclusions = [table for table in rows if table not in {*_NOT_BY_DAY, "fact"}]
    for name, tables in (("facts", ["fact"]), ("conclusions", conclusions)):
        count = sum(rows[table] for table in tables)
        yield Figure(
            name=f"{name} of a charger and day",
            value=sum(room[table] for table in tables) / BUSY.days,
            unit="bytes",
            note=f"{count / BUSY.days:,.0f} rows a day: {_each(tables, rows, room)}",
        )


def _each(tables: list[str], rows: dict[str, int], room: dict[str, int]) -> str:
    filled = sorted((table for table in tables if rows[table]), key=lambda table: -room[table])
    return ", ".join(
        f"{table} {rows[table] / BUSY.days:.3g} of {room[table] / rows[table]:,.0f} bytes" for table in filled
    )


def _rows(path: Path) -> dict[str, int]:
    db = apsw.Connection(str(path))
    names = [name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")]
    return {name: next(db.execute(f"select count(*) from {name}"))[0] for name in names}


def _room(path: Path) -> dict[str, int]:
    return dict(apsw.Connection(str(path)).execute(_ROOM))
