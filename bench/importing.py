"""How fast does a log become facts in the database, and how much memory does that take?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median

from bench.figure import Figure, at_least, at_most, spread
from bench.inserting import rows_alone
from bench.town import history, write_jsonl, write_stamped
from bench.workbench import Child, Workbench

_FRAMES_PER_S = 25_000
_GROWTH = 1.1
_KWWHAT = Path(__file__).parents[2] / "shared/data/ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv"


def figures(workbench: Workbench) -> Iterator[Figure]:
    """`chargeboard import` of a file into a new database, and `rebuild` of it, each as a whole process."""
    frames = history()[: workbench.scaled(200_000, 60_000)]
    few, times = len(frames) // 4, workbench.scaled(5, 3)
    log = write_jsonl(frames, workbench.folder / "town.jsonl")
    short = write_jsonl(frames[:few], workbench.folder / "short.jsonl")
    stamped = write_stamped(frames, workbench.folder / "town.log")
    imports = [_import(workbench, log) for _ in range(times)]
    parse = f"from ocpp_lens import OCPPLogParser; OCPPLogParser().parse_file({str(stamped)!r})"
    peers = [workbench.run(sys.executable, "-c", parse) for _ in range(times)]
    lens = f"ocpp-lens {version('ocpp-lens')}"
    imported = _rate("import of JSONL to durable facts", len(frames), imports)
    imported.peer = _rate("", len(frames), peers).value
    imported.limit = len(frames) / median(rows_alone(workbench, frames, times))
    imported.note += (
        f"; peer: {lens} parsing the same messages and keeping nothing; "
        "limit: the rows of frames and facts into SQLite, made already"
    )
    yield at_least(_FRAMES_PER_S, imported)
    small, large, theirs = (
        _peak([_import(workbench, short) for _ in range(times)]),
        _peak(imports),
        _peak(peers),
    )
    yield Figure(
        name="import, peak memory",
        value=large,
        unit="MiB",
        peer=theirs,
        note=f"the largest process, {len(frames):,} frames; peer: {lens} on the same messages",
    )
    yield at_most(
        _GROWTH,
        Figure(
            name="import, growth of memory",
            value=large / small,
            unit="times",
            note=f"peak of {len(frames):,} frames over that of {few:,} ({small:.1f} MiB)",
        ),
    )
    yield _rebuilt(workbench, log, len(frames))
    if _KWWHAT.exists():
        yield _kwwhat(workbench, times)


def _rebuilt(workbench: Workbench, log: Path, frames: int) -> Figure:
    database = workbench.folder / "rebuilt.db"
    _chargeboard(workbench, "import", log, "--db", database)
    again = [_chargeboard(workbench, "rebuild", "--db", database) for _ in range(workbench.scaled(3, 1))]
    return _rate("rebuild of a town from its journal", frames, again)


def _kwwhat(workbench: Workbench, times: int) -> Figure:
    with _KWWHAT.open("rb") as log:
        lines = sum(1 for _ in log) - 1
    runs = [_import(workbench, _KWWHAT, "--format", "kwwhat") for _ in range(times)]
    figure = _rate("import of the kwwhat log", lines, runs)
    figure.unit, figure.note = "lines/s", f"most of it is the start of the process; {figure.note}"
    return figure


def _import(workbench: Workbench, log: Path, *options: str) -> Child:
    database = workbench.folder / "import.db"
    child = _chargeboard(workbench, "import", log, "--db", database, *options)
    for path in workbench.folder.glob("import.db*"):
        path.unlink()
    return child


def _chargeboard(workbench: Workbench, *arguments: object) -> Child:
    return workbench.run(sys.executable, "-m", "chargeboard", *map(str, arguments))


def _rate(name: str, count: int, runs: Sequence[Child]) -> Figure:
    rates = [count / run.cpu_s for run in runs]
    waited = median(run.wall_s for run in runs)
    return Figure(
        name=name,
        value=median(rates),
        unit="frames/s",
        note=f"{count:,} by {median(run.cpu_s for run in runs):.2f} s of CPU, the start of the process "
        f"included; {spread(rates)}; {count / waited:,.0f} a second of waiting",
    )


def _peak(runs: Sequence[Child]) -> float:
    return median(run.peak_bytes for run in runs) / 2**20
