"""Take the sample, run it, and say what survived."""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import islice, zip_longest
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from _pytest.runner import runtestprotocol

from bench.mutants.change import change, is_in_function
from bench.mutants.child import in_child
from bench.mutants.covered import ROOMS, Covered, covered
from bench.mutants.places import HERE, Mutant, mutant_at, places_in

TESTS = (
    *("decode", "fold", "metrics", "time", "history", "guidance", "evidence"),
    "architecture/test_nothing_is_edited.py",
    *("laws/concluding", "laws/answering", "laws/keeping/test_history.py", "laws/reading/test_fold.py"),
    "scenarios/test_scenarios.py",
)
"""What tells of these rooms; the laws by a few examples."""
_OPTIONS = (
    "-q",
    "-m",
    "not soak and not page",
    *(f"-pno:{name}" for name in ("cacheprovider", "xdist", "cov")),
)
_PATIENCE, _LEAST_S, _SLOWEST_START_S = 8, 4.0, 60.0
"""A test that takes eight times as long as without the mutant, and four seconds more, never ends."""


class Run:
    """A run of pytest that collects once, and then runs its tests in children that are changed first."""

    def __init__(self, sample: Sequence[Mutant], given: argparse.Namespace) -> None:
        self.sample, self.given = sample, given

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Instead of running the tests."""
        items = {item.nodeid: item for item in session.items}
        with TemporaryDirectory() as folder:
            known = covered(items)
            gc.freeze()  # no child copies what only its collector would touch
            tree = Path(folder) / "src"
            shutil.copytree(HERE / "src", tree, ignore=shutil.ignore_patterns("__pycache__"))
            killed = Counter[bool]()
            before = _results_in(self.given.results)
            for n, mutant in enumerate(self.sample, 1):
                is_alive = before.get(mutant[:-1])
                if is_alive is None or (is_alive and self.given.again):
                    is_alive = _survives(mutant, items, known, self.given.most_s, tree)
                    self._keep(mutant, is_alive=is_alive)
                killed[not is_alive] += 1
                self._tell(mutant, n, killed, is_alive=is_alive)
        print(f"{killed[True]} of {len(self.sample)} killed: {killed[True] / len(self.sample):.1%}")
        return True

    def _keep(self, mutant: Mutant, *, is_alive: bool) -> None:
        if self.given.results:
            with self.given.results.open("a") as results:
                results.write(json.dumps([is_alive, *mutant[:-1]]) + "\n")

    def _tell(self, mutant: Mutant, n: int, killed: Counter[bool], *, is_alive: bool) -> None:
        if is_alive:
            print(f"{mutant.file}:{mutant.line}: {mutant.operator}", flush=True)
            print(f"    - {mutant.before}\n    + {mutant.after}", flush=True)
        if not n % 20:
            print(f"{n} run, {killed[True] / n:.1%} killed", flush=True)


def _results_in(file: Path | None) -> dict[tuple[object, ...], bool]:
    """By mutant whether it survived, of a run that was begun before; the last word counts."""
    if file is None or not file.exists():
        return {}
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return {tuple(mutant): is_alive for is_alive, *mutant in rows}


def _survives(
    mutant: Mutant, items: dict[str, pytest.Item], known: Covered, most_s: float, tree: Path
) -> bool:
    """Whether no test that runs its line fails."""
    tests = known.tests_of(mutant, most_s)
    if not tests:
        return True
    within_s = _SLOWEST_START_S + _PATIENCE * sum(known.took_s[test] for test in tests)

    def run() -> int:
        if not change(mutant):
            return _fails_anew(mutant, tests, tree)
        ordered = [items[test] for test in tests]
        if any(
            report.failed
            for item, following in zip_longest(ordered, ordered[1:])
            for report in _reports(item, following, _LEAST_S + _PATIENCE * known.took_s[item.nodeid])
        ):
            return 1
        # what was made of a constant on import, or once for all, is changed only where it is imported anew
        is_made_once = not is_in_function(mutant) or known.is_run_by_few(mutant)
        return _fails_anew(mutant, tests, tree) if is_made_once else 0

    return in_child(run, within_s) == 0


def _reports(
    item: pytest.Item, following: pytest.Item | None, within_s: float
) -> Sequence[pytest.TestReport]:
    """The test run; more processor time than that ends the process, as a failure."""
    signal.setitimer(signal.ITIMER_PROF, within_s)
    return runtestprotocol(item, log=False, nextitem=following)


def _fails_anew(mutant: Mutant, tests: Sequence[str], tree: Path) -> int:
    """Run the tests in a process that imports the changed file: for what is not a function or a constant."""
    file = tree / Path(mutant.file).relative_to("src")
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.code, encoding="utf-8")
    told = {"PYTHONPATH": str(tree), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        return subprocess.run(
            [sys.executable, "-m", "pytest", *_OPTIONS, "-x", *tests],
            check=False,
            env=os.environ | told,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        ).returncode
    finally:
        file.write_text(whole, encoding="utf-8")


def main() -> None:
    """Take the sample, run it, and say what survived."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sample", type=int, default=400)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument("--most-s", type=float, default=10, help="of tests' processor time, for one mutant")
    asked.add_argument("--only", default="", help="files whose path has this in it")
    asked.add_argument(
        "--results", type=Path, help="where each result is added as a line of JSON; those in it are not run"
    )
    asked.add_argument("--again", action="store_true", help="but what survived in it is run again")
    given = asked.parse_args()
    os.chdir(HERE)
    os.environ["CHARGEBOARD_LAWS"] = "brief"
    files = [
        file
        for room in ROOMS
        for file in sorted((HERE / "src" / "chargeboard" / room).rglob("*.py"))
        if given.only in str(file)
    ]
    chance = random.Random(given.seed)  # noqa: S311 - a sample, and the same one again
    every = {place: choices for file in files for place, choices in places_in(file).items()}
    print(f"seed {given.seed}: {given.sample} of {len(every):,} places in {', '.join(ROOMS)}", flush=True)
    drawn = (
        mutant_at(place, *chance.choice(every[place])) for place in chance.sample(list(every), len(every))
    )
    sample = list(islice((mutant for mutant in drawn if mutant is not None), given.sample))
    tests = [f"tests/{name}" for name in TESTS]
    sys.exit(
        pytest.main([*_OPTIONS, "--continue-on-collection-errors", *tests], plugins=[Run(sample, given)])
    )


if __name__ == "__main__":
    main()
