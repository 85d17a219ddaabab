"""Makes the line of a charger as `serve` does when it hears something; an import makes it today."""

from __future__ import annotations

import sys

from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.time.instants import Instant


def main(database: str, station: str, at: Instant) -> None:
    """Its line, at an instant."""
    place = Place(from_environment(None).with_options(db=database))
    with place.store() as store:
        projector = place.projector_over(store)
        projector.now = lambda: at
        projector.tell(station)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
