"""
What do programs get of the evidence behind a figure?

Each page of evidence has a twin: a row of the table below. What it takes is named for the OpenAPI document;
the same functions read it that read the page's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from litestar import Response, Router
from litestar.enums import MediaType
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter, ParameterKwarg

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
from chargeboard.web.api.api_routes import INSTANT, NOT_YET, TO
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages.frame_pages import frames_asked
from chargeboard.web.pages.session_showing import found
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.filters import (
    MOST,
    attempts_filter,
    day_asked,
    error_cut,
    finding_cut,
    session_filter,
    some_days,
    wanted,
)
from chargeboard.web.urls.paths import station_of


def query(name: str, description: str) -> tuple[str, ParameterKwarg]:
    """A parameter that may be left out."""
    made: ParameterKwarg = Parameter(
        annotation=str | None, query=name, description=description, default=None, required=False
    )
    return f"{name}_", made


def choice(name: str, what: str, known: Iterable[str]) -> tuple[str, ParameterKwarg]:
    """One that is a word of some."""
    return query(name, f"{what}: {', '.join(filter(None, known))}. Default: all.")


AT = query("at", f"Instant of the query ({INSTANT}); nothing received after it is used. Default: now.")
DATES = (
    AT,
    query("from", "First local date, with `through`. Default: thirty days and today."),
    query("through", "Last local date, included."),
    query("to", TO),
)
_ORDERS = ", ".join(dict.fromkeys(one.rising for one in SessionOrder))
_SOCKET = query("socket", "Only this socket.")
_TEXT = query("text", "Only what contains this text.")
_LIMIT = query("limit", f"Rows, at most {MOST}. Default: 50.")
_PAGE = (query("offset", "Rows to leave out. Default: 0."), _LIMIT)
_HIDE: tuple[str, ParameterKwarg] = (
    "hide_",
    Parameter(
        annotation=list[str] | None,
        query="hide",
        description="Actions to leave out, MeterValues those of 2.x too; empty: none."
        " Default: Heartbeat and MeterValues.",
        default=None,
        required=False,
    ),
)


class Twin(msgspec.Struct, frozen=True):
    """One of them: where, what it is, what it takes, and who answers."""

    path: str
    summary: str
    description: str
    kind: type
    said: str
    takes: tuple[tuple[str, ParameterKwarg], ...]
    answer: Callable[[PageRequest, str], msgspec.Struct]
    """Given the request and the charger's id."""


def _twins(desk: Desk, now: Callable[[], Instant]) -> Iterable[Twin]:

    def session(request: PageRequest, own: str) -> SessionDetail:
        key = station_of(request.path_params["key"])
        return detail(found(desk.evidence.session(own, key, wanted(request.query_params).at), key))

    def day(request: PageRequest, own: str) -> DayEvidence:
        return desk.evidence.day(own, day_asked(request.path_params["day"]), wanted(request.query_params).at)

    return (
        Twin(
            "/sessions",
            "Sessions of a charger",
            "Transactions that overlap the window, filtered, sorted and paged.",
            SessionList,
            "A page of sessions.",
            (
                *DATES,
                _SOCKET,
                choice("kind", "Only such transactions", SessionKind),
                query(
                    "sort",
                    f"By {_ORDERS}; a minus sign reverses the order. Default: -start.",
                ),
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
                _SOCKET,
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
                _SOCKET,
                choice("kind", "Only such errors", faults.ACTIVE),
                choice("severity", "Only of that severity", faults.SEVERITIES),
                query("code", "Only this code, as it was sent."),
                query("vendor_code", "Only this code of the vendor; empty: none."),
                _TEXT,
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
            (*DATES, choice("kind", "Only such findings", findings.CHOICES), _TEXT, *_PAGE),
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
            (AT,),
            day,
        ),
        Twin(
            "/frames",
            "OCPP frames of a charger",
            "As received, each answer beside its call, filtered and paged by a cursor.",
            FramePage,
            "A page of frames.",
            (
                query("from", "Instant (RFC 3339) or local date. Default: a day before the end."),
                query("through", "Instant, or the last local date, included. Default: now."),
                query("to", "Older form of `through`."),
                query("action", "Only this OCPP action."),
                _SOCKET,
                _TEXT,
                _HIDE,
                query("order", "newest (default) or oldest first."),
                query("after", "The `next` of the page before."),
                _LIMIT,
            ),
            lambda request, own: desk.evidence.frames(own, frames_asked(request, desk, own, now())),
        ),
    )


_BAD = ResponseSpec(
    Problem,
    description="A parameter is not understood; `detail` says what to write.",
    generate_examples=False,
)
_UNKNOWN = ResponseSpec(Problem, description="No such charger, or no such session.", generate_examples=False)


def evidence_routes(desk: Desk, now: Callable[[], Instant]) -> list[Router]:
    """The routes of all twins."""
    return twin_routes(_twins(desk, now))


def twin_routes(twins: Iterable[Twin]) -> list[Router]:
    """The routes of some twins."""
    return [_route(twin) for twin in twins]


def _route(twin: Twin) -> Router:
    @computed(
        f"/{{station:str}}{twin.path}",
        summary=twin.summary,
        description=twin.description,
        operation_id=f"get{twin.kind.__name__}",
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

    takes: dict[str, Any] = dict(twin.takes)
    return Router("/api/v1/chargers", route_handlers=[answer], parameters=takes)
