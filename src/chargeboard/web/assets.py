"""
Where are the style sheet and the script, and which version are they?

Their URL holds a digest of their bytes: a browser may keep them for ever and never shows an old one. They are
packed once, as small as can be.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from importlib.resources import files

import brotli  # type: ignore[import-untyped]  # it has no annotations
import msgspec
import rjsmin  # type: ignore[import-untyped]  # it has no annotations
from litestar import Response, get
from litestar.exceptions import NotFoundException

from chargeboard.web.requests import UNCOMPRESSED, PageRequest
from chargeboard.web.urls.mount import rooted
from chargeboard.web.words import say

_STATIC = files("chargeboard.web") / "static"
_TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
_IMPORT = re.compile(r'import .* from "\./([\w.-]+)";')
_LATER = re.compile(r'import\("\./([\w.-]+)"\)')


class Asset(msgspec.Struct, frozen=True):
    """One static file."""

    url: str
    body: bytes
    media_type: str


def _text(name: str) -> str:
    return (_STATIC / name).read_text(encoding="utf-8")


def _lean(text: str, ending: str) -> str:
    """Without blanks and lines of comment, which only a developer reads, in the repository."""
    lines = (line.strip() for line in text.splitlines())
    lean = "\n".join(line for line in lines if line and not line.startswith("//"))
    return re.sub(r"\s*([{};,])\s*", r"\1", lean) if ending == "css" else lean


def _script(name: str, taken: set[str]) -> str:
    """
    A script behind the modules that it imports, each once: they travel together, in one request.

    A name at the top of a module is its own among all that travel with it.
    """
    is_imported = bool(taken)
    taken.add(name)
    lines = []
    for line in _lean(_text(name), "js").splitlines():
        imported = _IMPORT.fullmatch(line)
        if imported is None:
            lines.append(line.removeprefix("export ") if is_imported else line)
        elif imported[1] not in taken:
            lines.append(_script(imported[1], taken))
    return "\n".join(lines)


def _found_later(script: str) -> str:
    """A script with the addresses of those that it fetches when they are needed, beside its own."""
    return _LATER.sub(lambda found: f'import("..{_asset(found[1]).url.removeprefix("/static")}")', script)


@cache
def _asset(name: str) -> Asset:
    ending = name.rsplit(".", 1)[-1]
    text = _found_later(rjsmin.jsmin(_script(name, set()))) if ending == "js" else _lean(_text(name), ending)
    body = text.encode()
    digest = hashlib.sha256(body).hexdigest()[:12]
    return Asset(f"/static/{digest}/{name}", body, _TYPES[ending])


ASSETS = {
    file.name: _asset(file.name)
    for file in sorted(_STATIC.iterdir(), key=lambda file: file.name)
    if file.name.rsplit(".", 1)[-1] in _TYPES
}


def asset_url(name: str) -> str:
    """Where a static file is served."""
    return rooted(ASSETS[name].url)


@cache
def _packed(name: str, encoding: str) -> bytes:
    body = ASSETS[name].body
    packed: bytes = brotli.compress(body) if encoding == "br" else gzip.compress(body)
    return packed


@get("/static/{digest:str}/{name:str}", include_in_schema=False, opt={UNCOMPRESSED: True})
async def static_file(request: PageRequest, digest: str, name: str) -> Response[bytes]:
    """A style sheet, script or picture of ours."""
    asset = ASSETS.get(name)
    if asset is None or asset.url != f"/static/{digest}/{name}":
        raise NotFoundException(say("other_version"))
    wanted = request.headers.get("accept-encoding", "")
    encoding = next((one for one in ("br", "gzip") if one in wanted), None)
    return Response(
        _packed(name, encoding) if encoding else asset.body,
        media_type=asset.media_type,
        headers={"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}
        | ({"Content-Encoding": encoding} if encoding else {}),
    )
