"""
`make bench-cluster`: what does a cluster on this one machine take, and what does a frame cost each part?

Three servers of the log, PostgreSQL, two gateways, two projectors with their readers and one page, all on
loopback. First chargers say so many frames over sockets, then a greater number is handed to the publisher
that gateways have. A call of a charger and its answer are two frames. What a second takes depends on what
else the machine does, what a frame takes of the processor hardly does.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
import psycopg

from bench import table
from bench.cluster.offering import Load, Offered, from_sockets, injected, some_of
from bench.cluster.parts import DATABASE, GATEWAYS, LOG, OTHERS, READERS, UNDERSTANDING, WEB, Cluster, running
from bench.cluster.waiting import Waiting
from bench.cluster.watching import Watch
from bench.figure import Figure, at_least, at_most
from bench.system import processes
from bench.workbench import HERE
from chargeboard.run.clock import now

_RESULTS = HERE / "cluster.json"
_LAG_S = 5.0
_KEEPS_UP = 0.99
"""Of what is offered: so much of it has to be kept as fast as it comes."""
_WHAT_IS_KEPT = """
    select count(*), count(distinct (station, connection, text)) from journal
    where direction = 'in' and text like '[2,%'
"""
_KEPT = "select coalesce(sum(last_seq), 0) from station"
_LOOK_EVERY_S = 0.5
_QUICK = {"rate": 20, "packed_rate": 100, "seconds": 6, "warm": 1, "chargers": 20, "packed_chargers": 50}
_Pass = Callable[[], None]
_PHASES: dict[str, Callable[[Cluster, Load, Callable[[_Pass], None]], Offered]] = {
    "sockets": from_sockets,
    "injected": injected,
}


class Measured(msgspec.Struct):
    """Between two instants."""

    since: int = 0
    until: int = 0
    wall_s: float = 0.0
    cpu_s: dict[str, float] = {}
    waited_s: dict[str, float] = {}
    """For a processor."""
    machine_s: float = 0.0
    """That anything used of the machine's processors."""
    frames_kept: int = 0
    messages: int = 0
    log_bytes: int = 0
    database_bytes: int = 0
    wal_bytes: int = 0


class Line(msgspec.Struct):
    """One figure of a phase."""

    phase: str
    figure: Figure


class Results(msgspec.Struct):
    """What is written."""

    cores: int
    """Of the machine."""
    lines: list[Line]


def phase(name: str, load: Load, drain_s: float) -> Iterator[Figure]:
    """A cluster of its own, and what it does under the load."""
    with TemporaryDirectory(prefix="chargeboard-cluster-") as folder, running(Path(folder)) as at:
        watch, found = Watch(at.url, some_of(name, load)), Measured()
        watch.start()
        waiting = Waiting(at.url)

        def measured(pass_time: _Pass) -> None:
            room, kept, cpu_s, waited = at.room(), _asked(at, _KEPT)[0], at.cpu_s(), at.waited_s()
            machine_s = processes.machine_cpu_s()
            waiting.start()
            found.since, begin = now(), time.monotonic()
            pass_time()
            found.until, found.wall_s = now(), time.monotonic() - begin
            waiting.stop()
            found.machine_s = processes.machine_cpu_s() - machine_s
            found.waited_s = {part: one - waited.get(part, 0.0) for part, one in at.waited_s().items()}
            used, later = at.cpu_s(), at.room()
            found.frames_kept = _asked(at, _KEPT)[0] - kept
            found.cpu_s = {part: used[part] - cpu_s.get(part, 0.0) for part in used}
            found.messages, found.log_bytes = later.messages - room.messages, later.log_bytes - room.log_bytes
            found.database_bytes = later.database_bytes - room.database_bytes
            found.wal_bytes = later.wal_bytes - room.wal_bytes

        offered = _PHASES[name](at, load, measured)
        begin = time.monotonic()
        while (calls := _asked(at, _WHAT_IS_KEPT))[1] < offered.acked_of_all:
            if time.monotonic() - begin > drain_s:
                break
            time.sleep(_LOOK_EVERY_S)
        drained_s = time.monotonic() - begin
        time.sleep(_LAG_S)
        watch.stop()
        yield from _rates(offered, found, calls, drained_s)
        yield from _lags(*watch.lags_s(found.since, found.until))
        yield from _costs(offered, found)
        yield _left(offered, found)
        yield from waiting.figures()


def _rates(offered: Offered, found: Measured, calls: tuple[int, ...], drained_s: float) -> Iterator[Figure]:
    frames_s = 2 * offered.calls / found.wall_s
    yield Figure(name="frames offered a second", value=frames_s, unit="/s", note=offered.told)
    yield at_least(
        _KEEPS_UP * frames_s,
        Figure(
            name="frames kept a second meanwhile",
            value=found.frames_kept / found.wall_s,
            unit="/s",
            note=f"in PostgreSQL, for {found.wall_s:.0f} s; {drained_s:.1f} s after the last was offered "
            "all calls that were answered were there, or count as lost",
        ),
    )
    of_all = f"{offered.calls_of_all} calls said, {offered.acked_of_all} of them answered, {calls[0]} kept"
    lost = Figure(name="calls answered and not kept", value=offered.acked_of_all - calls[1], unit="calls")
    lost.note = of_all
    yield at_most(0, lost)
    yield at_most(0, Figure(name="calls kept twice", value=calls[0] - calls[1], unit="calls"))


