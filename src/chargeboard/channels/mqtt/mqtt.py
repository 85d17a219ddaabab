"""
How is an alert published, and how chargers stand?

What is told goes to one topic and is kept by nobody: who listens gets it, at least once, with its id. How
it stands of each charger is retained, and said as it is when it is sent. Whether anybody sends alerts is
retained too, and the broker takes that back where we are gone. On the same connection chargers are shown as
devices, where that is wanted.
"""

from __future__ import annotations

import asyncio
import logging
import re
from contextlib import suppress
from time import monotonic

from chargeboard.alerts.channel import CHARGERS, EVERYBODY, NOBODY
from chargeboard.alerts.saying import WITHDRAWN, Message
from chargeboard.channels.channel import Channel, ChannelError, Field, NotSentError, Showing, Values
from chargeboard.channels.mqtt.naming import status_topic
from chargeboard.channels.mqtt.topics import announcement, places, state
from chargeboard.channels.mqtt.words import say

_TOPIC = re.compile(r"[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*")
_TLS, _NONE = "tls", "none"
_ONLINE, _OFFLINE = b"online", b"offline"
_AGAIN_S, _AGAIN_AT_MOST_S = 10.0, 300.0
_WELL_AFTER_S = 60.0
_FAREWELL_S = 2.0
_log = logging.getLogger(__name__)


def _check(values: Values) -> None:
    port = values["port"]
    if not port.isdecimal() or len(port) > 5 or not 0 < int(port) < 65536:
        raise ChannelError("port", say("bad_port"))
    for field in ("topic", "discovery"):
        if len(values[field]) > 200 or not _TOPIC.fullmatch(values[field]):
            raise ChannelError(field, say("bad_topic"))
    if values["password"] and not values["user"]:
        raise ChannelError("user", say("password_alone"))


async def _send(values: Values, message: Message, _: int) -> None:
    from chargeboard.channels.mqtt.link import linked  # noqa: PLC0415 - aiomqtt is an extra

    CHANNEL.check_needs()
    topic, discovery, standing = values["topic"], values["discovery"], message.standing
    async with linked(values) as link:
        for place in places(topic, standing) if standing is not None else ():
            if standing is not None and discovery != _NONE:
                await link.keep(*announcement(topic, discovery, place, standing, message.url))
            await link.keep(place.topic, state(place, message))
        if message.event != WITHDRAWN:
            # last: who hears it finds how things stand
            await link.keep(f"{topic}/alerts", bytes(message.document), is_retained=False)


def _sites(values: Values) -> frozenset[str] | None:
    """Whose chargers are shown as devices; None: all."""
    if values[CHARGERS] == EVERYBODY:
        return None
    return frozenset(filter(None, map(str.strip, values[CHARGERS].split(","))))


async def _present(values: Values, showing: Showing) -> None:
    again_s = _AGAIN_S
    while True:
        began = monotonic()
        try:
            await _stay(values, showing)
        except NotSentError as error:
            _log.warning(str(error))
            showing.tell_wrong(str(error))
        if monotonic() - began >= _WELL_AFTER_S:
            again_s = _AGAIN_S
        await asyncio.sleep(again_s)
        again_s = min(2 * again_s, _AGAIN_AT_MOST_S)


async def _stay(values: Values, showing: Showing) -> None:
    from aiomqtt import MqttError, Will  # noqa: PLC0415 - an extra

    from chargeboard.channels.mqtt.devices import Devices  # noqa: PLC0415 - see above
    from chargeboard.channels.mqtt.link import linked  # noqa: PLC0415 - see above

    where = status_topic(values["topic"])
    async with linked(values, Will(where, _OFFLINE, 1, retain=True)) as link:
        await link.keep(where, _ONLINE)
        showing.tell_wrong("")
        try:
            if showing.follow is None or values[CHARGERS] == NOBODY:
                async for _ in link.messages:
                    pass
            else:
                devices = Devices(link, values["topic"], values["discovery"], showing.url)
                await devices.show(showing.follow, _sites(values))
        except asyncio.CancelledError:
            # who leaves in good order is not taken for lost, and waits for nobody
            with suppress(MqttError, NotSentError, TimeoutError):
                async with asyncio.timeout(_FAREWELL_S):
                    await link.keep(where, _OFFLINE)
            raise


CHANNEL = Channel(
    kind="mqtt",
    fields=(
        Field("host", lambda: say("field_host")),
        Field("port", lambda: say("field_port"), usual="8883"),
        Field("security", lambda: say("field_security"), usual=_TLS, choices=(_TLS, _NONE)),
        Field("user", lambda: say("field_user"), is_needed=False),
        Field("password", lambda: say("field_password"), is_secret=True, is_needed=False),
        Field("topic", lambda: say("field_topic"), usual="chargeboard"),
        Field("discovery", lambda: say("field_discovery"), usual="homeassistant"),
        Field(CHARGERS, lambda: say("field_chargers"), usual=NOBODY),
    ),
    check=_check,
    send=_send,
    present=_present,
    shows=True,
    needs=("aiomqtt", "mqtt"),
    title=lambda: say("title"),
)
