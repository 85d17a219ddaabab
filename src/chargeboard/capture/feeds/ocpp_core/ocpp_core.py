"""
What is OCPP.Core, and where does it write?

Into SQL Server or into a SQLite file. The file is read: its address is its path.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from chargeboard.capture.feeds.kind import FeedError, Kind, OpenFeed
from chargeboard.capture.feeds.ocpp_core.database import ReadOnly
from chargeboard.capture.feeds.ocpp_core.reading import Reading
from chargeboard.capture.feeds.ocpp_core.words import say

_EXAMPLE: Final = "/var/lib/ocpp-core/OCPP.Core.sqlite"


def _path(url: str) -> Path:
    """Raises: FeedError."""
    parts = urlsplit(url)
    is_path = parts.scheme in {"", "file"} and not parts.netloc and not parts.query and bool(parts.path)
    # a connection string has several parts
    if not is_path or ";" in url:
        raise FeedError(say("only_sqlite", example=_EXAMPLE), is_lasting=True)
    return Path(unquote(parts.path)).expanduser().absolute()


def _open(url: str, name: str) -> OpenFeed:
    return Reading(ReadOnly(_path(url)), name)


KIND = Kind(
    name="ocpp-core",
    title=lambda: say("title"),
    example=_EXAMPLE,
    schemes=("file",),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    shown=lambda url: str(_path(url)),
    is_for_pages=False,
)
