"""
How are posts taken that nobody sends twice?

By a server of its own, which asks for a token and holds no more than its bound. It answers when it has a post
and before that is kept: who posts waits for nothing, and would not post again.
"""

from __future__ import annotations

import hmac
import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic

from chargeboard.capture.feeds.delivered import Delivery
from chargeboard.capture.feeds.listening import Listening, NotTakenError, Receive, Scope, Send, body_of
from chargeboard.time.instants import SECOND, Instant

MOST_BYTES = 17 << 20
"""Of a post: a message of 16 MiB and what is around it."""
MOST_HELD_BYTES = 64 << 20
"""Of all posts that are not kept yet; others are refused meanwhile."""
_SETTLED_AFTER_S = 1.0


class Door:
    """Where posts come in; it opens when it is asked first."""

    def __init__(self, host: str, port: int, token: str) -> None:
        self._token = token
        self._listening = Listening(host, port, self._app)
        self._came = deque[tuple[float, bytes]]()
        self._taken: dict[int, int] = {}
        self._held = self._count = 0
        self._counts = threading.Lock()

    @property
    def port(self) -> int:
        """Where it listens, once it does."""
        return self._listening.port

    def taken(self, _session: str, most: int, now: Instant) -> Sequence[Delivery]:
        """What came a moment ago, so that what was said before it is here too. Raises: FeedError."""
        if not self._listening.is_open:
            self._listening.open()
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
        self._listening.close()

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = await self._status(scope, receive)
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})

    async def _status(self, scope: Scope, receive: Receive) -> int:
        """What is answered."""
        asked = str(scope["path"]).strip("/")
        if not hmac.compare_digest(asked.encode(), self._token.encode()):
            return 401
        if scope["method"] != "POST":
            return 405
        try:
            body = await body_of(receive, MOST_BYTES)
        except NotTakenError as error:
            return error.status
        with self._counts:
            if self._held + len(body) > MOST_HELD_BYTES:
                return 503
            self._held += len(body)
        self._came.append((monotonic(), body))
        return 202
