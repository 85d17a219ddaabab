"""What do all pages of evidence share?"""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Response

from chargeboard.domain.figures.day_evidence import DayList
from chargeboard.domain.figures.evidence import AttemptList, ErrorList, QualityList, SessionList, Whose
from chargeboard.evidence.local_time import local_of
from chargeboard.panels.kept import let_go_of
from chargeboard.panels.url_instant import url_instant
from chargeboard.time.instants import Instant
from chargeboard.web.pages.tabs import carried, tabs, tail
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.asked import in_todays_words
from chargeboard.web.urls.filters import pager
from chargeboard.web.urls.links import api_url, list_url
from chargeboard.web.urls.mount import address, here

Listed: TypeAlias = "SessionList | AttemptList | ErrorList | QualityList | DayList"


def evidence_page(
    request: PageRequest,
    room: str,
    *,
    whose: Whose,
    section: str,
    title: str,
    now: Instant,
    below: str = "",
    **context: Any,  # noqa: ANN401 - a template takes anything
) -> Response[str]:
    """
    A page of evidence: its way back, its neighbours, and of which moment it is.

    `room` is where its template lies, `below` names what is shown where that is one thing of the section.
    """
    local = local_of(whose)
    kept = carried(request.query_params, whose.timezone)
    ways = tabs(whose.id, section, kept, is_below=bool(below))
    own = next(way for way in ways if way.current)
    return page(
        request,
        f"evidence/{room}/{room}.html",
        file_name=f"{whose.id} {room} {url_instant(whose.at)}",
        whose=whose,
        section=section,
        title=title,
        tabs=ways,
        overview=ways[0].url,
        crumbs=[(own.label, own.url), (below, "")] if below else [(own.label, "")],
        as_then=tail(kept),
        is_past="at" in kept,
        let_go_of=let_go_of(whose.kept_since, local, section),
        as_of=local.in_full(whose.at),
        printed=local.in_full(now),
        url=address(request),
        here=here(request),
        **context,
    )


def list_page(
    request: PageRequest,
    what: str,
    listed: Listed,
    *,
    title: str,
    now: Instant,
    twin: str = "",
    **context: Any,  # noqa: ANN401 - a template takes anything
) -> Response[str]:
    """
    A page of a list, with the way to its other pages and to the whole of it in other forms.

    `twin` names the list whose files hold its figures, where it has none of its own.
    """
    path, files = list_url(listed.charger.id, what), list_url(listed.charger.id, twin or what)
    query = in_todays_words(request.query_params)
    pages = (
        pager(path, query, offset=0, limit=len(listed.days), total=len(listed.days))
        if isinstance(listed, DayList)
        else pager(path, query, offset=listed.offset, limit=listed.limit, total=listed.total)
    )
    asked = pages.url().removeprefix(path)
    return evidence_page(
        request,
        what,
        whose=listed.charger,
        section=what,
        title=title,
        now=now,
        window=listed.window,
        pager=pages,
        csv=f"{files}.csv{asked}",
        json=api_url(f"{files}{asked}"),
        **context,
    )
