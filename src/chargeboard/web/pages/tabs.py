"""Which pages does a charger have, and how does one get to them from any other, with the same dates?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from urllib.parse import urlencode

import msgspec

from chargeboard.time.days import day_of
from chargeboard.time.instants import instant_of
from chargeboard.web.pages.words import say
from chargeboard.web.sharing.inside import leads_on
from chargeboard.web.urls.asked import LONGEST, BadParameterError, date_of, in_todays_words
from chargeboard.web.urls.links import charger_url, list_url

_CARRIED = ("at", "from", "through")
_ANY_LENGTH = {"sessions", "attempts", "errors", "quality"}
SECTIONS: Mapping[str, str] = {
    "": "section_overview",
    "sessions": "section_sessions",
    "attempts": "section_attempts",
    "errors": "section_errors",
    "uptime": "section_uptime",
    "days": "section_days",
    "official": "section_official",
    "frames": "section_frames",
    "quality": "section_quality",
    "settings": "section_settings",
}
"""The pages of a charger in their order: the end of the address, its name's code."""


class Tab(msgspec.Struct, frozen=True):
    """A way to one of them. `current`: the value of aria-current, `true` where a page below it is shown."""

    section: str
    label: str
    url: str
    current: str


def carried(query: Mapping[str, str], zone: str) -> dict[str, str]:
    """What goes along from page to page: the moment, and the local dates, of instants too."""
    told = in_todays_words(query)
    if "through" not in told and told.get("to"):
        told["through"] = told["to"]
    kept = {name: told[name] for name in _CARRIED if told.get(name)}
    try:
        for name, back in (("from", 0), ("through", 1)):
            if "T" in kept.get(name, ""):
                moment = datetime.fromisoformat(kept[name].replace(" ", "+"))
                on = moment.date() if moment.tzinfo is None else day_of(instant_of(moment) - back, zone)
                kept[name] = str(on)
    except (ValueError, OverflowError):
        pass
    return kept


def tail(kept: Mapping[str, str]) -> str:
    """What is kept, as the end of an address."""
    return f"?{urlencode(kept)}" if kept else ""


def tabs(station: str, section: str, kept: Mapping[str, str], *, is_below: bool = False) -> tuple[Tab, ...]:
    """
    The ways from one of the pages to all.

    `is_below`: what is shown is one session or day out of the section. Dates that are too many for a page are
    not carried to it, and one that shows frames, which were received when they were, takes no moment.
    """
    ways = {key: _url(station, key, kept) for key in SECTIONS}
    return tuple(
        Tab(key, say(SECTIONS[key]), url, ("true" if is_below else "page") if key == section else "")
        for key, url in ways.items()
        if leads_on(url)
    )


def _url(station: str, key: str, kept: Mapping[str, str]) -> str:
    asked = dict(kept)
    if key not in _ANY_LENGTH and _is_long(kept):
        asked = {name: value for name, value in asked.items() if name == "at"}
    if key == "frames":
        asked.pop("at", None)
    if key == "settings":
        asked.clear()
    return (list_url(station, key) if key else charger_url(station)) + tail(asked)


def _is_long(kept: Mapping[str, str]) -> bool:
    try:
        first, last = date_of(kept, "from"), date_of(kept, "through")
    except BadParameterError:
        return True
    return first is not None and last is not None and last - first >= LONGEST - timedelta(days=1)
