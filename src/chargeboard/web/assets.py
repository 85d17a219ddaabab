"""
Where are the style sheet and the script, and which version are they?

Their URL holds a digest of their bytes: a browser may keep them for ever and never shows an old one.
"""

from __future__ import annotations

import hashlib
from importlib.resources import files

import msgspec
from litestar import Response, get
from litestar.exceptions import NotFoundException

_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}


class Asset(msgspec.Struct, frozen=True):
    """One static file."""

    url: str
    body: bytes
    media_type: str


def _lean(text: str) -> str:
    """Without indentation and lines of comment, which only a developer reads, in the repository."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _load() -> dict[str, Asset]:
    found = {}
    for file in (files("chargeboard.web") / "static").iterdir():
        ending = file.name.rsplit(".", 1)[-1]
        if ending in _TYPES:
            body = _lean(file.read_text(encoding="utf-8")).encode()
            digest = hashlib.sha256(body).hexdigest()[:12]
            found[file.name] = Asset(f"/static/{digest}/{file.name}", body, _TYPES[ending])
    return found


ASSETS = _load()


def asset_url(name: str) -> str:
    """Where a static file is served."""
    return ASSETS[name].url


@get("/static/{digest:str}/{name:str}", include_in_schema=False, opt={"is_open": True})
async def static_file(digest: str, name: str) -> Response[bytes]:
    """A style sheet, script or picture of ours."""
    asset = ASSETS.get(name)
    if asset is None or asset.url != f"/static/{digest}/{name}":
        raise NotFoundException("This file is of another version. Load the page again.")
    return Response(
        asset.body,
        media_type=asset.media_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable"},
    )
