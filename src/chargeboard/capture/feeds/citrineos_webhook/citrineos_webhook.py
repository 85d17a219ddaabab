"""
What does CitrineOS post of a charger?

Each message with its instant, in no order, and each turn of its connection, without one: that is then when
the post came. Messages wait a moment for those that were said before them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from chargeboard.capture.feeds.citrineos_webhook.door import Door
from chargeboard.capture.feeds.citrineos_webhook.words import say
from chargeboard.capture.feeds.delivered import Delivered, Delivery
from chargeboard.capture.feeds.kind import Kind, OpenFeed, password_in
from chargeboard.capture.feeds.listening import see_that_it_is_guarded
from chargeboard.capture.formats import FORMATS
from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, closed, opened


class _Turn(msgspec.Struct, rename="camel"):
    station_id: str
    event: Literal["connected", "closed"]


_TURN = msgspec.json.Decoder(_Turn)


def found_in(delivery: Delivery, name: str) -> Iterator[Found]:
    """What a post says."""
    try:
        turn = _TURN.decode(delivery.body)
    except UNREADABLE:
        yield from FORMATS["citrineos"]([b" ".join(delivery.body.split(b"\n"))], LogNotes(name))
    else:
        yield (opened if turn.event == "connected" else closed)(turn.station_id, delivery.at, "")


def _open(url: str, name: str) -> OpenFeed:
    parts = urlsplit(url)
    host, token = parts.hostname or "", password_in(parts, KIND.variable)
    see_that_it_is_guarded(host, token, KIND.example)
    return Delivered(name, Door(host, parts.port or 0, token), lambda delivery: found_in(delivery, name))


KIND = Kind(
    name="citrineos-webhook",
    title=lambda: say("title"),
    example="http://:TOKEN@0.0.0.0:8085",
    schemes=("http",),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    variable="WEBHOOK_TOKEN",
    listens=True,
)
