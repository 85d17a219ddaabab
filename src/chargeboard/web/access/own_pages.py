"""Does a request come of our own pages, and where may one lead?"""

from __future__ import annotations

from urllib.parse import unquote

from litestar.exceptions import PermissionDeniedException

from chargeboard.web.access.words import say
from chargeboard.web.requests import Connection, PageRequest
from chargeboard.web.urls.mount import rooted


def refuse_strangers(request: Connection | PageRequest) -> None:
    """
    Only a form of our own pages may change something: a browser says whence it comes.

    Raises: PermissionDeniedException.
    """
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    # over plain HTTP under a name no site is said, but the origin is; a program says neither
    is_ours = (
        site == "same-origin" if site else origin is None or origin.partition("://")[2] == request.url.netloc
    )
    if not is_ours:
        raise PermissionDeniedException(say("asked_by_another_site"))


def own(target: str) -> str:
    """Only an address of our own may be gone to after the login."""
    path = unquote(target.partition("?")[0].partition("#")[0])
    parts = path.split("/")
    is_ours = (
        target.startswith(rooted("/"))
        and target.isprintable()
        and "\\" not in path
        and not path.startswith("//")
        and not {".", ".."} & set(parts)
    )
    return target if is_ours else rooted("/")
