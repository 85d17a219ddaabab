"""What do all pages of evidence share?"""

from __future__ import annotations

from typing import Any, TypeAlias

from litestar import Response
from litestar.exceptions import NotFoundException
from msgspec.structs import replace

from chargeboard.domain.evidence import Whose
from chargeboard.domain.instants import Instant
from chargeboard.run.asked import Cut
from chargeboard.run.behind import SessionEvidence
from chargeboard.view.session_list import local_of
from chargeboard.web.filters import Pager
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page

Crumbs: TypeAlias = "list[tuple[str, str]]"


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
    query = request.query_params
    return page(
        request,
        f"evidence/{template}",
        whose=whose,
        section=section,
        title=title,
        crumbs=crumbs,
        kept={name: query.get(name, "") for name in ("from", "to", "at")},
        is_past=bool(query.get("at")),
        as_of=local.in_full(whose.at),
        printed=local.in_full(now),
        url=str(request.url),
        here=request.url.path,
        **context,
    )


def other_form(path: str, pages: Pager) -> str:
    """The same list in another form."""
    return path + pages.url().removeprefix(pages.path)


def whole(part: Cut) -> Cut:
    """The same filter and order without pages."""
    return replace(part, offset=0, limit=2**62)


def found(evidence: SessionEvidence | None, key: str) -> SessionEvidence:
    """
    The session.

    Raises: NotFoundException.
    """
    if evidence is None:
        raise NotFoundException(f"This charger has no session {key!r}.")
    return evidence
