"""Who calls at the endpoint: pages in browsers, guessers, and what cannot agree on TLS."""

import asyncio
import logging
import socket
import ssl
import subprocess
from contextlib import suppress
from urllib.parse import urlsplit

import pytest
import websockets
from test_csms_handshake import basic, made, needs_openssl, status
from yard import call, on_loop, yard

from chargeboard.capture.csms.admission import Refusal, new_password
from chargeboard.capture.csms.callers import GUESS_BACK_S, GUESSES, Callers
from chargeboard.capture.csms.proxy_header import Address, header_of
from chargeboard.capture.csms.tls import in_words
from chargeboard.time.instants import SECOND


def lets_in(origin, host="csms.example:9000", *, is_encrypted=False, **settings):
    headers = websockets.datastructures.Headers()
    headers["Host"] = host
    if origin is not None:
        headers["Origin"] = origin
    try:
        Callers(lambda: 0, **settings).check("A", "192.0.2.7", headers, is_encrypted=is_encrypted)
    except Refusal as refusal:
        return (refusal.status, "csms.origins" in str(refusal)) != (403, True)
    return True


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://evil.example:8080",
        "HTTPS://EVIL.EXAMPLE",
        "null",
        "file://",
        "http://127.0.0.1:8000",
        "chrome-extension://abcdef",
        "http://csms.example.evil.example:9000",
    ],
)
def test_what_a_page_in_a_browser_may_say_is_refused(origin):
    assert not lets_in(origin)
    assert lets_in(origin, origins=[origin.lower()])
    assert lets_in(origin, origins=["*"])


@pytest.mark.parametrize(
    "origin",
    [
        None,
        # Grizzl-E Smart, by TinyWebsockets
        "https://github.com/gilmaimon/TinyWebsockets",
        "ws://csms.example:9000",
        "wss://csms.example/ocpp/A",
        "192.168.1.4",
        "csms.example:9000",
        "",
    ],
)
def test_what_no_browser_says_is_a_charger_s(origin):
    assert lets_in(origin)


def test_who_names_the_server_itself_is_let_in_where_no_page_can_have_that_name():
    for host in ("192.168.1.5:9000", "localhost:9000", "[::1]:9000"):
        assert lets_in(f"http://{host}", host)
        assert not lets_in("http://192.168.1.6:9000", host)
        assert not lets_in(f"http://{host}1", host)
    # its name might have been made to lead here
    assert not lets_in("http://csms.example:9000")
    assert lets_in("http://csms.example:9000", hosts=["csms.example"])
    assert lets_in("https://CSMS.example:9000", is_encrypted=True)
    assert lets_in("https://csms.example", "csms.example:443", is_encrypted=True)


@pytest.mark.threat("C16")
def test_a_page_in_a_browser_gets_no_connection_and_the_log_says_why(tmp_path, caplog):
    caplog.set_level(logging.INFO)

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            assert await status(ours.url("A"), origin="https://evil.example") == 403
            assert await status(ours.url("A"), origin="file://") == 101
            assert await status(ours.url("A")) == 101
            await ours.until(lambda: ours.frames("A"))
        async with yard(tmp_path / "b.db", origins=("https://sim.example",)) as ours:
            assert await status(ours.url("A"), origin="https://sim.example") == 101
            assert await status(ours.url("A"), origin="file://") == 403

    on_loop(story())
    (said, _) = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert "'https://evil.example'" in said
    assert "from 127.0.0.1" in said
    assert "csms.origins" in said


@pytest.mark.threat("C6")
def test_who_guesses_a_password_is_slowed_as_that_charger_only(tmp_path, caplog):
    caplog.set_level(logging.INFO)

    async def story():
        async with yard(tmp_path / "b.db") as ours:
            at = ours.desk.now()
            ours.ours.endpoint._callers._now = lambda: at
            keys = {}
            for name in ("A", "B"):
                keys[name], credential = new_password(name)
                ours.desk.store.save_credential(credential)
            wrong = {"additional_headers": basic("A", b"wrong")}
            right = {name: {"additional_headers": basic(name, key.encode())} for name, key in keys.items()}
            found = [await status(ours.url("A"), **wrong) for _ in range(GUESSES + 2)]
            assert found == [401] * GUESSES + [429] * 2
            with pytest.raises(websockets.InvalidStatus) as refused:
                await websockets.connect(ours.url("A"), subprotocols=["ocpp1.6"], **right["A"])
            assert 0 < int(refused.value.response.headers["Retry-After"]) <= GUESS_BACK_S
            # another charger behind the same address, and this one from another address
            assert await status(ours.url("B"), **right["B"]) == 101
            elsewhere = {**right["A"]["additional_headers"], "X-Forwarded-For": "192.0.2.9"}
            assert await status(ours.url("A"), additional_headers=elsewhere) == 101
            ours.ours.endpoint._callers._now = lambda: at + round(GUESS_BACK_S) * SECOND
            assert await status(ours.url("A"), **right["A"]) == 101

    on_loop(story())
    said = [one for one in caplog.records if "wrong user name or password for charger A" in one.getMessage()]
    assert len(said) == GUESSES
    assert {one.levelno for one in said} == {logging.WARNING}
    assert all("from 127.0.0.1" in one.getMessage() for one in said)
    assert "not accepted as this charger for" in said[-1].getMessage()


