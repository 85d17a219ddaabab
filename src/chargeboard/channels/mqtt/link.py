"""
How are a broker's answers heard?

MQTT 5, since a broker of MQTT 3 acknowledges what it throws away. `aiomqtt` waits for an acknowledgement and
does not look at what it says: that is done here.
"""

from __future__ import annotations

import logging
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Any

from aiomqtt import Client, MqttCodeError, MqttError, ProtocolVersion, Will

from chargeboard.channels.addresses import address_of
from chargeboard.channels.channel import NotSentError, Values
from chargeboard.channels.mqtt.words import say

TLS = "tls"
_PATIENCE_S = 8.0
_KEEPALIVE_S = 20
"""A broker that hears nothing for half as long again says that we are gone."""
_AT_LEAST_ONCE = 1
_log = logging.getLogger(__name__)
_log.setLevel(logging.CRITICAL)  # what the library logs is raised, too


class Link(Client):
    """A connection to a broker."""

    refusals: dict[int, str]

    async def keep(self, topic: str, payload: bytes, *, is_retained: bool = True) -> None:
        """Publish, and hear that the broker took it. Raises: NotSentError, MqttError."""
        self.refusals = {}
        await self.publish(topic, payload, _AT_LEAST_ONCE, is_retained)
        for why in self.refusals.values():
            raise NotSentError(say("not_taken", topic=topic, why=why))

    def _on_publish(self, client: Any, userdata: Any, mid: int, reason_code: Any, properties: Any) -> None:  # noqa: ANN401 - as the library calls it
        if reason_code.is_failure:
            self.refusals[mid] = str(reason_code)
        super()._on_publish(client, userdata, mid, reason_code, properties)


@asynccontextmanager
async def linked(values: Values, will: Will | None = None) -> AsyncIterator[Link]:
    """
    A connection to the broker.

    Raises: NotSentError.
    """
    host, port, is_tls = values["host"], int(values["port"]), values["security"] == TLS
    address = await address_of(host, port)
    try:
        async with Link(
            host if is_tls else address,  # who is not who the name says has no certificate of that name
            port,
            username=values["user"] or None,
            password=values["password"] or None,
            protocol=ProtocolVersion.V5,
            keepalive=_KEEPALIVE_S,
            timeout=_PATIENCE_S,
            tls_context=_trusted() if is_tls else None,
            will=will,
            logger=_log,
        ) as link:
            yield link
    except MqttCodeError as error:
        raise NotSentError(say("refused", why=str(error.rc))) from error
    except MqttError as error:
        raise NotSentError(say("not_reached", why=str(error))) from error


@cache
def _trusted() -> ssl.SSLContext:
    return ssl.create_default_context()
