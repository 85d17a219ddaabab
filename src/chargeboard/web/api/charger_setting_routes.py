"""What was set for a charger, and how do programs set it otherwise?"""

from __future__ import annotations

import msgspec
from litestar import Response, get, patch
from litestar.handlers.base import BaseRouteHandler

from chargeboard.domain.setting import Setting, SettingError
from chargeboard.web.access.reading import reader
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.charger_pages import check_known
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.paths import station_of


class SettingAnswer(msgspec.Struct, frozen=True):
    """One key."""

    key: str
    own: str | None
    """What was set here, as it is written; null: nothing."""
    holds: str | None
    """What holds, whoever set it."""
    origin: str
    where: str | None
    """The file with its table, the variable, or the site."""
    is_fixed: bool
    """The file or the environment says it, so it is changed there alone."""
    usual: str | None
    """What holds where nobody says anything; null: nothing, or it is not the same for all."""


def setting_answer(one: Setting) -> SettingAnswer:
    """One key, for programs."""
    return SettingAnswer(
        one.key,
        one.own or None,
        one.holds or None,
        str(one.origin),
        one.where or None,
        one.is_fixed,
        one.usual or None,
    )


Said = dict[str, str | int | float | bool | list[object] | dict[str, object] | None]
"""Keys and values as programs send them."""


def written(said: Said) -> dict[str, str]:
    """Values of a body as they are written; null takes back what was set."""
    return {
        key: value if isinstance(value, str) else "" if value is None else msgspec.json.encode(value).decode()
        for key, value in said.items()
    }


def charger_setting_routes(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """Everything under /api/v1/chargers/{id}/settings."""
    book = books.chargers

    @get(
        "/api/v1/chargers/{station:str}/settings",
        summary="What was set for a charger, and where",
        tags=["settings"],
        responses={200: spec(list[SettingAnswer], "Key by key."), 404: NONE},
    )
    async def show(station: str) -> Response[bytes]:
        check_known(desk, books, station_of(station))
        return json_of([*map(setting_answer, book.settings_of(station_of(station)))])

    @patch(
        "/api/v1/chargers/{station:str}/settings",
        summary="Set something of a charger otherwise",
        description="The body is an object of keys and values; null takes back what was set, and a key that"
        " is not named stays. What the settings file says is changed there alone.",
        tags=["settings"],
        responses={200: spec(list[SettingAnswer], "Key by key, as it is now."), 400: BAD, 404: NONE},
    )
    async def change(request: PageRequest, station: str) -> Response[bytes]:
        own = station_of(station)
        check_known(desk, books, own)
        said = converted(await body_of(request), Said)
        try:
            book.change(own, written(said), sites=reader().sites)
        except SettingError as error:
            raise BadParameterError(error.key, str(error)) from error
        return json_of([*map(setting_answer, book.settings_of(own))])

    return [show, change]
