"""Of which kind are our requests? Nobody is known by name, so there is no user and no auth object."""

from __future__ import annotations

from typing import TypeAlias, cast

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers.base import BaseRouteHandler

PageRequest: TypeAlias = Request[object, object, State]
Connection: TypeAlias = ASGIConnection[BaseRouteHandler, object, object, State]

UNCOMPRESSED = "is_uncompressed"
"""The option of a route whose answers are not compressed on their way out."""

HEAD_ASKED = "chargeboard.head"
"""The key of a scope whose method was HEAD before it became GET."""


def is_head(request: PageRequest) -> bool:
    """Whether only the headers are wanted."""
    return HEAD_ASKED in cast("dict[str, object]", request.scope)
