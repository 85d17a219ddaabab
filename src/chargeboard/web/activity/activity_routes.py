"""Which page, which answer and which file list what happened at many chargers?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from litestar import Response
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler
from msgspec.structs import replace

from chargeboard.documents import encoded
from chargeboard.documents.activity_rows import activity_rows
from chargeboard.documents.sheets import ACTIVITY
from chargeboard.domain.codes import Outcome
from chargeboard.domain.figures.happenings import HappeningKind, Happenings, HappeningsWanted
from chargeboard.run.answering.happenings import MOST_OFFSET
from chargeboard.web.activity import view
from chargeboard.web.activity.words import say
from chargeboard.web.api.answers import BAD, spec
from chargeboard.web.api.parameters import OF_WORDS, SITE, TAG, asking, choice, dates, page_of_rows
from chargeboard.web.api.tables import csv_file, csv_of
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import BadParameterError, asked, in_todays_words
from chargeboard.web.urls.filters import USUAL, cut, one_of, pager, unpaged
from chargeboard.web.urls.links import addressed
from chargeboard.web.urls.mount import rooted

LONGEST = timedelta(days=31)
"""So many dates at most: what is counted here is of all chargers."""
_MOST_ROWS = 20_000
"""In a file."""


def activity_routes(desk: Desk) -> list[BaseRouteHandler]:
    """All are of the chargers that the reader may see."""

    @computed("/activity", include_in_schema=False)
    def shown(request: PageRequest) -> Response[str]:
        query = in_todays_words(request.query_params)
        wanted = activity_wanted(query)
        told = desk.happenings(wanted)
        pages = pager(rooted("/activity"), query, offset=0, limit=wanted.limit, total=0)
        older = pages.url(offset=wanted.offset + wanted.limit) if told.more else ""
        return page(
            request,
            "web/activity/activity.html",
            p=view.page(told, request.app.state["now"]()),
            kind=wanted.kind,
            first=told.window.from_,
            last=told.window.through,
            pager=pages,
            newer=pages.url(offset=max(0, wanted.offset - wanted.limit) or "") if wanted.offset else None,
            older=older,
            csv=addressed("/activity.csv", unpaged(query)),
            json=addressed("/api/v1/activity", query),
        )

    @computed("/activity.csv", include_in_schema=False)
    def file(request: PageRequest) -> Response[bytes]:
        told = desk.happenings(replace(activity_wanted(request.query_params), offset=0, limit=_MOST_ROWS))
        return csv_file(f"activity-{told.kind}", csv_of(ACTIVITY.heads, activity_rows(told.rows)))

    @computed(
        "/api/v1/activity",
        summary="Sessions, attempts or errors of all chargers",
        description="What began on some dates (31 at most), the newest first, a page at a time; `more` says"
        " whether there is another one.",
        operation_id="getActivity",
        tags=["evidence"],
        operation_class=asking(
            choice("kind", "What", HappeningKind, usual="failures"),
            *dates("yesterday"),
            SITE,
            OF_WORDS,
            TAG,
            choice("outcome", "Attempts of that outcome alone", Outcome),
            *page_of_rows(USUAL, most_left_out=MOST_OFFSET),
        ),
        responses={200: spec(Happenings, "A page."), 400: BAD},
    )
    def answered(request: PageRequest) -> Response[bytes]:
        told = desk.happenings(activity_wanted(request.query_params))
        return Response(encoded(told), media_type=MediaType.JSON)

    return [shown, file, answered]


def activity_wanted(query: Mapping[str, str]) -> HappeningsWanted:
    """
    What an address asks for.

    Raises: BadParameterError.
    """
    kind = one_of(query, "kind", tuple(HappeningKind)) or HappeningKind.FAILURES
    part = cut(query)
    if part.offset > MOST_OFFSET:
        raise BadParameterError("offset", say("too_far", most=MOST_OFFSET))
    return HappeningsWanted(
        kind=HappeningKind(kind),
        dates=asked(query, LONGEST).window,
        site=query.get("site", "").strip(),
        text=part.text,
        tag=query.get("tag", "").strip(),
        outcome=one_of(query, "outcome", tuple(Outcome)),
        offset=part.offset,
        limit=part.limit,
    )
