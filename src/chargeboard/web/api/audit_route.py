"""What do programs get of the audit trail?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from litestar import Response, get
from litestar.enums import MediaType
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents.forms import encoded
from chargeboard.domain.people import AuditEntry
from chargeboard.run.people.people import People
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.web.api.answers import BAD, spec
from chargeboard.web.api.parameters import asking, instant, text
from chargeboard.web.requests import PageRequest
from chargeboard.web.urls.asked import instant_in

_AT_ONCE = 10_000


def audit_asked(people: People, query: Mapping[str, str], most: int, skipped: int = 0) -> list[AuditEntry]:
    """The entries that an address asks for, the latest first. Raises: BadParameterError."""
    return people.audit.entries(*_asked(query), most, skipped)


def all_asked(people: People, query: Mapping[str, str]) -> Iterator[AuditEntry]:
    """All that an address asks for, some at a time; those of meanwhile are not among them."""
    since, until, who, about = _asked(query)
    found, skipped = people.audit.entries(since, until, who, about, _AT_ONCE), 0
    if found:
        until = min(until, found[0].at + 1)
    while found:
        yield from found
        skipped += len(found)
        is_full = len(found) == _AT_ONCE
        found = people.audit.entries(since, until, who, about, _AT_ONCE, skipped) if is_full else []


def _asked(query: Mapping[str, str]) -> tuple[Instant, Instant, str, str]:
    """From when, until when, by whom and about what. Raises: BadParameterError."""
    since, until = instant_in(query, "since"), instant_in(query, "until")
    return (
        BEGINNING if since is None else since,
        NEVER if until is None else until,
        query.get("who", "").strip(),
        query.get("about", "").strip(),
    )


def audit_route(people: People) -> BaseRouteHandler:
    """GET /api/v1/audit."""

    @get(
        "/api/v1/audit",
        summary="What was changed, by whom",
        description="The latest first. `before` and `after` hold what is known of what it was about.",
        operation_class=asking(
            instant("since", "From this instant on."),
            instant("until", "Before this instant."),
            text("who", "Only by this account."),
            text("about", "Only about this."),
        ),
        tags=["people"],
        responses={200: spec(list[AuditEntry], "Changes."), 400: BAD},
    )
    async def audit_json(request: PageRequest) -> Response[bytes]:
        return Response(encoded([*all_asked(people, request.query_params)]), media_type=MediaType.JSON)

    return audit_json
