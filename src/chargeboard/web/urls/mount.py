"""
Under which path does a reader see the page?

A proxy may show it below a path of its own, and either takes that off what it passes on or does not. Inside,
addresses begin at `/`; whatever is told to a browser goes through `rooted`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.words import say

OWN = frozenset(
    [
        "account",
        "activity",
        "activity.csv",
        "alerts",
        "api",
        "audit",
        "audit.csv",
        "chargers",
        "chargers.csv",
        "comparison",
        "comparison.csv",
        "datex2",
        "exclusions",
        "fleet.csv",
        "healthz",
        "invitation",
        "live",
        "login",
        "logout",
        "map",
        "map.svg",
        "metrics",
        "ocpi",
        "official",
        "people",
        "protocol",
        "protocol.csv",
        "reports",
        "s",
        "search",
        "settings",
        "setup",
        "sites",
        "static",
        "waiting",
    ]
)
"""First parts of our own addresses; a path that begins like one of them could not be told from it."""
_PLAIN = re.compile(r"(/[A-Za-z0-9._~-]+)*")
_LONGEST = 200
_root: ContextVar[str] = ContextVar("root", default="")
_origin: ContextVar[str] = ContextVar("origin", default="")
_share: ContextVar[str] = ContextVar("share", default="")


def prefix_of(text: str) -> str:
    """
    The path as it is put before addresses: `/a/b`, or nothing.

    Raises: ValueError that says what is wrong.
    """
    prefix = "".join(part.strip().removesuffix("/") for part in text.split(","))
    if prefix and not prefix.startswith("/"):
        raise ValueError(say("not_a_path", text=repr(text)))
    if len(prefix) > _LONGEST or not _PLAIN.fullmatch(prefix) or {".", ".."} & set(prefix.split("/")):
        raise ValueError(say("not_a_plain_path", text=repr(text)))
    return prefix


def is_ambiguous(prefix: str) -> bool:
    """Whether addresses of our own begin like it."""
    return prefix.split("/")[1:2] != [] and prefix.split("/")[1] in OWN


def inside(raw_path: bytes, prefix: str) -> bytes:
    """The path as it was sent without the prefix, where it has it."""
    own = prefix.encode()
    if (
        not own
        or is_ambiguous(prefix)
        or not (raw_path == own or raw_path.startswith((own + b"/", own + b"?")))
    ):
        return raw_path
    rest = raw_path[len(own) :]
    return rest if rest.startswith(b"/") else b"/" + rest


@contextmanager
def mounted(prefix: str, origin: str = "", share: str = "") -> Iterator[None]:
    """
    What is told to a browser within begins with this; with `origin` wherever it is read.

    `share`: the part of our own that all addresses begin with for who looks by a share.
    """
    before = _root.set(prefix + share), _origin.set(origin), _share.set(share)
    try:
        yield
    finally:
        for variable, token in zip((_root, _origin, _share), before, strict=True):
            variable.reset(token)


def share_root() -> str:
    """What stands before all addresses for who looks by a share; empty for who does not."""
    return _share.get()


def root() -> str:
    """What stands before all addresses that this reader sees; empty where nothing does."""
    return _origin.get() + _root.get()


def rooted(path: str) -> str:
    """An address of ours as this reader sees it."""
    return root() + path


def here(request: PageRequest) -> str:
    """The page's own address, without what was asked of it."""
    return rooted(_path(request))


def address(request: PageRequest) -> str:
    """The whole address, as it stands in the reader's browser."""
    url = request.url
    return f"{url.scheme}://{url.netloc}{_root.get()}{_path(request)}{f'?{url.query}' if url.query else ''}"


def address_of(request: PageRequest, path: str) -> str:
    """The whole address of another page of ours, under the name that we were asked under."""
    return f"{request.url.scheme}://{request.url.netloc}{_root.get()}{path}"


def _path(request: PageRequest) -> str:
    return request.scope["raw_path"].partition(b"?")[0].decode("latin-1")
