"""
How is a message posted, signed and accepted?

Signed as the Standard Webhooks say. Accepted is what is answered with 2xx; no redirect is followed.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import ssl
from functools import cache
from urllib.parse import urlsplit

import httpx

from chargeboard.alerts.saying import Message
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values
from chargeboard.channels.webhook.addresses import address_of, check_url
from chargeboard.channels.webhook.shapes import SHAPES
from chargeboard.channels.webhook.words import say
from chargeboard.channels.words import say as say_of_channels

PATIENCE_S = 15.0
_MOST_SAID = 200
_AGAIN = frozenset({408, 425, 429})
"""Answers below 500 after which it is worth trying again."""
_PREFIX = "whsec_"


def _check(values: Values) -> None:
    check_url(values["url"])
    if values["signing_key"]:
        _key(values["signing_key"])


def _key(text: str) -> bytes:
    try:
        key = base64.b64decode(text.removeprefix(_PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) < 16:
        raise ChannelError("signing_key", say("bad_signing_key"))
    return key


def signature(key: str, number: str, at_s: int, body: bytes) -> str:
    """What the receiver compares: `v1,` and an HMAC over id, time and body."""
    told = b".".join((number.encode(), str(at_s).encode(), body))
    return "v1," + base64.b64encode(hmac.new(_key(key), told, hashlib.sha256).digest()).decode()


async def _send(values: Values, message: Message, at_s: int) -> None:
    url, body = values["url"], SHAPES[values["shape"]](message)
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "chargeboard",
        "Idempotency-Key": message.id,
        "webhook-id": message.id,
        "webhook-timestamp": str(at_s),
    }
    if values["signing_key"]:
        headers["webhook-signature"] = signature(values["signing_key"], message.id, at_s, body)
    try:
        status, said, where = await _posted(url, body, headers)
    except httpx.TimeoutException as error:
        raise NotSentError(say_of_channels("not_answered", seconds=PATIENCE_S)) from error
    except httpx.HTTPError as error:
        why = str(error) or type(error).__name__
        raise NotSentError(say_of_channels("not_reached", why=why)) from error
    if 300 <= status < 400:
        target = urlsplit(where).hostname or "?"
        raise NotSentError(say_of_channels("redirected", status=status, where=target), is_final=True)
    if not 200 <= status < 300:
        is_final = 400 <= status < 500 and status not in _AGAIN
        raise NotSentError(
            say_of_channels("answered", status=status, said=f": {said}" if said else ""), is_final=is_final
        )


async def _posted(url: str, body: bytes, headers: dict[str, str]) -> tuple[int, str, str]:
    """Status, the beginning of what was said, and where it points."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = await address_of(host, port)
    netloc = f"[{address}]:{port}" if ":" in address else f"{address}:{port}"
    target = parts._replace(netloc=netloc).geturl()
    async with (
        httpx.AsyncClient(
            verify=_trusted(), timeout=PATIENCE_S, follow_redirects=False, trust_env=False
        ) as client,
        client.stream(
            "POST",
            target,
            content=body,
            headers={**headers, "Host": parts.netloc},
            extensions={"sni_hostname": host},
        ) as answer,
    ):
        said = ""
        if not answer.is_success:
            async for part in answer.aiter_text(_MOST_SAID):
                said = " ".join(part[:_MOST_SAID].split())
                break
        return answer.status_code, said, answer.headers.get("location", "")


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()


CHANNEL = Channel(
    kind="webhook",
    fields=(
        Field("url", lambda: say("field_url"), is_secret=True),
        Field("shape", lambda: say("field_shape"), usual="json", choices=tuple(SHAPES)),
        Field("signing_key", lambda: say("field_signing_key"), is_secret=True, is_needed=False),
    ),
    check=_check,
    send=_send,
    title=lambda: say("title"),
)
