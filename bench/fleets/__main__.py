"""
`make bench-fleets`: what does a page cost beside a dashboard's queries over raw tables, in any fleet?

Prints a table and writes bench/fleets.json. Everything runs in one run on one machine: ours on SQLite and on
PostgreSQL, eight queries of a dashboard with equal figures on the same PostgreSQL, and the same on DuckDB.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir

import msgspec

from bench import table
from bench.figure import Figure
from bench.fleets import figures
from bench.fleets.server import Server, server_on

_INGESTED_DAYS = 3
_RESULTS = Path(__file__).parents[1] / "fleets.json"


def main() -> None:
    """Each of the fleets that are asked for, the smaller first."""
    parser = argparse.ArgumentParser(prog="python -m bench.fleets", description=__doc__)
    parser.add_argument(
        "fleets", nargs="*", default=["60x9"], help="CHARGERSxDAYS, as 1000x90 10000x9 (60x9)"
    )
    parser.add_argument("--looks", type=int, default=200, help="how many pages each side makes (200)")
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the figures are written")
    asked = parser.parse_args()
    found = list[Figure]()
    print(table.heading())
    with (
        server_on(Path(gettempdir())) as server,
        TemporaryDirectory(prefix="chargeboard-fleets-") as folder,
    ):
        for figure in _all(Path(folder), server, asked.fleets, asked.looks):
            found.append(figure)
            print(table.line(figure), flush=True)
    asked.out.write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")


def _all(folder: Path, server: Server, fleets: Sequence[str], looks: int) -> Iterator[Figure]:
    yield from figures.ingest(folder, server, _INGESTED_DAYS)
    yield from figures.live(folder, server)
    before: dict[str, float] = {}
    for fleet in fleets:
        chargers, days = map(int, fleet.split("x"))
        p50_ms: dict[str, float] = {}
        yield from figures.figures(folder, server, (chargers, days), looks, p50_ms)
        yield from figures.crowded(f"{fleet} : the one before", p50_ms, before)
        before = p50_ms


if __name__ == "__main__":
    main()
