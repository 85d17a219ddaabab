"""What do all pages of evidence share?"""

from __future__ import annotations

from typing import Any, TypeAlias
from urllib.parse import urlencode

from litestar import Response
from msgspec.structs import replace

from chargeboard.domain.day_evidence import DayList
from chargeboard.domain.evidence import (
    AttemptList,
    ErrorList,
    QualityList,
    SessionList,
    Whose,
)
from chargeboard.domain.instants import Instant
from chargeboard.run.asked import Cut
from chargeboard.view.session_list import local_of
from chargeboard.web.asked import in_todays_words
from chargeboard.web.filters import pager
from chargeboard.web.links import list_url
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page

Crumbs: TypeAlias = "list[tuple[str, str]]"
Listed: TypeAlias = "SessionList | AttemptList | ErrorList | QualityList | DayList"


def evidence_page(
    request: PageRequest,
    template: str,
    *,
    whose: Whose,
    section: str,
    title: str,
    crumbs: Crumbs,
    now: Instant,
    **context: Any,  # noqa: ANN401 - a template takes anything
) -> Response[str]:
    """A page of evidence: its way back, its neighbours, and of which moment it is."""
    local = local_of(whose)
    query = in_todays_words(request.query_params)
    return page(
        request,
        f"evidence/{template}",
        whose=whose,
        section=section,
        title=title,
        crumbs=crumbs,
        kept={name: query.get(name, "") for name in ("from", "through", "at")},
        as_then=f"?{urlencode({'at': query['at']})}" if query.get("at") else "",
        is_past=bool(query.get("at")),
        as_of=local.in_full(whose.at),
        printed=local.in_full(now),
        url=str(request.url),
        here=request.url.path,
        **context,
    )


def list_page(
    request: PageRequest,
    what: str,
    listed: Listed,
    *,
    title: str,
    now: Instant,
    **context: Any,  # noqa: ANN401 - a template takes anything
) -> Response[str]:
    """A page of a list, with the way to its other pages and to the whole of it in other forms."""
    path = list_url(listed.charger.id, what)
    query = in_todays_words(request.query_params)
    pages = (
        pager(path, query, offset=0, limit=len(listed.days), total=len(listed.days))
        if isinstance(listed, DayList)
        else pager(path, query, offset=listed.offset, limit=listed.limit, total=listed.total)
    )
    asked = pages.url().removeprefix(path)
    return evidence_page(
        request,
        f"{what}.html",
        whose=listed.charger,
        section=what,
        title=title,
        crumbs=[(title, "")],
        now=now,
        window=listed.window,
        pager=pages,
        csv=f"{path}.csv{asked}",
        json=f"/api/v1{path}{asked}",
        **context,
    )


def whole(part: Cut) -> Cut:
    """The same filter and order without pages."""
    return replace(part, offset=0, limit=2**62)
