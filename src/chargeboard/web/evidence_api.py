"""What do programs get of the evidence behind a figure?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

import msgspec
from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import Parameter, ParameterKwarg

from chargeboard.domain.evidence import (
    AttemptList,
    DayEvidence,
    DayList,
    ErrorList,
    FramePage,
    QualityList,
    SessionDetail,
    SessionList,
)
from chargeboard.domain.instants import Instant
from chargeboard.run.session_ledger import SESSION_KINDS, SESSION_ORDERS
from chargeboard.view import faults, findings, tries
from chargeboard.web.api import At, Problem
from chargeboard.web.desk import Desk
from chargeboard.web.evidence import found
from chargeboard.web.filters import MOST, cut, day_asked, wanted
from chargeboard.web.frame_pages import frames_asked
from chargeboard.web.paths import station_of
from chargeboard.web.requests import PageRequest
from chargeboard.web.samples import detail

First = Annotated[
    str | None,
    Parameter(query="from", description="First local date, with `to`. Default: thirty days and today."),
]
End = Annotated[str | None, Parameter(query="to", description="Local date after the last one.")]
Socket = Annotated[str | None, Parameter(query="socket", description="Only this socket.")]
Offset = Annotated[str | None, Parameter(query="offset", description="Rows to leave out. Default: 0.")]
Limit = Annotated[str | None, Parameter(query="limit", description=f"Rows, at most {MOST}. Default: 50.")]
Text = Annotated[str | None, Parameter(query="text", description="Only what contains this text.")]


def _choice(name: str, what: str, known: Iterable[str]) -> ParameterKwarg:
    made: ParameterKwarg = Parameter(
        query=name, description=f"{what}: {', '.join(filter(None, known))}. Default: all."
    )
    return made


Order = Annotated[
    str | None,
    Parameter(
        query="sort",
        description=f"By {', '.join(SESSION_ORDERS)}; a minus sign turns it round. Default: -start.",
    ),
]
SessionKind = Annotated[str | None, _choice("kind", "Only such transactions", SESSION_KINDS)]
Outcome = Annotated[str | None, _choice("outcome", "Only such tries", tries.OUTCOMES)]
Stage = Annotated[str | None, _choice("stage", "Only those that came so far", tries.STAGES)]
Active = Annotated[str | None, _choice("kind", "Only such errors", faults.ACTIVE)]
Severity = Annotated[str | None, _choice("severity", "Only of that severity", faults.SEVERITIES)]
FindingKind = Annotated[str | None, _choice("kind", "Only such findings", findings.CHOICES)]
Since = Annotated[
    str | None,
    Parameter(query="from", description="Instant (RFC 3339) or local date. Default: a day before `to`."),
]
Until = Annotated[
    str | None,
    Parameter(query="to", description="Instant, or the last local date. Default: now."),
]
Action = Annotated[str | None, Parameter(query="action", description="Only this OCPP action.")]
Hide = Annotated[
    list[str] | None,
    Parameter(
        query="hide",
        description="Actions to leave out, MeterValues those of 2.x too; empty: none."
        " Default: Heartbeat and MeterValues.",
    ),
]
Turn = Annotated[str | None, Parameter(query="order", description="newest (default) or oldest first.")]
After = Annotated[str | None, Parameter(query="after", description="The `next` of the page before.")]

_BAD = ResponseSpec(
    Problem,
    description="A parameter is not understood; `detail` says what to write.",
    generate_examples=False,
)
_UNKNOWN = ResponseSpec(Problem, description="No such charger, or no such session.", generate_examples=False)


def _said(kind: type, what: str) -> dict[int, ResponseSpec]:
    return {
        200: ResponseSpec(kind, description=what, generate_examples=False),
        400: _BAD,
        404: _UNKNOWN,
    }


def _json(document: object) -> Response[bytes]:
    return Response(msgspec.json.encode(document), media_type=MediaType.JSON)


def evidence_routes(desk: Desk, now: Callable[[], Instant]) -> list[BaseRouteHandler]:
    """The twins of the pages of evidence. Parameters are named for the document; the filters read them."""
    root = "/api/v1/chargers/{station:str}"

    @get(
        f"{root}/sessions",
        summary="Sessions of a charger",
        description="Transactions that overlap the window, filtered, sorted and paged.",
        tags=["evidence"],
        responses=_said(SessionList, "A page of sessions."),
        sync_to_thread=False,
    )
    def sessions(  # noqa: PLR0913, PLR0917
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: First = None,  # noqa: ARG001
        to: End = None,  # noqa: ARG001
        socket_: Socket = None,  # noqa: ARG001
        kind: SessionKind = None,  # noqa: ARG001
        sort: Order = None,  # noqa: ARG001
        offset: Offset = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        query = request.query_params
        part = cut(query, kinds=SESSION_KINDS, sorts=SESSION_ORDERS)
        return _json(desk.behind.sessions(station_of(station), wanted(query), part))

    @get(
        f"{root}/sessions/{{key:str}}",
        summary="One session",
        description="With its samples as they were read, the states of its socket, and what was inferred."
        " The key is opaque and percent-encoded.",
        tags=["evidence"],
        responses=_said(SessionDetail, "The session."),
        sync_to_thread=False,
    )
    def session(request: PageRequest, station: str, key: str, at: At = None) -> Response[bytes]:  # noqa: ARG001
        asked_key = station_of(key)
        moment = wanted(request.query_params).at
        return _json(detail(found(desk.behind.session(station_of(station), asked_key, moment), asked_key)))

    @get(
        f"{root}/attempts",
        summary="Tries to charge",
        description="Tries that began in the window, newest first, with the funnel and the rates.",
        tags=["evidence"],
        responses=_said(AttemptList, "A page of the ledger."),
        sync_to_thread=False,
    )
    def attempts(  # noqa: PLR0913, PLR0917
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: First = None,  # noqa: ARG001
        to: End = None,  # noqa: ARG001
        socket_: Socket = None,  # noqa: ARG001
        outcome: Outcome = None,  # noqa: ARG001
        stage: Stage = None,  # noqa: ARG001
        offset: Offset = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        query = request.query_params
        part = cut(query, kinds=tries.OUTCOMES, stages=tries.STAGES, kind="outcome")
        return _json(desk.behind.attempts(station_of(station), wanted(query), part))

    @get(
        f"{root}/errors",
        summary="Errors of a charger",
        description="Errors of the window with their episodes, active ones first, then the latest.",
        tags=["evidence"],
        responses=_said(ErrorList, "A page of errors."),
        sync_to_thread=False,
    )
    def errors(  # noqa: PLR0913, PLR0917
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: First = None,  # noqa: ARG001
        to: End = None,  # noqa: ARG001
        socket_: Socket = None,  # noqa: ARG001
        kind: Active = None,  # noqa: ARG001
        severity: Severity = None,  # noqa: ARG001
        text: Text = None,  # noqa: ARG001
        offset: Offset = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        query = request.query_params
        part = cut(query, kinds=faults.ACTIVE, stages=faults.SEVERITIES, stage="severity")
        return _json(desk.behind.errors(station_of(station), wanted(query), part))

    @get(
        f"{root}/quality",
        summary="Repairs and inferences",
        description="What had to be repaired, inferred or left out in the window, with raw value and rule.",
        tags=["evidence"],
        responses=_said(QualityList, "A page of findings."),
        sync_to_thread=False,
    )
    def quality(  # noqa: PLR0913, PLR0917
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: First = None,  # noqa: ARG001
        to: End = None,  # noqa: ARG001
        kind: FindingKind = None,  # noqa: ARG001
        text: Text = None,  # noqa: ARG001
        offset: Offset = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        query = request.query_params
        return _json(
            desk.behind.quality(station_of(station), wanted(query), cut(query, kinds=findings.CHOICES))
        )

    @get(
        f"{root}/days",
        summary="Days of a charger",
        description="What the headline percentages of the window are sums of.",
        tags=["evidence"],
        responses=_said(DayList, "The days, the latest first."),
        sync_to_thread=False,
    )
    def days(
        request: PageRequest,
        station: str,
        at: At = None,  # noqa: ARG001
        from_: First = None,  # noqa: ARG001
        to: End = None,  # noqa: ARG001
    ) -> Response[bytes]:
        return _json(desk.behind.days(station_of(station), wanted(request.query_params)))

    @get(
        f"{root}/days/{{day:str}}",
        summary="One day of a charger",
        description="Sessions, tries and seconds behind the day's bars; what is missing and what came late.",
        tags=["evidence"],
        responses=_said(DayEvidence, "The day."),
        sync_to_thread=False,
    )
    def day(request: PageRequest, station: str, day: str, at: At = None) -> Response[bytes]:  # noqa: ARG001
        moment = wanted(request.query_params).at
        return _json(desk.behind.day(station_of(station), day_asked(day), moment))

    @get(
        f"{root}/frames",
        summary="OCPP frames of a charger",
        description="As received, each answer beside its call, filtered and paged by a cursor.",
        tags=["evidence"],
        responses=_said(FramePage, "A page of frames."),
        sync_to_thread=False,
    )
    def frames(  # noqa: PLR0913, PLR0917
        request: PageRequest,
        station: str,
        from_: Since = None,  # noqa: ARG001
        to: Until = None,  # noqa: ARG001
        action: Action = None,  # noqa: ARG001
        socket_: Socket = None,  # noqa: ARG001
        text: Text = None,  # noqa: ARG001
        hide: Hide = None,  # noqa: ARG001
        order: Turn = None,  # noqa: ARG001
        after: After = None,  # noqa: ARG001
        limit: Limit = None,  # noqa: ARG001
    ) -> Response[bytes]:
        own = station_of(station)
        return _json(desk.behind.frames(own, frames_asked(request, desk, own, now())))

    return [sessions, session, attempts, errors, quality, days, day, frames]
