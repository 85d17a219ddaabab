"""How is a message posted, and signed as the Standard Webhooks say?"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from chargeboard.alerts.saying import Message
from chargeboard.channels.addresses import check_url
from chargeboard.channels.channel import Channel, ChannelError, Field, Values
from chargeboard.channels.posting import post
from chargeboard.channels.webhook.shapes import SHAPES
from chargeboard.channels.webhook.words import say

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
        "Idempotency-Key": message.id,
        "webhook-id": message.id,
        "webhook-timestamp": str(at_s),
    }
    if values["signing_key"]:
        headers["webhook-signature"] = signature(values["signing_key"], message.id, at_s, body)
    await post(url, body, headers)


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
