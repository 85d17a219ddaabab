"""How is a message given to Apprise, which may hang?"""

from __future__ import annotations

import asyncio
import subprocess
import sys

import msgspec

from chargeboard.alerts.saying import Message
from chargeboard.channels.apprise.outcome import Became, Order, Outcome
from chargeboard.channels.apprise.words import say
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Values

_LASTS_S = 25.0
_COMMAND = (sys.executable, "-m", "chargeboard.channels.apprise.sending")
_KINDS = {"fired": "warning", "repeated": "warning", "recovered": "success"}


def _check(values: Values) -> None:
    order = msgspec.json.encode(Order(url=values["url"]))
    try:
        found = subprocess.run(_COMMAND, input=order, capture_output=True, timeout=_LASTS_S, check=True)  # noqa: S603 - ourselves
        became = msgspec.json.decode(found.stdout, type=Outcome).became
    except subprocess.TimeoutExpired:
        raise ChannelError("url", say("too_slow", seconds=_LASTS_S)) from None
    except (subprocess.SubprocessError, msgspec.DecodeError):
        became = Became.NOT_KNOWN
    if became is Became.NOT_KNOWN:
        raise ChannelError("url", say("not_known"))


async def _send(values: Values, message: Message, _: int) -> None:
    CHANNEL.check_needs()
    order = Order(
        url=values["url"],
        title=message.title,
        body="\n".join(message.lines) or message.title,
        kind="failure" if message.is_urgent else _KINDS.get(message.event, "info"),
    )
    told = await _told(msgspec.json.encode(order))
    if told.became is Became.SENT:
        return
    why = say("answered", status=told.status) if told.status else say(told.became)
    raise NotSentError(why, is_final=told.became in {Became.ADDRESS_REFUSED, Became.NOT_KNOWN})


async def _told(order: bytes) -> Outcome:
    """What the process says; it is ended when nobody waits any more. Raises: NotSentError."""
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(
        *_COMMAND, stdin=pipe, stdout=pipe, stderr=asyncio.subprocess.DEVNULL
    )
    try:
        async with asyncio.timeout(_LASTS_S):
            said, _ = await process.communicate(order)
    except TimeoutError as error:
        raise NotSentError(say("too_slow", seconds=_LASTS_S)) from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    try:
        return msgspec.json.decode(said, type=Outcome)
    except msgspec.DecodeError as error:
        raise NotSentError(say("ended", code=process.returncode)) from error


CHANNEL = Channel(
    kind="apprise",
    fields=(Field("url", lambda: say("field_url"), is_secret=True),),
    check=_check,
    send=_send,
    needs=("apprise", "apprise"),
    title=lambda: say("title"),
)
