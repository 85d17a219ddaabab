"""The tap at other places: TLS, UNIX sockets, several systems, and a proxy that says who comes."""

import asyncio
import socket
import ssl
import struct
import subprocess
from contextlib import suppress

import pytest

from chargeboard.capture.csms.proxy_header import Address, header_of
from chargeboard.capture.tap.records import Kind
from chargeboard.capture.tap.relay import Relay
from chargeboard.capture.tap.sides import Manner
from chargeboard.capture.tap.upstream import (
    Credentials,
    Routes,
    Upstream,
    in_words,
    upstream_of,
    why_out_of_reach,
)
from chargeboard.domain.addresses import Proxies

REQUEST = b"GET %s HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\n\r\n"
SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\n\r\n"


def certificate(folder, name, *more, days=2, signer=None):
    """A certificate and its key, for 127.0.0.1 where nothing else is said."""
    key, made = folder / f"{name}.key", folder / f"{name}.pem"
    new = [
        "openssl",
        "req",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-keyout",
        key,
    ]
    san = more or ("-addext", "subjectAltName=IP:127.0.0.1")
    by = ["-CA", folder / f"{signer}.pem", "-CAkey", folder / f"{signer}.key"] if signer else []
    subprocess.run(
        [*new, "-x509", "-days", str(days), "-subj", f"/CN={name}", "-out", made, *by, *san],
        check=True,
        capture_output=True,
    )
    return str(made), str(key)


def server_side(folder, name, *more, ca=None, **how):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate(folder, name, *more, **how))
    if ca:
        context.load_verify_locations(ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def named(name):
    """A CSMS that answers each request with a WebSocket, and then says its name and what it is told."""

    async def behave(reader, writer):
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            writer.write(SWITCHING + name + b" heard " + head.split(b" ")[1])
            while data := await reader.read(1000):
                writer.write(data)
            writer.close()
        except asyncio.IncompleteReadError:
            writer.close()

    return behave


async def asked(port, path, *, before=b"", tls=None, name=None, at=None):
    """What comes back."""
    if at is None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=tls, server_hostname=name)
    else:
        reader, writer = await asyncio.open_unix_connection(at)
    writer.write(before + REQUEST % path)
    try:
        heard = await reader.readuntil(b"\r\n\r\n")
        rest = await asyncio.wait_for(reader.read(1000), 60)
    except asyncio.IncompleteReadError as ended:
        return ended.partial
    finally:
        writer.close()
    return heard.split(b"\r\n")[0] + b" | " + rest


def test_chargers_may_come_by_tls_and_bytes_are_those_that_they_sent(lab, copies, tmp_path):
    ours = server_side(tmp_path, "tap")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "tap.pem"))

    async def story():
        port = await lab.relay_to(Routes(Upstream("127.0.0.1", await lab.csms(named(b"A")))), tls=ours)
        return await asked(port, b"/CP1", tls=trusting, name="127.0.0.1")

    assert lab.run(story()).endswith(b"A heard /CP1")
    assert bytes(copies.links[0][Kind.IN]) == REQUEST % b"/CP1"


@pytest.mark.threat("T1")
def test_who_fails_at_tls_is_told_with_address_and_why(lab, copies, tmp_path, caplog):
    ours = server_side(tmp_path, "tap")

    async def story():
        port = await lab.relay_to(Routes(Upstream("127.0.0.1", 9)), tls=ours)
        assert await asked(port, b"/CP1") == b""

    lab.run(story())
    assert "no TLS with 127.0.0.1: it connected without TLS" in caplog.text
    assert copies.links == []


def test_a_path_leads_to_its_system_and_the_longest_wins(lab, copies):
    async def story():
        ports = {name: await lab.csms(named(name)) for name in (b"A", b"B", b"C")}
        a, b, c = (Upstream("127.0.0.1", ports[name]) for name in (b"A", b"B", b"C"))
        port = await lab.relay_to(Routes(c, {"/site": a, "/site/north/": b}))
        paths = (b"/site/CP1", b"/site/north/CP1", b"/site/northern", b"/sitesee/CP1", b"/CP1", b"/site?x=/y")
        return [(await asked(port, path))[-30:] for path in paths]

    found = [one.rpartition(b"| ")[2] for one in lab.run(story())]
    assert found == [
        b"A heard /site/CP1",
        b"B heard /site/north/CP1",
        b"A heard /site/northern",
        b"C heard /sitesee/CP1",
        b"C heard /CP1",
        b"A heard /site?x=/y",
    ]


