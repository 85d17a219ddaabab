"""How much room does a charger take on the disk?"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import apsw

from bench.crowd import alone
from bench.figure import Figure, at_most
from bench.importing import KWWHAT
from bench.town import BUSY, NOW, history
from bench.workbench import Workbench
from chargeboard import zstd
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR

_ROOM = """
    select tbl_name, sum(pgsize)
    from dbstat inner join sqlite_schema on sqlite_schema.name = dbstat.name
    group by tbl_name
"""
_FRAMES = ("journal", "journal_block")
_FACTS = ("fact", "fact_block")
_NOT_CONCLUDED = {*_FRAMES, *_FACTS, "meta", "station", "progress", "charger", "sqlite_schema"}
_LATER = NOW + 8 * 24 * HOUR
"""When the last week of facts is over."""
_BUSY_BYTES, _KWWHAT_BYTES = 55, 60


def figures(workbench: Workbench) -> Iterator[Figure]:
    """What a frame costs on a busy charger, new and old, and on a log of two quiet ones."""
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
    _pack(path)
    stream = zstd.compress(b"".join(texts), level=6)
    yield Figure(
        name="journal, a frame in a block",
        value=_room(path)["journal_block"] / rows["journal"],
        unit="bytes",
        limit=len(stream) / len(texts),
        note=f"{_rows(path)['journal_block']} blocks; limit: all texts as one zstd stream of the same level",
    )
    yield at_most(_BUSY_BYTES, _all_in("busy charger", path, rows["journal"]))
    if KWWHAT.exists():
        log = workbench.folder / "kwwhat.db"
        workbench.run(sys.executable, "-m", "chargeboard", "import", str(KWWHAT), "--db", str(log))
        _pack(log)
        yield at_most(_KWWHAT_BYTES, _all_in("kwwhat's log", log, sum(1 for _ in KWWHAT.open()) - 1))


def _pack(path: Path) -> None:
    """As the daily round leaves it a week later."""
    store = open_store(path)
    for station in store.stations():
        store.pack(station, _LATER)
        store.pack_facts(station, _LATER)
    store.close()
    apsw.Connection(str(path)).execute("vacuum")


def _all_in(name: str, path: Path, frames: int) -> Figure:
    rows, room = _rows(path), _room(path)
    parts = {
        "journal": [*_FRAMES],
        "facts": [*_FACTS],
        "conclusions": [table for table in room if table not in _NOT_CONCLUDED],
    }
    told = [f"{part} {sum(room[table] for table in tables) / frames:.1f}" for part, tables in parts.items()]
    filled = sorted((table for table in parts["conclusions"] if rows[table]), key=lambda table: -room[table])
    each = [f"{table} {room[table] / frames:.2f}" for table in filled]
    return Figure(
        name=f"a frame all in, {name}",
        value=path.stat().st_size / frames,
        unit="bytes",
        note=f"{frames:,} frames, all packed: {', '.join(told)} ({', '.join(each)}), the rest empty tables",
    )


def _rows(path: Path) -> dict[str, int]:
    db = apsw.Connection(str(path))
    names = [name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")]
    return {name: next(db.execute(f"select count(*) from {name}"))[0] for name in names}


def _room(path: Path) -> dict[str, int]:
    return dict(apsw.Connection(str(path)).execute(_ROOM))
