"""Who writes down what a request changes?"""

from __future__ import annotations

import asyncio

from litestar.status_codes import HTTP_303_SEE_OTHER, HTTP_400_BAD_REQUEST
from litestar.types import Message, Scope

from chargeboard.run.people.audit import Audit, Change, by_of
from chargeboard.web.access.reading import change_of_request, changing, reader
from chargeboard.web.access.rights import Right
from chargeboard.web.requests import Connection
from chargeboard.web.urls.paths import station_of


class Noting:
    """Of requests that change something, how it was before and is after; without a trail nobody does."""

    def __init__(self, audit: Audit | None) -> None:
        self._audit = audit

    def begin(self, right: Right, connection: Connection) -> None:
        """How what a request is about to change is before."""
        changing(self._change(right, connection) if right.does else None)

    def _change(self, right: Right, connection: Connection) -> Change | None:
        if self._audit is None:
            return None
        named = (connection.path_params.get(name) for name in ("station", "name", "alert"))
        about = (station_of(str(one)) for one in named if one)
        return self._audit.begin(right.does, right.kind, *about, leads_on=right.leads_on)

    async def note(self, message: Message, scope: Scope) -> None:
        """Write down what was changed, before whoever changed it is told that it was."""
        change = change_of_request()
        if message["type"] != "http.response.start" or change is None or self._audit is None:
            return
        changing(None)
        is_done = (
            message["status"] == HTTP_303_SEE_OTHER
            if change.leads_on
            else message["status"] < HTTP_400_BAD_REQUEST
        )
        if is_done:
            who, by = by_of(reader())
            address = str((scope.get("client") or ("",))[0])
            # it may be about ten thousand chargers
            await asyncio.to_thread(self._audit.note, change, who, by, address)
