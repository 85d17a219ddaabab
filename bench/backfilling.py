"""What does a backfill of many files cost beside an import of them, and how much memory does it take?"""

from __future__ import annotations

import gzip
import shutil
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from statistics import median

from msgspec.structs import replace

from bench.figure import Figure, at_most
from bench.town import TOWN, endless, write_jsonl
from bench.workbench import Child, Workbench

_BESIDE_IMPORT = 1.25
_GROWTH = 1.1
_FILES = 16


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Sixteen files by gzip, ten chargers, two processes; beside an import, and of four times as much."""
    count, times = workbench.scaled(200_000, 40_000), workbench.scaled(3, 1)
    less, more = (_folder(workbench, name, n) for name, n in (("less", count), ("more", 4 * count)))
    imports, fills, again = list[Child](), list[Child](), list[Child]()
    for _ in range(times):
        imports.append(_run(workbench, "import", *sorted(less.iterdir()), is_new=True))
        fills.append(_run(workbench, "backfill", less, is_new=True))
        again.append(_run(workbench, "backfill", less))
    spent, beside = (median(run.cpu_s for run in runs) for runs in (fills, imports))
    yield at_most(
        _BESIDE_IMPORT,
        Figure(
            name="backfill beside import of the same files",
            value=spent / beside,
            unit="times",
            note=f"CPU of all processes, two of each: {1e6 * spent / count:.1f} us a frame to "
            f"{1e6 * beside / count:.1f}; waited {_waited(fills):.1f} s to {_waited(imports):.1f}",
        ),
    )
    yield Figure(
        name="backfill of files that were taken in",
        value=median(run.cpu_s for run in again),
        unit="s of CPU",
        peer=spent,
        note="most of it is the start of the processes; peer: the first time",
    )
    many = _run(workbench, "backfill", more, is_new=True)
    yield at_most(
        _GROWTH,
        Figure(
            name="backfill, growth of memory",
            value=many.peak_bytes / max(run.peak_bytes for run in fills),
            unit="times",
            note=f"the largest process, four times as many frames: {many.peak_bytes / 2**20:.1f} MiB; "
            f"{1e6 * many.cpu_s / (4 * count):.1f} us of CPU a frame",
        ),
    )


def _folder(workbench: Workbench, name: str, count: int) -> Path:
    """The town twice, under other ids, one stretch of time a file."""
    folder = workbench.folder / name
    folder.mkdir()
    places = [replace(place, id=f"{place.id}-{n}") for n in range(2) for place in TOWN]
    frames = islice(endless(*places), count)
    for number in range(_FILES):
        log = write_jsonl(islice(frames, count // _FILES), folder / f"{number}.jsonl")
        with log.open("rb") as plain, gzip.open(f"{log}.gz", "wb", compresslevel=1) as packed:
            shutil.copyfileobj(plain, packed)
        log.unlink()
    return folder


def _run(workbench: Workbench, what: str, *paths: Path, is_new: bool = False) -> Child:
    database = workbench.folder / f"{what}.db"
    if is_new:
        for path in workbench.folder.glob(f"{what}.db*"):
            path.unlink()
    command = ("-m", "chargeboard", what, *map(str, paths), "--db", str(database), "--jobs", "2")
    return workbench.run(sys.executable, *command)


def _waited(runs: Sequence[Child]) -> float:
    return median(run.wall_s for run in runs)
