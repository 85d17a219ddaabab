"""How does something listen at an address of ours, beside what reads it?"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, TypeAlias

import uvicorn

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.words import say
from chargeboard.domain.addresses import is_loopback

LEAST_TOKEN = 16
"""Characters, where others than this machine may post."""
_WITHIN_S = 20.0
_MOST_AT_ONCE = 200
_END_WITHIN_S = 5
Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Scope]]
Send: TypeAlias = Callable[[Scope], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]


def see_that_it_is_guarded(host: str, token: str, example: str) -> None:
    """Raises: FeedError where strangers could post."""
    if len(token) < LEAST_TOKEN and (token or not is_loopback(host)):
        raise FeedError(say("no_token", least=LEAST_TOKEN, example=example), is_lasting=True)


class Listening:
    """A server in a thread of its own."""

    def __init__(self, host: str, port: int, app: App) -> None:
        self._host, self._app = host, app
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self.port = port
        """Where it listens, once it does."""

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._thread is not None and self._thread.is_alive()

    def open(self) -> None:
        """Raises: FeedError where the address is taken."""
        try:
            listening = socket.create_server((self._host, self.port))
        except OSError as error:
            told = say("cannot_listen", host=self._host, port=self.port, said=error.strerror or error)
            raise FeedError(told) from error
        self.port = listening.getsockname()[1]
        config = uvicorn.Config(
            self._app,
            log_config=None,
            access_log=False,
            lifespan="off",
            interface="asgi3",
            proxy_headers=False,
            limit_concurrency=_MOST_AT_ONCE,
            timeout_keep_alive=5,
            timeout_graceful_shutdown=_END_WITHIN_S,
            server_header=False,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        run, sockets = self._server.run, [listening]
        self._thread = threading.Thread(target=run, args=(sockets,), name="listening", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Listen no more."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None


class NotTakenError(Exception):
    """A body that is not taken, with the status that says why."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def body_of(receive: Receive, most: int) -> bytes:
    """Raises: NotTakenError for one that is longer, or does not come to its end."""
    body, is_over = bytearray(), False
    try:
        async with asyncio.timeout(_WITHIN_S):
            while not is_over:
                part = await receive()
                if part["type"] == "http.disconnect":
                    raise NotTakenError(400)
                body += part.get("body", b"")
                is_over = not part.get("more_body", False)
                if len(body) > most:
                    raise NotTakenError(413)
    except TimeoutError:
        raise NotTakenError(408) from None
    return bytes(body)
