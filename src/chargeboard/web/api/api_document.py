"""How is the API described to programs?"""

from __future__ import annotations

from typing import cast

from litestar.openapi.plugins import JsonRenderPlugin

from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.mount import root


class ApiDocument(JsonRenderPlugin):
    """The API's description, which says below which path its reader finds it."""

    def render(self, request: PageRequest, openapi_schema: dict[str, object]) -> bytes:
        told = {**cast("dict[str, object]", _any_of(openapi_schema)), "servers": [{"url": root() or "/"}]}
        return super().render(request, told)


def _any_of(schema: object) -> object:
    """A whole number is an integer and a number, and so never one of the two alone."""
    if isinstance(schema, list):
        return [_any_of(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {"anyOf" if key == "oneOf" else key: _any_of(value) for key, value in schema.items()}
