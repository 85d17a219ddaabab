"""An endpoint in a process of its own, to be killed: prints where chargers connect."""

import asyncio
import sys

import uvloop
from yard import yard


async def main(database, data_folder):
    async with yard(database, data_folder=data_folder) as ours:
        print(ours.ours.address, flush=True)
        await asyncio.Event().wait()


uvloop.run(main(*sys.argv[1:]))
