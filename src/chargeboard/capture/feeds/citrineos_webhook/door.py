"""
How are posts taken that nobody sends twice?

By a server of its own, which asks for a token and holds no more than its bound. It answers when it has a post
and before that is kept: who posts waits for nothing, and would not post again.
"""

from __future__ import annotations

import asyncio
import hmac
import socket
import threading
from collections import deque
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from time import monotonic
from typing import Any

import uvicorn

from chargeboard.capture.feeds.citrineos_webhook.words import say
from chargeboard.capture.feeds.delivered import Delivery
from chargeboard.capture.feeds.kind import FeedError
from chargeboard.time.instants import SECOND, Instant

MOST_BYTES = 17 << 20
"""Of a post: a message of 16 MiB and what is around it."""
MOST_HELD_BYTES = 64 << 20
"""Of all posts that are not kept yet; others are refused meanwhile."""
_SETTLED_AFTER_S = 1.0
_WITHIN_S = 20.0
_MOST_AT_ONCE = 200
_Scope = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Scope]]
_Send = Callable[[_Scope], Awaitable[None]]


class Door:
    """Where posts come in; it opens when it is asked first."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._host, self._port, self._token = host, port, token
        self._server: uvicorn.Server | None = None
        self._thread: threading.Thread | None = None
        self._came = deque[tuple[float, bytes]]()
        self._taken: dict[int, int] = {}
        self._held = self._count = 0
        self._counts = threading.Lock()
        self.port = port
        """Where it listens, once it does."""

    def taken(self, _session: str, most: int, now: Instant) -> Sequence[Delivery]:
        """What came a moment ago, so that what was said before it is here too. Raises: FeedError."""
        if self._thread is None or not self._thread.is_alive():
            self._open()
        taken, after = list[Delivery](), monotonic()
        while self._came and len(taken) < most and after - self._came[0][0] >= _SETTLED_AFTER_S:
            came, body = self._came.popleft()
            self._count += 1
            self._taken[self._count] = len(body)
            taken.append(
                Delivery("", body, now - round((after - came) * SECOND), self._count, is_again=False)
            )
        return taken

    def keep(self, marks: Sequence[int]) -> None:
        """There is room for others."""
        with self._counts:
            self._held -= sum(self._taken.pop(mark, 0) for mark in marks)

    def forget(self, _session: str, /) -> None:
        """Nothing is held there."""

    def close(self) -> None:
        """Take no more."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
        self._server = self._thread = None

    def _open(self) -> None:
        try:
            listening = socket.create_server((self._host, self._port))
        except OSError as error:
            told = say("cannot_listen", host=self._host, port=self._port, said=error.strerror or error)
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
            server_header=False,
            ws="none",
        )
        self._server = uvicorn.Server(config)
        run, sockets = self._server.run, [listening]
        self._thread = threading.Thread(target=run, args=(sockets,), name="webhook", daemon=True)
        self._thread.start()

    async def _app(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        status = await self._status(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: _Scope, receive: _Receive) -> int:
        """What is answered."""
        asked = str(scope["path"]).strip("/")
        if not hmac.compare_digest(asked.encode(), self._token.encode()):
            return 401
        if scope["method"] != "POST":
            return 405
        body, is_over = bytearray(), False
        try:
            async with asyncio.timeout(_WITHIN_S):
                while not is_over:
                    part = await receive()
                    if part["type"] == "http.disconnect":
                        return 400
                    body += part.get("body", b"")
                    is_over = not part.get("more_body", False)
                    if len(body) > MOST_BYTES:
                        return 413
        except TimeoutError:
            return 408
        with self._counts:
            if self._held + len(body) > MOST_HELD_BYTES:
                return 503
            self._held += len(body)
        self._came.append((monotonic(), bytes(body)))
        return 202
