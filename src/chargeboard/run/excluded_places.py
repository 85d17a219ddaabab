"""Of which charger or site is a window declared, and what is the clock there?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from chargeboard.domain.alike import alike
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.policy import Profile
from chargeboard.domain.sites import folded
from chargeboard.ports.store import Store
from chargeboard.run.words import say

_MOST_LOOKED_FOR = 20
"""Names that are like nobody's: to look for neighbours of thousands takes hours."""
_ONE = FleetWanted(limit=1)


class NoSuchPlaceError(ValueError):
    """Nobody knows such a charger or site: what is wrong, and what may be meant."""


class Places:
    """The chargers and sites of one moment; each is looked up once, however many windows name it."""

    def __init__(
        self, store: Store, profile_of: Callable[[str], Profile], declared: Mapping[str, str]
    ) -> None:
        """`declared` are the chargers of the file, each with the site that it says; empty: none."""
        self._store, self._profile_of, self._declared = store, profile_of, declared
        self._zones: dict[str, str] = {}
        self._zones_of_sites: dict[str, str | None] = {}
        self._wrong: dict[str, str] = {}

    def zone(self, charger: str, site: str) -> str:
        """
        The zone of a charger, or else of a site.

        Raises: NoSuchPlaceError.
        """
        if charger:
            if charger not in self._zones and not self._is_known(charger):
                near_it = [*self._store.stations_near(charger), *self._declared]
                raise self._no(charger, say("exclusion_no_charger", charger=charger), near_it)
            return self.zone_of(charger)
        zone = self.zone_of_site(site)
        if zone is None:
            raise self._no(folded(site), say("exclusion_no_site", site=site), map(folded, self._sites()))
        return zone

    def zone_of(self, charger: str) -> str:
        """Of any charger, also of one that is gone."""
        if charger not in self._zones:
            self._zones[charger] = self._profile_of(charger).policy.timezone
        return self._zones[charger]

    def zone_of_site(self, site: str) -> str | None:
        """That of a charger of the site; None: it has none."""
        key = folded(site)
        if key not in self._zones_of_sites:
            found = (one for one in self._maybe_at(site) if folded(self._profile_of(one).site) == key)
            self._zones_of_sites[key] = next(map(self.zone_of, found), None)
        return self._zones_of_sites[key]

    def _is_known(self, charger: str) -> bool:
        said = self._store.charger(charger)
        is_set = said is not None and not said.deleted and said.merged_into is None
        return is_set or charger in self._declared or self._store.has_sent(charger)

    def _maybe_at(self, site: str) -> Iterator[str]:
        """Who may be there, the likeliest first: all chargers are never looked at."""
        key = folded(site)
        yield from self._store.fleet_ids(_ONE, (), {site})
        for name in self._store.fleet_sites():
            if name != site and folded(name) == key:
                yield from self._store.fleet_ids(_ONE, (), {name})
        yield from (one for one, at in self._declared.items() if folded(at) == key)
        yield from self._store.fleet_unkept(())

    def _sites(self) -> set[str]:
        """The names of all."""
        others = (self._profile_of(one).site for one in self._store.fleet_unkept(()))
        return {*self._store.fleet_sites(), *self._declared.values(), *others} - {""}

    def _no(self, name: str, why: str, known: Iterable[str]) -> NoSuchPlaceError:
        if why not in self._wrong:
            is_looked_for = len(self._wrong) < _MOST_LOOKED_FOR
            self._wrong[why] = near(name, known) if is_looked_for else ""
        return NoSuchPlaceError(why + self._wrong[why])


def near(word: str, known: Iterable[str]) -> str:
    """A sentence that names the one that is most like a word; empty where none is."""
    found = alike(word, map(str, known), most=1, least=0.6)
    return say("exclusion_near", near=found[0]) if found else ""
