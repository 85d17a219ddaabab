"""Our pages, served on a free port of the loopback."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from chargeboard.web.app import end_streams


class _Server(uvicorn.Server):
    """An open page's stream has no end of its own."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        assert isinstance(self.config.app, Litestar)
        end_streams(self.config.app)
        await super().shutdown(sockets)


def served(app: Litestar) -> Iterator[str]:
    """The address, while it is served."""
    server = _Server(
        uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error", lifespan="off", proxy_headers=False)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    for _ in range(200):
        if server.started:
            break
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(10)
