"""What would be unavoidable? A bare page with a bare event stream, and bare writing to many sockets."""

from __future__ import annotations

import asyncio
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from time import process_time

_PAGE = b"""<p id=said>0</p><script>
new EventSource('/events').onmessage = e => { document.getElementById('said').textContent = e.data }
</script>"""


class Bare(threading.Thread):
    """A bare page with a bare event stream."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self._ready = threading.Event()
        self._streams: list[asyncio.StreamWriter] = []
        self._said = 0
        self.address = ""

    def run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._answer, "127.0.0.1", 0)
        self.address = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
        self._ready.set()
        await self._end.wait()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        if b"/events" in head:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
            self._streams.append(writer)
        else:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n" + _PAGE)
            await writer.drain()
            writer.close()

    def say(self) -> float:
        """One event to all; the moment in seconds since the epoch."""
        self._said += 1
        at = time.time_ns() / 1e9
        for stream in self._streams:
            self._loop.call_soon_threadsafe(stream.write, f"data: {self._said}\n\n".encode())
        return at

    def open(self) -> None:
        """Serve."""
        self.start()
        self._ready.wait()

    def close(self) -> None:
        """End."""
        self._loop.call_soon_threadsafe(self._end.set)
        self.join()


@contextmanager
def bare_page() -> Iterator[Bare]:
    """The page, served."""
    plain = Bare()
    plain.open()
    try:
        yield plain
    finally:
        plain.close()


def writing_s(received: int, updates: int, viewers: int) -> float:
    """What it costs to write so many bytes to the viewers in so many turns."""

    async def story() -> float:
        served: list[asyncio.StreamWriter] = []
        complete = asyncio.Event()

        def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            served.append(writer)
            if len(served) == viewers:
                complete.set()

        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        process = await asyncio.create_subprocess_exec(*_reader(port, viewers))
        await complete.wait()
        piece = bytes(max(1, received // viewers // updates))
        begin = process_time()
        for _ in range(updates):
            for writer in served:
                writer.write(piece)
            for writer in served:
                await writer.drain()
        used = process_time() - begin
        process.terminate()
        await process.wait()
        server.close()
        return used

    return asyncio.run(story())


def _reader(port: int, viewers: int) -> list[str]:
    script = (
        "import asyncio\n"
        "async def view():\n"
        f"    reader, _ = await asyncio.open_connection('127.0.0.1', {port})\n"
        "    while await reader.read(65536): pass\n"
        "async def all():\n"
        f"    await asyncio.gather(*(view() for _ in range({viewers})))\n"
        "asyncio.run(all())\n"
    )
    return [sys.executable, "-c", script]
