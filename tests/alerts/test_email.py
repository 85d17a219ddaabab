"""Does mail reach a real server, encrypted as it was said, and what is said where it does not?"""

import asyncio
import socket
import ssl
import threading
from contextlib import suppress
from email import message_from_bytes, policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from certificates import certificate_in
from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import ChannelError, NotSentError
from chargeboard.channels.email import CHANNEL
from in_a_thread import run

ASKED = {"host": "127.0.0.1", "sender": "board@example.org", "to": "ops@example.org, night@example.org"}
FIRED = Message(
    id="abc-0", event="fired", title="Berth 1:\nout of contact – ü", lines=("Since noon.",), is_urgent=True
)
AGAIN = Message(id="abc-1", event="repeated", title="Still: Berth 1", lines=())
AT_S = 1_760_313_600


class Inbox:
    def __init__(self):
        self.mails, self.answer = [], "250 OK"
        self.refuses = set()

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - its API
        if address in self.refuses:
            return "550 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - its API
        if self.answer.startswith("2"):
            self.mails.append(
                (envelope.rcpt_tos, message_from_bytes(envelope.content, policy=policy.default))
            )
        return self.answer


class AnyPort(Controller):
    """At a port that is free."""

    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def authenticate(server, session, envelope, mechanism, auth):
    is_known = (auth.login, auth.password) == (b"board", b"hush-4711")
    return AuthResult(success=is_known, handled=is_known)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of 127.0.0.1 that vouches for itself, and the context of a server with it."""
    trusted, key = certificate_in(tmp_path_factory.mktemp("tls"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(trusted, key)
    return trusted, context


@pytest.fixture
def server():
    begun = []

    def begin(**options):
        inbox = Inbox()
        controller = AnyPort(inbox, hostname="127.0.0.1", port=0, ready_timeout=60, **options)
        controller.start()
        begun.append(controller)
        inbox.port = controller.port
        return inbox

    yield begin
    for controller in begun:
        controller.stop()


def send(inbox, message=FIRED, **values):
    asked = CHANNEL.checked({**ASKED, "port": str(inbox.port), **values})
    run(CHANNEL.send(asked, message, AT_S))


def test_a_message_is_mailed_to_all_and_an_alert_is_one_thread(server):
    inbox = server()
    send(inbox, security="none")
    send(inbox, AGAIN, security="none")
    (to, first), (_, second) = inbox.mails
    assert to == ["ops@example.org", "night@example.org"]
    assert first["Subject"] == "Berth 1: out of contact – ü"
    assert (first["From"], first["Importance"], first["Auto-Submitted"]) == (
        "board@example.org",
        "high",
        "auto-generated",
    )
    assert first["Date"] == "Mon, 13 Oct 2025 00:00:00 +0000"
    assert first["Message-ID"] == "<abc-0@example.org>"
    assert "Since noon." in first.get_content()
    assert (second["Message-ID"], second["In-Reply-To"]) == ("<abc-1@example.org>", "<abc-0@example.org>")
    assert first["In-Reply-To"] is None


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_it_is_encrypted_to_a_server_that_is_known(server, certificate, monkeypatch, security):
    trusted, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    if security == "tls":
        inbox = server(ssl_context=context)
        send(inbox, security=security)
    else:
        inbox = server(
            tls_context=context, require_starttls=True, authenticator=authenticate, auth_required=True
        )
        send(inbox, security=security, user="board", password="hush-4711")
    assert len(inbox.mails) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_to_a_server_that_nobody_vouches_for_nothing_is_said(server, certificate, security):
    _, context = certificate
    inbox = server(**({"ssl_context": context} if security == "tls" else {"tls_context": context}))
    with pytest.raises(NotSentError, match="certificate verify failed") as error:
        send(inbox, security=security)
    assert not error.value.is_final
    assert inbox.mails == []


def test_a_server_without_starttls_gets_nothing_in_clear(server):
    inbox = server()
    with pytest.raises(NotSentError, match="offers no STARTTLS"):
        send(inbox)
    assert inbox.mails == []


@pytest.mark.threat("L2")
def test_a_wrong_password_is_tried_again_and_not_told(server, certificate, monkeypatch):
    trusted, context = certificate
    monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
    inbox = server(
        tls_context=context,
        authenticator=authenticate,
        auth_required=True,
        auth_exclude_mechanism=["LOGIN"],
    )
    with pytest.raises(NotSentError, match="it refused 535") as error:
        send(inbox, user="board", password="wrong-4712")
    assert not error.value.is_final
    assert "4712" not in str(error.value)


@pytest.mark.parametrize(("answer", "code"), [("451 later", 451), ("554 spam", 554)])
def test_what_the_server_does_not_take_is_tried_again(server, answer, code):
    inbox = server()
    inbox.answer = answer
    with pytest.raises(NotSentError, match=f"it refused {code}") as error:
        send(inbox, security="none")
    assert not error.value.is_final


def test_an_address_that_is_refused_is_named_and_the_others_get_it_once(server):
    inbox = server()
    inbox.refuses = {"night@example.org"}
    with pytest.raises(NotSentError, match=r"it refused night@example\.org; the others have got it") as error:
        send(inbox, security="none")
    assert error.value.is_final
    assert [to for to, _ in inbox.mails] == [["ops@example.org"]]
    inbox.refuses = {"night@example.org", "ops@example.org"}
    with pytest.raises(NotSentError, match="it refused 550: no such user") as error:
        send(inbox, security="none")
    assert error.value.is_final


def test_who_is_not_there_is_tried_again(server):
    inbox = server()
    inbox.port = 1
    with pytest.raises(NotSentError, match="could not be reached") as error:
        send(inbox, security="none")
    assert not error.value.is_final


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"port": "0"}, "port"),
        ({"port": "smtp"}, "port"),
        ({"to": "ops"}, "to"),
        ({"to": "ops@example.org,\nBcc: x@y"}, "to"),
        ({"sender": "Board <b@example.org>"}, "sender"),
        ({"security": "ssl"}, "security"),
        ({"security": "none", "user": "a", "password": "b"}, "security"),
        ({"host": ""}, "host"),
    ],
)
def test_a_wrong_field_is_named(values, field):
    with pytest.raises(ChannelError) as error:
        CHANNEL.checked({**ASKED, **values})
    assert error.value.field == field


@pytest.mark.threat("L4")
@pytest.mark.parametrize("greeting", [b"", b"220 yard\r\n"])
def test_a_server_that_answers_drop_by_drop_keeps_no_thread(greeting):
    is_over, server = threading.Event(), socket.create_server(("127.0.0.1", 0))

    def drip():
        link, _ = server.accept()
        with link, suppress(OSError):
            link.sendall(greeting)
            while not is_over.wait(0.01):
                link.sendall(b"2")

    dripping = threading.Thread(target=drip)
    dripping.start()
    values = CHANNEL.checked({**ASKED, "port": str(server.getsockname()[1]), "security": "none"})

    async def story():
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await CHANNEL.send(values, FIRED, AT_S)
        await asyncio.get_running_loop().shutdown_default_executor()  # waits for the thread

    run(story())
    is_over.set()
    dripping.join()
    server.close()
