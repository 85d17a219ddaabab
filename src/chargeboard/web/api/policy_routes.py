"""What holds for all chargers, and how do programs set it otherwise?"""

from __future__ import annotations

from litestar import Response, get, patch
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.setting import SettingError
from chargeboard.web.access.reading import about
from chargeboard.web.api.answers import BAD, body_of, converted, json_of, spec
from chargeboard.web.api.charger_setting_routes import Said, SettingAnswer, setting_answer, written
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.urls.asked import BadParameterError


def policy_routes(books: Books) -> list[BaseRouteHandler]:
    """Everything under /api/v1/policy."""
    book = books.policy

    @get(
        "/api/v1/policy",
        summary="What holds for all chargers, and where it comes from",
        tags=["settings"],
        responses={200: spec(list[SettingAnswer], "Key by key.")},
    )
    async def show() -> Response[bytes]:
        return json_of([*map(setting_answer, book.settings())])

    @patch(
        "/api/v1/policy",
        summary="Set something of all chargers otherwise",
        description="The body is an object of keys and values; null takes back what was set, and a key that"
        " is not named stays. What file and environment say is changed there alone. The figures of all"
        " chargers are computed again, those of past days too.",
        tags=["settings"],
        responses={200: spec(list[SettingAnswer], "Key by key, as it is now."), 400: BAD},
    )
    async def change(request: PageRequest) -> Response[bytes]:
        about("policy")
        try:
            book.change(written(converted(await body_of(request), Said)))
        except SettingError as error:
            raise BadParameterError(error.key, str(error)) from error
        return json_of([*map(setting_answer, book.settings())])

    return [show, change]
