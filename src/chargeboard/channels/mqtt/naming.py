"""Under which topics stands what, and how does Home Assistant name it?"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import quote, unquote


def level(text: str) -> str:
    """One level of a topic: no separator, no wildcard."""
    return quote(text, safe=" ")


def node(text: str) -> str:
    """A name as Home Assistant allows it, and of no other."""
    plain = re.sub(r"[^A-Za-z0-9-]+", "_", text)[:80]
    return f"{plain}_{hashlib.blake2b(text.encode(), digest_size=4).hexdigest()}"


def device_of(topic: str, thing: str) -> str:
    """What Home Assistant knows a charger by, whatever else of it is told to it."""
    return node(f"{topic} {thing}")


def status_topic(topic: str) -> str:
    """Where it is kept whether anything is told at all."""
    return f"{topic}/status"


def state_topic(topic: str, station: str) -> str:
    """Where it is kept how a charger stands."""
    return f"{topic}/devices/{level(station)}/state"


def all_states(topic: str) -> str:
    """Where all of them are."""
    return f"{topic}/devices/+/state"


def station_in(topic: str, where: str) -> str | None:
    """Whose state is kept there; None: it is no such place."""
    before, behind = f"{topic}/devices/", "/state"
    if not (where.startswith(before) and where.endswith(behind)):
        return None
    station = unquote(where[len(before) : -len(behind)])
    return station if state_topic(topic, station) == where else None


def announcement_topic(topic: str, discovery: str, station: str) -> str:
    """Where Home Assistant looks for a charger."""
    return f"{discovery}/device/{node(topic)}/{device_of(topic, station)}/config"


def birth_topic(discovery: str) -> str:
    """Where Home Assistant says that it begins."""
    return f"{discovery}/status"
