"""
How is a broker listened to, and its complaints put into words?

In a session that the broker keeps for us while we are away, with MQTT 5: what it publishes at least once is
held until it is acknowledged.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Sequence
from time import monotonic
from urllib.parse import unquote, urlsplit

from paho.mqtt.client import Client, MQTTMessage
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from chargeboard.capture.feeds.delivered import AT_ONCE, Delivery
from chargeboard.capture.feeds.kind import FeedError, password_in
from chargeboard.capture.feeds.mqtt.words import say
from chargeboard.capture.feeds.trust import context_of, doubt_of
from chargeboard.time.instants import SECOND, Instant

_HELD_FOR_S = 3 * 24 * 3600
"""For so long a broker keeps what we did not hear."""
_KEEPALIVE_S = 60
_PATIENCE_S = 10.0
_SOON_S = 0.5
"""So long what it still holds may take to come."""
_AT_LEAST_ONCE = 1
_TOO_OLD, _LOGIN, _TAKEN_OVER = 132, frozenset({133, 134, 135, 138}), 142


class BrokerLink:
    """A connection to a broker; it is opened when it is needed, and again where it broke."""

    def __init__(self, url: str, variable: str, topics: Sequence[str]) -> None:
        """`variable`: of the environment, which holds the password where the address has none."""
        self._url, self._variable, self._topics = url, variable, topics
        self._client: Client | None = None
        self._began()

    def _began(self) -> None:
        self._came = deque[tuple[float, Delivery]]()
        self._answered, self._news = threading.Event(), threading.Event()
        self._wrong: FeedError | None = None
        self._is_busy = True

    def taken(self, session: str, most: int, now: Instant) -> Sequence[Delivery]:
        """What came since. Raises: FeedError."""
        asked = monotonic()
        if self._client is None:
            self._open(session)
        if self._is_busy and not self._came:
            self._news.clear()
            if not self._came and self._wrong is None:
                self._news.wait(_SOON_S)
        if self._wrong is not None and not self._came:
            raise self._closed(self._wrong)
        taken = [self._came.popleft() for _ in range(min(most, len(self._came)))]
        self._is_busy = bool(taken)
        return [one._replace(at=now + round((came - asked) * SECOND)) for came, one in taken]

    def keep(self, marks: Sequence[int]) -> None:
        """Acknowledge these."""
        for mark in marks:
            if mark and self._client is not None:
                self._client.ack(mark, _AT_LEAST_ONCE)

    def forget(self, _session: str, /) -> None:
        """The broker forgets the session that it kept for us."""
        if self._client is not None:
            at_once = Properties(PacketTypes.DISCONNECT)  # type: ignore[no-untyped-call]
            at_once.SessionExpiryInterval = 0
            self._client.disconnect(properties=at_once)
            self._client.loop_stop()
            self._client = None

    def close(self) -> None:
        """Leave; what comes meanwhile is held for us."""
        if self._client is not None:
            self._client.disconnect()
            self._client.loop_stop()
            self._client = None
        self._began()

    def _closed(self, error: FeedError) -> FeedError:
        self.close()
        return error

    def _open(self, session: str) -> None:
        parts = urlsplit(self._url)
        client = Client(
            CallbackAPIVersion.VERSION2,
            session,
            protocol=MQTTProtocolVersion.MQTTv5,
            manual_ack=True,
            reconnect_on_failure=False,
        )
        client.on_connect, client.on_subscribe = self._on_connect, self._on_subscribe
        client.on_message, client.on_disconnect = self._on_message, self._on_disconnect
        password = password_in(parts, self._variable)
        if parts.username:
            client.username_pw_set(unquote(parts.username), password or None)
        is_tls = parts.scheme == "mqtts"
        if is_tls:
            client.tls_set_context(context_of(parts))
        told = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
        told.SessionExpiryInterval, told.ReceiveMaximum = _HELD_FOR_S, AT_ONCE
        client.connect_timeout = _PATIENCE_S
        self._began()
        try:
            client.connect(
                parts.hostname or "localhost",
                parts.port or (8883 if is_tls else 1883),
                _KEEPALIVE_S,
                clean_start=False,
                properties=told,
            )
        except (OSError, ValueError) as error:
            doubt = doubt_of(error, parts.hostname or "")
            raise doubt or FeedError(say("away", said=error)) from error
        self._client = client
        client.loop_start()
        if not self._answered.wait(_PATIENCE_S):
            raise self._closed(FeedError(say("away", said="...")))
        if self._wrong is not None:
            raise self._closed(self._wrong)

    def _on_connect(self, client: Client, _: object, __: object, code: ReasonCode, ___: object) -> None:
        if code.is_failure:
            self._end(_refusal(code))
            return
        # what was retained is no news
        wanted = SubscribeOptions(qos=_AT_LEAST_ONCE, retainHandling=SubscribeOptions.RETAIN_DO_NOT_SEND)
        client.subscribe([(topic, wanted) for topic in self._topics])

    def _on_subscribe(
        self, _: object, __: object, ___: int, codes: Sequence[ReasonCode], ____: object
    ) -> None:
        for topic, code in zip(self._topics, codes, strict=True):
            if code.is_failure:
                self._end(FeedError(say("not_allowed", topic=topic, said=code), is_lasting=True))
        self._answered.set()

    def _on_message(self, _: object, __: object, message: MQTTMessage) -> None:
        mark = message.mid if message.qos else 0
        delivery = Delivery(message.topic, bytes(message.payload), 0, mark, message.dup)
        self._came.append((monotonic(), delivery))
        self._news.set()

    def _on_disconnect(self, _: object, __: object, ___: object, code: ReasonCode, ____: object) -> None:
        if code.value == _TAKEN_OVER:
            self._end(FeedError(say("another_reader", said=code)))
        else:
            self._end(FeedError(say("gone", said=code)))

    def _end(self, why: FeedError) -> None:
        self._wrong = self._wrong or why
        self._answered.set()
        self._news.set()


def _refusal(code: ReasonCode) -> FeedError:
    if code.value == _TOO_OLD:
        return FeedError(say("too_old", said=code), is_lasting=True)
    if code.value in _LOGIN:
        return FeedError(say("refused", said=code), is_lasting=True)
    return FeedError(say("away", said=code))
