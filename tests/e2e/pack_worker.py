"""Packs all old frames of a database, to be killed meanwhile."""

import sys

from chargeboard.cli.place import Place
from chargeboard.config import Settings
from chargeboard.run.upkeep.packing import pack
from projecting import projector_of

with Place(Settings().with_options(db=sys.argv[1])).desk() as desk:
    print("packing", flush=True)
    for station in projector_of(desk).heard():
        while pack(desk.store, station, desk.now(), blocks=1):
            pass
