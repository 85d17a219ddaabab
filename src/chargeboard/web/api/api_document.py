"""How is the API described to programs?"""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Litestar
from litestar.openapi.plugins import JsonRenderPlugin

from chargeboard.web.api.answers import PROBLEM_TYPE
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.mount import root

Document: TypeAlias = dict[str, Any]
"""An OpenAPI document: it is JSON, so its shape is only known as it is read."""

_ANYWHERE = {
    "401": "No token, or a wrong one, where one is needed.",
    "403": "The account may not do that.",
    "429": "One client asks for too much at once: ask again after `Retry-After`.",
    "503": "It is not known now: ask again after `Retry-After`.",
}
_OF_A_MOMENT = {"410": "The evidence of that moment was let go of; `detail` says from when on there is some."}
_WITH_A_BODY = {"400": "The body is not understood.", "415": "The body is of another kind."}
_PROBLEM = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}


class ApiDocument(JsonRenderPlugin):
    """The API's description, which says below which path its reader finds it."""

    def render(self, request: PageRequest, openapi_schema: Document) -> bytes:
        return super().render(request, {**told(openapi_schema), "servers": [{"url": root() or "/"}]})


def document_of(app: Litestar) -> Document:
    """The description of all that programs may ask for."""
    return told(app.openapi_schema.to_schema())


def told(document: Document) -> Document:
    """The framework's description, with what goes wrong anywhere and how that is answered."""
    found: Document = _any_of(document)
    for methods in found.get("paths", {}).values():
        for method, operation in methods.items():
            may_go_wrong = dict(_ANYWHERE)
            if any(one["name"] == "at" for one in operation.get("parameters", ())):
                may_go_wrong |= _OF_A_MOMENT
            if method in {"patch", "post", "put"}:
                may_go_wrong |= _WITH_A_BODY
            _add_problems(operation["responses"], may_go_wrong)
    return found


def _add_problems(responses: Document, may_go_wrong: dict[str, str]) -> None:
    for status, description in may_go_wrong.items():
        responses.setdefault(status, {"description": description})
    for status, response in responses.items():
        if status >= "400":
            response["content"] = _PROBLEM


def _any_of(schema: Any) -> Any:  # noqa: ANN401 - any JSON
    """A whole number is an integer and a number, and so never one of the two alone."""
    if isinstance(schema, list):
        return [_any_of(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    return {"anyOf" if key == "oneOf" else key: _any_of(value) for key, value in schema.items()}
