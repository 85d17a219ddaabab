"""Who watches a page without a browser? Viewers that read what they are sent, in a thread of their own."""

from __future__ import annotations

import asyncio
import threading


class Audience(threading.Thread):
    """Viewers that read what they are sent."""

    def __init__(self, port: int, path: str, viewers: int) -> None:
        super().__init__(daemon=True)
        self._port, self._path, self._viewers, self.received = port, path, viewers, 0
        self._end = threading.Event()

    def run(self) -> None:
        asyncio.run(self._watch())

    def stop(self) -> None:
        """Go away."""
        self._end.set()
        self.join()

    async def _watch(self) -> None:
        viewers = [asyncio.create_task(self._view()) for _ in range(self._viewers)]
        await asyncio.to_thread(self._end.wait)
        for viewer in viewers:
            viewer.cancel()
        await asyncio.gather(*viewers, return_exceptions=True)

    async def _view(self) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(f"GET {self._path} HTTP/1.1\r\nHost: bench\r\n\r\n".encode())
        try:
            while data := await reader.read(65536):
                self.received += len(data)
        finally:
            writer.close()
