"""How is a body read that a program sends, and how is it answered?"""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec

from chargeboard.documents import document_type
from chargeboard.documents.forms import encoded
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError

PROBLEM_TYPE = "application/problem+json"


class Problem(msgspec.Struct):
    """What went wrong (RFC 9457)."""

    status: int
    title: str
    detail: str
    parameter: str | None = None
    similar: list[str] = []


def spec(kind: Any, description: str) -> ResponseSpec:  # noqa: ANN401 - a type
    """An answer as the API's description has it."""
    return ResponseSpec(document_type(kind), description=description, generate_examples=False)


CSV = ResponseSpec(str, description="A line for each.", media_type="text/csv", generate_examples=False)
BAD = spec(Problem, "Something is not understood; `detail` says what, and what to do.")
NONE = spec(Problem, "There is none of that name.")


async def body_of(request: PageRequest) -> object:
    """The body as JSON; a form or a script of another site cannot say that it is."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise HTTPException(status_code=415, detail=say("send_json"))
    try:
        return msgspec.json.decode(await request.body() or b"{}")
    except msgspec.DecodeError as error:
        raise BadParameterError("body", say("body_not_json", error=error)) from error


T = TypeVar("T")


def converted(body: object, kind: type[T]) -> T:
    """The body in its type. Raises: BadParameterError."""
    try:
        return msgspec.convert(body, kind)
    except msgspec.ValidationError as error:
        raise BadParameterError("body", str(error)) from error


def json_of(answer: msgspec.Struct | list[Any]) -> Response[bytes]:
    """An answer as JSON."""
    return Response(encoded(answer), media_type=MediaType.JSON)
