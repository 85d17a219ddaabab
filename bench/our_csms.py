"""Our endpoint over a database in the folder that is named; prints its address."""

import asyncio
import sys

import uvloop

from chargeboard.cli.place import Place
from chargeboard.cli.server.listening import listening
from chargeboard.config import Settings
from chargeboard.store import open_store


async def main(database: str) -> None:
    """Until it is ended."""
    place = Place(Settings().with_options(db=database).with_csms("bench", authorize="accept_all", port=0))
    with place.store(is_made=True) as store:
        reader = open_store(database, read_only=True)
        async with listening(place, store, reader, lambda *_: None) as ours:
            print(ours.address, flush=True)
            await asyncio.Event().wait()


uvloop.run(main(sys.argv[1]))
