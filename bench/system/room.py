"""Phase: how many bytes of disk does a call of the fleet take, new and old?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw

from bench.figure import Figure
from bench.system.stand import Plan
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.demo.load import life
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR

_DAY = 24 * HOUR
_SINCE = 1_780_000_000_000_000
"""28 May 2026: the fleet is the same every time."""


def figures(plan: Plan) -> Iterator[Figure]:
    """Some chargers of the fleet over weeks, all that follows from what they said included."""
    with TemporaryDirectory(prefix="chargeboard-room-") as folder:
        path = Path(folder) / "room.db"
        ends, calls = _SINCE + plan.room_days * _DAY, 0
        place = Place(from_environment(None).with_options(db=str(path)))
        with place.store(is_made=True) as store:
            projector = place.projector_over(store)
            store.begin_delivery()
            for number in range(plan.room_chargers):
                frames = takewhile(lambda frame: frame.received_at < ends, life(number, plan.mix, _SINCE))
                said = list(frames)
                calls += sum(frame.direction == "in" and frame.text.startswith("[2,") for frame in said)
                projector.take(said)
                projector.refresh(said[0].station)
        told = f"{plan.room_chargers} chargers over {plan.room_days} days, {calls:,} calls"
        as_rows, packed = _vacuumed(path), _packed(path, ends + 8 * _DAY)
    a_day = calls / plan.room_chargers / plan.room_days
    yield Figure(name="calls of a charger a day", value=a_day, unit="calls", note=told)
    yield Figure(
        name="disk, a call of the last two days",
        value=as_rows / calls,
        unit="bytes",
        note="its answer and all that follows from it included, as rows",
    )
    yield Figure(
        name="disk, a call of before",
        value=packed / calls,
        unit="bytes",
        note="the same when they are packed",
    )


def _vacuumed(path: Path) -> int:
    db = apsw.Connection(str(path))
    db.execute("vacuum")
    db.close()
    return path.stat().st_size


def _packed(path: Path, later: int) -> int:
    store = open_store(path)
    for station in store.stations():
        store.pack(station, later)
        store.pack_facts(station, later)
    store.close()
    return _vacuumed(path)
