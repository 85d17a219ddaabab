"""What does a site come to, by what is kept of its chargers?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.site import SiteBoard
from chargeboard.domain.figures.strip import Strip
from chargeboard.metrics.site.together import Known, site_board
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class UnknownSiteError(LookupError):
    """No charger is at a site of that name, or none that who asks may see."""

    def __init__(self, site: str) -> None:
        super().__init__(site)
        self.site = site


class SiteView(msgspec.Struct, frozen=True):
    """A site at one moment."""

    told: SiteBoard
    rows: list[FleetRow]
    """The lines of its chargers, by name."""


class SiteTimeline(msgspec.Struct, frozen=True):
    """The timelines of a page of a site's chargers."""

    view: SiteView
    span: Span
    strips: list[tuple[FleetRow, Strip]]
    """Of chargers that were heard."""
    offset: int


def site_view(site: str, known: Sequence[Known], at: Instant) -> SiteView:
    """
    The chargers of a site together, by the zone that most of them are in.

    Raises: UnknownSiteError.
    """
    if not known:
        raise UnknownSiteError(site)
    return SiteView(site_board(site, known, zone_of_most(known), at), [row for row, _ in known])


def zone_of_most(known: Sequence[Known]) -> str:
    """The zone that most chargers are in; of several the first by name."""
    zones = Counter(row.timezone for row, _ in known)
    return min(zones, key=lambda zone: (-zones[zone], zone))
