"""
What do programs get of the evidence behind a figure?

Each page of evidence has a twin: a row of the table below. What it takes is named for the OpenAPI document;
the same functions read it that read the page's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec
from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.spec import Parameter

from chargeboard.documents import encoded
from chargeboard.documents.samples import detail
from chargeboard.domain.figures.day_evidence import DayEvidence, DayList
from chargeboard.domain.figures.evidence import (
    AttemptList,
    ErrorList,
    QualityList,
    SessionDetail,
    SessionList,
)
from chargeboard.domain.figures.frame_rows import FramePage
from chargeboard.domain.figures.lists import SessionKind, SessionOrder
from chargeboard.evidence.attempts import view as attempts
from chargeboard.evidence.errors import view as faults
from chargeboard.evidence.quality import view as findings
from chargeboard.time.instants import Instant
from chargeboard.web.api.answers import Problem, spec
from chargeboard.web.api.api_routes import NOT_YET
from chargeboard.web.api.parameters import (
    AT,
    DATES,
    SOCKET,
    TEXT,
    asking,
    choice,
    cursor,
    day_in_path,
    end_of_span,
    number,
    page_of_rows,
    several,
    text,
)
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.frame_pages import frames_asked
from chargeboard.web.pages.session_showing import found
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in
from chargeboard.web.urls.filters import (
    MOST,
    USUAL,
    USUAL_FRAMES,
    attempts_filter,
    day_asked,
    error_cut,
    finding_cut,
    session_filter,
    some_days,
    wanted,
)
from chargeboard.web.urls.paths import station_of

_ORDERS = dict.fromkeys(order for one in SessionOrder for order in (one, f"-{one.rising}"))
_PAGE = page_of_rows(USUAL)


class Twin(msgspec.Struct, frozen=True):
    """One of them: where, what it is, what it takes, and who answers."""

    path: str
    summary: str
    description: str
    kind: type
    said: str
    takes: tuple[Parameter, ...]
    answer: Callable[[PageRequest, str], msgspec.Struct]
    """Given the request and the charger's id."""


def _twins(desk: Desk, now: Callable[[], Instant]) -> Iterable[Twin]:

    def session(request: PageRequest, own: str) -> SessionDetail:
        key = station_of(request.path_params["key"])
        return detail(found(desk.evidence.session(own, key, instant_in(request.query_params, "at")), key))

    def day(request: PageRequest, own: str) -> DayEvidence:
        on = day_asked(request.path_params["day"])
        return desk.evidence.day(own, on, instant_in(request.query_params, "at"))

    return (
        Twin(
            "/sessions",
            "Sessions of a charger",
            "Transactions that overlap the window, filtered, sorted and paged.",
            SessionList,
            "A page of sessions.",
            (
                *DATES,
                SOCKET,
                choice("kind", "Only such transactions", SessionKind),
                choice("sort", "By; a minus sign reverses the order", SessionOrder, usual="-start"),
                *_PAGE,
            ),
            lambda request, own: desk.evidence.sessions(
                own, wanted(request.query_params), session_filter(request.query_params)
            ),
        ),
        Twin(
            "/sessions/{key:str}",
            "One session",
            "With its samples as they were read, the states of its socket, and what was inferred."
            " The key is opaque and percent-encoded.",
            SessionDetail,
            "The session.",
            (AT,),
            session,
        ),
        Twin(
            "/attempts",
            "Attempts to charge",
            "Attempts that began in the window, newest first, with the funnel and the rates.",
            AttemptList,
            "A page of the ledger.",
            (
                *DATES,
                SOCKET,
                choice("outcome", "Only such attempts", attempts.OUTCOMES),
                choice("stage", "Only those that came so far", attempts.STAGES),
                *_PAGE,
            ),
            lambda request, own: desk.evidence.attempts(
                own, wanted(request.query_params), attempts_filter(request.query_params)
            ),
        ),
        Twin(
            "/errors",
            "Errors of a charger",
            "Errors of the window with their episodes, active ones first, then the latest.",
            ErrorList,
            "A page of errors.",
            (
                *DATES,
                SOCKET,
                choice("kind", "Only such errors", faults.ACTIVE),
                choice("severity", "Only of that severity", faults.SEVERITIES),
                text("code", "Only this code, as it was sent."),
                text("vendor_code", "Only this code of the vendor; empty: none."),
                TEXT,
                *_PAGE,
            ),
            lambda request, own: desk.evidence.errors(
                own, wanted(request.query_params), error_cut(request.query_params)
            ),
        ),
        Twin(
            "/quality",
            "Repairs and inferences",
            "What had to be repaired, inferred or left out in the window, with raw value and rule.",
            QualityList,
            "A page of findings.",
            (*DATES, choice("kind", "Only such findings", findings.CHOICES), TEXT, *_PAGE),
            lambda request, own: desk.evidence.quality(
                own, wanted(request.query_params), finding_cut(request.query_params)
            ),
        ),
        Twin(
            "/days",
            "Days of a charger",
            "What the headline percentages of the window are sums of.",
            DayList,
            "The days, the latest first.",
            DATES,
            lambda request, own: desk.evidence.days(own, some_days(request.query_params)),
        ),
        Twin(
            "/days/{day:str}",
            "One day of a charger",
            "Sessions, attempts and seconds behind the day's bars; what is missing and what came late.",
            DayEvidence,
            "The day.",
            (AT, day_in_path("day")),
            day,
        ),
        Twin(
            "/frames",
            "OCPP frames of a charger",
            "As received, each answer beside its call, filtered and paged by a cursor.",
            FramePage,
            "A page of frames.",
            (
                end_of_span("from", "Instant (RFC 3339) or local date. Default: a day before the end."),
                end_of_span("through", "Instant, or the last local date, included. Default: now."),
                end_of_span("to", "Older form of `through`."),
                text("action", "Only this OCPP action."),
                SOCKET,
                TEXT,
                several(
                    "hide",
                    "Actions to leave out, MeterValues those of 2.x too; empty: none."
                    " Default: Heartbeat and MeterValues.",
                ),
                choice("order", "Which first", ("newest", "oldest"), usual="newest"),
                cursor("after", "The `next` of the page before."),
                number("limit", f"Rows, at most {MOST}. Default: {USUAL_FRAMES}."),
            ),
            lambda request, own: desk.evidence.frames(own, frames_asked(request, desk, own, now())),
        ),
    )


_BAD = spec(
    Problem,
    "A parameter is not understood; `detail` says what to write.",
)
_UNKNOWN = spec(Problem, "No such charger, or no such session.")


def evidence_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The routes of all twins."""
    return twin_routes(_twins(desk, now))


def twin_routes(twins: Iterable[Twin]) -> list[BaseRouteHandler]:
    """The routes of some twins."""
    return [_route(twin) for twin in twins]


def _route(twin: Twin) -> BaseRouteHandler:
    @computed(
        f"/api/v1/chargers/{{station:str}}{twin.path}",
        summary=twin.summary,
        description=twin.description,
        operation_id=f"get{twin.kind.__name__}",
        operation_class=asking(*twin.takes),
        tags=["evidence"],
        responses={
            200: spec(twin.kind, twin.said),
            400: _BAD,
            404: _UNKNOWN,
            503: NOT_YET,
        },
    )
    def answer(request: PageRequest) -> Response[bytes]:
        told = twin.answer(request, station_of(request.path_params["station"]))
        return Response(encoded(told), media_type=MediaType.JSON)

    return answer
