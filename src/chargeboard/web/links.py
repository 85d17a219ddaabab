"""Where is the evidence of a figure?"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import quote, urlencode

from chargeboard.domain.instants import MINUTE, Instant, instant_of, text_of


def charger_url(station: str) -> str:
    """The page of a charger; its id is opaque and may hold any character."""
    return f"/chargers/{quote(station, safe='')}"


def list_url(station: str, what: str, **query: object) -> str:
    """One of the lists of a charger; parameters without a value are left out, `from_` is `from`."""
    asked = {name.rstrip("_"): value for name, value in query.items() if value not in {None, ""}}
    return f"{charger_url(station)}/{what}" + (f"?{urlencode(asked)}" if asked else "")


def session_url(station: str, key: str) -> str:
    """The page of a session."""
    return f"{charger_url(station)}/sessions/{quote(key, safe='')}"


def day_url(station: str, day: object) -> str:
    """The page of a local day."""
    return f"{charger_url(station)}/days/{day}"


def frames_url(station: str, since: Instant | str, until: Instant | str, **query: object) -> str:
    """The frames of a span, oldest first."""
    first, end = (text_of(one) if isinstance(one, int) else one for one in (since, until))
    return list_url(station, "frames", from_=first, to=end, order="oldest", **query)


def around_url(station: str, since: str, until: str, **query: object) -> str:
    """The frames from two minutes before to two minutes after; `until` empty: an instant."""
    first, end = (instant_of(datetime.fromisoformat(one)) for one in (since, until or since))
    return frames_url(station, first - 2 * MINUTE, end + 2 * MINUTE, **query)


GLOBALS = {
    "around_url": around_url,
    "charger_url": charger_url,
    "list_url": list_url,
    "session_url": session_url,
    "day_url": day_url,
    "frames_url": frames_url,
}
