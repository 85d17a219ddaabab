"""
`make mutants`: which small changes of the code does no test notice?

A random sample of places in decode, fold and metrics, one mutant of cosmic-ray's at each. A mutant runs the
tests that cover its line, the quickest first, until one fails; what none fails for has survived. All runs in
an environment of its own (`.venv-mutants`), as nothing else needs cosmic-ray and coverage.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import signal
import sys
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from itertools import accumulate, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator, operator_names

if TYPE_CHECKING:
    import pytest

HERE = Path(__file__).parents[1]
ROOMS = ("decode", "fold", "metrics")
TESTS = ("decode", "fold", "metrics", "time", "guidance", "scenarios/test_scenarios.py")
"""What tells of these rooms alone. Laws find as much and take ten times as long."""
_OPTIONS = (
    "-q",
    "-m",
    "not soak and not page",
    "-Wignore::pytest.PytestAssertRewriteWarning",
    *(f"-pno:{name}" for name in ("cacheprovider", "xdist", "cov")),
)
_FIRST = 40
"""So many of the quickest tests are tried before the others are even imported."""
_PATIENCE, _SLOWEST_START_S = 8, 60.0
_FOR_ALL_S = 3600.0
_ARGUMENTS_NEEDED = ("VariableReplacer", "VariableInserter")
_NO_CHANGE = re.compile(r"Operator_(?!Is).*_Is(Not)?$|Operator_Is(Not)?_(?!Is)")
"""`==` for `is` of a number or enum, and back, is the same program in CPython."""


class Place(NamedTuple):
    """Where a file can be changed."""

    file: Path
    line: int
    column: int


class Mutant(NamedTuple):
    """One small change of a file."""

    file: str
    line: int
    operator: str
    before: str
    after: str
    code: str
    """The whole file, changed."""


class Covered(NamedTuple):
    """Which tests run a line."""

    lines: dict[str, dict[int, list[str]]]
    """By file and line; lines that run when the file is imported have no test."""
    took_s: dict[str, float]

    def tests_of(self, mutant: Mutant, most_s: float) -> list[str]:
        """Those of its line; where that runs on import, those of all files that use a name of the line."""
        here = self.lines.get(mutant.file, {})
        found = set(here.get(mutant.line, ()))
        if not found:
            names = set(re.findall(r"\b[A-Za-z_]\w{2,}", mutant.before.partition("=")[0])) or {"import"}
            for file, lines in self.lines.items():
                if file == mutant.file or names & set(re.findall(r"\w+", (HERE / file).read_text())):
                    found |= {test for tests in lines.values() for test in tests}
        by_file: dict[str, list[str]] = defaultdict(list)
        for test in sorted(found, key=lambda test: self.took_s.get(test, 0)):
            by_file[test.partition("::")[0]].append(test)
        slowness = {
            file: sum(self.took_s.get(test, 0) for test in tests) / len(tests)
            for file, tests in by_file.items()
        }
        ordered = [test for file in sorted(by_file, key=slowness.__getitem__) for test in by_file[file]]
        until = accumulate(self.took_s.get(test, 0) for test in ordered)
        return [test for test, so_far in zip(ordered, until, strict=True) if so_far <= most_s]


def places_in(file: Path) -> dict[Place, list[tuple[str, int]]]:
    """Where a file can be changed, and the operators that do it, each with its occurrence."""
    nodes = list(ast_nodes(get_ast(file.read_text(encoding="utf-8"))))
    places: dict[Place, list[tuple[str, int]]] = defaultdict(list)
    for family in _families():
        # those that replace the same thing find it at the same places
        first, occurrence = get_operator(family[0])(), 0
        for node in nodes:
            for start, _ in first.mutation_positions(node):
                places[Place(file, *start)] += [(name, occurrence) for name in family]
                occurrence += 1
    return places


def _families() -> list[list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name in operator_names():
        if not name.endswith(_ARGUMENTS_NEEDED) and not _NO_CHANGE.search(name):
            found[name if "_Delete_" in name else name.rpartition("_")[0] or name].append(name)
    return list(found.values())


def mutant_at(place: Place, operator: str, occurrence: int) -> Mutant | None:
    """The file with one change; None where that changes nothing that is executed."""
    source = place.file.read_text(encoding="utf-8")
    code = mutate_code(source, get_operator(operator)(), occurrence)
    try:
        if code is None or _executed(code) == _executed(source):
            return None
    except SyntaxError:
        return None
    old, new = source.splitlines(), code.splitlines()
    at = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), place.line - 1)
    file = str(place.file.relative_to(HERE))
    return Mutant(file, at + 1, operator.removeprefix("core/"), old[at].strip(), new[at].strip(), code)


def _executed(source: str) -> str:
    """The program without what only readers and type checkers see."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.AnnAssign | ast.arg):
            node.annotation = ast.Constant(None)
        elif isinstance(node, ast.FunctionDef):
            node.returns = None
    return ast.dump(tree)


