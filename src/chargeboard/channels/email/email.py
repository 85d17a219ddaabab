"""
How is a message mailed?

By a connection of its own. Whoever sends it again does so under the same Message-ID, and all that is told of
an alert is one thread for who reads it.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import ssl
from email.message import EmailMessage
from email.utils import format_datetime

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values
from chargeboard.channels.email.words import say
from chargeboard.time.instants import SECOND, datetime_of

PATIENCE_S = 15.0
_ADDRESS = re.compile(r"[^@\s,<>\"]{1,64}@[^@\s,<>\"]{1,255}")
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
    if alert and number != "0" and message.event != "test":
        mail["In-Reply-To"] = mail["References"] = first
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Chargeboard-Event"] = message.event
    if message.is_urgent:
        mail["Importance"] = "high"
    mail.set_content(message.text)
    return mail


async def _send(values: Values, message: Message, at_s: int) -> None:
    await asyncio.to_thread(_sent, values, mail_of(values, message, at_s))


def _sent(values: Values, mail: EmailMessage) -> None:
    try:
        with _connected(values) as server:
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


def _connected(values: Values) -> smtplib.SMTP:
    host, port, context = values["host"], int(values["port"]), ssl.create_default_context()
    if values["security"] == _TLS:
        return smtplib.SMTP_SSL(host, port, timeout=PATIENCE_S, context=context)
    server = smtplib.SMTP(host, port, timeout=PATIENCE_S)
    if values["security"] == _STARTTLS:
        try:
            _encrypt(server, context)
        except BaseException:
            server.close()
            raise
    return server


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
    title=lambda: say("title"),
)
