"""Who watches a page without a browser? Viewers that read what they are sent, in a thread of their own."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence


class Audience(threading.Thread):
    """Viewers that read what they are sent."""

    def __init__(self, port: int, paths: Sequence[str]) -> None:
        """One viewer for each of the paths."""
        super().__init__(daemon=True)
        self._port, self._paths, self.received = port, paths, 0
        self.begun = 0
        """Viewers that were sent something."""
        self._end = threading.Event()

    def run(self) -> None:
        asyncio.run(self._watch())

    def stop(self) -> None:
        """Go away."""
        self._end.set()
        self.join()

    async def _watch(self) -> None:
        viewers = [asyncio.create_task(self._view(path)) for path in self._paths]
        await asyncio.to_thread(self._end.wait)
        for viewer in viewers:
            viewer.cancel()
        await asyncio.gather(*viewers, return_exceptions=True)

    async def _view(self, path: str) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        is_first = True
        try:
            if not (await reader.readline()).endswith(b" 200 OK\r\n"):
                raise ConnectionError(path)
            while data := await reader.read(65536):
                self.received += len(data)
                self.begun += is_first
                is_first = False
        finally:
            writer.close()