def _lags(kept: list[float], news: list[float]) -> Iterator[Figure]:
    for name, lags in (("kept in PostgreSQL", kept), ("understood, where it may not wait", news)):
        if not lags:
            continue
        half, most = lags[len(lags) // 2], lags[min(len(lags) - 1, round(0.99 * len(lags)))]
        note = f"of {len(lags)} calls of a sample, looked at ten times a second"
        yield Figure(name=f"until {name}: half", value=half, unit="s", note=note)
        yield at_most(_LAG_S, Figure(name=f"until {name}: 99 of 100", value=most, unit="s"))


def _costs(offered: Offered, found: Measured) -> Iterator[Figure]:
    said, kept = 2 * max(1, offered.calls), max(1, found.frames_kept)
    used = found.cpu_s | {GATEWAYS: found.cpu_s[GATEWAYS] + offered.gateways_s}
    if offered.gateways_s:
        yield _cost("packing and publishing, without sockets", offered.gateways_s, said, found)
    else:
        yield _cost(GATEWAYS, used[GATEWAYS], said, found)
    yield _cost(LOG, used[LOG], said, found)
    for part in (READERS, DATABASE, UNDERSTANDING, OTHERS, WEB):
        yield _cost(part, used.get(part, 0.0), kept, found)
    yield _cost("who stands in for chargers, apart", offered.apart_s, said, found)
    yield Figure(name="frames in a message of the log", value=said / max(1, found.messages), unit="frames")
    yield Figure(name="in the log, each of three servers", value=found.log_bytes / said, unit="B/frame")
    yield Figure(name="in PostgreSQL, as rows", value=found.database_bytes / kept, unit="B/frame")
    yield Figure(name="in PostgreSQL's own log", value=found.wal_bytes / kept, unit="B/frame")


def _cost(name: str, seconds: float, frames: int, found: Measured) -> Figure:
    note = f"{seconds / found.wall_s:.2f} cores"
    if name in found.waited_s:
        note += f", {found.waited_s[name] / found.wall_s:.2f} more waited for one"
    return Figure(name=name, value=1e6 * seconds / frames, unit="us/frame", note=note)


def _left(offered: Offered, found: Measured) -> Figure:
    ours = sum(found.cpu_s.values()) + offered.gateways_s + offered.apart_s
    used, many = found.machine_s / found.wall_s, os.cpu_count() or 1
    note = f"of {many}; this used {ours / found.wall_s:.2f}, and what else runs on the machine the rest"
    return Figure(name="cores that nothing used", value=many - used, unit="cores", note=note)


def _asked(at: Cluster, sql: str) -> tuple[int, ...]:
    with psycopg.connect(at.url) as db:
        row = db.execute(sql).fetchone()
    assert row is not None  # noqa: S101 - it counts
    return tuple(map(int, row))


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.cluster", description=__doc__)
    parser.add_argument("--rate", type=float, default=3_000, help="frames a second over sockets (3000)")
    parser.add_argument("--packed-rate", type=float, default=10_000, help="those without sockets (10000)")
    parser.add_argument("--seconds", type=float, default=60, help="for which each is measured (60)")
    parser.add_argument("--warm", type=float, default=10, help="seconds before that (10)")
    parser.add_argument("--drain", type=float, default=45, help="seconds in which the rest may come (45)")
    parser.add_argument("--chargers", type=int, default=3_000, help="with sockets (3000)")
    parser.add_argument("--packed-chargers", type=int, default=20_000, help="without (20000)")
    parser.add_argument("--only", choices=_PHASES, help="one of the two")
    parser.add_argument("--quick", action="store_true", help="small and brief: are counts right?")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the figures are written")
    parser.set_defaults(**(_QUICK if parser.parse_known_args()[0].quick else {}))
    asked = parser.parse_args()
    loads = {
        "sockets": Load(asked.rate / 2, asked.chargers, asked.warm, asked.seconds),
        "injected": Load(asked.packed_rate / 2, asked.packed_chargers, asked.warm, asked.seconds),
    }
    begin, lines = time.monotonic(), list[Line]()
    print(table.heading())
    for name, load in loads.items():
        if asked.only not in {None, name}:
            continue
        print(f"{name} ({time.monotonic() - begin:.0f} s)", flush=True)
        for figure in phase(name, load, asked.drain):
            lines.append(Line(name, figure))
            print(table.line(figure), flush=True)
    results = Results(os.cpu_count() or 1, lines)
    asked.out.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    missed = [f"{line.phase}: {line.figure.name}" for line in lines if line.figure.met is False]
    print(f"\n{len(lines)} figures in {time.monotonic() - begin:.0f} s, written to {asked.out}")
    print(f"missed: {'; '.join(missed)}" if missed else "every target that was judged is met")


if __name__ == "__main__":
    main()
