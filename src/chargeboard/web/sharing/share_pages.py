"""Where are shares made, listed and revoked?"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
from litestar import Response, get, post
from litestar.exceptions import HTTPException
from litestar.handlers.base import BaseRouteHandler
from litestar.response import Redirect
from litestar.status_codes import HTTP_200_OK, HTTP_303_SEE_OTHER

from chargeboard.domain.shares import Share, ShareKind
from chargeboard.history.names import UnknownChargerError
from chargeboard.panels import registry
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.run.people.passwords import PasswordError
from chargeboard.run.people.shares import USUAL_DAYS, NoShareError, ShareError
from chargeboard.time.instants import Instant
from chargeboard.web.people.fields import fields_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.sharing.share_book import NewShare, ShareBook, origins_in
from chargeboard.web.sharing.words import say
from chargeboard.web.templating import page
from chargeboard.web.urls.mount import address_of, rooted
from chargeboard.web.urls.paths import station_of
from chargeboard.web.words import say as say_of_web
from chargeboard.words.wall_clock import Local

_PAGES = ("days", "week", "sessions", "attempts", "errors", "uptime", "timeline")


class ShareLine(msgspec.Struct, frozen=True):
    """A share of the list."""

    name: str
    what: str
    notes: tuple[str, ...]


class MadeLink(msgspec.Struct, frozen=True):
    """What is told of a share once."""

    url: str
    frame: str
    """What a page has in it that shows the share; empty: none may."""


def share_pages(book: ShareBook, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The list with its form, and what that does."""

    def shown(
        request: PageRequest, form: Mapping[str, str], wrong: str = "", link: MadeLink | None = None
    ) -> Response[str]:
        return page(
            request,
            "web/sharing/shares.html",
            status=400 if wrong else HTTP_200_OK,
            lines=[share_line(one, now()) for one in book.seen()],
            pages=_pages(),
            form={"days": str(USUAL_DAYS)} | dict(form),
            wrong=wrong,
            link=link,
        )

    @get("/settings/shares", include_in_schema=False)
    async def show(request: PageRequest) -> Response[str]:
        asked = {key: request.query_params.get(key, "") for key in ("charger", "site", "page")}
        return shown(request, asked)

    @post("/settings/shares", include_in_schema=False, status_code=HTTP_200_OK)
    async def make(request: PageRequest) -> Response[str]:
        form = await fields_of(request)
        try:
            secret, share = book.make(_asked(form))
        except UnknownChargerError as error:
            return shown(request, form, say_of_web("no_such_charger", station=error.station))
        except UnknownSiteError as error:
            return shown(request, form, say_of_web("no_such_site", site=error.site))
        except (ShareError, PasswordError) as error:
            return shown(request, form, str(error))
        url = address_of(request, f"/s/{secret}")
        frame = f'<iframe src="{url}?theme=light" width="100%" height="360" frameborder="0"></iframe>'
        return shown(request, {}, link=MadeLink(url, frame if share.origins else ""))

    @post("/settings/shares/{name:str}/revoke", include_in_schema=False, status_code=HTTP_303_SEE_OTHER)
    async def revoke(name: str) -> Redirect:
        try:
            book.revoke(station_of(name))
        except NoShareError as error:
            raise HTTPException(status_code=404, detail=str(error)) from error
        return Redirect(rooted("/settings/shares"), status_code=HTTP_303_SEE_OTHER)

    return [show, make, revoke]


def _asked(form: Mapping[str, str]) -> NewShare:
    """Raises: ShareError."""
    days = form.get("days", "").strip()
    try:
        number = int(days) if days else None
    except ValueError as error:
        raise ShareError(say("bad_days", days=repr(days))) from error
    return NewShare(
        name=form.get("name", ""),
        charger=form.get("charger", "").strip(),
        site=form.get("site", "").strip(),
        page=form.get("page", ""),
        only="only" in form,
        days=number,
        password=form.get("password", ""),
        origins=[*origins_in(form.get("origins", ""))],
    )


def _pages() -> list[tuple[str, str]]:
    """What may open first, and what it is called."""
    panels = registry.panels()[1:]
    return [
        ("", say("page_overview")),
        *((one, say(f"page_{one}")) for one in _PAGES),
        *((f"panels/{one.name}", say("page_panel", title=one.say("title"))) for one in panels),
    ]


def share_line(share: Share, now: Instant) -> ShareLine:
    """A share, as people read it."""
    local = Local("UTC", now)
    of = "of_charger" if share.kind is ShareKind.CHARGER else "of_site"
    what = say(of, about=share.about)
    if share.below:
        what = say("page_of", what=what, page=share.below + (f"?{share.query}" if share.query else ""))
    return ShareLine(
        share.name,
        say("only_page", what=what) if share.is_only else what,
        (
            say("by_whom", who=share.account or say("by_shell")),
            _end(share, local, now),
            say("unused")
            if share.used_at is None
            else say("used", n=share.uses, moment=local.moment(share.used_at)),
            *([say("has_password")] if share.password else []),
            *([say("in_frames", origins=", ".join(share.origins))] if share.origins else []),
        ),
    )


def _end(share: Share, local: Local, now: Instant) -> str:
    if share.until is None:
        return say("no_end")
    return say("over" if share.until <= now else "until", moment=local.moment(share.until))
