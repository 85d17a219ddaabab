"""
`make bench-live REV=...`: what does a call of a live charger cost the whole `serve`, beside another revision?

Each has the same fleet call in, in turns: its processes are counted from the last boot on until nothing is
to be done any more. A ratio over 1 says that the working tree costs more.
"""

from __future__ import annotations

import argparse
import signal
import time
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from bench.against import unpack
from bench.system import Served, fleet, say, serving
from bench.workbench import HERE

_CAUGHT_UP_WITHIN_S = 120


class Spent(msgspec.Struct):
    """Processor seconds for a call."""

    whole: float
    listening: float
    calls_s: float
    """How many there were in a second."""


def spent(folder: Path, tree: Path, asked: argparse.Namespace) -> Spent:
    """What a call takes of the code in that tree, over a new database."""
    folder.mkdir()
    options = ["--speed", str(asked.speed), *(["--mix", asked.mix] if asked.mix else [])]
    with serving(folder, tree) as served, fleet(served.address, asked.chargers, options) as load:
        while served.asked("select count(*) from station") < asked.chargers:
            time.sleep(0.5)
        time.sleep(asked.warm)
        rows, whole, listening = _state(served)
        time.sleep(asked.seconds)
        say(load, signal.SIGSTOP)
        served.caught_up_s(_CAUGHT_UP_WITHIN_S)
        rows_then, whole_then, listening_then = _state(served)
        calls = rows_then - rows
        return Spent(
            (whole_then - whole) / calls, (listening_then - listening) / calls, calls / asked.seconds
        )


def _state(served: Served) -> tuple[int, float, float]:
    calls = served.asked("select count(*) from journal where direction = 'in' and text like '[2,%'")
    return calls, served.cpu_s(), served.listener_cpu_s()


def main() -> None:
    """Compare, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("revision", help="what git calls the other one")
    parser.add_argument("--rounds", type=int, default=5, help="how often each side has its turn (5)")
    parser.add_argument("--chargers", type=int, default=2_000)
    parser.add_argument("--speed", type=float, default=15.0, help="how fast the fleet lives (15)")
    parser.add_argument("--mix", default="", help="what it does, as of `chargeboard load`")
    parser.add_argument("--warm", type=float, default=20, help="seconds from the last boot on (20)")
    parser.add_argument("--seconds", type=float, default=40, help="how long is measured (40)")
    asked = parser.parse_args()
    print(f"{'':<20}{'all, ms a call':>15}{'listening':>11}{'calls/s':>9}", flush=True)
    with TemporaryDirectory(prefix="chargeboard-live-") as place:
        folder = Path(place)
        unpack(asked.revision, folder / "tree")
        trees = {"here": HERE.parent, asked.revision: folder / "tree"}
        found: dict[str, list[Spent]] = {name: [] for name in trees}
        for number in range(asked.rounds):
            for name in sorted(trees, reverse=bool(number % 2)):
                one = spent(folder / f"{name}-{number}", trees[name], asked)
                found[name].append(one)
                print(
                    f"{name[:18]:<20}{1e3 * one.whole:>15.3f}{1e3 * one.listening:>11.3f}{one.calls_s:>9.0f}",
                    flush=True,
                )
    here, there = (median(one.whole for one in found[name]) for name in trees)
    print(f"{'ratio of medians':<20}{here / there:>15.3f}")


if __name__ == "__main__":
    main()
