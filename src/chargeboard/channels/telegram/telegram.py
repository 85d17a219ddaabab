"""How is a message sent to a chat of Telegram?"""

from __future__ import annotations

import re

import msgspec

from chargeboard.alerts.saying import Message
from chargeboard.channels.addresses import check_url
from chargeboard.channels.channel import Channel, ChannelError, Field, Values
from chargeboard.channels.posting import post
from chargeboard.channels.telegram.words import say

_TOKEN = re.compile(r"\d{3,20}:[A-Za-z0-9_-]{20,100}")
_CHAT = re.compile(r"-?\d{1,20}|@[A-Za-z0-9_]{1,64}")
_LONGEST = 4000
"""Letters of a message; Telegram refuses more than 4096."""


def _check(values: Values) -> None:
    check_url(values["server"], "server")
    if not _TOKEN.fullmatch(values["token"]):
        raise ChannelError("token", say("bad_token"))
    if not _CHAT.fullmatch(values["chat"]):
        raise ChannelError("chat", say("bad_chat"))


async def _send(values: Values, message: Message, _: int) -> None:
    sent = {
        "chat_id": values["chat"],
        "text": message.text[:_LONGEST],
        "link_preview_options": {"is_disabled": True},
        "disable_notification": message.event == "recovered",
    }
    url = f"{values['server'].rstrip('/')}/bot{values['token']}/sendMessage"
    await post(url, msgspec.json.encode(sent), {"Idempotency-Key": message.id})


CHANNEL = Channel(
    kind="telegram",
    fields=(
        Field("token", lambda: say("field_token"), is_secret=True),
        Field("chat", lambda: say("field_chat")),
        Field("server", lambda: say("field_server"), usual="https://api.telegram.org"),
    ),
    check=_check,
    send=_send,
    title=lambda: say("title"),
)
