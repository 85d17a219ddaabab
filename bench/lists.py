"""How long does the server work for a page of a long list: five years of sessions, ten thousand chargers?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import apsw
import msgspec

from bench.asgi import asked
from bench.ask_list import POLICY
from bench.crowd import alone
from bench.figure import Figure, at_most, spread
from bench.town import BUSY, NOW
from bench.workbench import Workbench
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import FleetLine
from chargeboard.metrics.fleet import line_of
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR
from chargeboard.web.app import create_app

_MONTH = 31 * 24 * HOUR
_MONTHS = 72
_CHARGERS = 10_000
_MANY, _FEW = 17_000, 1_000
_TIMES_A_FEW = 1.5
_TIMES_A_LATER = 3
_FLEET_MS = 15
_SEARCH_MS = 50
_COPIED = {"session": ("start_at", "end_at"), "attempt": ("start_at", "end_at")}
_LISTED = ("station", "progress")


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Pages of a hundred thousand sessions against those of a month; pages of a large fleet."""
    yield from _figures(_years(workbench.folder), _SESSIONS, workbench)
    yield from _figures(_fleet(workbench.folder, _CHARGERS), _CHARGER_LISTS, workbench)
    yield from _start(workbench)
    yield from _growth(workbench)


class Pages(msgspec.Struct):
    """What ask_list.py says of one process."""

    first_ms: float
    next_ms: list[float]


def _start(workbench: Workbench) -> Iterator[Figure]:
    """The first page of a process that has just started, beside those that follow."""
    database = _fleet(workbench.folder, _CHARGERS)
    told = [workbench.ask(Pages, "ask_list.py", database) for _ in range(workbench.scaled(7, 3))]
    first, later = (median(one.first_ms for one in told), median(ms for one in told for ms in one.next_ms))
    yield at_most(
        _TIMES_A_LATER,
        Figure(
            name=f"lists: first page after a start : a later page, {_CHARGERS:,} chargers",
            value=first / later,
            unit="times",
            note=f"CPU of the whole answer, {first:.1f} ms : {later:.1f} ms; {len(told)} processes, each "
            "once it has started",
        ),
    )


_EVER = "from=2000-01-01&to=2040-01-01"
_SESSIONS = (
    ("sessions of a month, newest first", f"/chargers/{BUSY.id}/sessions", None),
    ("the same of six years (100,000)", f"/chargers/{BUSY.id}/sessions?{_EVER}", None),
    ("those that do not count", f"/chargers/{BUSY.id}/sessions?{_EVER}&kind=not_counted", None),
    ("by energy", f"/chargers/{BUSY.id}/sessions?{_EVER}&sort=-energy", None),
    ("the page before the last", f"/chargers/{BUSY.id}/sessions?{_EVER}&offset=99000", None),
    ("attempts of six years (100,000)", f"/chargers/{BUSY.id}/attempts?{_EVER}", None),
)
_CHARGER_LISTS = (
    ("list of 10,000 chargers, a page of 100", "/", _FLEET_MS),
    ("the same, searched", "/?text=0042", _FLEET_MS),
    ("the same, API", "/api/v1/chargers", _FLEET_MS),
    ("search among them, one matches", "/search?text=0042", _FLEET_MS),
    ("search among them, all match", f"/search?text={BUSY.id}", _SEARCH_MS),
)


def _figures(
    path: Path, lists: tuple[tuple[str, str, int | None], ...], workbench: Workbench
) -> Iterator[Figure]:
    store = open_store(path)
    desk = Desk(store, lambda name: Profile(id=name, policy=POLICY), lambda: NOW)
    app = create_app(desk, token=None, now=lambda: NOW)
    for name, target, most_ms in lists:
        spent, size = asked(app, target, workbench.scaled(10, 4))
        figure = Figure(
            name=f"lists: {name}",
            value=median(spent),
            unit="ms",
            note=f"CPU of the whole answer, {size / 1024:,.0f} KiB on the wire; {spread(spent)}",
        )
        yield figure if most_ms is None else at_most(most_ms, figure)
    store.close()


def _growth(workbench: Workbench) -> Iterator[Figure]:
    """A large fleet beside a small one: the first page after a start, and the next one."""
    first: dict[int, list[float]] = {_FEW: [], _MANY: []}
    again: dict[int, list[float]] = {_FEW: [], _MANY: []}
    for _ in range(workbench.scaled(7, 3)):
        for chargers in (_FEW, _MANY):
            store = open_store(_fleet(workbench.folder, chargers))
            app = create_app(
                Desk(store, lambda name: Profile(id=name, policy=POLICY), lambda: NOW),
                token=None,
                now=lambda: NOW,
            )
            first[chargers] += asked(app, "/", 1, is_warm=False)[0]
            again[chargers] += asked(app, "/", 3)[0]
            store.close()
    for name, spent in (("first page after a start", first), ("a later page", again)):
        figure = Figure(
            name=f"lists: {name}, 17,000 chargers : 1,000",
            value=median(spent[_MANY]) / median(spent[_FEW]),
            unit="times",
            note=f"CPU of the whole answer, {median(spent[_MANY]):.0f} ms : {median(spent[_FEW]):.0f} ms",
        )
        yield at_most(_TIMES_A_FEW, figure)


def _years(folder: Path) -> Path:
    """The busy charger's month, put before itself again and again."""
    path = folder / "years.db"
    shutil.copyfile(alone(folder), path)
    db = apsw.Connection(str(path))
    db.execute("pragma synchronous = off")
    with db:
        for table, moved in _COPIED.items():
            columns = [row[1] for row in db.execute(f"pragma table_info({table})")]
            names = ", ".join(columns)
            db.execute(f"create temp table mould as select * from {table}")
            for month in range(1, _MONTHS):
                back = month * _MONTH
                given = ", ".join(f"{name} - {back}" if name in moved else name for name in columns)
                db.execute(f"insert or ignore into {table} ({names}) select {given} from temp.mould")
            db.execute("drop table mould")
    db.close()
    return path


def _fleet(folder: Path, chargers: int) -> Path:
    """So many chargers, each with its line."""
    path = folder / f"fleet-{chargers}.db"
    if path.exists():
        return path
    shutil.copyfile(alone(folder), path)
    stations = [f"{BUSY.id}-{number:05d}" for number in range(1, chargers)]
    db = apsw.Connection(str(path))
    with db:
        for table in _LISTED:
            key, *others = [row[1] for row in db.execute(f"pragma table_info({table})")]
            rest = ", ".join(others)
            db.executemany(
                f"insert into {table} ({key}, {rest}) select ?, {rest} from {table} where {key} = ?",
                [(station, BUSY.id) for station in stations],
            )
    db.close()
    store = open_store(path)
    ((_, told),) = store.fleet_page(FleetWanted(), [])
    row = msgspec.json.decode(told or b"", type=FleetRow)
    revision = store.progress(BUSY.id).revision
    with store.together():
        for row.id in (BUSY.id, *stations):
            store.save_fleet([FleetLine(line_of(row), revision, 2**60, msgspec.json.encode(row))])
    store.close()
    return path
