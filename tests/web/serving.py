"""Our pages, served on a free port of the loopback."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from chargeboard.cli.server.page_process import PageServer

_BEGINS_WITHIN_S = 60


def served(app: Litestar) -> Iterator[str]:
    """The address, while it is served."""
    config = uvicorn.Config(
        app, host="127.0.0.1", port=0, log_level="error", lifespan="off", proxy_headers=False
    )
    is_open = threading.Event()
    server = PageServer(config, is_open.set)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    assert is_open.wait(_BEGINS_WITHIN_S)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join(60)
