"""What was changed, by whom? A page and a file, for admins."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from urllib.parse import urlencode

import msgspec
from litestar import Response, get
from litestar.handlers.base import BaseRouteHandler

from chargeboard.documents.sheets import cell
from chargeboard.domain.people import AuditEntry
from chargeboard.run.people.people import People
from chargeboard.time.instants import text_of
from chargeboard.web.api.audit_route import all_asked, audit_asked
from chargeboard.web.api.tables import csv_file
from chargeboard.web.people.audit_view import audit_line, changed, did
from chargeboard.web.requests import PageRequest
from chargeboard.web.templating import page
from chargeboard.web.urls.filters import cut
from chargeboard.web.urls.mount import rooted

ON_A_PAGE = 100


def audit_routes(people: People) -> list[BaseRouteHandler]:
    """The audit trail."""

    @get("/audit", include_in_schema=False)
    async def audit(request: PageRequest) -> Response[str]:
        query = {name: value for name, value in request.query_params.items() if value}
        skipped = cut(query).offset
        entries = audit_asked(people, query, ON_A_PAGE + 1, skipped)
        shown, earlier = entries[:ON_A_PAGE], ""
        if len(entries) > ON_A_PAGE:
            earlier = f"?{urlencode(query | {'offset': str(skipped + ON_A_PAGE)})}"
        return page(
            request,
            "web/people/audit.html",
            lines=[audit_line(one) for one in shown],
            asked={"who": query.get("who", ""), "about": query.get("about", "")},
            earlier=earlier,
            csv=rooted(f"/audit.csv?{urlencode(query)}"),
        )

    @get("/audit.csv", include_in_schema=False)
    async def audit_csv(request: PageRequest) -> Response[bytes]:
        return csv_file("audit", _sheet(all_asked(people, request.query_params)))

    return [audit, audit_csv]


def _sheet(entries: Iterable[AuditEntry]) -> bytes:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(["at", "who", "by", "address", "code", "about", "what", "changed", "before", "after"])
    for one in entries:
        told = (one.who, one.by, one.address, one.what, one.about, did(one), "; ".join(changed(one)))
        states = (
            "" if state is None else msgspec.json.encode(state).decode() for state in (one.before, one.after)
        )
        out.writerow([text_of(one.at), *map(cell, told), *states])
    return text.getvalue().encode()
