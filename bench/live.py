"""
`make bench-live REV=...`: what does a call of a live charger cost the whole `serve`, beside another revision?

Each has the same fleet call in, in turns: its processes are counted from the last boot on until nothing is
to be done any more. That begins four minutes later, when what the boots left is done and what may wait waits
as long as it does all day, and takes as long as that. A ratio over 1 says that the working tree costs more.
`LARGE=1`: 10,000 chargers with 170 calls a second.

On a machine that does other things, too, each takes what waits in larger groups, and the ratio says little.
"""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import msgspec

from bench.against import unpack
from bench.system.chargers import Chargers
from bench.system.serving import LISTENING, Served, serving
from bench.workbench import HERE
from chargeboard.demo.load import Mix, Tally, mix_in

_BOOTED_WITHIN_S = 600
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
    with serving(folder, tree) as served, ExitStack() as stack:
        chargers = Chargers(served.endpoint, mix_in(asked.mix) if asked.mix else Mix(), asked.speed)
        stack.callback(chargers.vanish)
        chargers.switch_on(range(asked.chargers))
        chargers.booted_s(Tally(), asked.chargers, _BOOTED_WITHIN_S)
        time.sleep(asked.warm)
        kept, whole, listening = _state(served)
        time.sleep(asked.seconds)
        chargers.freeze()
        served.await_idle(_CAUGHT_UP_WITHIN_S)
        kept_then, whole_then, listening_then = _state(served)
        calls = kept_then - kept
        return Spent(
            (whole_then - whole) / calls, (listening_then - listening) / calls, calls / asked.seconds
        )


def _state(served: Served) -> tuple[int, float, float]:
    used = served.cpu_s()
    return served.kept()[0], sum(used.values()), used[LISTENING]


def main() -> None:
    """Compare, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.live", description=__doc__)
    parser.add_argument("revision", help="what git calls the other one")
    parser.add_argument("--rounds", type=int, default=5, help="how often each side has its turn (5)")
    parser.add_argument("--chargers", type=int, default=2_000)
    parser.add_argument("--speed", type=float, default=15.0, help="how fast the fleet lives (15)")
    parser.add_argument("--mix", type=Path, help="what it does, as of `chargeboard load`")
    parser.add_argument("--warm", type=float, default=240, help="seconds from the last boot on (240)")
    parser.add_argument("--seconds", type=float, default=120, help="how long is measured (120)")
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
