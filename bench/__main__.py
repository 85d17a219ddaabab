"""`make bench`: how fast and how small is chargeboard? Prints a table and writes bench/results.json."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import msgspec

from bench import (
    alerting,
    asking,
    backfilling,
    delaying,
    drawing,
    evidence,
    importing,
    keeping,
    lasting,
    listening,
    lists,
    reading,
    remembering,
    rights,
    table,
    tapping,
    watching,
)
from bench.figure import Figure
from bench.workbench import Workbench

MEASURES: dict[str, Callable[[Workbench], Iterator[Figure]]] = {
    "reading": reading.figures,
    "remembering": remembering.figures,
    "importing": importing.figures,
    "backfilling": backfilling.figures,
    "asking": asking.figures,
    "keeping": keeping.figures,
    "lasting": lasting.figures,
    "tapping": tapping.figures,
    "listening": listening.figures,
    "delaying": delaying.figures,
    "watching": watching.figures,
    "evidence": evidence.figures,
    "lists": lists.figures,
    "rights": rights.figures,
    "alerting": alerting.figures,
    "drawing": drawing.figures,
}
"""Each gives its rows; a new measure is a module with `figures` and a line here."""
QUICK = ("reading", "remembering", "importing", "asking", "keeping")
"""What `--quick` measures where none is named: the others start servers and browsers, and take minutes."""

_RESULTS = Path(__file__).parent / "results.json"


def main() -> None:
    """All measures, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("measures", nargs="*", metavar="MEASURE", help=f"of {', '.join(MEASURES)}")
    parser.add_argument(
        "--quick", action="store_true", help="the core only, with fewer frames and repeats: under 50 seconds"
    )
    parser.add_argument("--out", type=Path, default=_RESULTS, help="where the figures are written")
    asked = parser.parse_args()
    unknown = set(asked.measures) - set(MEASURES)
    if unknown:
        parser.error(f"no measure {', '.join(sorted(unknown))}; there are {', '.join(MEASURES)}")
    chosen = asked.measures or (QUICK if asked.quick else MEASURES)
    begin, found = perf_counter(), list[Figure]()
    print(table.heading())
    with TemporaryDirectory(prefix="chargeboard-bench-") as folder:
        for name in chosen:
            for figure in MEASURES[name](Workbench(Path(folder), asked.quick)):
                found.append(figure)
                print(table.line(figure), flush=True)
    asked.out.write_bytes(msgspec.json.format(msgspec.json.encode(found)) + b"\n")
    missed = [figure.name for figure in found if figure.met is False]
    print(f"\n{len(found)} figures in {perf_counter() - begin:.0f} s, written to {asked.out}")
    if left_out := [name for name in MEASURES if name not in chosen]:
        print(f"not measured: {', '.join(left_out)}")
    print(f"missed: {'; '.join(missed)}" if missed else "every target is met")


if __name__ == "__main__":
    main()
