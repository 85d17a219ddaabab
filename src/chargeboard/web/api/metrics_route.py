"""How do all parts of this server do, for a scraper?"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_501_NOT_IMPLEMENTED

from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.told import Readings
from chargeboard.run.measuring.words import say
from chargeboard.web.requests import PageRequest

if TYPE_CHECKING:
    from chargeboard.run.measuring.exposition import Exposition


class MetricsShown:
    """What is told; its library is loaded when somebody asks."""

    def __init__(self, readings: Readings, of_build: Reading) -> None:
        self._readings, self._of_build = readings, of_build

    @cached_property
    def exposition(self) -> Exposition:
        """Raises: ModuleNotFoundError."""
        from chargeboard.run.measuring.exposition import Exposition  # noqa: PLC0415 - an extra

        return Exposition(self._readings, self._of_build)


def metrics_route(shown: MetricsShown) -> HTTPRouteHandler:
    """`/metrics`: for a program that brings a token of who sees all sites."""

    @get("/metrics", include_in_schema=False)
    async def metrics(request: PageRequest) -> Response[bytes]:
        try:
            exposition = shown.exposition
        except ModuleNotFoundError:
            said = f"{say('needs_extra')}\n".encode()
            return Response(said, status_code=HTTP_501_NOT_IMPLEMENTED, media_type=MediaType.TEXT)
        text, kind = exposition.text(request.headers.get("accept", ""))
        return Response(text, media_type=kind)

    return metrics