def test_an_unknown_path_is_answered_as_by_a_csms_that_does_not_know_it(lab, copies, caplog):
    async def story():
        port = await lab.relay_to(Routes(None, {"/site": Upstream("127.0.0.1", 9)}))
        return await asked(port, b"/other/CP1")

    assert lab.run(story()).startswith(b"HTTP/1.1 404 Not Found | Nothing is here")
    assert "no management system is set up for the address that 127.0.0.1 asks for" in caplog.text
    assert copies.links == []


def test_a_kept_connection_never_brings_a_charger_to_another_one_s_system(lab, copies):
    """A proxy asks for one charger, is refused, and asks for another one on the same connection."""
    got = []

    async def refusing(reader, writer):
        try:
            while True:
                got.append(await reader.readuntil(b"\r\n\r\n"))
                writer.write(b"HTTP/1.1 401 No\r\nContent-Length: 0\r\n\r\n")
        except asyncio.IncompleteReadError:
            writer.close()

    async def story():
        a, b = [Upstream("127.0.0.1", await lab.csms(refusing)) for _ in range(2)]
        port = await lab.relay_to(Routes(None, {"/a": a, "/b": b}))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for path in (b"/a/1", b"/a/2"):
            writer.write(REQUEST % path)
            await reader.readuntil(b"\r\n\r\n")
        writer.write(REQUEST % b"/b/1")
        assert await reader.read() == b""
        writer.close()

    lab.run(story())
    assert [one.split(b" ")[1] for one in got] == [b"/a/1", b"/a/2"]


def test_who_never_says_what_it_asks_for_is_let_go(lab, copies, monkeypatch):
    monkeypatch.setattr("chargeboard.capture.tap.relay._HEAD_S", 0.2)

    async def story():
        port = await lab.relay_to(Routes(None, {"/a": Upstream("127.0.0.1", 9)}))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /a")
        try:
            return await asyncio.wait_for(reader.read(), 60)
        except ConnectionError:
            return b""
        finally:
            writer.close()

    assert lab.run(story()) == b""


def test_both_sides_may_be_unix_sockets(lab, copies, tmp_path):
    async def story():
        behind = lab.closes(await asyncio.start_unix_server(named(b"A"), tmp_path / "csms"))
        assert behind.is_serving()
        relay = Relay(Routes(upstream_of(f"unix:{tmp_path / 'csms'}")), copies, Manner(rewrites_host=True))
        lab.closes(await relay.listen_at(str(tmp_path / "tap")))
        return await asked(0, b"/CP1", at=tmp_path / "tap")

    assert lab.run(story()).endswith(b"A heard /CP1")
    assert copies.links[0][Kind.IN]


HEADERS = {
    "v1": b"PROXY TCP4 203.0.113.5 10.0.0.1 4711 9000\r\n",
    "v1 of IPv6": b"PROXY TCP6 2001:db8::5 ::1 4711 9000\r\n",
    "v2": header_of(Address("203.0.113.5", 4711), Address("10.0.0.1", 9000)),
    "v2 of IPv6": header_of(Address("2001:db8::5", 4711), Address("::1", 9000)),
    "v2 with more": header_of(Address("203.0.113.5", 4711), Address("10.0.0.1", 9000))[:14]
    + struct.pack(">H", 12 + 7)
    + socket.inet_aton("203.0.113.5")
    + socket.inet_aton("10.0.0.1")
    + struct.pack(">HH", 4711, 9000)
    + b"\x04\x00\x04abcd",
}


@pytest.mark.parametrize("header", HEADERS)
@pytest.mark.parametrize("by_tls", [False, True])
def test_a_proxy_says_who_comes_and_the_system_is_told_on(lab, copies, tmp_path, header, by_tls):
    ours = server_side(tmp_path, "tap") if by_tls else None
    heard = []

    async def csms(reader, writer):
        heard.append(await reader.readexactly(16))
        heard.append(await reader.readexactly(int.from_bytes(heard[0][14:], "big")))
        writer.close()

    async def story():
        port = await lab.relay_to(
            Routes(Upstream("127.0.0.1", await lab.csms(csms))),
            tls=ours,
            proxies=Proxies(["127.0.0.1"]),
            tells_address=True,
        )
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(HEADERS[header])
        if by_tls:
            trusting = ssl.create_default_context(cafile=str(tmp_path / "tap.pem"))
            await writer.start_tls(trusting, server_hostname="127.0.0.1")
        writer.write(REQUEST % b"/CP1")
        await reader.read()
        writer.close()

    lab.run(story())
    assert heard[0].startswith(b"\r\n\r\n\0\r\nQUIT\n\x21")
    is_6 = "IPv6" in header
    family, source = (socket.AF_INET6, "2001:db8::5") if is_6 else (socket.AF_INET, "203.0.113.5")
    assert heard[1].startswith(socket.inet_pton(family, source))
    assert bytes(copies.links[0][Kind.IN]).startswith(b"GET /CP1")


