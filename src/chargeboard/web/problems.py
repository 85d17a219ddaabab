"""What does a reader get when something is wrong? Words that help, as page or JSON, never a traceback."""

from __future__ import annotations

import logging
from urllib.parse import quote

import msgspec
from litestar import Response
from litestar.exceptions import HTTPException, NotAuthorizedException
from litestar.response import Redirect
from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_405_METHOD_NOT_ALLOWED

from chargeboard.domain.records import NotKeptError, Unavailable
from chargeboard.history.names import NotUnderstoodYetError, UnknownChargerError
from chargeboard.run.answering.site import UnknownSiteError
from chargeboard.time.instants import SECOND
from chargeboard.web.access.by_share import NothingSharedError, SharePasswordError, TooManyLinksError
from chargeboard.web.access.guard import TooManyGuessesError
from chargeboard.web.api.answers import PROBLEM_TYPE, Problem
from chargeboard.web.clerks import MOST_WAITING, TooManyRequestsError
from chargeboard.web.live.viewers import CrowdedError
from chargeboard.web.methods import methods_of
from chargeboard.web.pages.refilling import refilled
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import BadParameterError
from chargeboard.web.urls.mount import here, rooted, share_root
from chargeboard.web.words import say

log = logging.getLogger(__name__)


_TITLED = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422, 429, 500, 503})
_FOR_PROGRAMS = ("/api/", "/ocpi/", "/datex2/")
"""Whoever asks below these is no browser."""


def unauthorized(
    request: PageRequest, _: NotAuthorizedException
) -> Response[str] | Response[bytes] | Redirect:
    """The API says so; a page leads to the login form and back."""
    if _is_api(request):
        detail = say("send_token")
        return _answer(request, Problem(401, _title(401), detail), {"WWW-Authenticate": "Bearer"})
    target = here(request) + (f"?{request.url.query}" if request.url.query else "")
    if request.method != "GET":
        target = rooted("/")
    return Redirect(f"{rooted('/login')}?next={quote(target, safe='')}", status_code=HTTP_303_SEE_OTHER)


def unknown_charger(request: PageRequest, error: UnknownChargerError) -> Response[str] | Response[bytes]:
    """Ids that look alike are offered."""
    title = say("no_such_charger", station=error.station)
    detail = say("no_such_charger_why")
    return _answer(request, Problem(404, title, detail, similar=error.similar))


def unknown_site(request: PageRequest, error: UnknownSiteError) -> Response[str] | Response[bytes]:
    """Nobody is there, or nobody whom the reader may see."""
    return _answer(request, Problem(404, _title(404), say("no_such_site", site=error.site)))


def not_understood_yet(request: PageRequest, error: NotUnderstoodYetError) -> Response[str] | Response[bytes]:
    """It called in a moment ago; a page asks again by itself."""
    detail = say("not_understood_yet", station=error.station)
    again = {"Retry-After": "2"} if _is_api(request) else {"Retry-After": "2", "Refresh": "2"}
    return _answer(request, Problem(503, _title(503), detail), again)


def not_kept(request: PageRequest, error: NotKeptError) -> Response[str] | Response[bytes]:
    """A moment of which the evidence was let go of: from when on there is some."""
    detail = say("not_kept", station=error.station, since=error.since)
    return _answer(request, Problem(410, _title(410), detail, "at"))


def bad_parameter(request: PageRequest, error: BadParameterError) -> Response[str] | Response[bytes]:
    """Which parameter, what is wrong, what to write."""
    title = _title(400) if request.method == "GET" else say("not_carried_out")
    problem = Problem(400, title, str(error), error.name)
    if _is_api(request) or request.method != "GET":
        return _answer(request, problem)
    form = refilled(request, error)
    return page(request, "web/pages/problem.html", status=400, problem=problem, form=form)


