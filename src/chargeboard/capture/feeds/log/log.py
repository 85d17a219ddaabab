"""
Which log is it, and in which form, zone and of which charger is it read?

Its address is a path; behind a `?` stand `format`, `station` and `tz` where it does not tell them itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit
from zoneinfo import ZoneInfo

from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed
from chargeboard.capture.feeds.log.reading import LogReading
from chargeboard.capture.feeds.log.words import say
from chargeboard.capture.following import FOLLOWED

_EXAMPLE = "/var/log/steve/steve.log?tz=Europe/Berlin"
_OPTIONS = frozenset({"format", "station", "tz"})


class _Address(NamedTuple):
    path: Path
    options: dict[str, str]


def _address(url: str) -> _Address:
    """Raises: FeedError."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    is_path = parts.scheme in {"", "file"} and not parts.netloc and bool(parts.path)
    is_form = options.get("format", FOLLOWED[0]) in FOLLOWED
    if not is_path or not is_form or not options.keys() <= _OPTIONS or not _is_zone(options.get("tz")):
        raise FeedError(say("bad_option", example=_EXAMPLE), is_lasting=True)
    return _Address(Path(unquote(parts.path)).expanduser().absolute(), options)


def _is_zone(name: str | None) -> bool:
    try:
        return name is None or bool(ZoneInfo(name))
    except (ValueError, OSError, KeyError):
        return False


def _shown(url: str) -> str:
    path, options = _address(url)
    return f"{path}?{urlencode(sorted(options.items()), safe='/')}" if options else str(path)


def _open(url: str, name: str) -> OpenFeed:
    path, options = _address(url)
    zone = ZoneInfo(options["tz"]) if "tz" in options else None
    return LogReading(name, path, options.get("format", "auto"), options.get("station", ""), zone)


KIND = Kind(
    name="log",
    title=lambda: say("title"),
    example=_EXAMPLE,
    schemes=("file",),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    shown=_shown,
    is_for_pages=False,
)
