"""Is all well? For whoever watches over the machine."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from chargeboard import VERSION
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.time.instants import Instant
from chargeboard.web.access.guard import Access, TooManyGuessesError
from chargeboard.web.pages.impairment_line import impairment_line
from chargeboard.web.requests import PageRequest


def health_route(
    access: Access, impairment: Callable[[], Impairment], now: Callable[[], Instant]
) -> HTTPRouteHandler:
    """
    `/healthz`: "ok", or with status 503 what is wrong on our own side.

    Everybody may ask; who may look at the pages is told why, others only that something is. While older
    frames are hidden by today's rules, it says so too. In a header they are told version and build.
    """

    @get("/healthz", include_in_schema=False, media_type=MediaType.TEXT)
    async def healthz(request: PageRequest) -> Response[str]:
        told = impairment()
        status = HTTP_503_SERVICE_UNAVAILABLE if told.is_fault else HTTP_200_OK
        said = "not ok" if told.is_fault else "ok"
        headers = dict[str, str]()
        with suppress(TooManyGuessesError):
            if access.is_whole(request):
                said = (told.why or impairment_line(told, now())) if told.is_fault else said
                said = f"{said}: {told.hiding}" if told.hiding else said
                headers["chargeboard-version"] = VERSION
        return Response(f"{said}\n", status_code=status, media_type=MediaType.TEXT, headers=headers)

    return healthz
