"""Run by drawing.py in a process of its own: what does a year of a busy charger cost the server?"""

from __future__ import annotations

import gzip
import sys
from time import perf_counter, process_time

import msgspec

from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.web.pages.showing import panels_of, seen_of


def main() -> None:
    """Prints the measure as JSON."""
    database, station, query = sys.argv[1], sys.argv[2], dict(one.split("=") for one in sys.argv[3:])
    with Place(from_environment(None).with_options(db=database)).desk() as desk:
        taken: list[float] = []
        walls: list[float] = []
        for _ in range(6):
            begin, wall = process_time(), perf_counter()
            panels = panels_of(seen_of(desk, station, query), query)
            taken.append(1000 * (process_time() - begin))
            walls.append(1000 * (perf_counter() - wall))
        html = panels.by_name["events"].fragment.html
        found = {
            "cold_ms": taken[0],
            "cold_wall_ms": walls[0],
            "warm_ms": taken[1:],
            "rects": sum(one.html.count("<rect") for one in panels.fragments),
            "panel_bytes": len(gzip.compress(html.encode(), 6)),
        }
    print(msgspec.json.encode(found).decode())


main()
