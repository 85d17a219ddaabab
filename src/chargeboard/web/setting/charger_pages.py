"""How is it said what a charger is? By a form that needs no script."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.domain.setting import SettingError
from chargeboard.history.names import UnknownChargerError
from chargeboard.web.access.reading import reader
from chargeboard.web.desk import Desk
from chargeboard.web.pages.tabs import tabs
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.fields import field_of
from chargeboard.web.setting.given import changed_in
from chargeboard.web.setting.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.links import list_url
from chargeboard.web.urls.paths import station_of


def charger_setting_pages(desk: Desk, books: Books) -> list[BaseRouteHandler]:
    """The page of one charger's settings, and where its form leads."""
    book = books.chargers

    def shown(
        request: PageRequest, station: str, form: Mapping[str, str], wrong: SettingError | None = None
    ) -> Response[str]:
        known = book.settings_of(station)
        fields = [field_of(one, form, say(f"key_{one.key}"), say(f"hint_{one.key}")) for one in known]
        official = [one for one in fields if one.is_official]
        name = next((one.holds for one in known if one.key == "name"), "") or station
        return page(
            request,
            "web/setting/charger.html",
            status=200 if wrong is None else 400,
            station=station,
            name=name,
            fields=[one for one in fields if not one.is_official],
            official=official,
            official_shown=any(one.own or one.asked for one in official),
            sites=seen_sites(books),
            tabs=tabs(station, "settings", {}),
            wrong="" if wrong is None else say("wrong", what=say(f"key_{wrong.key}"), why=wrong.why),
            wrong_key="" if wrong is None else wrong.key,
            is_saved="saved" in request.query_params and wrong is None,
        )

    @get("/chargers/{station:str}/settings", include_in_schema=False)
    async def show(request: PageRequest, station: str) -> Response[str]:
        check_known(desk, books, station_of(station))
        return shown(request, station_of(station), {})

    @post("/chargers/{station:str}/settings", include_in_schema=False, status_code=HTTP_200_OK)
    async def change(request: PageRequest, station: str) -> Response[str] | Redirect:
        own = station_of(station)
        check_known(desk, books, own)
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            if given := changed_in(form, book.settings_of(own)):
                book.change(own, given, sites=reader().sites)
        except SettingError as error:
            return shown(request, own, form, error)
        return Redirect(f"{list_url(own, 'settings')}?saved", status_code=HTTP_303_SEE_OTHER)

    return [show, change]


def check_known(desk: Desk, books: Books, station: str) -> None:
    """Raises: UnknownChargerError where nothing is known of a charger, and nothing was said of it."""
    if not books.chargers.knows(station):
        raise UnknownChargerError(station, desk.near(station))


def seen_sites(books: Books) -> list[str]:
    """The sites that who asks may know of."""
    own = reader().sites
    return books.chargers.sites() if own is None else sorted(own)
