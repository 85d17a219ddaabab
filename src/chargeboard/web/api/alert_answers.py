"""How do programs ask about alerts, and how are they answered?"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec

from chargeboard.alerts.checking import RuleError, checked_rule
from chargeboard.alerts.notice import Notice
from chargeboard.alerts.rule import Rule
from chargeboard.documents import document_type
from chargeboard.documents.alerts import AlertDocument, document_of
from chargeboard.documents.forms import encoded
from chargeboard.run.alerting.book import NoSuchAlertError, NoSuchRuleError
from chargeboard.run.alerting.watch import evidence_url
from chargeboard.web.api.api_routes import Problem
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import BadParameterError

MOST_DAYS = 366
USUAL_DAYS = 30
TEST_WITHIN_S = 20.0
"""So much processor time a back-test that is asked for over HTTP may take."""
MOST_TOLD = 200


def spec(kind: Any, description: str) -> ResponseSpec:  # noqa: ANN401 - a type
    """An answer as the API's description has it."""
    return ResponseSpec(document_type(kind), description=description, generate_examples=False)


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


def rule_of(name: str, body: object, channels: list[str] | None) -> Rule:
    """The rule that a body makes. Raises: BadParameterError."""
    if not isinstance(body, dict):
        raise BadParameterError("body", say("body_no_object"))
    try:
        return checked_rule(name, body, channels)
    except RuleError as error:
        raise BadParameterError(error.key, str(error)) from error


def known(do: Callable[[], None]) -> None:
    """Do it; what there is none of is told as such."""
    try:
        do()
    except NoSuchRuleError as error:
        if error.is_of_file:
            raise HTTPException(status_code=409, detail=say("rule_of_file", name=error.name)) from error
        raise HTTPException(status_code=404, detail=say("no_such_rule", name=error.name)) from error
    except NoSuchAlertError as error:
        raise HTTPException(status_code=404, detail=say("no_such_alert", alert=str(error))) from error


def json_of(answer: msgspec.Struct | list[Any]) -> Response[bytes]:
    """An answer as JSON."""
    return Response(encoded(answer), media_type=MediaType.JSON)


def document(notice: Notice, url: str) -> AlertDocument:
    """A notice as programs get it."""
    return document_of(notice, evidence_url(url, notice))