@pytest.mark.threat("C12")
def test_refusals_without_end_do_not_fill_the_log(tmp_path, caplog):
    caplog.set_level(logging.INFO)

    async def story():
        async with yard(tmp_path / "b.db", new_chargers="refuse") as ours:
            ours.ours.endpoint._callers._now = lambda: 0
            for _ in range(60):
                assert await status(ours.url("A")) == 404

    on_loop(story())
    said = [one.getMessage() for one in caplog.records if "refused" in one.getMessage()]
    assert len(said) == 10


def _sent(address, data, *, waits=True):
    """Something that is no TLS, and what comes back."""
    at = urlsplit(address)
    with socket.create_connection((at.hostname, at.port), timeout=60) as raw:
        raw.sendall(data)
        if waits:
            try:
                return raw.recv(100)
            except ConnectionError:
                return b""
    return b""


@pytest.mark.threat("C12")
@needs_openssl
def test_why_there_is_no_tls_is_said_with_the_address(tmp_path, caplog):
    certificate, key = made(tmp_path, "server")
    made(tmp_path, "authority")
    tls = {"tls_certificate": certificate, "tls_key": key, "tls_ca": str(tmp_path / "authority.pem")}
    trusting = ssl.create_default_context(cafile=certificate)
    own = ssl.create_default_context(cafile=certificate)
    own.load_cert_chain(*made(tmp_path, "A", authority="authority"))
    forged = ssl.create_default_context(cafile=certificate)
    forged.load_cert_chain(*made(tmp_path, "B"))
    old = ssl.create_default_context(cafile=certificate)
    old.maximum_version = ssl.TLSVersion.TLSv1_2
    old.set_ciphers("AES128-GCM-SHA256")

    async def refused(ours, context):
        with pytest.raises((ssl.SSLError, ConnectionError, websockets.InvalidMessage)):
            async with asyncio.timeout(60):
                await websockets.connect(ours.url("A"), subprotocols=["ocpp1.6"], ssl=context)

    async def until(count):
        while sum("no TLS with" in one.getMessage() for one in caplog.records) < count:  # noqa: ASYNC110
            await asyncio.sleep(0.01)

    async def story():
        async with yard(tmp_path / "b.db", **tls, require_certificate=True) as ours:
            await asyncio.to_thread(_sent, ours.ours.address, b"GET /ocpp/A HTTP/1.1\r\nHost: x\r\n\r\n")
            await until(1)
            await asyncio.to_thread(_sent, ours.ours.address, b"\x00" * 50)
            await until(2)
            port = urlsplit(ours.ours.address).port
            choosy = ["openssl", "s_client", "-connect", f"127.0.0.1:{port}", "-verify_return_error"]
            await asyncio.to_thread(subprocess.run, choosy, input=b"", capture_output=True, check=False)
            await until(3)
            for number, context in enumerate((trusting, forged, old), 4):
                await refused(ours, context)
                await until(number)
            await asyncio.to_thread(_sent, ours.ours.address, b"\x16", waits=False)
            await until(7)
            # who can goes in all the same, with all that it says in one breath
            async with ours.connect("A", ssl=own) as link:
                assert (await call(link, "Heartbeat"))[0] == 3

    on_loop(story())
    said = [one.getMessage() for one in caplog.records if "no TLS with" in one.getMessage()]
    assert all(one.startswith("no TLS with 127.0.0.1: ") for one in said)
    for words, line in zip(
        (
            "its address must begin with wss://",
            "its address must begin with wss://",
            "it does not know the authority of our certificate",
            "it sent no client certificate",
            "its client certificate is not valid: self-signed certificate",
            "it has no cipher in common with us",
            "it hung up before TLS was agreed on",
        ),
        said,
        strict=True,
    ):
        assert words in line