@pytest.mark.threat("T5")
@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"GET /CP1 HTTP/1.1\r\n\r\n", "begins with no PROXY header"),
        (b"PROXY TCP4 nonsense\r\nGET /CP1 HTTP/1.1\r\n\r\n", "makes no sense"),
        (b"PROXY " + b"x" * 200, "makes no sense"),
        (b"\r\n\r\n\0\r\nQUIT\n\x31\x11\x00\x0c" + bytes(12), "makes no sense"),
        (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\xff\xff" + bytes(12), "makes no sense"),
        (b"\r\n\r\n\0\r\nQUIT\n\x21\x11\x00\x04" + bytes(4), "makes no sense"),
        (b"", "ends, or rests"),
    ],
)
def test_a_proxy_that_does_not_say_who_comes_is_not_let_through(lab, copies, caplog, said, why):
    async def story():
        port = await lab.relay_to(Routes(Upstream("127.0.0.1", 9)), proxies=Proxies(["127.0.0.0/8"]))
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(said)
        if not said:
            writer.write_eof()
        with suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()

    lab.run(story())
    assert "127.0.0.1 does not say for whom it speaks" in caplog.text
    assert why in caplog.text
    assert copies.links == []


@pytest.mark.threat("T5")
def test_who_is_no_proxy_speaks_for_itself_alone(lab, copies):
    """A PROXY header of somebody else is what it says, and goes where it would go without us."""

    async def story():
        port = await lab.relay_to(
            Routes(Upstream("127.0.0.1", await lab.csms(named(b"A")))), proxies=Proxies(["203.0.113.9"])
        )
        return await asked(port, b"/CP1", before=HEADERS["v1"])

    lab.run(story())
    assert bytes(copies.links[0][Kind.IN]).startswith(b"PROXY TCP4")


def test_why_a_system_is_not_reached_by_tls_is_said_in_words(lab, copies, tmp_path):
    own, _ = certificate(tmp_path, "own")
    client, client_key = certificate(tmp_path, "client")

    async def seen_by(context, credentials):
        behind = await lab.csms(named(b"A"), ssl=context)
        return await why_out_of_reach(upstream_of(f"wss://127.0.0.1:{behind}", Credentials(*credentials)))

    async def plain(reader, writer):
        await reader.read(10)
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async def story():
        right = server_side(tmp_path, "right")
        other = server_side(tmp_path, "other", "-addext", "subjectAltName=DNS:csms.example")
        wants = server_side(tmp_path, "wants", ca=client)
        right_ca, other_ca, wants_ca = (str(tmp_path / f"{name}.pem") for name in ("right", "other", "wants"))
        return [
            await seen_by(right, [right_ca]),
            await seen_by(right, [own]),
            await seen_by(other, [other_ca]),
            await seen_by(other, [other_ca, "csms.example"]),
            await seen_by(wants, [wants_ca]),
            await seen_by(wants, [wants_ca, "", client, client_key]),
            await seen_by(wants, [wants_ca, "", *certificate(tmp_path, "stranger")]),
            await why_out_of_reach(upstream_of(f"wss://127.0.0.1:{await lab.csms(plain)}")),
        ]

    said = lab.run(story())
    assert said[0] == said[3] == said[5] == ""
    assert "signed by itself" in said[1]
    assert "is not for 127.0.0.1" in said[2]
    assert "may ask for a client certificate" in said[4]
    assert "not accept ours" in said[6]
    assert "speaks no TLS" in said[7]
    alert = ssl.SSLError(1, "x")
    alert.reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED"
    assert "asks for a client certificate" in in_words(alert, Upstream("x"))


@pytest.mark.parametrize("header", [b"", HEADERS["v2"]])
def test_who_has_said_hello_before_it_is_accepted_is_understood(lab, copies, tmp_path, header):
    """A busy loop accepts late, when the greeting is there already."""
    ours = server_side(tmp_path, "tap")
    trusting = ssl.create_default_context(cafile=str(tmp_path / "tap.pem"))
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    client = trusting.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with suppress(ssl.SSLWantReadError):
        client.do_handshake()

    async def story():
        behind = await lab.csms(named(b"A"))
        proxies = Proxies(["127.0.0.1"] if header else [])
        port = await lab.relay_to(Routes(Upstream("127.0.0.1", behind)), tls=ours, proxies=proxies)
        with socket.create_connection(("127.0.0.1", port)) as early:
            early.sendall(header + outgoing.read())
            early.setblocking(False)  # noqa: FBT003 - the standard library asks it so
            incoming.write(await asyncio.wait_for(asyncio.get_running_loop().sock_recv(early, 1 << 16), 60))
        client.do_handshake()
        return client.version()

    assert lab.run(story()) == "TLSv1.3"
