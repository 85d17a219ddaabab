"""What does an answer cost the server, without a network between? Asked of the application itself."""

from __future__ import annotations

import asyncio
from time import process_time

from litestar import Litestar


def asked(
    app: Litestar, target: str, times: int, *, is_warm: bool = True, cookie: str = ""
) -> tuple[list[float], int]:
    """Milliseconds of processor each time, and the bytes of the body; once more before, if `is_warm`."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [
            (b"host", b"bench"),
            (b"accept-encoding", b"gzip"),
            *([(b"cookie", cookie.encode())] if cookie else []),
        ],
        "client": ("bench", 1),
        "server": ("bench", 80),
    }

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def ask() -> tuple[float, int]:
        size = 0

        async def send(message: dict[str, object]) -> None:
            nonlocal size
            if message.get("status", 200) != 200:
                raise RuntimeError(f"{target} answered {message['status']}")
            size += len(message.get("body", b""))  # type: ignore[arg-type]

        begin = process_time()
        await app(dict(scope), receive, send)  # type: ignore[arg-type]
        return (process_time() - begin) * 1_000, size

    async def all_of_them() -> list[tuple[float, int]]:
        return [await ask() for _ in range(times + is_warm)][is_warm:]

    said = asyncio.run(all_of_them())
    return [spent for spent, _ in said], said[-1][1]
