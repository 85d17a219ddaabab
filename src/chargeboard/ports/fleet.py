"""What is asked of the list of chargers?"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from chargeboard.domain.figures.fleet import FleetCounts, FleetWanted, SiteCounts
from chargeboard.domain.records import FleetLine, Line, LineBehind, Stale
from chargeboard.time.instants import Instant, Micros


class FleetPort(Protocol):
    """One line per charger: found, counted, paged and made again."""

    def fleet_stale(self, now: Instant) -> list[Stale]:
        """Of the listed chargers that have facts those whose line is not true, or not there."""

    def fleet_behind(self, told_by: Mapping[str, Instant], now: Instant, earlier: Micros) -> list[LineBehind]:
        """
        Of these chargers those whose line is not true, by id.

        `told_by` is the last sign of life that it tells of; news happened so much `earlier` at most.
        """

    def fleet_unmade(self) -> list[str]:
        """Listed chargers that have facts and no line yet, by id."""

    def fleet_stations(self) -> list[str]:
        """Chargers that have facts and are not hidden, by id."""

    def stations_near(self, station: str) -> list[str]:
        """A bounded number of chargers whose ids may be like this one: beside it, or sharing a part."""

    def fleet_next_due(self, now: Instant) -> Instant:
        """When time alone makes the next of the true lines untrue; NEVER where it makes none."""

    def fleet_names(self) -> int:
        """Grows when a charger is heard for the first time, named or hidden: others may be unheard."""

    def fleet_told_at(self) -> Instant:
        """When the lines told all that was understood; written down while somebody looks at the list."""

    def put_fleet_told(self, at: Instant) -> None:
        """They do so now."""

    def fleet_unheard(self, declared: Iterable[str]) -> list[str]:
        """Chargers that are declared or were named, are not hidden, and have no facts; by id."""

    def fleet_unkept(self, declared: Iterable[str]) -> list[str]:
        """Those of them that have no line."""

    def drop_unlisted(self, declared: Iterable[str]) -> None:
        """Drop lines of chargers that have no facts and are neither declared nor named any more."""

    def fleet_ids(
        self, wanted: FleetWanted, own: Collection[str], sites: Collection[str] | None = None
    ) -> list[str]:
        """The page of the chargers that have a line, and of the asker's `own`, by id; of all or of sites."""

    def fleet_sites(self) -> list[str]:
        """The sites that lines name, each once, by name."""

    def fleet_page(
        self, wanted: FleetWanted, own: Sequence[Line], sites: Collection[str] | None = None
    ) -> list[tuple[str, bytes | None]]:
        """
        Chargers of a page and their rows as JSON; with `sites` of these alone.

        Lines of the asker's `own` stand for those that are kept; None is the row of such a one.
        """

    def fleet_versions(self, sites: Collection[str] | None = None) -> dict[str, tuple[int, Instant]]:
        """
        Of each charger that has a line, what its line tells of; of all, or of sites.

        Differs after the line was made again.
        """

    def fleet_rows(self, stations: Collection[str]) -> dict[str, bytes]:
        """Rows of kept lines as JSON, by station."""

    def fleet_parts(self, stations: Collection[str]) -> dict[str, bytes]:
        """What was kept with lines for the sums of their sites, by station."""

    def fleet_counts(
        self, wanted: FleetWanted, own: Sequence[Line], sites: Collection[str] | None = None
    ) -> FleetCounts:
        """What is true of those that are wanted, on all pages together; with `sites` of these alone."""

    def fleet_by_site(self) -> list[SiteCounts]:
        """What the lines that name a site come to, by site."""

    def put_fleet_site(self, station: str, site: str) -> None:
        """The charger is of another site from now on; its line is to be made again."""

    def fleet_due(self, now: Instant, most: int) -> list[str]:
        """The stations whose lines time has made untrue, the longest ago first."""

    def put_off_fleet(self, untils: Mapping[str, Instant]) -> set[str]:
        """Time leaves lines true until then; whose. A line that is not true whatever the time stays so."""

    def save_fleet(self, lines: Sequence[FleetLine]) -> None:
        """Keep lines, all in one write."""
