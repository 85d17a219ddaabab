"""
Does an address lie inside a share?

All that a share shows lies below its own part of the address: `/s/SECRET/chargers/X` is `/chargers/X` to who
looks by it, and whatever is told to that browser begins with `/s/SECRET`. So no page needs to know of shares
to lead nowhere else.
"""

from __future__ import annotations

import re
from typing import cast

from litestar.types import HTTPScope

from chargeboard.web.requests import Connection, PageRequest

_INSIDE = re.compile(rb"(/s/[^/?]+)(/[^/?][^?]*)?")
_WHICH = "chargeboard.share"
_ORIGINS = "chargeboard.share.origins"


def entered(scope: HTTPScope) -> str:
    """
    The part of an address that is a share's; empty where there is none.

    What comes behind it is the path that is asked for; the bare address of a share is a page of its own.
    """
    found = _INSIDE.match(scope["raw_path"])
    if found is None:
        return ""
    part = found[1].decode("latin-1")
    if found[2]:
        scope["raw_path"] = scope["raw_path"][found.end(1) :]
        cast("dict[str, object]", scope)[_WHICH] = part.removeprefix("/s/")
    return part


def secret_of(connection: Connection | PageRequest) -> str:
    """What stands in the address of a request inside a share; empty: it is in none."""
    return str(connection.scope.get(_WHICH, ""))


def may_be_framed(connection: Connection, origins: tuple[str, ...]) -> None:
    """Whose pages may show the answer in a frame."""
    cast("dict[str, object]", connection.scope)[_ORIGINS] = origins


def framed_by(scope: object) -> tuple[str, ...]:
    """Whose pages may show the answer to a request in a frame."""
    origins: tuple[str, ...] = scope.get(_ORIGINS, ()) if isinstance(scope, dict) else ()
    return origins
