"""A listening endpoint over a real store, and what a test asks of both."""

from __future__ import annotations

import asyncio
import json
from contextlib import asynccontextmanager
from urllib.parse import quote

import msgspec
import uvloop
import websockets

from chargeboard.cli.place import Place
from chargeboard.cli.server.listening import listening
from chargeboard.cli.server.receiving import understanding
from chargeboard.config import Settings
from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND, text_of
from in_a_thread import run
from projecting import projector_of

PATIENCE_S = 60


class Yard:
    def __init__(self, ours, desk, reader):
        self.ours, self.desk, self.reader = ours, desk, reader

    def url(self, station):
        return self.ours.address + quote(station, safe="")

    def connect(self, station, *protocols, **options):
        return websockets.connect(self.url(station), subprotocols=protocols or ["ocpp1.6"], **options)

    def frames(self, station):
        return [stored.frame for batch in self.reader.frames_after(station, -(2**62), 0) for stored in batch]

    def said(self, station, direction):
        return [frame.text for frame in self.frames(station) if frame.direction == direction]

    def turns(self, station):
        return [json.loads(text)[0] for text in self.said(station, "ws")]

    async def until(self, claim):
        """Wait until something is so."""
        async with asyncio.timeout(PATIENCE_S):
            while not claim():  # noqa: ASYNC110 - what another thread has written tells nobody
                await asyncio.sleep(0.01)

    async def board(self, station):
        """The board, once all that was said has been folded."""
        newest = self.reader.newest_frame_at(station)
        await self.until(lambda: self.reader.progress(station).received_at >= newest)
        return msgspec.json.decode(self.desk.board_json(station))


@asynccontextmanager
async def yard(database, policy=None, *, data_folder="", **csms):
    """Chargers may connect; `csms` are settings."""
    chosen = {"authorize": "accept_all", "port": 0} | csms
    place = Place(
        Settings().with_options(db=str(database), data_folder=data_folder).with_csms("test", **chosen)
    )
    with place.desk(is_made=True) as desk:
        reader = place.address.open(read_only=True)
        try:
            with understanding(projector_of(desk)) as tell:
                # nothing waits: each board is looked at
                async with listening(place, desk.store, reader, lambda some, _="heard": tell(some)) as ours:
                    yield Yard(ours, desk, reader)
        finally:
            reader.close()


def on_loop(coroutine, within_s=60):
    """Run one test's coroutine, bounded, on the loop that chargers are listened to on."""

    async def bounded():
        async with asyncio.timeout(within_s):
            return await coroutine

    return run(bounded(), uvloop.run)


async def call(link, action, payload=None, number="1"):
    """Ask, and give the answer's parts."""
    await link.send(json.dumps([2, number, action, payload or {}]))
    return json.loads(await link.recv())


def stamp():
    return text_of(now() // SECOND * SECOND)
