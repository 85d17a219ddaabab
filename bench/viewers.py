"""
`python -m bench.viewers`: what do open pages of as many chargers cost?

The chargers live as those of `chargeboard load`, and the news of each are read by one viewer. Counted is the
processor time of the process that serves the page.
"""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.audience import Audience
from bench.figure import Figure, at_most, shown
from bench.system.chargers import Chargers
from bench.system.serving import serving, took_s
from bench.table import heading, line
from chargeboard.demo.load import Mix, Tally
from chargeboard.demo.load.mix import id_of

_PAGE = "page"
_WITHIN_S = 300
_MOST_PCT = 10


def measure(folder: Path, pages: int, seconds: float) -> Figure:
    """So many pages, each of another charger."""
    with serving(folder) as served, ExitStack() as stack:
        chargers = Chargers(served.endpoint, Mix(), 1.0)
        stack.callback(chargers.vanish)
        chargers.switch_on(range(pages))
        chargers.booted_s(Tally(), pages, _WITHIN_S)
        audience = Audience(served.page_port, [f"/chargers/{id_of(number)}/live" for number in range(pages)])
        audience.start()
        stack.callback(audience.stop)
        if took_s(lambda: audience.begun == pages, _WITHIN_S) is None:
            raise RuntimeError(f"{audience.begun} of {pages} pages were drawn")
        used, received, calls = served.cpu_s()[_PAGE], audience.received, chargers.tally.answers
        time.sleep(seconds)
        used, received = served.cpu_s()[_PAGE] - used, audience.received - received
        return at_most(
            _MOST_PCT,
            Figure(
                name=f"{pages} pages of as many chargers",
                value=100 * used / seconds,
                unit="% of core",
                note=f"{(chargers.tally.answers - calls) / seconds:.0f} calls a second in all; "
                f"{shown(received / seconds / pages)} bytes a second and page",
            ),
        )


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.viewers", description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60, help="how long is measured (60)")
    asked = parser.parse_args()
    print(heading())
    with TemporaryDirectory(prefix="chargeboard-viewers-") as folder:
        print(line(measure(Path(folder), asked.pages, asked.seconds)), flush=True)


if __name__ == "__main__":
    main()
