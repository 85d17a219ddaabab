"""
`make bench-system`: what does a whole `serve` take under a fleet of chargers, and what does it stand?

The chargers of `chargeboard load` call in from processes of their own, whose processor time is told apart.
Each phase has its lines: measured, limit, met or not. What somebody waits for is not judged while other
programs use the machine. Writes bench/system.json.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import msgspec

from bench import table
from bench.figure import Figure, at_most
from bench.system import boots, losses, needs, quiet, room, watched
from bench.system.stand import Plan, Stand, stand
from bench.workbench import HERE
from chargeboard.demo.load import Mix, mix_in

_RESULTS = HERE / "system.json"
_OTHER_FILES = 200
_QUICK = Plan(
    chargers=60,
    quiet_s=2,
    watched_s=4,
    speed=20,
    settles_s=1,
    understood_within_s=2,
    room_chargers=2,
    room_days=12,
)


_PHASES: dict[str, Callable[[Stand], Iterator[Figure]]] = {
    "switched on": boots.figures,
    "nobody looks": quiet.figures,
    "pages are open": watched.figures,
    "all links lost": losses.silence,
    "all reconnect": losses.reconnecting,
    "restarted": losses.restarting,
    "kept": losses.kept,
    "extended": needs.figures,
    "on the disk": lambda at: room.figures(at.plan),
}
"""Each begins with what the one before left."""


class Line(msgspec.Struct):
    """One figure of a phase."""

    phase: str
    figure: Figure


class Results(msgspec.Struct):
    """What is written."""

    plan: Plan
    cores: int
    """Of the machine."""
    files_allowed: int
    """To a process (`ulimit -n`)."""
    lines: list[Line]


def lines(at: Stand) -> Iterator[Line]:
    """Phase after phase."""
    for phase, figures in _PHASES.items():
        try:
            yield from (Line(phase, figure) for figure in figures(at))
        except Exception as error:  # noqa: BLE001 - one phase that fails is a line, and the others go on
            failed = Figure(name="the phase failed", value=1, unit="times", note=repr(error)[:300])
            yield Line(phase, at_most(0, failed))


def main() -> None:
    """Measure, print a table, write JSON."""
    parser = argparse.ArgumentParser(prog="python -m bench.system", description=__doc__)
    parser.add_argument("--chargers", type=int, default=10_000)
    parser.add_argument("--minutes", type=float, default=30, help="with open pages (30)")
    parser.add_argument("--quiet", type=float, default=90, help="seconds while nobody looks (90)")
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the fleet lives")
    parser.add_argument("--mix", type=Path, help="what it does, as of `chargeboard load`")
    parser.add_argument(
        "--slowest", type=int, default=0, metavar="N", help="tell why the N slowest pages took long"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="sixty chargers, briefly: does it run, are counts right?",
    )
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the figures are written")
    asked = parser.parse_args()
    plan = msgspec.structs.replace(_QUICK, slowest=asked.slowest) if asked.quick else _plan(asked)
    _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
    if plan.chargers + _OTHER_FILES > allowed:
        parser.error(
            f"{plan.chargers} chargers need as many open files in the process that listens, and some "
            f"{_OTHER_FILES} more; this system allows {allowed}. Raise that (ulimit -n, as root), or name "
            "fewer --chargers"
        )
    begin, found = perf_counter(), list[Line]()
    print(table.heading())
    with TemporaryDirectory(prefix="chargeboard-system-") as folder, stand(Path(folder), plan) as at:
        for line in lines(at):
            if not found or found[-1].phase != line.phase:
                print(f"{line.phase} ({perf_counter() - begin:.0f} s)")
            found.append(line)
            print(table.line(line.figure), flush=True)
    results = Results(plan, os.cpu_count() or 1, allowed, found)
    asked.out.write_bytes(msgspec.json.format(msgspec.json.encode(results)) + b"\n")
    missed = [line.figure.name for line in found if line.figure.met is False]
    unjudged = [
        line.figure.name for line in found if line.figure.met is None and line.figure.target is not None
    ]
    print(f"\n{len(found)} figures in {perf_counter() - begin:.0f} s, written to {asked.out}")
    print(f"missed: {'; '.join(missed)}" if missed else "every target that was judged is met")
    if unjudged:
        print(f"not judged, other programs used the machine: {'; '.join(unjudged)}")


def _plan(asked: argparse.Namespace) -> Plan:
    return Plan(
        chargers=asked.chargers,
        quiet_s=asked.quiet,
        watched_s=60 * asked.minutes,
        chromium=os.environ.get("CHROMIUM") or shutil.which("chromium"),
        mix=mix_in(asked.mix) if asked.mix else Mix(),
        speed=asked.speed,
        slowest=asked.slowest,
    )


if __name__ == "__main__":
    main()
