"""What does a look at a charger cost in this process, as its page takes one? Prints it as JSON."""

from __future__ import annotations

import sys
from time import process_time

import msgspec

from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.time.instants import HOUR, SECOND, Instant
from chargeboard.time.spans import Span

_TIMES = 30
_LISTED = 10
"""So many of the newest sessions are listed, as the page does."""


def main(database: str, station: str, at: Instant) -> None:
    """The first look, and those of the seconds after it."""
    with Place(from_environment(None).with_options(db=database)).desk() as desk:

        def cost_ms(now: Instant) -> float:
            begin = process_time()
            desk.seen(station, _last_day, at=now, newest=_LISTED)
            return 1000 * (process_time() - begin)

        first_ms = cost_ms(at)
        next_ms = [cost_ms(at + after * SECOND) for after in range(1, _TIMES + 1)]
    print(msgspec.json.encode({"first_ms": first_ms, "next_ms": next_ms}).decode())


def _last_day(_zone: str, at: Instant) -> Span:
    return Span(at - 24 * HOUR, at)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
