"""Which browsers are logged in, as they are listed?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.people import LogIn, Reader
from chargeboard.time.instants import Instant
from chargeboard.web.people.words import say
from chargeboard.words.wall_clock import Local

_LONGEST_NAME = 30
_BROWSERS = (
    ("Firefox/", "Firefox"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("Chrom", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
"""The first that is found says it; most pretend to be several."""


class BrowserLine(msgspec.Struct, frozen=True):
    """A browser that is logged in."""

    digest: str
    browser: str
    address: str
    since: str
    seen: str
    is_this: bool


def browser_of(agent: str) -> str:
    """What a browser is, of what it says of itself: `Firefox, Android`; another program as it says."""
    kind = next((name for mark, name in _BROWSERS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return ", ".join(filter(None, (kind, system))) if kind else agent[:_LONGEST_NAME]


def browser_line(log_in: LogIn, one: Reader, now: Instant) -> BrowserLine:
    """A log-in as it is listed to a reader."""
    local = Local("UTC", now)
    return BrowserLine(
        log_in.digest,
        browser_of(log_in.browser) or say("unknown_browser"),
        log_in.address,
        local.moment(log_in.at),
        local.moment(log_in.seen_at),
        one.log_in is not None and one.log_in.digest == log_in.digest,
    )
