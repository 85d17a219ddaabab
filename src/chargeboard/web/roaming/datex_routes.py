"""How is each refill point now, for a national access point that asks?"""

from __future__ import annotations

from litestar import Response
from litestar.handlers import HTTPRouteHandler

from chargeboard.outlets.datex.status import publication
from chargeboard.web.clerks import computed
from chargeboard.web.requests import PageRequest
from chargeboard.web.roaming.roaming import Roaming


def datex_routes(roaming: Roaming) -> list[HTTPRouteHandler]:
    """Everything under /datex2."""

    @computed("/datex2/status.xml", include_in_schema=False)
    def status(request: PageRequest) -> Response[bytes]:  # noqa: ARG001 - a clerk is asked by it
        body = publication(roaming.party(), roaming.places(), roaming.now())
        return Response(body, headers={"Content-Type": "application/xml; charset=utf-8"})

    return [status]
