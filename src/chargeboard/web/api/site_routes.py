"""Which sites are there, and how do programs describe them?"""

from __future__ import annotations

import msgspec
from litestar import Response, delete, get, patch, post
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_201_CREATED

from chargeboard.documents.forms import encoded
from chargeboard.domain.setting import SettingError
from chargeboard.domain.sites import Occupied
from chargeboard.web.access.reading import made
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.charger_setting_routes import Said, written
from chargeboard.web.requests import PageRequest
from chargeboard.web.setting.books import Books
from chargeboard.web.setting.site_pages import seen_name, seen_sites
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.paths import station_of


class SiteAnswer(msgspec.Struct, frozen=True):
    """A place where chargers are."""

    name: str
    address: str | None
    coordinates: str | None
    """Latitude and longitude, in degrees."""
    timezone: str | None
    opening_hours: list[str]
    """Such as "Mo-Fr 06:00-22:00", by the clock there; none: nobody said."""
    price_per_kwh: str | None
    """Such as "0.49 EUR"; null: nobody said."""
    chargers: list[str]


def site_routes(books: Books) -> list[BaseRouteHandler]:
    """Everything under /api/v1/sites."""
    book = books.sites

    @get(
        "/api/v1/sites",
        summary="The sites, and what was set for each",
        tags=["settings"],
        responses={200: spec(list[SiteAnswer], "By name.")},
    )
    async def all_() -> Response[bytes]:
        return json_of([*map(_listed, seen_sites(books))])

    @post(
        "/api/v1/sites",
        summary="Add a site",
        description="The body is an object: `name`, and `address`, `coordinates`, `timezone`, `opening_hours`"
        " (a list of texts, or `opening_times` of OCPI), `price_per_kwh` where they are known.",
        tags=["settings"],
        status_code=HTTP_201_CREATED,
        responses={201: spec(SiteAnswer, "The site as it is kept."), 400: BAD},
    )
    async def add(request: PageRequest) -> Response[bytes]:
        try:
            name = book.add(written(converted(await body_of(request), Said)))
        except SettingError as error:
            raise BadParameterError(error.key, str(error)) from error
        made(name)
        return Response(encoded(_answer(books, name)), media_type="application/json", status_code=201)

    @patch(
        "/api/v1/sites/{name:str}",
        summary="Set something of a site otherwise",
        description="The body is as for a new one; null takes back what was set, and a key that is not named"
        " stays. With a new `name` all that named the site goes along.",
        tags=["settings"],
        responses={200: spec(SiteAnswer, "The site as it is now."), 400: BAD, 404: NONE},
    )
    async def change(request: PageRequest, name: str) -> Response[bytes]:
        own = seen_name(books, station_of(name))
        try:
            after = book.change(own, written(converted(await body_of(request), Said)))
        except SettingError as error:
            raise BadParameterError(error.key, str(error)) from error
        if after != own:
            made(after)
        return json_of(_answer(books, after))

    @delete(
        "/api/v1/sites/{name:str}",
        summary="Forget a site",
        description="Its chargers are at no site from then on; they are told in the answer.",
        tags=["settings"],
        status_code=HTTP_200_OK,
        responses={200: spec(SiteAnswer, "The site as it was."), 400: BAD, 404: NONE},
    )
    async def drop(name: str) -> Response[bytes]:
        own = seen_name(books, station_of(name))
        before = _answer(books, own)
        try:
            book.drop(own)
        except SettingError as error:
            raise BadParameterError(error.key, str(error)) from error
        return json_of(before)

    return [all_, add, change, drop]


def _listed(one: Occupied) -> SiteAnswer:
    site = one.site
    return SiteAnswer(
        site.name,
        site.address or None,
        None if site.coordinates is None else f"{site.coordinates[0]}, {site.coordinates[1]}",
        site.timezone or None,
        [*site.opening_hours],
        site.price_per_kwh or None,
        one.chargers,
    )


def _answer(books: Books, name: str) -> SiteAnswer:
    return _listed(books.sites.occupied_one(name))