@needs_openssl
def test_who_says_nothing_at_all_is_let_go_in_time(tmp_path, caplog, monkeypatch):
    for module in ("doorway", "tls"):
        monkeypatch.setattr(f"chargeboard.capture.csms.{module}.HANDSHAKE_S", 0.3)
    certificate, key = made(tmp_path, "server")

    async def story():
        async with yard(tmp_path / "b.db", tls_certificate=certificate, tls_key=key) as ours:
            at = urlsplit(ours.ours.address)
            reader, writer = await asyncio.open_connection(at.hostname, at.port)
            assert await asyncio.wait_for(reader.read(), 60) == b""
            writer.close()

    on_loop(story())
    assert "it did not complete TLS within 0 s" in caplog.text


def test_other_faults_of_tls_have_words_too():
    fault = ssl.SSLError(1, "x")
    fault.reason = "SOME_NEW_FAULT"
    assert in_words(fault) == "some new fault"
    assert in_words(ssl.SSLError(1, "x")) == "a TLS fault"


@needs_openssl
@pytest.mark.parametrize("by_proxy", [False, True])
def test_who_has_said_hello_before_it_is_accepted_is_understood(tmp_path, by_proxy):
    """A busy loop accepts late, when the greeting is there already."""
    certificate, key = made(tmp_path, "server")
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    trusting = ssl.create_default_context(cafile=certificate)
    client = trusting.wrap_bio(incoming, outgoing, server_hostname="127.0.0.1")
    with suppress(ssl.SSLWantReadError):
        client.do_handshake()
    proxies = {"proxy_protocol": ("127.0.0.1",)} if by_proxy else {}

    async def story():
        loop = asyncio.get_running_loop()
        async with yard(tmp_path / "b.db", tls_certificate=certificate, tls_key=key, **proxies) as ours:
            at = urlsplit(ours.ours.address)
            with socket.create_connection((at.hostname, at.port)) as early:
                early.sendall(header_of(*FAR_AWAY) if by_proxy else b"")
                early.sendall(outgoing.read())
                early.setblocking(False)  # noqa: FBT003 - the standard library asks it so
                incoming.write(await asyncio.wait_for(loop.sock_recv(early, 1 << 16), 60))
            client.do_handshake()

    on_loop(story())
    assert client.version() == "TLSv1.3"


FAR_AWAY = Address("203.0.113.5", 4711), Address("10.0.0.1", 9000)


@pytest.mark.threat("C19")
@pytest.mark.parametrize("is_believed", [True, False])
def test_guesses_count_for_whom_a_proxy_speaks_if_it_is_believed(tmp_path, caplog, is_believed):
    proxies = ("127.0.0.1",) if is_believed else ("192.0.2.1",)
    caplog.set_level(logging.INFO)

    async def story():
        async with yard(tmp_path / "b.db", proxy_protocol=proxies, require_password=True) as ours:
            at, said = urlsplit(ours.ours.address), []
            ours.desk.store.save_credential(new_password("A")[1])
            for _ in range(GUESSES + 2):
                reader, writer = await asyncio.open_connection(at.hostname, at.port)
                writer.write(header_of(*FAR_AWAY) if is_believed else b"")
                writer.write(
                    f"GET /ocpp/A HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"
                    f"Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\nSec-WebSocket-Version: 13\r\n"
                    f"Authorization: {basic('A', b'guess')['Authorization']}\r\n\r\n".encode()
                )
                said.append((await reader.read(1 << 16)).split(b" ")[1])
                writer.close()
            return said

    said = on_loop(story())
    assert said == [b"401"] * GUESSES + [b"429"] * 2
    assert ("from 203.0.113.5: " in caplog.text) == is_believed
    assert ("from 127.0.0.1: " in caplog.text) != is_believed


@pytest.mark.threat("C19")
def test_a_proxy_that_names_nobody_is_not_let_in_and_told(tmp_path, caplog):
    async def story():
        async with yard(tmp_path / "b.db", proxy_protocol=("127.0.0.0/8",)) as ours:
            with pytest.raises((websockets.InvalidMessage, ConnectionError)):
                await ours.connect("A")
            await ours.until(lambda: "does not say for whom it speaks" in caplog.text)
            return ours.ours.doorstep.turned_away

    (away,) = on_loop(story())
    assert "begins with no PROXY header" in away.why
