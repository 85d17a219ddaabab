"""How does a database with many busy chargers come about? One is understood, the others are its clones."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw

from bench.town import BUSY, NOW, history
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.records import Charger
from chargeboard.time.instants import HOUR

_RECENT = NOW - 48 * HOUR
_AT_ONCE = 50
_LEFT_OUT = {"journal", "journal_block", "fact_block"}
_ONLY_RECENT = {"fact": "at", "session_body": "start_at"}
"""What a board reads of the last day or two alone, by the column that tells when."""


def alone(folder: Path) -> Path:
    """A database with the busy charger, its frames taken in and understood as they are anywhere."""
    path = folder / "alone.db"
    if not path.exists():
        place = Place(from_environment(None).with_options(db=str(path)))
        with place.store(is_made=True) as store:
            settings = {"timezone": BUSY.timezone, "rated_kw": BUSY.rated_kw}
            store.save_charger(Charger(id=BUSY.id, name=BUSY.name, site=BUSY.site, settings=settings))
            store.begin_delivery()
            projector = place.projector_over(store)
            projector.take(history(BUSY))
            # the line, and what is kept with it, are made when the last of it is heard, as `serve` does
            projector.now = lambda: NOW
            projector.refresh(BUSY.id)
    return path


def crowd(path: Path, count: int) -> Path:
    """A database with so many clones of the busy charger, called `clone_of` each."""
    shutil.copyfile(alone(path.parent), path)
    db = apsw.Connection(str(path))
    db.execute("pragma synchronous = off; pragma cache_size = -200000")
    for table, columns in _tables(db).items():
        key, named = columns[0], ", ".join(columns)
        others = "".join(f", {column}" for column in columns[1:])
        recent = f" and {_ONLY_RECENT[table]} >= {_RECENT}" if table in _ONLY_RECENT else ""
        db.execute(
            f"create temp table mould as select {named} from {table} where {key} = ?{recent}", (BUSY.id,)
        )
        db.execute(f"delete from {table}")
        for first in range(0, 0 if table in _LEFT_OUT else count, _AT_ONCE):
            names = [(clone_of(number),) for number in range(first, min(first + _AT_ONCE, count))]
            with db:
                db.executemany(f"insert into {table} ({named}) select ?{others} from mould", names)
        db.execute("drop table mould")
    db.execute("vacuum")
    db.close()
    return path


def clone_of(number: int) -> str:
    """The id of a clone: as long as every other, so that documents differ in nothing else."""
    return f"{BUSY.id}-{number:04d}"


def _tables(db: apsw.Connection) -> dict[str, list[str]]:
    """Columns by table, of the tables whose rows belong to a charger."""
    names = [name for (name,) in db.execute("select name from sqlite_schema where type = 'table'")]
    columns = {name: [row[1] for row in db.execute(f"pragma table_info({name})")] for name in names}
    return {name: found for name, found in columns.items() if found[0] in {"station", "id"}}
