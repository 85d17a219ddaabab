"""How fast does a log become facts in the database, and how much memory does that take?"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from bench.figure import Figure, at_least, at_most, spread
from bench.inserting import rows_alone
from bench.town import TOWN, endless, write_jsonl, write_stamped
from bench.workbench import Child, Workbench
from chargeboard.demo.town import Place

_FRAMES_PER_S = 25_000
_GROWTH = 1.1
_SHARED_BY_TWO = 1.7
KWWHAT = Path(__file__).parents[2] / "shared/data/ocpp-logs/kwwhat/ocpp_1_6_synthetic_logs_14d.csv"


def figures(workbench: Workbench) -> Iterator[Figure]:
    """`chargeboard import` of a file into a new database, and `rebuild` of it, each as a whole process."""
    count, more = workbench.scaled(100_000, 80_000), workbench.scaled(400_000, 160_000)
    times = workbench.scaled(5, 2)
    frames = list(islice(endless(*TOWN), more))
    long = write_jsonl(frames, workbench.folder / "long.jsonl")
    del frames[count:]
    log = write_jsonl(frames, workbench.folder / "town.jsonl")
    many = write_jsonl(islice(endless(*_ten()), more), workbench.folder / "ten.jsonl")
    stamped = write_stamped(frames, workbench.folder / "town.log")
    runs = [_import(workbench, log) for _ in range(times)]
    parse = f"from ocpp_lens import OCPPLogParser; OCPPLogParser().parse_file({str(stamped)!r})"
    theirs = [workbench.run(sys.executable, "-c", parse) for _ in range(times)]
    lens = f"ocpp-lens {version('ocpp-lens')}"
    imported = _rate("import of JSONL to durable facts", count, runs)
    imported.peer = _rate("", count, theirs).value
    imported.limit = count / median(rows_alone(workbench, frames, times))
    imported.note += (
        f"; peer: {lens} parsing the same messages and keeping nothing; "
        "limit: the rows of frames and facts into SQLite, made already"
    )
    yield at_least(_FRAMES_PER_S, imported)
    yield at_least(
        1.0,
        Figure(
            name="import beside what only parses",
            value=imported.value / imported.peer,
            unit="times",
            note=f"by CPU, to durable facts and stored conclusions; {lens}",
        ),
    )
    again = [
        _chargeboard(workbench, "rebuild", "--db", _database(workbench))
        for _ in range(workbench.scaled(3, 1))
    ]
    yield _rate("rebuild from the journal", count, again)
    yield from _shared(workbench, many, workbench.scaled(3, 1))
    half = write_jsonl(islice(endless(*TOWN), more // 2), workbench.folder / "half.jsonl")
    peaks = [_peak([_import(workbench, file)]) for file in (half, long)]
    yield from _memory(count, _peak(runs), more, peaks, _peak(theirs), lens)
    if KWWHAT.exists():
        yield _kwwhat(workbench, workbench.scaled(5, 1))


def _shared(workbench: Workbench, log: Path, times: int) -> Iterator[Figure]:
    """Import and rebuild of ten chargers by two processes beside one, in turns."""
    imports: dict[int, list[Child]] = {1: [], 2: []}
    rebuilds: dict[int, list[Child]] = {1: [], 2: []}
    for _ in range(times):
        for jobs in (1, 2):
            imports[jobs].append(_import(workbench, log, "--jobs", str(jobs)))
            rebuilds[jobs].append(
                _chargeboard(workbench, "rebuild", "--db", _database(workbench), "--jobs", str(jobs))
            )
    for name, runs in (("import", imports), ("rebuild", rebuilds)):
        waited = {jobs: median(run.wall_s for run in some) for jobs, some in runs.items()}
        spent = {jobs: median(run.cpu_s for run in some) for jobs, some in runs.items()}
        yield at_least(
            _SHARED_BY_TWO,
            Figure(
                name=f"{name} by two processes",
                value=waited[1] / waited[2],
                unit="times as fast",
                note=f"{waited[1]:.1f} s and {waited[2]:.1f} s of waiting, with two cores free; "
                f"{spent[1]:.1f} s and {spent[2]:.1f} s of CPU",
            ),
        )
    yield Figure(
        name="import by two processes, peak memory",
        value=_peak(imports[2]),
        unit="MiB",
        peer=_peak(imports[1]),
        note="of the largest of them; peer: one process",
    )


def _ten() -> list[Place]:
    """The town twice, under other ids."""
    return [replace(place, id=f"{place.id}-{n}") for n in range(2) for place in TOWN]


def _memory(
    count: int, peak: float, more: int, peaks: Sequence[float], their_peak: float, lens: str
) -> Iterator[Figure]:
    """`peaks` are those of half of the longer log, with which SQLite's cache is full, and of all of it."""
    yield Figure(
        name="import, peak memory",
        value=peak,
        unit="MiB",
        peer=their_peak,
        note=f"the whole process, {count:,} frames, at most 32 MiB of them SQLite's cache; peer: {lens} on "
        "the same messages",
    )
    yield at_most(
        _GROWTH,
        Figure(
            name="import, growth of memory",
            value=peaks[1] / peaks[0],
            unit="times",
            note=f"{peaks[1]:.1f} MiB for {more:,} frames to {peaks[0]:.1f} MiB for {more // 2:,}",
        ),
    )


def _kwwhat(workbench: Workbench, times: int) -> Figure:
    with KWWHAT.open("rb") as log:
        lines = sum(1 for _ in log) - 1
    runs = [_import(workbench, KWWHAT, "--format", "kwwhat") for _ in range(times)]
    figure = _rate("import of the kwwhat log", lines, runs)
    figure.unit, figure.note = "lines/s", f"most of it is the start of the process; {figure.note}"
    return figure


def _import(workbench: Workbench, log: Path, *options: str) -> Child:
    for path in workbench.folder.glob("import.db*"):
        path.unlink()
    return _chargeboard(workbench, "import", log, "--db", _database(workbench), *options)


def _database(workbench: Workbench) -> Path:
    """What the last import left."""
    return workbench.folder / "import.db"


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
