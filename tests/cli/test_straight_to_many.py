"""What many are sent goes straight to each of them, in the form that HTTP has for it."""

import asyncio

import pytest
import uvicorn

from chargeboard.cli.server.slow_clients import PatientProtocol
from chargeboard.web.live.streams import OUTLET
from in_a_thread import run

PIECE = b"event: beat\n\n"
LONG = b"x" * (32 << 20)


async def answered(app, version):
    """What a client reads of an answer, and the connection to it."""
    server = uvicorn.Server(
        uvicorn.Config(app, port=0, http=PatientProtocol, log_level="error", lifespan="off")
    )
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())
    writer.write(b"GET / HTTP/%b\r\nHost: x\r\nConnection: close\r\n\r\n" % version)
    return reader, writer, server, serving


async def begun(send):
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"first\n\n", "more_body": True})


def body_of(version):
    async def app(scope, _, send):
        await begun(send)
        outlet = scope["extensions"][OUTLET]
        for _ in range(3):
            await asyncio.sleep(0.01)
            assert outlet.put(PIECE)
        await send({"type": "http.response.body", "body": b"last", "more_body": False})

    async def story():
        reader, _writer, server, serving = await answered(app, version)
        heard = await asyncio.wait_for(reader.read(), 60)
        server.should_exit = True
        await serving
        return heard.partition(b"\r\n\r\n")

    return run(story())


def test_it_comes_between_what_is_sent_the_usual_way():
    head, _, body = body_of(b"1.1")
    assert b"chunked" in head.lower()
    pieces = [b"first\n\n", PIECE, PIECE, PIECE, b"last"]
    assert body == b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in pieces) + b"0\r\n\r\n"


def test_who_speaks_an_older_http_is_sent_no_chunks():
    head, _, body = body_of(b"1.0")
    assert b"chunked" not in head.lower()
    assert body == b"first\n\n" + 3 * PIECE + b"last"


@pytest.mark.threat("W9")
def test_who_does_not_read_or_is_gone_is_sent_nothing_more():
    took, is_full, is_gone = [], asyncio.Event(), asyncio.Event()

    async def app(scope, receive, send):
        await begun(send)
        outlet = scope["extensions"][OUTLET]
        took.append(outlet.put(LONG))
        await asyncio.sleep(0.05)
        took.append(outlet.put(PIECE))
        is_full.set()
        while (await receive())["type"] != "http.disconnect":
            pass
        took.append(outlet.put(PIECE))
        is_gone.set()

    async def story():
        _, writer, server, serving = await answered(app, b"1.1")
        await asyncio.wait_for(is_full.wait(), 60)
        writer.transport.abort()
        await asyncio.wait_for(is_gone.wait(), 60)
        server.should_exit = True
        await serving

    run(story())
    assert took == [True, False, False]
