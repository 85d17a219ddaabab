"""Is all well? For whoever watches over the machine."""

from __future__ import annotations

from collections.abc import Callable

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_200_OK, HTTP_503_SERVICE_UNAVAILABLE

from chargeboard.domain.trouble import Trouble


def health_route(trouble: Callable[[], Trouble]) -> HTTPRouteHandler:
    """`/healthz`: "ok", or with status 503 why what chargers say cannot be kept; it needs no token."""

    @get("/healthz", include_in_schema=False, opt={"is_open": True}, media_type=MediaType.TEXT)
    async def healthz() -> Response[str]:
        why = trouble().why
        status = HTTP_503_SERVICE_UNAVAILABLE if why else HTTP_200_OK
        return Response(f"{why or 'ok'}\n", status_code=status, media_type=MediaType.TEXT)

    return healthz
