"""By which links does somebody look who has no account? For programs of an operator."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from litestar import Response, delete, get, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_204_NO_CONTENT

from chargeboard.domain.shares import Share
from chargeboard.run.people.passwords import PasswordError
from chargeboard.run.people.shares import NoShareError, ShareError
from chargeboard.time.instants import HOUR, Instant
from chargeboard.web.access.reading import reader
from chargeboard.web.api.answers import BAD, NONE, body_of, converted, json_of, spec
from chargeboard.web.api.people_routes import made
from chargeboard.web.api.words import say
from chargeboard.web.requests import PageRequest
from chargeboard.web.sharing.share_book import NewShare, ShareBook
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import address_of
from chargeboard.web.urls.paths import station_of


class ShareAnswer(msgspec.Struct, frozen=True):
    """By which somebody without an account looks."""

    name: str
    charger: str | None
    site: str | None
    page: str
    """What opens first, below the page of the charger or the site."""
    only: bool
    """That page alone, and nothing that it leads to."""
    origins: list[str]
    """Whose pages may show it in a frame."""
    has_password: bool
    made_by: str
    """An account; empty: the shell or the token."""
    created_at: Instant
    until: Instant | None
    """Null: until it is revoked."""
    uses: int
    """Pages and files that were opened by it."""
    used_at: Instant | None


class MadeShare(msgspec.Struct, frozen=True):
    """A share that was made."""

    address: str
    """Its link; it is not told again."""
    share: ShareAnswer


def share_api(book: ShareBook, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """Everything under /api/v1/shares."""

    @get(
        "/api/v1/shares",
        summary="Links by which somebody without an account looks",
        tags=["shares"],
        responses={200: spec(list[ShareAnswer], "By name, those that are over too.")},
    )
    async def all_() -> Response[bytes]:
        return json_of([*map(_answer, book.seen())])

    @post(
        "/api/v1/shares",
        summary="Share a charger or a site",
        description="The body is an object with `name`, `charger` or `site`, and `page` (empty: the overview;"
        " `week`, `panels/energy`), `only` (that page alone), `days` (null: no end), `password`, `origins`"
        " (whose pages may show it in a frame). An API token makes none that lasts longer than itself.",
        tags=["shares"],
        responses={201: spec(MadeShare, "The link, told once."), 400: BAD, 404: NONE},
    )
    async def make(request: PageRequest) -> Response[bytes]:
        asked = converted(await body_of(request), NewShare)
        try:
            _check_end(asked.days, now())
            secret, share = book.make(asked)
        except (ShareError, PasswordError) as error:
            raise BadParameterError("body", str(error)) from error
        return made(MadeShare(address_of(request, f"/s/{secret}"), _answer(share)))

    @delete(
        "/api/v1/shares/{name:str}",
        summary="Revoke a share",
        tags=["shares"],
        status_code=HTTP_204_NO_CONTENT,
        responses={404: NONE},
    )
    async def revoke(name: str) -> None:
        try:
            book.revoke(station_of(name))
        except NoShareError as error:
            raise HTTPException(status_code=404, detail=str(error)) from error

    return [all_, make, revoke]


def _check_end(days: int | None, now: Instant) -> None:
    """Raises: ShareError where an API token would make one that lasts longer than itself."""
    maker = reader().token
    if maker is None or maker.until is None:
        return
    if days is None or now + days * 24 * HOUR > maker.until:
        raise ShareError(say("share_lasts_longer"))


def _answer(one: Share) -> ShareAnswer:
    charger = one.charger
    return ShareAnswer(
        name=one.name,
        charger=charger or None,
        site=None if charger else one.about,
        page=one.below + (f"?{one.query}" if one.query else ""),
        only=one.is_only,
        origins=[*one.origins],
        has_password=bool(one.password),
        made_by=one.account,
        created_at=one.created_at,
        until=one.until,
        uses=one.uses,
        used_at=one.used_at,
    )
