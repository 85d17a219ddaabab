"""How do all parts of this server do, and the chargers, for a scraper?"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from litestar import MediaType, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.status_codes import HTTP_501_NOT_IMPLEMENTED

from chargeboard.domain.readings import Reading
from chargeboard.run.measuring.charger_measures import CHARGER_MEASURES, MOST_SERIES
from chargeboard.run.measuring.told import Readings
from chargeboard.run.measuring.words import say as say_of_measures
from chargeboard.web.api.words import say
from chargeboard.web.clerks import computed
from chargeboard.web.desk import Desk
from chargeboard.web.pages import listing
from chargeboard.web.requests import UNCOMPRESSED, PageRequest
from chargeboard.web.urls.asked import BadParameterError

if TYPE_CHECKING:
    from chargeboard.run.measuring.exposition import Exposition

_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class MetricsShown:
    """What is told; its library is loaded when somebody asks."""

    def __init__(self, readings: Readings, of_build: Reading, most_series: int = MOST_SERIES) -> None:
        """`most_series`: how many are told of chargers."""
        self._readings, self._of_build, self.most_series = readings, of_build, most_series

    @cached_property
    def exposition(self) -> Exposition:
        """Raises: ModuleNotFoundError."""
        from chargeboard.run.measuring.exposition import Exposition  # noqa: PLC0415 - an extra

        return Exposition(self._readings, self._of_build)


def metrics_routes(desk: Desk, shown: MetricsShown) -> list[HTTPRouteHandler]:
    """`/metrics`, for a program that brings a token of who sees all sites; `/metrics/chargers` for any."""

    @get("/metrics", include_in_schema=False)
    async def metrics(request: PageRequest) -> Response[bytes]:
        try:
            exposition = shown.exposition
        except ModuleNotFoundError:
            return _without_library()
        text, kind = exposition.text(request.headers.get("accept", ""))
        return _exposed(text, kind)

    # compressing it would take as long as making it
    @computed("/metrics/chargers", include_in_schema=False, opt={UNCOMPRESSED: True})
    def of_chargers(request: PageRequest) -> Response[bytes]:
        query = request.query_params
        chosen = _chosen(query.getall("collect[]", []))
        sites = frozenset(query.getall("site", [])) or None
        try:
            from chargeboard.run.measuring.charger_exposition import ChargerExposition  # noqa: PLC0415 - an extra
        except ModuleNotFoundError:
            return _without_library()
        fleet = desk.fleet_in_numbers(listing.fleet_wanted(query), sites)
        return _exposed(ChargerExposition(fleet, chosen, shown.most_series).text(), _FORMAT)

    return [metrics, of_chargers]


def _chosen(names: Sequence[str]) -> frozenset[str]:
    """Which numbers are asked for; none: all of them."""
    for name in names:
        if name not in CHARGER_MEASURES:
            raise BadParameterError(
                "collect[]", say("no_such_measure", name=name, known=", ".join(CHARGER_MEASURES))
            )
    return frozenset(names)


def _exposed(text: bytes, kind: str) -> Response[bytes]:
    """As a header: to a media type of text its charset would be added once more."""
    return Response(text, headers={"Content-Type": kind})


def _without_library() -> Response[bytes]:
    said = f"{say_of_measures('needs_extra')}\n".encode()
    return Response(said, status_code=HTTP_501_NOT_IMPLEMENTED, media_type=MediaType.TEXT)
