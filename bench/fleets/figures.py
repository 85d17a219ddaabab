"""Ours against a dashboard's queries: few chargers and many, calm and while frames arrive."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from time import monotonic
from typing import Any

import psycopg

from bench.figure import Figure, at_most
from bench.fleets import beside, mix
from bench.fleets.arriving import RATE, arriving_at, imported_cpu_s
from bench.fleets.looking import (
    FIRST,
    QUERIES,
    Side,
    Zoned,
    columns,
    dashboard,
    first_looks,
    later_looks,
    looked,
)
from bench.fleets.moment import Moment
from bench.fleets.originals import desk_at
from bench.fleets.panels import differing, figures_of_board, figures_of_raw
from bench.fleets.server import Server, cpu_s
from bench.town import write_jsonl
from chargeboard.run.desk import Desk

_OF_THEIRS_ON_POSTGRES, _OF_THEIRS_ON_SQLITE = 0.5, 0.25
_CROWDED = 1.2
_COMPARED = 20
_INGEST = 2.0
_ARRIVING_S = 20
SQLITE, POSTGRES = "ours on SQLite", "ours on PostgreSQL"


class UnequalError(Exception):
    """The figures differ: there is nothing to compare."""


def figures(
    folder: Path,
    server: Server,
    size: tuple[int, int],
    looks: int,
    p50_ms: dict[str, float],
) -> Iterator[Figure]:
    """A fleet of so many chargers and days; what each side's looks take is put into `p50_ms`."""
    chargers, days = size
    named, now = f"{chargers:,} chargers x {days} days", Moment()
    with ExitStack() as opened:
        fleet = opened.enter_context(beside.made(folder, server, chargers, days))
        sides, compared = _sides(folder, server, fleet, now, opened)
        made = (
            f"{mix.in_words(days)}; twenty imported, {chargers - 20:,} copies of their rows; "
            f"{fleet.sizes(server)}, made in {fleet.made_in_s:.0f} s"
        )
        yield Figure(
            name=f"{named}: panels with equal figures",
            value=float(compared),
            unit="panels",
            note="our board on PostgreSQL, the queries there and on DuckDB, each beside our board on SQLite;"
            f" {made}",
        )
        looked(sides, fleet.chargers, max(5, looks // 10))
        for side in sides:
            side.forget()
        looked(sides, fleet.chargers, looks)
        p50_ms.update({side.name: side.p50_ms for side in sides})
        yield from judged(named, sides)
        now.go_on()
        yield from _while_frames_arrive(folder, server, named, fleet, sides)


def _while_frames_arrive(
    folder: Path,
    server: Server,
    named: str,
    fleet: beside.Fleet,
    sides: Sequence[Side],
) -> Iterator[Figure]:
    """The same looks while a `serve` over the one database or the other takes in frames."""
    theirs = next(side for side in sides if side.name == QUERIES)
    for name, database in ((SQLITE, str(fleet.sqlite)), (POSTGRES, fleet.postgres)):
        ours = next(side for side in sides if side.name == f"{name}, {FIRST}")
        with (
            arriving_at(folder, database, lambda: cpu_s(server)) as arriving,
            arriving.talking(_ARRIVING_S),
        ):
            for side in (ours, theirs):
                side.forget()
            ends = monotonic() + _ARRIVING_S - 2
            while monotonic() < ends:
                looked([ours, theirs], fleet.chargers, 5)
        yield from judged(f"{named}, {RATE:,} frames/s arrive", [ours, theirs])


def live(folder: Path, server: Server) -> Iterator[Figure]:
    """What `serve` spends on frames that arrive at new databases."""
    server.asked("create database live")
    spent: dict[str, float] = {}
    for name, database in ((SQLITE, str(folder / "live.db")), (POSTGRES, server.url("live"))):
        with arriving_at(folder, database, lambda: cpu_s(server)) as arriving:
            spent[name], answered = arriving.cpu_us(_ARRIVING_S)
    yield at_most(
        _INGEST,
        Figure(
            name="CPU a frame that arrives, PostgreSQL : SQLite",
            value=spent[POSTGRES] / spent[SQLITE],
            unit="times",
            note=f"{spent[POSTGRES]:.0f} us : {spent[SQLITE]:.0f} us of all processes and backends until it "
            f"all is understood; {answered.frames_s:,.0f} frames/s for {_ARRIVING_S} s by `serve`",
        ),
    )


def ingest(folder: Path, server: Server, days: int) -> Iterator[Figure]:
    """What an import takes on either engine."""
    frames = sorted(
        (frame for place in mix.places(days) for frame in mix.frames_of(place)),
        key=lambda frame: frame.received_at,
    )
    log = write_jsonl(frames, folder / "frames.jsonl")
    server.asked("create database imported")
    on_sqlite = imported_cpu_s(folder, log, str(folder / "imported.db"), lambda: cpu_s(server))
    on_postgres = imported_cpu_s(folder, log, server.url("imported"), lambda: cpu_s(server))
    yield at_most(
        _INGEST,
        Figure(
            name="CPU a frame of an import, PostgreSQL : SQLite",
            value=on_postgres / on_sqlite,
            unit="times",
            note=f"{1e6 * on_postgres / len(frames):.0f} us : {1e6 * on_sqlite / len(frames):.0f} us, "
            f"{len(frames):,} frames, all processes, backends included",
        ),
    )


def judged(named: str, sides: Sequence[Side]) -> Iterator[Figure]:
    """Each of ours, beside the queries of the same run."""
    theirs = next(side for side in sides if side.name == QUERIES)
    for side in sides:
        if side is theirs:
            continue
        figure = Figure(
            name=f"{named}: {side.name} : queries",
            value=side.p50_ms / theirs.p50_ms,
            unit="times",
            note=f"p50 of {len(side.took_ms)} pages, CPU of all processes: {side.in_words()}; "
            f"{theirs.in_words()}",
        )
        targets = {SQLITE: _OF_THEIRS_ON_SQLITE, POSTGRES: _OF_THEIRS_ON_POSTGRES}
        target = next((limit for name, limit in targets.items() if side.name.startswith(name)), None)
        yield figure if target is None else at_most(target, figure)


def crowded(name: str, more: Mapping[str, float], fewer: Mapping[str, float]) -> Iterator[Figure]:
    """What ours take in one fleet beside another one."""
    for side, before_ms in fewer.items():
        if side.startswith((SQLITE, POSTGRES)):
            note = f"{more[side]:.2f} ms : {before_ms:.2f} ms of CPU"
            figure = Figure(name=f"{name}, {side}", value=more[side] / before_ms, unit="times", note=note)
            yield at_most(_CROWDED, figure)


def _sides(
    folder: Path, server: Server, fleet: beside.Fleet, now: Moment, opened: ExitStack
) -> tuple[list[Side], int]:
    sqlite = opened.enter_context(desk_at(str(fleet.sqlite), folder, now))
    postgres = opened.enter_context(desk_at(fleet.postgres, folder, now))
    connection = opened.enter_context(psycopg.connect(fleet.raw, autocommit=True))
    duck = opened.enter_context(beside.in_columns(folder, fleet.raw))
    asks = [lambda text: connection.execute(text).fetchall(), lambda text: duck.execute(text).fetchall()]
    compared = _compared(fleet.chargers, (sqlite, postgres), asks)
    with postgres.store.reading():
        pass
    name = fleet.postgres.partition("?")[0].rpartition("/")[2]

    def backends() -> list[int]:
        return pids

    pids = [
        int(pid)
        for (pid,) in server.asked(f"select pid from pg_stat_activity where datname = '{name}'") or ()
    ]
    return [
        first_looks(f"{SQLITE}, {FIRST}", sqlite),
        first_looks(f"{POSTGRES}, {FIRST}", postgres, backends),
        later_looks(f"{SQLITE}, again", sqlite),
        later_looks(f"{POSTGRES}, again", postgres, backends),
        dashboard(connection, now),
        columns(duck, now),
    ], compared


def _compared(chargers: Sequence[Zoned], desks: Sequence[Desk], asks: Sequence[Callable[[str], Any]]) -> int:
    """How many times a panel was found equal. Raises: UnequalError."""
    some = Random(2).sample(chargers, min(_COMPARED, len(chargers)))  # noqa: S311 - the same every time
    count = 0
    for charger in some:
        ours = [figures_of_board(desk.board(charger[0])) for desk in desks]
        theirs = [figures_of_raw(ask, *charger) for ask in asks]
        for other in [*ours[1:], *theirs]:
            if found := differing(ours[0], other):
                raise UnequalError(f"{charger[0]}: {found[0]}")
            count += len(other)
    return count
