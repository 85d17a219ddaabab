"""Packs all old frames of a database, to be killed meanwhile."""

import sys

from chargeboard.cli.place import Place
from chargeboard.config import Settings

with Place(Settings().with_options(db=sys.argv[1])).desk() as desk:
    print("packing", flush=True)
    for station in desk.heard():
        while desk.pack(station, blocks=1):
            pass
