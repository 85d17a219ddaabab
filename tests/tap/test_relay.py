import asyncio
import random
import ssl
import subprocess

import pytest

from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.upstream import upstream_of
from free_ports import free_port


async def echo(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


async def said_and_heard(port, pieces):
    """What comes back when the pieces are sent and the direction is then ended."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)

    async def send():
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
        writer.write_eof()

    sending = asyncio.create_task(send())
    heard = await reader.read(-1)
    await sending
    writer.close()
    return heard


@pytest.mark.threat("T1")
@pytest.mark.parametrize("size", [1, 1000, 300_000, 5_000_000])
def test_any_bytes_pass_unchanged_in_both_directions_and_are_copied(lab, copies, size):
    noise = random.Random(size)
    sent = noise.randbytes(size)
    pieces, at = [], 0
    while at < size:
        step = noise.choice([1, 7, 1460, 65536, 200_000])
        pieces.append(sent[at : at + step])
        at += step

    async def story():
        behind = await lab.csms(echo)
        port = await lab.relay(behind)
        return await said_and_heard(port, pieces)

    assert lab.run(story()) == sent
    assert [bytes(copies.links[0][kind]) for kind in (Kind.IN, Kind.OUT)] == [sent, sent]
    assert copies.ended >= 1


def test_a_request_arrives_as_it_was_sent_and_the_host_is_written_anew_only_if_asked(lab, copies):
    request = (
        b"GET /ocpp/a%7Cb HTTP/1.1\r\nX-Odd:  value \r\nhOsT: charger.example:9000\r\n"
        b"Upgrade: websocket\r\n\r\nrest"
    )

    async def story():
        behind = await lab.csms(echo)
        plain = await lab.relay(behind)
        rewriting = await lab.relay(behind, rewrites_host=True)
        cut = [request[:40], request[40:]]
        return behind, await said_and_heard(plain, cut), await said_and_heard(rewriting, cut)

    behind, plain, rewritten = lab.run(story())
    assert plain == request
    assert rewritten == request.replace(b"charger.example:9000", f"127.0.0.1:{behind}".encode())


def test_an_end_of_one_direction_leaves_the_other_open(lab, copies):
    async def late(reader, writer):
        heard = await reader.read(-1)
        writer.write(b"heard " + heard)
        await writer.drain()
        writer.close()

    async def story():
        behind = await lab.csms(late)
        port = await lab.relay(behind)
        return await said_and_heard(port, [b"all", b" of it"])

    assert lab.run(story()) == b"heard all of it"


def test_a_csms_that_speaks_first_is_heard(lab, copies):
    async def eager(reader, writer):
        writer.write(b"welcome")
        writer.close()

    async def story():
        behind = await lab.csms(eager)
        port = await lab.relay(behind)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        heard = await reader.read(-1)
        writer.close()
        return heard

    assert lab.run(story()) == b"welcome"


def test_a_csms_that_is_away_is_a_refused_connection(lab, copies):
    async def story():
        port = await lab.relay(free_port())
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            return await reader.read(-1)
        except ConnectionError:
            return b""
        finally:
            writer.close()

    assert lab.run(story()) == b""
    assert copies.links == []


def test_a_side_that_does_not_read_stops_the_other_and_memory_stays_bounded(lab, copies):
    piece = bytes(1 << 20)

    async def story():
        reading = asyncio.Event()

        async def stubborn(reader, writer):
            await reading.wait()
            received = 0
            while data := await reader.read(1 << 20):
                received += len(data)
            writer.write(str(received).encode())
            writer.close()

        behind = await lab.csms(stubborn, limit=1 << 16)
        port = await lab.relay(behind)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.transport.set_write_buffer_limits(high=1 << 16)
        sent = 0
        try:
            while sent < 200:
                writer.write(piece)
                sent += 1
                await asyncio.wait_for(writer.drain(), 0.5)
        except TimeoutError:
            pass
        passed = sum(len(link[Kind.IN]) for link in copies.links)
        reading.set()
        await writer.drain()
        writer.write_eof()
        received = int(await reader.read(-1))
        writer.close()
        await writer.wait_closed()
        return sent, passed, received

    sent, passed, received = lab.run(story())
    assert sent < 60, "nobody held the sender up"
    # what the relay took in fits into its own buffer and those of two sockets
    assert passed < 30 << 20
    assert received == sent << 20


def test_the_csms_may_be_reached_by_tls(lab, copies, tmp_path):
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
         "-days", "2", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
         "-keyout", tmp_path / "key.pem", "-out", tmp_path / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    server_side = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    server_side.load_cert_chain(tmp_path / "cert.pem", tmp_path / "key.pem")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "cert.pem"))
    sent = random.Random(1).randbytes(400_000)

    async def answer(reader, writer):
        writer.write(await reader.readexactly(len(sent)))
        await writer.drain()
        writer.close()

    async def story():
        behind = await lab.csms(answer, ssl=server_side)
        port = await lab.relay(behind, tls=trusting)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(sent)
        heard = await reader.read(-1)
        writer.close()
        distrusted = await lab.relay(behind, tls=ssl.create_default_context())
        reader, writer = await asyncio.open_connection("127.0.0.1", distrusted)
        writer.write(sent)
        try:
            return heard, await reader.read(-1)
        except ConnectionError:
            return heard, b""
        finally:
            writer.close()

    assert lab.run(story()) == (sent, b"")


def test_an_address_with_a_path_is_refused_because_the_path_is_the_chargers():
    assert upstream_of("ws://csms.example:8080").authority == b"csms.example:8080"
    assert upstream_of("wss://csms.example").port == 443
    for wrong in ("http://csms.example", "ws://csms.example/steve", "csms.example:9000"):
        with pytest.raises(ValueError, match=r"csms\.example"):
            upstream_of(wrong)


def test_where_the_host_is_written_anew_it_is_in_each_request_until_one_becomes_a_websocket(lab, copies):
    asked = []

    async def csms(reader, writer):
        for answer in (
            b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n",
            b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
        ):
            asked.append(await reader.readuntil(b"\r\n\r\n"))
            writer.write(answer)
        asked.append(await reader.readexactly(12))
        writer.close()

    async def story():
        port = await lab.relay(await lab.csms(csms), rewrites_host=True)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(2):
            writer.write(b"GET /A HTTP/1.1\r\nHost: charger\r\n\r\n")
            await reader.readuntil(b"\r\n\r\n")
        writer.write(b"\r\nHost: data")
        assert await reader.read() == b""
        writer.close()

    lab.run(story())
    assert [b"charger" in one for one in asked] == [False, False, False]
    assert asked[2] == b"\r\nHost: data"
    assert bytes(copies.links[0][Kind.IN]).count(b"Host: charger") == 2
