"""An endpoint in a process of its own, to be killed: prints where chargers connect."""

import asyncio
import sys

import uvloop
from yard import yard


async def main(database):
    async with yard(database) as ours:
        print(ours.ours.address, flush=True)
        await asyncio.Event().wait()


uvloop.run(main(sys.argv[1]))
