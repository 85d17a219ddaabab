"""
Which messages of chargers does a broker have?

Those that damasiormoura's ocpp-proxy publishes (`ocpp/ID/charger|central_system/ACTION`), and those of MaEVe
(`cs/in|out/PROTOCOL/ID`; another first word is named by the path of the address).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from chargeboard.capture.feeds.delivered import Delivered, Delivery
from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.feeds.mqtt.words import say
from chargeboard.capture.formats import FORMATS
from chargeboard.capture.formats.reading import Found, LogNotes, because
from chargeboard.time.instants import datetime_of

_USUAL_PREFIX = "cs"
_PREFIX = re.compile(r"[^/+#\s]+")
_OF_PROXY = re.compile(r"ocpp/[^/]+/(?:charger|central_system)/")


def _topics(prefix: str) -> tuple[str, ...]:
    return (
        *("ocpp/+/charger/+", "ocpp/+/central_system/+"),
        *(f"{prefix}/in/+/+", f"{prefix}/out/+/+"),
    )


def found_in(delivery: Delivery, name: str) -> Iterator[Found]:
    """What a message says, as a line of a dump with topics says it."""
    notes, line = LogNotes(name), b" ".join((delivery.place.encode(), *delivery.body.split(b"\n")))
    if _OF_PROXY.match(delivery.place):
        found = [*FORMATS["ocpp-proxy"]([line], notes)]
    else:
        stamp = datetime_of(delivery.at).isoformat().encode()
        found = [*FORMATS["maeve"]([stamp + b" " + line], notes)]
    yield from found or [notes.reject(1, because("line_unreadable"), line)]


def _open(url: str, name: str) -> OpenFeed:
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.mqtt.link import BrokerLink  # noqa: PLC0415 - paho may not be there

    prefix = urlsplit(url).path.strip("/") or _USUAL_PREFIX
    if not _PREFIX.fullmatch(prefix):
        raise FeedError(say("bad_prefix", example=KIND.example), is_lasting=True)
    link = BrokerLink(url, KIND.variable, _topics(prefix))
    return Delivered(name, link, lambda delivery: found_in(delivery, name))


KIND = Kind(
    name="mqtt",
    title=lambda: say("title"),
    example="mqtts://reader@broker.example.org:8883",
    schemes=("mqtts", "mqtt"),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("paho", "mqtt"),
    variable="MQTT_PASSWORD",
)
