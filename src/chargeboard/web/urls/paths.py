"""
How does a charger's id travel in a path?

Ids are opaque: blanks, bars, even slashes are allowed, and the server in front of us decodes a path before
it is split. So the path is taken as it was sent, and each of its parts keeps its own slashes escaped.
"""

from __future__ import annotations

from urllib.parse import unquote


def segmented(raw_path: bytes) -> str:
    """The path decoded, but for slashes and percent signs inside its parts."""
    parts = raw_path.partition(b"?")[0].decode("latin-1").split("/")
    return "/".join(unquote(part).replace("%", "%25").replace("/", "%2F") for part in parts)


def station_of(segment: str) -> str:
    """The id that a part of the path stands for."""
    return segment.replace("%2F", "/").replace("%25", "%")
