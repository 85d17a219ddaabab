"""Under which topics is what said, and how does Home Assistant find it?"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

import msgspec

from chargeboard.alerts.rule import Kind
from chargeboard.alerts.saying import Message, Standing
from chargeboard.channels.mqtt.naming import device_of, level, node, status_topic
from chargeboard.channels.mqtt.words import say

ALERT, FINE = b"alert", b"fine"
_CLASSES = {Kind.OUT_OF_CONTACT: "connectivity", Kind.DANGER: "safety"}
"""What a sensor of a kind is to Home Assistant; a problem where it is none of these."""


class Place(msgspec.Struct, frozen=True):
    """A charger, or a site as a whole, of which a rule tells."""

    id: str
    name: str
    topic: str
    is_lasting: bool
    is_gone: bool = False
    """Nothing is shown of it any more."""


def places(topic: str, standing: Standing) -> Iterator[Place]:
    """Of whom a message tells, and whether it lasts of them."""
    rule = level(standing.rule)
    for id_, name in standing.chargers.items():
        is_lasting = id_ in standing.lasting
        where = f"{topic}/chargers/{level(id_)}/{rule}"
        yield Place(id_, name, where, is_lasting, standing.is_gone and not is_lasting)
    if standing.site:
        name = say("of_site", site=standing.site)
        where = f"{topic}/sites/{level(standing.site)}/{rule}"
        is_lasting = bool(standing.lasting)
        yield Place(f"site {standing.site}", name, where, is_lasting, standing.is_gone and not is_lasting)


def state(place: Place, message: Message) -> bytes:
    """How it stands of a charger; empty, the broker forgets it."""
    if place.is_gone:
        return b""
    told = {"title": message.title, "url": message.url} if place.is_lasting else {}
    return msgspec.json.encode({"state": (ALERT if place.is_lasting else FINE).decode(), **told})


def announcement(topic: str, discovery: str, place: Place, standing: Standing, url: str) -> tuple[str, bytes]:
    """
    Where Home Assistant looks for a sensor, and what it is: a device a charger, a sensor a rule.

    Empty, the sensor is gone.
    """
    device = device_of(topic, place.id)
    sensor = node(f"{topic} {place.id} {standing.rule}")
    is_link = _CLASSES.get(standing.kind) == "connectivity"
    page = url.partition("?")[0]
    told: dict[str, Any] = {
        "unique_id": sensor,
        "name": standing.rule,
        "device_class": _CLASSES.get(standing.kind, "problem"),
        "state_topic": place.topic,
        "value_template": "{{ value_json.state }}",
        # of a connection, on means that there is one
        "payload_on": (FINE if is_link else ALERT).decode(),
        "payload_off": (ALERT if is_link else FINE).decode(),
        "json_attributes_topic": place.topic,
        "availability_topic": status_topic(topic),
        "qos": 1,
        "device": {
            "identifiers": [device],
            "name": place.name,
            **({"configuration_url": page} if page else {}),
        },
        "origin": {"name": "chargeboard", "sw_version": version("chargeboard")},
    }
    where = f"{discovery}/binary_sensor/{device}/{sensor}/config"
    return where, b"" if place.is_gone else msgspec.json.encode(told)
