"""Who sends slowly is let go; who only listens stays."""

import asyncio

import pytest
import uvicorn

from chargeboard.cli.server import slow_clients
from chargeboard.cli.server.slow_clients import PatientProtocol
from hasty_loop import hastily


async def app(scope, receive, send):
    if scope["type"] != "http":
        return
    size, is_whole = 0, False
    while not is_whole:
        message = await receive()
        size, is_whole = size + len(message.get("body", b"")), not message.get("more_body")
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"8")]})
    if scope["path"] == "/news":
        await asyncio.sleep(1.5)  # longer than a head or a body may take here
    await send({"type": "http.response.body", "body": b"%08d" % size})


@pytest.fixture
def patience(monkeypatch):
    monkeypatch.setattr(slow_clients, "HEAD_S", 0.4)
    monkeypatch.setattr(slow_clients, "BODY_S", 0.4)
    monkeypatch.setattr(slow_clients, "_LOOK_S", 0.1)


def answered(*pieces, pause_s=0.0):
    """What comes back for pieces that are sent one after the other, a pause behind each."""

    async def story():
        config = uvicorn.Config(app, port=0, http=PatientProtocol, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.01)
        reader, writer = await asyncio.open_connection(*server.servers[0].sockets[0].getsockname())

        async def send():
            for piece in pieces:
                writer.write(piece)
                await asyncio.sleep(pause_s)

        sending = asyncio.create_task(send())
        heard = b""
        try:
            async with asyncio.timeout(60):
                while some := await reader.read(65536):
                    heard += some
        except ConnectionResetError:
            pass
        finally:
            sending.cancel()
            server.should_exit = True
            await serving
        return heard

    return hastily(story())


GET = b"GET /news HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 100000\r\n\r\n"


@pytest.mark.threat("W9")
def test_a_head_that_never_ends_is_let_go(patience):
    assert answered(b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 500, pause_s=0.1) == b""
    assert answered() == b""


@pytest.mark.threat("W9")
def test_a_body_that_comes_byte_by_byte_is_let_go(patience):
    assert answered(POST, *[b"x"] * 500, pause_s=0.1) == b""


def test_a_body_that_comes_steadily_and_a_listener_are_served(patience):
    assert answered(POST, *[b"x" * 5_000] * 20, pause_s=0.05).endswith(b"00100000")
    assert answered(GET).endswith(b"00000000")


def test_the_next_request_of_a_connection_has_its_own_time(patience):
    first = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    heard = answered(first, first, first, b"GET / HTTP/1.1\r\n", pause_s=0.2)
    assert heard.count(b"200 OK") == 3


@pytest.mark.threat("W9")
def test_a_head_that_never_ends_behind_long_news_is_let_go(patience):
    news = GET.replace(b"Connection: close\r\n", b"")
    heard = answered(news, b"", b"", b"GET / HTTP/1.1\r\n", *[b"X: y\r\n"] * 500, pause_s=0.6)
    assert heard.count(b"200 OK") == 1


def test_who_only_listens_is_not_looked_at_again_and_again(patience, monkeypatch):
    looks = []
    monkeypatch.setattr(
        PatientProtocol, "_look", lambda self, look=PatientProtocol._look: (looks.append(1), look(self))
    )
    assert answered(GET).endswith(b"00000000")
    assert len(looks) <= 2  # it lasts for fifteen times as long as from one look to the next
