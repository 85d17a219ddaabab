"""
What goes through the exchange by which CitrineOS' modules speak to each other?

Each request and each answer, with its station, its correlation and its instant: the frame is made of those
parts. An answer that is an error holds its code beside its description.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import parse_qs, urlsplit

import msgspec

from chargeboard.capture.feeds.citrineos_rabbitmq.words import say
from chargeboard.capture.feeds.delivered import Delivered, Delivery
from chargeboard.capture.feeds.kind import Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, framed, protocol_of, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame

_USUAL_EXCHANGE = "citrineos"
_REQUEST = 1
_EMPTY = msgspec.Raw(b"{}")


class _Context(msgspec.Struct, rename="camel"):
    correlation_id: str
    station_id: str
    timestamp: str


class _Message(msgspec.Struct):
    origin: Literal["cs", "csms"] = msgspec.field(name="_origin")
    action: str = msgspec.field(name="_action")
    state: Literal[1, 2] = msgspec.field(name="_state")
    context: _Context = msgspec.field(name="_context")
    payload: msgspec.Raw = msgspec.field(name="_payload")
    protocol: str = msgspec.field(name="_protocol", default="")


class _Error(msgspec.Struct):
    """A payload that is an error."""

    code: str = msgspec.field(name="_errorCode")
    details: msgspec.Raw = msgspec.field(name="_errorDetails", default=_EMPTY)
    message: str = ""


_MESSAGE, _ERROR = msgspec.json.Decoder(_Message), msgspec.json.Decoder(_Error)


def found_in(delivery: Delivery, name: str) -> Iterator[Found]:
    """What a message says."""
    notes = LogNotes(name)
    try:
        said = _MESSAGE.decode(delivery.body)
        at = Stamps(notes).read(said.context.timestamp)
    except UNREADABLE as error:
        yield notes.reject(1, why(error), delivery.body)
        return
    direction: Literal["in", "out"] = "in" if said.origin == "cs" else "out"
    yield Frame(said.context.station_id, at, direction, _text_of(said), "", protocol_of(said.protocol))


def _text_of(said: _Message) -> str:
    identity = said.context.correlation_id
    if said.state == _REQUEST:
        return framed(2, identity, said.action, said.payload)
    try:
        error = _ERROR.decode(said.payload)
    except UNREADABLE:
        return framed(3, identity, said.payload)
    return framed(4, identity, error.code, error.message, error.details)


def _open(url: str, name: str) -> OpenFeed:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.citrineos_rabbitmq.link import QueueLink  # noqa: PLC0415 - pika may be absent

    exchange = parse_qs(urlsplit(url).query).get("exchange", [_USUAL_EXCHANGE])[0]
    link = QueueLink(url, KIND.variable, exchange)
    return Delivered(name, link, lambda delivery: found_in(delivery, name))


KIND = Kind(
    name="citrineos-rabbitmq",
    title=lambda: say("title"),
    example="amqp://reader@broker.example.org/?exchange=citrineos",
    schemes=("amqp", "amqps"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("pika", "rabbitmq"),
    variable="AMQP_PASSWORD",
)
