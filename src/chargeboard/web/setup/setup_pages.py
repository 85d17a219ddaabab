"""The set-up page: from nothing to a charger's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_400_BAD_REQUEST
from litestar.types import ASGIApp
from markupsafe import Markup

from chargeboard.capture.feeds.registry import kinds
from chargeboard.capture.formats import FORMATS
from chargeboard.capture.session_files.importing import FORMAT as SESSIONS
from chargeboard.capture.session_files.roles import Role
from chargeboard.capture.session_files.told import CHOICES
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.run.people.passwords import LEAST
from chargeboard.time.instants import SECOND, Instant
from chargeboard.web.access.guard import Access
from chargeboard.web.access.reading import reader
from chargeboard.web.access.rights import RIGHTS
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment, State, fragment, token_of
from chargeboard.web.live.streams import stream
from chargeboard.web.live.viewers import Live, Shown, Subject
from chargeboard.web.pages.listing import FLEET
from chargeboard.web.requests import UNCOMPRESSED, PageRequest
from chargeboard.web.setup import view
from chargeboard.web.setup.server import FeedTried, Server
from chargeboard.web.setup.tap_commands import tap_commands
from chargeboard.web.setup.uploading import MOST_MIB
from chargeboard.web.templating import page, part
from chargeboard.web.urls.mount import rooted
from chargeboard.words.wall_clock import Local

_PARTS = "web/setup/setup_parts.html"
_LOOKED_AT_EVERY = 2 * SECOND
_SEEN = FleetWanted(limit=view.MOST_NAMED)


class AskedFeed(NamedTuple):
    """What was typed of a feed."""

    kind: str = ""
    url: str = ""
    password: str = ""


_NOTHING = AskedFeed()


class SetupPage:
    """The page, as it is now."""

    def __init__(
        self, desk: Desk, server: Server, live: Live, access: Access, now: Callable[[], Instant]
    ) -> None:
        self._desk, self._server, self._live, self._access, self._now = desk, server, live, access, now

    def shown(
        self,
        request: PageRequest,
        *,
        wrong: str = "",
        asked_name: str = "",
        asked_feed: AskedFeed = _NOTHING,
        tried: FeedTried | None = None,
    ) -> Response[str]:
        """Whole; `wrong` is what could not be done, `tried` what is found at the address of a feed."""
        server, people, host = self._server, self._access.people, _host(request)
        parts, heard = self._drawn(host)
        drawn = (Markup(one.html) for one in parts)  # noqa: S704 - made by templates
        asked, tap, tap_wrong = request.query_params.get("csms", "").strip(), None, ""
        if asked:
            try:
                tap = tap_commands(asked, server.tap, server.doorstep.port)
            except ValueError as error:
                tap_wrong = str(error)
        port = server.town_port
        return page(
            request,
            "web/setup/setup.html",
            status=HTTP_400_BAD_REQUEST if wrong or (tried and not tried.is_fine) else HTTP_200_OK,
            heard=heard,
            parts=dict(zip(("door", "heard", "log", "feeds"), drawn, strict=True)),
            wrong=wrong,
            forms=[*FORMATS, SESSIONS],
            most_mib=MOST_MIB,
            asked_csms=asked,
            tap=tap,
            certificate_doubts=server.certificate_doubts,
            tap_wrong=tap_wrong,
            may_rule=_may_rule(),
            town_url=f"http://{f'[{host}]' if ':' in host else host}:{port}/" if port else "",
            can_show_town=server.can_show_town,
            begins_accounts=people is not None and not people.log_ins.has_accounts,
            asked_name=asked_name,
            reads_feeds=server.reads_feeds,
            feed_kinds=[(one.name, one.title(), one.example) for one in kinds().values() if one.is_for_pages],
            asked_feed=asked_feed,
            tried=tried,
            least=LEAST,
            live=rooted("/setup/live"),
            seen=token_of(parts),
        )

    async def news(self, request: PageRequest) -> ASGIApp:
        """What happens to it."""
        host, now = _host(request), self._now

        def draw(_: Shown | None) -> Shown:
            revision = self._desk.revisions()
            parts, _heard = self._drawn(host)
            # who was turned away is no change of anything that is kept
            return Shown(State(parts), revision, Local("UTC", now()).moment, now() + _LOOKED_AT_EVERY)

        return await stream(self._live, self._access, Subject((FLEET, "setup", host), draw), request)

    def _drawn(self, host: str) -> tuple[list[Fragment], view.Heard]:
        server, doorstep = self._server, self._server.doorstep
        door = view.door(doorstep, host, server.address_in_network)
        # looked at before its chargers are: a file that is read to its end is never shown without them
        log = server.log
        heard = view.heard(
            self._desk.fleet(_SEEN), self._desk.admission.waiting(), doorstep.turned_away, self._now()
        )
        parts = [
            fragment(part(_PARTS, "door", door, server.is_said, _may_rule(), server.choice)),
            fragment(part(_PARTS, "heard", heard, doorstep.listens)),
            fragment(part(_PARTS, "log", log, [*Role], CHOICES)),
            fragment(part(_PARTS, "feeds", server.feeds, _may_rule())),
        ]
        return parts, heard


def setup_routes(setup: SetupPage) -> list[BaseRouteHandler]:
    """The page and its news."""

    @computed("/setup", include_in_schema=False)
    def show(request: PageRequest) -> Response[str]:
        return setup.shown(request)

    @get("/setup/live", include_in_schema=False, opt={UNCOMPRESSED: True})
    async def news(request: PageRequest) -> ASGIApp:
        return await setup.news(request)

    return [show, news]


def _may_rule() -> bool:
    return RIGHTS["POST /setup/listen"].is_given_to(reader())


def _host(request: PageRequest) -> str:
    """By which name or address the browser asked us."""
    return request.url.hostname or "localhost"
