"""
How does a page become one file that opens without us?

Whoever adds `save=1` to an address is given the page as it is now, whole: its style sheets are in it, no
script is, and its links lead back to where it was taken from. With `save=frames` the messages come along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import parse_qsl, quote, urlencode

import msgspec
from litestar import Response
from litestar.types import HTTPScope
from markupsafe import Markup, escape

from chargeboard.web.assets import ASSETS, asset_url
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.mount import here, share_root

_ASKED = b"save="
_NAME = "save"
_saved: ContextVar[bool] = ContextVar("saved", default=False)
_TO_ITSELF = re.compile(r'(<(?:a|area)\b[^>]*\bhref=")(?=\?)')
_NOT_IN_A_NAME = re.compile(r"[^\w.-]+")
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'"


class SavedFrames(msgspec.Struct, frozen=True):
    """Messages that a saved page has with it, a line each, in the form in which they are imported."""

    lines: str
    count: int
    left_out: bool
    """Whether there were more than a file is to hold."""


@contextmanager
def saving(scope: HTTPScope) -> Iterator[None]:
    """Pages within are made to be kept, where the address says so."""
    before = _saved.set(is_asked(scope))
    try:
        yield
    finally:
        _saved.reset(before)


@contextmanager
def kept_as_file() -> Iterator[None]:
    """What is made within is to be kept, whoever asks for it."""
    token = _saved.set(True)
    try:
        yield
    finally:
        _saved.reset(token)


def is_asked(scope: HTTPScope) -> bool:
    """Whether an address wants the page as a file."""
    query = scope["query_string"]
    return _ASKED in query and bool(dict(parse_qsl(query.decode("latin-1"))).get(_NAME))


def origin_of(scope: HTTPScope) -> str:
    """What stands before the addresses of a page that is kept: the name under which it was asked for."""
    if not is_asked(scope):
        return ""
    host = next((value.decode("latin-1") for name, value in scope["headers"] if name == b"host"), "")
    return f"{scope['scheme']}://{quote(host, safe=':[].-')}" if host else ""


def is_saved() -> bool:
    """Whether the page that is made is to be kept."""
    return _saved.get()


def wants_frames(request: PageRequest) -> bool:
    """Whether messages are to come along; a share shows none."""
    return not share_root() and request.query_params.get(_NAME) == "frames"


def style(name: str) -> Markup:
    """A style sheet in the head of a page: a link to it, or itself."""
    if is_saved():
        text = ASSETS[name].body.decode()
        return Markup(f"<style>{text}</style>")  # noqa: S704 - a file of ours
    return Markup('<link rel="stylesheet" href="{}">').format(asset_url(name))


def script(name: str) -> Markup:
    """A script in the head of a page; none in one that is kept, which is complete without."""
    if is_saved():
        return Markup()
    return Markup('<script type="module" src="{}"></script>').format(asset_url(name))


def head_of_saved() -> Markup:
    """What only a page that is kept has in its head: nothing but styles works in it."""
    policy = Markup('<meta http-equiv="Content-Security-Policy" content="{}">').format(_POLICY)
    return policy + style("saved.css")


def ways_to_save(request: PageRequest) -> dict[str, str]:
    """What to ask of a page's address to be given it as a file: without messages, and with them."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != _NAME]
    ways = ("1",) if share_root() else ("1", "frames")
    return {how: f"?{urlencode([*kept, (_NAME, how)], quote_via=quote)}" for how in ways}


def as_file(request: PageRequest, page: Response[str], name: str) -> Response[str]:
    """A page that was made to be kept, as a download under a name that any file system takes."""
    own = str(escape(here(request)))
    page.content = _TO_ITSELF.sub(lambda found: found[1] + own, page.content)
    called = f"chargeboard-{_NOT_IN_A_NAME.sub('-', name).strip('-')}.html"
    page.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(called)}"
    return page
