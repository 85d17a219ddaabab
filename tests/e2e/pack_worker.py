"""Packs all old frames of a database, to be killed meanwhile."""

import sys

from chargeboard.cli.place import Place
from chargeboard.config import Settings
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.upkeep.packing import pack

with Place(Settings().with_options(db=sys.argv[1])).desk() as desk:
    print("packing", flush=True)
    for station in Projector(desk.histories, desk.now).heard():
        while pack(desk.store, station, desk.now(), blocks=1):
            pass
