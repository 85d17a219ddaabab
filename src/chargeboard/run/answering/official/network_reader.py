"""What would a regulator make of many chargers?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date

from chargeboard.domain.figures.official import NetworkFigures
from chargeboard.domain.figures.official_differing import NetworkDifferences
from chargeboard.domain.figures.official_saturation import SaturationFigures
from chargeboard.domain.figures.official_visits import SiteVisits
from chargeboard.domain.policy import Profile
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.names import NotUnderstoodYetError, UnknownChargerError
from chargeboard.history.opening import Histories
from chargeboard.official.exports.uk import UkPoint
from chargeboard.run.answering.official.differing_chargers import DifferencesWanted, network_differences
from chargeboard.run.answering.official.network import network_figures
from chargeboard.run.answering.official.saturated_site import saturation
from chargeboard.run.answering.official.uk_year import year_of_chargers
from chargeboard.run.answering.official.visits_of_site import site_visits
from chargeboard.time.instants import Instant


class NetworkReader:
    """Of the listed chargers, or of those of some sites, which come first; None: all."""

    def __init__(
        self,
        histories: Histories,
        profile_of: Callable[[str], Profile],
        stations_of: Callable[[Collection[str] | None], list[str]],
        now: Callable[[], Instant],
    ) -> None:
        self._store, self._histories, self._now = histories.store, histories, now
        self._profile_of, self._stations_of = profile_of, stations_of

    def _profiles(self, sites: Collection[str] | None) -> list[Profile]:
        return [*map(self._profile_of, self._stations_of(sites))]

    def figures(self, sites: Collection[str] | None, last: date | None, site: str = "") -> NetworkFigures:
        """Twelve months by every official rule."""
        with self._store.reading():
            return network_figures(self._store, self._profiles(sites), last, self._now(), site)

    def differing(self, sites: Collection[str] | None, wanted: DifferencesWanted) -> NetworkDifferences:
        """Where two official rules differ."""
        with self._store.reading():
            return network_differences(
                self._store, self._profiles(sites), wanted, self._history_if_any, self._now()
            )

    def year(self, sites: Collection[str] | None, year: int) -> list[UkPoint]:
        """What a calendar year comes to by the UK's template, by socket."""
        with self._store.reading():
            return year_of_chargers(self._store, self._profiles(sites), year)

    def saturation(self, sites: Collection[str], month: date | None, site: str) -> SaturationFigures:
        """On which days of a month a site, if it is one of `sites`, was in full use for too long."""
        with self._store.reading():
            return saturation(site, self._of_site(site, sites), month, self._now())

    def visits(self, sites: Collection[str], month: date | None, site: str) -> SiteVisits:
        """What a month of a site, if it is one of `sites`, comes to by kwwhat's visits."""
        with self._store.reading():
            return site_visits(site, self._of_site(site, sites), month, self._now())

    def _of_site(self, site: str, sites: Collection[str]) -> list[ChargerHistory]:
        stations = self._stations_of({site} if site in sites else set())
        return [*filter(None, map(self._history_if_any, stations))]

    def _history_if_any(self, station: str) -> ChargerHistory | None:
        """None where nothing is understood of it yet."""
        try:
            return self._histories.of(station, self._now())
        except (UnknownChargerError, NotUnderstoodYetError):
            return None
