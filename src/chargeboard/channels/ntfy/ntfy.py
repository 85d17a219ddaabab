"""How is a message published to a topic of ntfy?"""

from __future__ import annotations

import re

import msgspec

from chargeboard.alerts.saying import Message
from chargeboard.channels.addresses import check_url
from chargeboard.channels.channel import Channel, ChannelError, Field, Values
from chargeboard.channels.ntfy.words import say
from chargeboard.channels.posting import post

_TOPIC = re.compile(r"[-_A-Za-z0-9]{1,64}")
_TAGS = {"fired": ["red_circle"], "repeated": ["red_circle"], "recovered": ["green_circle"]}
_USUAL, _URGENT = 3, 5
_MOST_BYTES = 3500
"""Of a text; what is longer would become a file."""


def _check(values: Values) -> None:
    check_url(values["server"], "server")
    if not _TOPIC.fullmatch(values["topic"]):
        raise ChannelError("topic", say("bad_topic"))


async def _send(values: Values, message: Message, _: int) -> None:
    published = {
        "topic": values["topic"],
        "title": message.title,
        "message": "\n".join(message.lines).encode()[:_MOST_BYTES].decode(errors="ignore"),
        "tags": _TAGS.get(message.event, []),
        "priority": _URGENT if message.is_urgent else _USUAL,
        **({"click": message.url} if message.url else {}),
    }
    headers = {"Idempotency-Key": message.id}
    if values["token"]:
        headers["Authorization"] = f"Bearer {values['token']}"
    await post(values["server"].rstrip("/") + "/", msgspec.json.encode(published), headers)


CHANNEL = Channel(
    kind="ntfy",
    fields=(
        Field("server", lambda: say("field_server"), usual="https://ntfy.sh"),
        Field("topic", lambda: say("field_topic"), is_secret=True),
        Field("token", lambda: say("field_token"), is_secret=True, is_needed=False),
    ),
    check=_check,
    send=_send,
    title=lambda: say("title"),
)
