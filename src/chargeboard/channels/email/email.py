"""
How is a message mailed?

By a connection of its own. Whoever sends it again does so under the same Message-ID, and all that is told of
an alert is one thread for who reads it.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import socket
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import format_datetime
from functools import partial

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values
from chargeboard.channels.email.words import say
from chargeboard.time.instants import SECOND, datetime_of

PATIENCE_S = 15.0
_ADDRESS = re.compile(r"[^@\s,<>\"]{1,64}@[^@\s,<>\"]{1,255}")
_GREETING = 220
_TLS, _STARTTLS, _NONE = "tls", "starttls", "none"


def _check(values: Values) -> None:
    port = values["port"]
    if not port.isdecimal() or len(port) > 5 or not 0 < int(port) < 65536:
        raise ChannelError("port", say("bad_port"))
    for field in ("sender", "to"):
        for address in _addresses(values[field]) or [""]:
            if not _ADDRESS.fullmatch(address) or not address.isascii():
                raise ChannelError(field, say("bad_address", address=address))
    if values["password"] and values["security"] == _NONE:
        raise ChannelError("security", say("password_in_clear"))


def _addresses(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


def mail_of(values: Values, message: Message, at_s: int) -> EmailMessage:
    """The message as mail."""
    domain = values["sender"].rpartition("@")[2]
    alert, _, number = message.id.rpartition("-")
    first = f"<{alert}-0@{domain}>"
    mail = EmailMessage()
    mail["Subject"] = " ".join(message.title.split())
    mail["From"] = values["sender"]
    mail["To"] = ", ".join(_addresses(values["to"]))
    mail["Date"] = format_datetime(datetime_of(at_s * SECOND))
    mail["Message-ID"] = f"<{message.id}@{domain}>"
    if alert and number != "0" and message.event != "test" and message.report is None:
        mail["In-Reply-To"] = mail["References"] = first
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Chargeboard-Event"] = message.event
    if message.is_urgent:
        mail["Importance"] = "high"
    mail.set_content(message.text)
    for file in message.files:
        main, _, sub = file.kind.partition("/")
        mail.add_attachment(file.body, maintype=main, subtype=sub, filename=file.name)
    return mail


async def _send(values: Values, message: Message, at_s: int) -> None:
    line = _Line()
    try:
        await asyncio.to_thread(_sent, line, values, mail_of(values, message, at_s))
    finally:
        # nobody waits any more: a server that answers drop by drop keeps no thread
        line.cut()


class _Line:
    """A connection that can be cut off by another thread than the one that waits at it."""

    server: smtplib.SMTP | None = None

    def cut(self) -> None:
        """Whoever waits at it waits no more."""
        if self.server is not None and self.server.sock is not None:
            with suppress(OSError):
                self.server.sock.shutdown(socket.SHUT_RDWR)


def _sent(line: _Line, values: Values, mail: EmailMessage) -> None:
    try:
        with _connected(line, values) as server:
            if values["user"]:
                server.login(values["user"], values["password"])
            refused = server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        raise _refused(code, said, is_final=code >= 500) from error
    except smtplib.SMTPResponseException as error:
        # somebody may put a password right, or a sender: it is tried again
        raise _refused(error.smtp_code, error.smtp_error, is_final=False) from error
    except (OSError, smtplib.SMTPException) as error:
        raise NotSentError(say("not_reached", why=str(error) or type(error).__name__)) from error
    if refused:
        raise NotSentError(say("some_refused", addresses=", ".join(refused)), is_final=True)


def _refused(code: int, said: bytes | str, *, is_final: bool) -> NotSentError:
    text = said.decode(errors="replace") if isinstance(said, bytes) else said
    return NotSentError(say("refused", code=code, said=" ".join(text.split())), is_final=is_final)


def _connected(line: _Line, values: Values) -> smtplib.SMTP:
    host, port, context = values["host"], int(values["port"]), ssl.create_default_context()
    is_tls = values["security"] == _TLS
    kind = partial(smtplib.SMTP_SSL, context=context) if is_tls else smtplib.SMTP
    # without a host it connects when it is told to, and can be cut off before it was greeted
    line.server = server = kind(timeout=PATIENCE_S)
    server._host = host  # type: ignore[attr-defined]  # noqa: SLF001 - of whom TLS wants a certificate
    try:
        _greet(server, host, port)
        if values["security"] == _STARTTLS:
            _encrypt(server, context)
    except BaseException:
        server.close()
        raise
    return server


def _greet(server: smtplib.SMTP, host: str, port: int) -> None:
    code, said = server.connect(host, port)
    if code != _GREETING:
        raise _refused(code, said, is_final=False)


def _encrypt(server: smtplib.SMTP, context: ssl.SSLContext) -> None:
    server.ehlo()
    if not server.has_extn("starttls"):
        raise NotSentError(say("no_starttls"))
    server.starttls(context=context)


CHANNEL = Channel(
    kind="email",
    fields=(
        Field("host", lambda: say("field_host")),
        Field("port", lambda: say("field_port"), usual="587"),
        Field(
            "security",
            lambda: say("field_security"),
            usual=_STARTTLS,
            choices=(_STARTTLS, _TLS, _NONE),
        ),
        Field("user", lambda: say("field_user"), is_needed=False),
        Field("password", lambda: say("field_password"), is_secret=True, is_needed=False),
        Field("sender", lambda: say("field_sender")),
        Field("to", lambda: say("field_to")),
    ),
    check=_check,
    send=_send,
    carries=True,
    title=lambda: say("title"),
)
