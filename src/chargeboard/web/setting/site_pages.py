"""Which sites are there, and how are they described? By forms that need no script."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

import msgspec
from litestar import Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER, HTTP_404_NOT_FOUND

from chargeboard.domain.setting import Setting, SettingError
from chargeboard.domain.sites import NoSuchSiteError, Occupied
from chargeboard.web.access.reading import made, reader
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.fields import Field, field_of
from chargeboard.web.setting.given import changed_in
from chargeboard.web.setting.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.links import site_url
from chargeboard.web.urls.mount import rooted
from chargeboard.web.urls.paths import station_of

_NEW = tuple(
    Setting(key=key)
    for key in ("name", "address", "coordinates", "timezone", "opening_hours", "price_per_kwh")
)


class SiteLine(msgspec.Struct, frozen=True):
    """A site of the list."""

    name: str
    url: str
    chargers: int
    address: str


def site_pages(books: Books) -> list[BaseRouteHandler]:
    """The list of sites, the page of one, and where their forms lead."""
    book = books.sites

    def listed(
        request: PageRequest, form: Mapping[str, str], wrong: SettingError | None = None
    ) -> Response[str]:
        return page(
            request,
            "web/setting/sites.html",
            status=200 if wrong is None else 400,
            lines=[
                SiteLine(one.site.name, settings_url(one.site.name), len(one.chargers), one.site.address)
                for one in seen_sites(books)
            ],
            fields=[_field(one, form) for one in _NEW],
            removed=request.query_params.get("removed", "") if wrong is None else "",
            **_complaint(wrong),
        )

    def shown(
        request: PageRequest, name: str, form: Mapping[str, str], wrong: SettingError | None = None
    ) -> Response[str]:
        known = book.settings_of(name)
        chargers = book.chargers(name)
        return page(
            request,
            "web/setting/site.html",
            status=200 if wrong is None else 400,
            name=known[0].own,
            url=settings_url(known[0].own),
            removal=site_url(known[0].own, "remove"),
            overview=site_url(known[0].own) if chargers else "",
            fields=[_field(one, form) for one in known],
            chargers=chargers,
            is_saved="saved" in request.query_params and wrong is None,
            **_complaint(wrong),
        )

    @get("/sites", include_in_schema=False)
    async def show_all(request: PageRequest) -> Response[str]:
        return listed(request, {})

    @post("/sites", include_in_schema=False, status_code=HTTP_200_OK)
    async def add(request: PageRequest) -> Response[str] | Redirect:
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            name = book.add(changed_in(form, _NEW))
        except SettingError as error:
            return listed(request, form, error)
        made(name)
        return Redirect(f"{settings_url(name)}?saved", status_code=HTTP_303_SEE_OTHER)

    @get("/sites/{name:str}/settings", include_in_schema=False)
    async def show(request: PageRequest, name: str) -> Response[str]:
        return shown(request, seen_name(books, station_of(name)), {})

    @post("/sites/{name:str}/settings", include_in_schema=False, status_code=HTTP_200_OK)
    async def change(request: PageRequest, name: str) -> Response[str] | Redirect:
        own = seen_name(books, station_of(name))
        form = {key: str(value) for key, value in (await request.form()).items()}
        try:
            given = changed_in(form, book.settings_of(own))
            after = book.change(own, given) if given else own
        except SettingError as error:
            return shown(request, own, form, error)
        if after != own:
            made(after)
        return Redirect(f"{settings_url(after)}?saved", status_code=HTTP_303_SEE_OTHER)

    @post("/sites/{name:str}/remove", include_in_schema=False, status_code=HTTP_200_OK)
    async def remove(request: PageRequest, name: str) -> Response[str] | Redirect:
        own = seen_name(books, station_of(name))
        try:
            book.drop(own)
        except SettingError as error:
            return shown(request, own, {}, error)
        return Redirect(rooted(f"/sites?removed={quote(own)}"), status_code=HTTP_303_SEE_OTHER)

    return [show_all, add, show, change, remove]


def seen_sites(books: Books) -> list[Occupied]:
    """The sites that who asks may know of, by name."""
    return [one for one in books.sites.occupied() if reader().sees(one.site.name)]


def seen_name(books: Books, name: str) -> str:
    """
    The site of that name; one that is not to be seen is as if it were not there.

    Raises: HTTPException.
    """
    try:
        own = books.sites.settings_of(name)[0].own
    except NoSuchSiteError:
        own = ""
    if not own or not reader().sees(own):
        raise HTTPException(status_code=HTTP_404_NOT_FOUND, detail=say("no_such_site", name=name))
    return own


def settings_url(name: str) -> str:
    """The settings of a site."""
    return site_url(name, "settings")


def _field(one: Setting, form: Mapping[str, str]) -> Field:
    code = "name_of_site" if one.key == "name" else one.key
    return field_of(one, form, say(f"key_{code}"), say(f"hint_{code}"))


def _complaint(wrong: SettingError | None) -> dict[str, str]:
    if wrong is None:
        return {"wrong": "", "wrong_key": ""}
    code = f"key_{wrong.key}"
    what = say(code) if code in say.texts else wrong.key
    return {"wrong": say("wrong", what=what, why=wrong.why), "wrong_key": wrong.key}
