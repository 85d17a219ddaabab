"""
How does a year of a busy charger come about?

Its month is understood, and its rows are put before itself eleven times; a third socket does what the first
does, which makes a hundred thousand states.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import msgspec

from bench.crowd import alone
from bench.town import BUSY
from chargeboard.metrics.carry import Carry
from chargeboard.store.sql.bodies.press import Press
from chargeboard.time.instants import HOUR

_MONTH = 31 * 24 * HOUR
_SHIFTED = {
    "segment": ("start_at", "end_at"),
    "session": ("start_at", "end_at"),
    "station_error": ("start_at", "end_at", "last_seen_at"),
    "gap": ("start_at", "end_at"),
    "no_energy": ("start_at", "end_at"),
}
"""Tables and their columns that are instants."""


def year(folder: Path) -> tuple[Path, int]:
    """A database with a year of the busy charger's conclusions, and how many states it holds."""
    path = folder / "year.db"
    shutil.copyfile(alone(folder), path)
    db = apsw.Connection(str(path))
    press = Press()
    db.create_scalar_function("pressed", press.pressed, 1, deterministic=True)
    db.create_scalar_function("opened", press.opened, 1, deterministic=True)
    with db:
        for table, moved in _SHIFTED.items():
            columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
            given = ", ".join(f"{name} - ?1" if name in moved else name for name in columns)
            rows = list(db.execute(f"select {given} from {table}", (0,)))
            places = [columns.index(name) for name in moved]
            for month in range(1, 12):
                back = month * _MONTH
                db.executemany(
                    f"insert or ignore into {table} values ({', '.join('?' * len(columns))})",
                    [
                        [
                            value - back if n in places and value is not None else value
                            for n, value in enumerate(row)
                        ]
                        for row in rows
                    ],
                )
        db.execute(
            "insert into segment (station, start_at, socket, end_at, state)"
            " select station, start_at, 3, end_at, state from segment where socket = 1"
        )
        for station, at, body in list(db.execute("select station, at, opened(carry) from checkpoint")):
            carry = msgspec.msgpack.decode(body, type=Carry)
            older = msgspec.structs.replace(
                carry, sockets={n: min(carry.sockets.values()) - 11 * _MONTH for n in (1, 2, 3)}
            )
            db.execute(
                "update checkpoint set carry = pressed(?) where station = ? and at = ?",
                (msgspec.msgpack.encode(older), station, at),
            )
    states = next(db.execute("select count(*) from segment where station = ?", (BUSY.id,)))[0]
    db.close()
    return path, states
