"""How is the page served?"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, TypeVar, cast

from litestar import Litestar
from litestar.config.compression import CompressionConfig
from litestar.datastructures import MutableScopeHeaders, State
from litestar.enums import HttpMethod, ScopeType
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme
from litestar.status_codes import HTTP_204_NO_CONTENT
from msgspec.structs import replace

from chargeboard import __version__
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.people import Reader
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import NotKeptError, Unavailable
from chargeboard.history.names import NotUnderstoodYetError, UnknownChargerError
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.run.people.people import People
from chargeboard.run.reporting.book import ReportBook
from chargeboard.time.instants import Instant
from chargeboard.web import problems
from chargeboard.web.access.by_share import NothingSharedError, SharePasswordError, TooManyLinksError
from chargeboard.web.access.front import Front, StrangeNameError, refuse
from chargeboard.web.access.guard import Access, TooManyGuessesError
from chargeboard.web.access.reading import reader
from chargeboard.web.access.seen_desk import SeenDesk
from chargeboard.web.alerting.needed import Alerts
from chargeboard.web.api.api_document import ApiDocument
from chargeboard.web.api.frames_in import Door, frames_route
from chargeboard.web.api.health import health_route
from chargeboard.web.api.metrics_route import MetricsShown, metrics_routes
from chargeboard.web.assets import static_file
from chargeboard.web.clerks import Clerks, TooManyRequestsError
from chargeboard.web.desk import Desk
from chargeboard.web.live.fragments import Fragment
from chargeboard.web.live.viewers import CrowdedError, Live
from chargeboard.web.methods import methods_of
from chargeboard.web.pages.impairment_line import impairment_line, told_to
from chargeboard.web.reporting.order_pages import order_pages
from chargeboard.web.requests import HEAD_ASKED, UNCOMPRESSED
from chargeboard.web.roaming.book import OutletBook
from chargeboard.web.roaming.ocpi_asked import AskedError, refused
from chargeboard.web.roaming.roaming import Roaming
from chargeboard.web.routes import (
    account_keeping_routes,
    alerting_routes,
    desk_routes,
    roaming_routes,
    server_routes,
    setting_routes,
    sharing_routes,
)
from chargeboard.web.saving import origin_of, saving
from chargeboard.web.setting.books import Books
from chargeboard.web.setup.server import Server
from chargeboard.web.setup.setup_pages import SetupPage
from chargeboard.web.sharing.entering import entered, framed_by
from chargeboard.web.sharing.inside import answered_without_cards
from chargeboard.web.tally import Tally
from chargeboard.web.templating import banner, prepare_list
from chargeboard.web.tongues import Tongues
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import mounted
from chargeboard.web.urls.paths import segmented
from chargeboard.web.words import say
from chargeboard.words.languages import SPOKEN

if TYPE_CHECKING:
    from litestar.types import (
        HTTPScope,
        LifeSpanReceive,
        LifeSpanScope,
        LifeSpanSend,
        Message,
        Receive,
        Scope,
        Send,
    )

    from chargeboard.web.oidc.oidc import Oidc

T = TypeVar("T")
_log = logging.getLogger(__name__)
_POLICY, _NO_FRAMES = "Content-Security-Policy", "frame-ancestors 'none'"
SECURITY_HEADERS = {
    _POLICY: f"default-src 'self'; base-uri 'none'; form-action 'self'; {_NO_FRAMES}; object-src 'none'",
    "X-Content-Type-Options": "nosniff",
    # with no-referrer a browser hides from us, too, that a form is of our own page
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


def end_streams(app: Litestar) -> None:
    """Let the viewers of open pages go, and the clerks; a server that ends waits for them else."""
    live: Live = app.state["live"]
    live.close()
    clerks: Clerks = app.state["clerks"]
    clerks.close()
    access: Access = app.state["access"]
    if access.people is not None:
        try:
            access.people.shares.write_uses()
        except Unavailable as error:
            _log.warning("%s", say("uses_uncounted", why=error))


def readings_of(app: Litestar) -> list[Reading]:
    """How it does, since it began."""
    live: Live = app.state["live"]
    tally: Tally = app.state["tally"]
    return [
        Reading("chargeboard_pages_open", len(live.pages)),
        Reading("chargeboard_viewers", live.viewers),
        *tally.readings,
    ]


class App(Litestar):
    """Litestar behind its front; ids in a path may hold any character, and who may GET may HEAD."""

    async def __call__(
        self, scope: Scope | LifeSpanScope, receive: Receive | LifeSpanReceive, send: Send | LifeSpanSend
    ) -> None:
        if scope["type"] != ScopeType.HTTP:
            await super().__call__(scope, receive, send)
            return
        front: Front = self.state["front"]
        tally: Tally = self.state["tally"]
        tally.begin(cast("dict[str, Any]", scope))
        try:
            root = front.enter(scope := cast("HTTPScope", scope))
        except StrangeNameError as error:
            await refuse(error, cast("Send", send))
            return
        share = entered(scope)
        scope["path"] = segmented(scope["raw_path"])
        if scope["method"] == HttpMethod.OPTIONS and (methods := methods_of(self, scope["path"])):
            await self._tell(methods, scope, cast("Send", send))
            return
        if scope.get("method") == "HEAD":
            # a copy: the server knows from its own that no body is to be sent
            scope = cast("HTTPScope", {**scope, "method": HttpMethod.GET, HEAD_ASKED: True})
        access: Access = self.state["access"]
        with mounted(root, origin_of(scope), share), saving(scope), access.tongues.spoken_to(scope):
            await super().__call__(scope, receive, send)

    async def _tell(self, methods: Sequence[str], scope: HTTPScope, send: Send) -> None:
        """What may be asked for, the same to everybody; nothing of ours is for scripts of other origins."""
        start: Message = {
            "type": "http.response.start",
            "status": HTTP_204_NO_CONTENT,
            "headers": [(b"allow", ", ".join(methods).encode())],
        }
        for note in self.before_send:
            await note(start, scope)
        await send(start)
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _secure(message: Message, scope: Scope) -> None:
    if message["type"] == "http.response.start":
        headers = MutableScopeHeaders(message)
        if origins := framed_by(scope):
            policy = SECURITY_HEADERS[_POLICY].replace(_NO_FRAMES, f"frame-ancestors {' '.join(origins)}")
            headers.setdefault(_POLICY, policy)
        for name, value in SECURITY_HEADERS.items():
            headers.setdefault(name, value)
        # what one reader is shown is no other's, whoever keeps it on the way
        headers.setdefault("Cache-Control", "private, no-cache")
        if headers.get("content-type", "").startswith("text/html"):
            headers.setdefault("Content-Language", SPOKEN.get().tag)


def create_app(  # noqa: PLR0913 - an application is told all that it consists of
    desk: Desk,
    *,
    token: str | None,
    now: Callable[[], Instant],
    impairment: Callable[[], Impairment] = Impairment,
    door: Door | None = None,
    desks: Sequence[Desk] = (),
    front: Front | None = None,
    alerts: Alerts | None = None,
    people: People | None = None,
    books: Books | None = None,
    server: Server | None = None,
    is_invented: bool = False,
    oidc: Oidc | None = None,
    metrics: MetricsShown | None = None,
    tongues: Tongues | None = None,
    reports: ReportBook | None = None,
    outlets: OutletBook | None = None,
) -> Litestar:
    """
    The ASGI application over a desk. With a token, or once anybody has an account, nobody gets in without.

    `impairment` tells what keeps figures from being up to date, if anything does. `door` takes frames in.
    `desks` over the same store, but connections of their own, let as many answers be computed at once.
    `front` None: any name is ours, and no proxy stands before us. `alerts`: who is alerted may be asked for
    and changed. `people` may log in, by `oidc` too. `books`: what may be set in the page; `server`: the
    server itself, which it sets up. `is_invented`: the chargers are, and every page says so. `metrics`: how
    all parts of it do may be asked. `tongues`: in which languages may be answered; None: in English alone.
    `reports`: which are sent again and again may be asked for and changed. `outlets`: other parties may ask
    where charging is possible.
    """
    prepare_list()
    tally = Tally()
    access = Access(token, now, people, oidc.title if oidc else "", tongues)
    clerks = Clerks(desk, desks)
    changes, watched, revisions = desk.changes, desk.watched, desk.revisions_of
    seen = SeenDesk(clerks.desk)
    desk = seen
    if alerts is not None:
        alerts = replace(alerts, book=alerts.book.seen_by(seen.sight))

    def told(one: Reader | None = None) -> Fragment:
        wrong = told_to(one or reader(), impairment())
        return banner(impairment_line(wrong, now()), is_fault=wrong.is_fault)

    def compute(about: str, job: Callable[[], T]) -> Awaitable[T]:
        return clerks.compute(about, "", job, awaits=False)

    live = Live(changes, revisions, now, compute, told, watched)
    return App(
        route_handlers=[
            *desk_routes(desk, live, access, now),
            *(sharing_routes(desk, access, people, now) if people else []),
            *([frames_route(door)] if door else []),
            *(alerting_routes(desk, alerts, now) if alerts else []),
            *(order_pages(reports, now) if reports else []),
            *(setting_routes(desk, books) if books else []),
            *(account_keeping_routes(access, people, oidc, now) if people else []),
            *(server_routes(SetupPage(desk, server, live, access, now), server, access) if server else []),
            health_route(access, impairment, now),
            *(metrics_routes(desk, metrics) if metrics else []),
            *(roaming_routes(Roaming(desk, access, outlets, now)) if outlets else []),
            static_file,
        ],
        guards=[access.guard, seen.guard],
        after_request=answered_without_cards,
        before_send=[_secure, access.noting.note, tally.note],
        compression_config=CompressionConfig(
            backend="brotli",
            brotli_quality=5,
            brotli_gzip_fallback=True,
            gzip_compress_level=6,
            minimum_size=500,
            exclude_opt_key=UNCOMPRESSED,
        ),
        exception_handlers={
            NotAuthorizedException: problems.unauthorized,
            NotUnderstoodYetError: problems.not_understood_yet,
            UnknownChargerError: problems.unknown_charger,
            UnknownSiteError: problems.unknown_site,
            NotKeptError: problems.not_kept,
            BadParameterError: problems.bad_parameter,
            CrowdedError: problems.crowded,
            AskedError: refused,
            TooManyRequestsError: problems.too_many,
            TooManyGuessesError: problems.too_many_guesses,
            NothingSharedError: problems.nothing_shared,
            SharePasswordError: problems.share_password,
            TooManyLinksError: problems.too_many_links,
            HTTPException: problems.http_error,
            Unavailable: problems.store_away,
            Exception: problems.broken,
        },
        openapi_config=OpenAPIConfig(
            title="chargeboard",
            version=__version__,
            path="/api/v1",
            render_plugins=[ApiDocument(path="/openapi.json")],
            description="How each EV charger performs, computed from what it says.",
            components=Components(security_schemes={"token": SecurityScheme(type="http", scheme="bearer")}),
            security=[{"token": []}] if access.has_token else [],
        ),
        state=State(
            {
                "access": access,
                "now": now,
                "has_alerts": alerts is not None,
                "has_reports": reports is not None,
                "has_settings": books is not None,
                "has_setup": server is not None,
                "is_invented": is_invented,
                "live": live,
                "tally": tally,
                "clerks": clerks,
                "banner": told,
                "front": front or Front(),
            }
        ),
        logging_config=None,
    )