def crowded(request: PageRequest, _: CrowdedError) -> Response[str] | Response[bytes]:
    """The page itself still works; it only does not move."""
    detail = say("too_many_pages_live")
    return _answer(request, Problem(503, _title(503), detail), {"Retry-After": "30"})


def too_many(request: PageRequest, _: TooManyRequestsError) -> Response[str] | Response[bytes]:
    """What one client may ask for at once is bounded, for the others' sake."""
    detail = say("too_many_requests", n=MOST_WAITING)
    return _answer(request, Problem(429, _title(429), detail), {"Retry-After": "5"})


def too_many_guesses(request: PageRequest, error: TooManyGuessesError) -> Response[str] | Response[bytes]:
    """Who guesses is not heard for a while; other addresses are."""
    return _answer(request, Problem(429, _title(429), str(error)), {"Retry-After": str(error.wait_s)})


def nothing_shared(request: PageRequest, _: NothingSharedError) -> Response[str] | Response[bytes]:
    """Never made, over, revoked, or not in it: all are answered alike."""
    return _answer(request, Problem(404, say("nothing_shared"), say("nothing_shared_why")))


def share_password(request: PageRequest, _: SharePasswordError) -> Response[str] | Response[bytes] | Redirect:
    """A page leads to where the password is asked for."""
    if _is_api(request):
        return _answer(request, Problem(401, _title(401), say("share_password")))
    return Redirect(rooted("") or "/", status_code=HTTP_303_SEE_OTHER)


def too_many_links(request: PageRequest, error: TooManyLinksError) -> Response[str] | Response[bytes]:
    """Who tries links is not heard for a while."""
    detail = say("too_many_links", wait_s=error.wait_s)
    return _answer(request, Problem(429, _title(429), detail), {"Retry-After": str(error.wait_s)})


def http_error(request: PageRequest, error: HTTPException) -> Response[str] | Response[bytes]:
    """What the framework refuses, in our words."""
    status = error.status_code
    codes = {404: "nothing_there" if share_root() else "no_such_page", 405: "method_not_taken"}
    # of something that is not there we say what; an address that nobody knows is told by the framework
    is_ours = type(error) is HTTPException or status not in codes
    detail = error.detail if is_ours else say(codes[status])
    methods = methods_of(request.app, request.scope["path"]) if status == HTTP_405_METHOD_NOT_ALLOWED else []
    headers = {"Allow": ", ".join(methods)} if methods else {}
    return _answer(request, Problem(status, _title(status), detail), headers)


def store_away(request: PageRequest, error: Unavailable) -> Response[str] | Response[bytes]:
    """What is kept cannot be read: its disk, its lock or its server."""
    log.warning(say("answering_failed_for", path=request.url.path, why=str(error).replace("\n", " ")))
    told = say("store_away")
    if error.lasted_s is not None:
        since = request.app.state.now() - int(error.lasted_s * SECOND)
        told = f"{told} {say('store_away_since', since=since)}"
    return _answer(request, Problem(503, _title(503), told), {"Retry-After": "10"})


def broken(request: PageRequest, error: Exception) -> Response[str] | Response[bytes]:
    """Our own fault: logged in full, told in a sentence."""
    log.error(say("answering_failed", path=request.url.path), exc_info=error)
    detail = say("our_fault")
    return _answer(request, Problem(500, _title(500), detail))


def _title(status: int) -> str:
    return say(f"title_{status}" if status in _TITLED else "failed")


def _is_api(request: PageRequest) -> bool:
    return request.url.path.startswith(_FOR_PROGRAMS)


def _answer(
    request: PageRequest, problem: Problem, headers: dict[str, str] | None = None
) -> Response[str] | Response[bytes]:
    if _is_api(request):
        return Response(
            msgspec.json.encode(problem),
            status_code=problem.status,
            media_type=PROBLEM_TYPE,
            headers=headers,
        )
    shown = page(request, "web/pages/problem.html", status=problem.status, problem=problem)
    shown.headers.update(headers or {})
    return shown
