"""Which tests run which line, and how long do they take?"""

from __future__ import annotations

import hashlib
import json
import re
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import accumulate, zip_longest
from pathlib import Path
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

from bench.mutants.child import in_child
from bench.mutants.places import HERE, Mutant

ROOMS = ("decode", "fold", "metrics", "history", "time")
_FEW = 5
_KEPT = HERE / ".venv-mutants" / "covered"


class Covered(NamedTuple):
    """Which tests run a line."""

    lines: dict[str, dict[int, list[str]]]
    """By file and line; lines that run when the file is imported have no test."""
    took_s: dict[str, float]

    def is_run_by_few(self, mutant: Mutant) -> bool:
        """Whether what the line makes may be made once, in the first test that needs it or on import."""
        return len(set(self.lines.get(mutant.file, {}).get(mutant.line, ()))) < _FEW

    def tests_of(self, mutant: Mutant, most_s: float) -> list[str]:
        """Those of its line; where that runs on import, those of all files that use a name of the line."""
        here = self.lines.get(mutant.file, {})
        found = set(here.get(mutant.line, ()))
        near = {test for tests in here.values() for test in tests}
        if not found:
            names = set(re.findall(r"\b[A-Za-z_]\w{2,}", mutant.before.partition("=")[0])) or {"import"}
            # what looks at the code itself runs none of it
            near |= {test for test in self.took_s if test.startswith("tests/architecture")}
            found = near.union(
                *(
                    tests
                    for file, lines in self.lines.items()
                    if names & set(re.findall(r"\w+", (HERE / file).read_text()))
                    for tests in lines.values()
                )
            )
        elif self.is_run_by_few(mutant):
            found |= near
        by_file: dict[tuple[bool, str], list[str]] = defaultdict(list)
        for test in sorted(found, key=lambda test: self.took_s.get(test, 0)):
            by_file[test not in near, test.partition("::")[0]].append(test)
        slowness = {
            file: (file[0], sum(self.took_s.get(test, 0) for test in tests) / len(tests))
            for file, tests in by_file.items()
        }
        ordered = [test for file in sorted(by_file, key=slowness.__getitem__) for test in by_file[file]]
        until = accumulate(self.took_s.get(test, 0) for test in ordered)
        return [test for test, so_far in zip(ordered, until, strict=True) if so_far <= most_s]


def covered(items: Mapping[str, pytest.Item]) -> Covered:
    """Run each file of tests once and note which lines each test runs, and how long it takes."""
    lines: dict[str, dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
    took_s: dict[str, float] = {}
    by_file: dict[Path, list[pytest.Item]] = defaultdict(list)
    for item in items.values():
        by_file[item.path].append(item)
    code = _digest((HERE / "src").rglob("*.*"))
    _KEPT.mkdir(parents=True, exist_ok=True)
    for file, ordered in by_file.items():
        mine = [file, *(HERE / "tests").rglob("[!t]*.py"), *file.parent.rglob("*.json")]
        kept = _KEPT / f"{_digest(mine, code)}.json"
        if not kept.exists():
            in_child(partial(_measure, ordered, kept), float("inf"))
        told = json.loads(kept.read_text(encoding="utf-8"))
        took_s |= told["took_s"]
        for name, by_line in told["lines"].items():
            for line, tests in by_line.items():
                lines[name][int(line)] += [test for test in tests if test in took_s]
    print(f"{len(took_s):,} tests take {sum(took_s.values()):.0f} s", flush=True)
    return Covered(lines, took_s)


def _digest(files: Iterable[Path], more: str = "") -> str:
    known = hashlib.sha256(more.encode())
    for file in sorted(file for file in files if file.suffix in {".py", ".sql", ".json"}):
        known.update(file.read_bytes())
    return known.hexdigest()[:24]


def _measure(ordered: Sequence[pytest.Item], kept: Path) -> int:
    watch = Coverage(data_file=None, include=[f"{HERE}/src/chargeboard/{room}/*" for room in ROOMS])
    watch.set_option("run:disable_warnings", ["no-data-collected"])
    took_s: dict[str, float] = {}
    watch.start()
    for item, following in zip_longest(ordered, ordered[1:]):
        watch.switch_context(item.nodeid)
        begun = time.process_time()
        # what fails without a mutant kills none
        if not any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
            took_s[item.nodeid] = time.process_time() - begun
    watch.stop()
    told = watch.get_data()
    lines = {
        str(Path(file).relative_to(HERE)): {
            line: [test for test in tests if test] for line, tests in told.contexts_by_lineno(file).items()
        }
        for file in told.measured_files()
    }
    kept.write_text(json.dumps({"took_s": took_s, "lines": lines}), encoding="utf-8")
    return 0