def covered(tree: Path, folder: Path, tests: Sequence[str]) -> Covered:
    """Run all tests once and note which lines each of them runs, and how long it takes."""
    data, times = folder / "coverage", folder / "times.json"
    if _in_child(tree, lambda: _measure(tree, data, times, tests), _FOR_ALL_S) not in {0, 1}:
        sys.exit("The tests cannot be run without any mutant")
    from coverage import CoverageData  # noqa: PLC0415 - of the environment of mutants

    told = CoverageData(basename=str(data))
    told.read()
    took_s = json.loads(times.read_text())
    lines = {
        str(Path(file).relative_to(tree)): {
            line: [test for test in tests if test in took_s]
            for line, tests in told.contexts_by_lineno(file).items()
        }
        for file in told.measured_files()
    }
    return Covered(lines, took_s)


def _measure(tree: Path, data: Path, times: Path, tests: Sequence[str]) -> int:
    import coverage  # noqa: PLC0415 - of the environment of mutants
    import pytest  # noqa: PLC0415 - in the child alone, so that the parent stays small

    watch = coverage.Coverage(str(data), include=[f"{tree}/src/chargeboard/{room}/*" for room in ROOMS])

    class Watch:
        took_s: ClassVar[dict[str, float]] = {}
        failed: ClassVar[set[str]] = set()

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[object]:
            watch.switch_context(item.nodeid)
            begun = time.process_time()
            try:
                return (yield)
            finally:
                self.took_s[item.nodeid] = time.process_time() - begun
                watch.switch_context("")

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                self.failed.add(report.nodeid)

    watch.start()
    code = pytest.main([*_OPTIONS, "--continue-on-collection-errors", *tests], plugins=[Watch()])
    watch.stop()
    watch.save()
    # what fails without a mutant kills none
    times.write_text(json.dumps({test: s for test, s in Watch.took_s.items() if test not in Watch.failed}))
    return int(code)


def _in_child(tree: Path, work: Callable[[], int], within_s: float) -> int | None:
    """What it returns in a process of its own, with the package of `tree`; None: it took too long."""
    child = os.fork()
    if not child:
        os.setpgid(0, 0)
        code = 70
        try:
            sys.path.insert(0, str(tree / "src"))
            sys.dont_write_bytecode = True
            os.environ |= {"PYTHONPATH": str(tree / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
            with Path(os.devnull).open("w") as nothing:
                if within_s < _FOR_ALL_S:
                    os.dup2(nothing.fileno(), 1)
                    os.dup2(nothing.fileno(), 2)
            code = work()
        except BaseException:  # noqa: BLE001 - the child ends here, whatever happens
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code)
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.02)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


def _fails(tree: Path, tests: Sequence[str], took_s: dict[str, float]) -> bool:
    if not tests:
        return False

    def run() -> int:
        import pytest  # noqa: PLC0415 - loaded in the parent already

        return int(pytest.main([*_OPTIONS, "-x", *tests]))

    within_s = _SLOWEST_START_S + _PATIENCE * sum(took_s.get(test, 1.0) for test in tests)
    return _in_child(tree, run, within_s) != 0


def survives(mutant: Mutant, tree: Path, known: Covered, most_s: float) -> bool:
    """Whether no test that runs its line fails."""
    file = tree / mutant.file
    whole = file.read_text(encoding="utf-8")
    file.write_text(mutant.code, encoding="utf-8")
    for stale in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
        stale.unlink()
    tests = known.tests_of(mutant, most_s)
    try:
        return not any(_fails(tree, part, known.took_s) for part in (tests[:_FIRST], tests[_FIRST:]))
    finally:
        file.write_text(whole, encoding="utf-8")


def main() -> None:
    """Take the sample, run it, and say what survived."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--sample", type=int, default=400)
    asked.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    asked.add_argument(
        "--most-s", type=float, default=float("inf"), help="of tests' processor time, for one mutant"
    )
    asked.add_argument("--only", default="", help="files whose path has this in it")
    asked.add_argument("--results", type=Path, help="where each result is added as a line of JSON")
    given = asked.parse_args()
    os.chdir(HERE)
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
    for name in ("pytest", "hypothesis", "msgspec", "apsw", "aiosql", "zstandard", "coverage", "litestar"):
        import_module(name)
    with TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(HERE / "src", tree / "src", ignore=shutil.ignore_patterns("__pycache__"))
        known = covered(tree, Path(folder), [f"tests/{name}" for name in TESTS])
        killed = Counter[bool]()
        for n, mutant in enumerate(sample, 1):
            is_alive = survives(mutant, tree, known, given.most_s)
            killed[not is_alive] += 1
            if given.results:
                with given.results.open("a") as results:
                    results.write(json.dumps([is_alive, *mutant[:-1]]) + "\n")
            if is_alive:
                print(f"{mutant.file}:{mutant.line}: {mutant.operator}", flush=True)
                print(f"    - {mutant.before}\n    + {mutant.after}", flush=True)
            if not n % 20:
                print(f"{n} run, {killed[True] / n:.1%} killed", flush=True)
    print(f"{killed[True]} of {len(sample)} killed: {killed[True] / len(sample):.1%}")


if __name__ == "__main__":
    main()
