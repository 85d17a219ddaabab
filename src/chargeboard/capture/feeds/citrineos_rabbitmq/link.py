"""
How is an exchange listened to that belongs to somebody else?

Through a queue of our own that gets a copy of each message: nobody else gets one less. The exchange is never
made, only looked for. The queue is gone three days after we were seen last, and holds no more than its bound
meanwhile: the other system's broker is not filled.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from time import monotonic
from typing import Any
from urllib.parse import unquote, urlsplit

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import (
    AMQPConnectionError,
    AMQPError,
    AuthenticationError,
    ChannelClosedByBroker,
    ProbableAuthenticationError,
)

from chargeboard.capture.feeds.citrineos_rabbitmq.words import say
from chargeboard.capture.feeds.delivered import AT_ONCE, Delivery
from chargeboard.capture.feeds.kind import FeedError, password_in
from chargeboard.capture.feeds.trust import context_of, doubt_of
from chargeboard.time.instants import SECOND, Instant

_GONE_AFTER_MS = 3 * 24 * 3600 * 1000
_MOST_BYTES = 256 << 20
_PATIENCE_S, _HEARTBEAT_S = 10.0, 60
_SOON_S = 0.5
"""So long what it still holds may take to come."""
_NOT_FOUND, _NOT_ALLOWED = 404, 403
logging.getLogger("pika").setLevel(logging.CRITICAL + 1)  # what the library logs is raised, too


class QueueLink:
    """A queue; it is opened when it is needed, and again where it broke."""

    def __init__(self, url: str, variable: str, exchange: str) -> None:
        """`variable`: of the environment, which holds the password where the address has none."""
        self._parts, self._variable, self._exchange = urlsplit(url), variable, exchange
        self._connection: pika.BlockingConnection | None = None
        self._channel: BlockingChannel | None = None
        self._came = deque[tuple[float, Delivery]]()
        self._is_busy = False

    def taken(self, session: str, most: int, now: Instant) -> Sequence[Delivery]:
        """What came since. Raises: FeedError."""
        asked = monotonic()
        with self._explained():
            connection = self._connection or self._opened(session)
            connection.process_data_events(_SOON_S if self._is_busy and not self._came else 0)
        taken = [self._came.popleft() for _ in range(min(most, len(self._came)))]
        self._is_busy = bool(taken)
        return [one._replace(at=now + round((came - asked) * SECOND)) for came, one in taken]

    def keep(self, marks: Sequence[int]) -> None:
        """Acknowledge these, and what came before."""
        if marks and self._channel is not None:
            with suppress(AMQPError):  # it is told by who asks next, and handed over again
                self._channel.basic_ack(max(marks), multiple=True)

    def forget(self, session: str, /) -> None:
        """The queue is gone, and what it holds."""
        if self._channel is not None:
            with suppress(AMQPError):
                self._channel.queue_delete(session)

    def close(self) -> None:
        """Leave; what comes meanwhile is held for us."""
        connection, self._connection, self._channel = self._connection, None, None
        self._came.clear()
        if connection is not None and connection.is_open:
            with suppress(AMQPError, OSError):
                connection.close()

    def _opened(self, session: str) -> pika.BlockingConnection:
        self._came.clear()
        self._connection = pika.BlockingConnection(self._parameters())
        channel = self._channel = self._connection.channel()
        channel.exchange_declare(self._exchange, passive=True)
        kept = {
            "x-expires": _GONE_AFTER_MS,
            "x-max-length-bytes": _MOST_BYTES,
        }
        channel.queue_declare(session, durable=True, arguments=kept)
        # without further conditions all of a headers exchange matches
        channel.queue_bind(session, self._exchange, "#", {"x-match": "all"})
        channel.basic_qos(prefetch_count=AT_ONCE)
        channel.basic_consume(session, self._on_message)
        self._is_busy = True
        return self._connection

    def _on_message(self, _: object, method: Any, __: object, body: bytes) -> None:  # noqa: ANN401 - as the library calls it
        delivery = Delivery(self._exchange, body, 0, method.delivery_tag, method.redelivered)
        self._came.append((monotonic(), delivery))

    def _parameters(self) -> pika.ConnectionParameters:
        parts = self._parts
        is_tls = parts.scheme == "amqps"
        password = password_in(parts, self._variable)
        more: Mapping[str, Any] = {}
        if is_tls:
            more = {"ssl_options": pika.SSLOptions(context_of(parts), parts.hostname)}
        return pika.ConnectionParameters(
            host=parts.hostname or "localhost",
            port=parts.port or (5671 if is_tls else 5672),
            virtual_host=unquote(parts.path[1:]) or "/",
            credentials=pika.PlainCredentials(unquote(parts.username or "guest"), password or "guest"),
            heartbeat=_HEARTBEAT_S,
            socket_timeout=_PATIENCE_S,
            stack_timeout=_PATIENCE_S,
            blocked_connection_timeout=_PATIENCE_S,
            client_properties={"connection_name": "chargeboard feed"},
            **more,
        )

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (AMQPError, OSError) as error:
            self.close()
            raise self._told(error) from error

    def _told(self, error: Exception) -> FeedError:
        if doubt := doubt_of(error, self._parts.hostname or ""):
            return doubt
        said = " ".join(str(error).split()) or type(error).__name__
        if isinstance(error, AuthenticationError | ProbableAuthenticationError):
            return FeedError(say("refused", said=said), is_lasting=True)
        code = error.reply_code if isinstance(error, ChannelClosedByBroker) else 0
        if code == _NOT_FOUND:
            return FeedError(say("no_exchange", exchange=self._exchange))
        if code == _NOT_ALLOWED:
            vhost, user = unquote(self._parts.path[1:]) or "/", self._parts.username or "guest"
            told = say("not_allowed", vhost=vhost, user=user, exchange=self._exchange, said=said)
            return FeedError(told, is_lasting=True)
        is_away = isinstance(error, AMQPConnectionError | OSError)
        return FeedError(say("away" if is_away else "gone", said=said))
