"""Of which charger or site is a window declared, and what is the clock there?"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable
from functools import cached_property

from chargeboard.domain.policy import Profile
from chargeboard.run.words import say

_MOST_LOOKED_FOR = 20
"""Names that are like nobody's: to look for neighbours of thousands among thousands takes hours."""


class NoSuchPlaceError(ValueError):
    """Nobody knows such a charger or site: what is wrong, and what may be meant."""


class Places:
    """The chargers and sites of one moment; each is looked up once, however many windows name it."""

    def __init__(self, profile_of: Callable[[str], Profile], stations: Callable[[], Iterable[str]]) -> None:
        self._profile_of, self._all = profile_of, stations
        self._zones: dict[str, str] = {}
        self._wrong: dict[str, str] = {}

    def zone(self, charger: str, site: str) -> str:
        """
        The zone of a charger, or else of a site.

        Raises: NoSuchPlaceError.
        """
        if charger:
            if charger not in self._stations:
                raise self._no(charger, say("exclusion_no_charger", charger=charger), self._stations)
            return self.zone_of(charger)
        zone = self.zone_of_site(site)
        if zone is None:
            raise self._no(_folded(site), say("exclusion_no_site", site=site), self._sites)
        return zone

    def zone_of(self, charger: str) -> str:
        """Of any charger, also of one that is gone."""
        if charger not in self._zones:
            self._zones[charger] = self._profile_of(charger).policy.timezone
        return self._zones[charger]

    def zone_of_site(self, site: str) -> str | None:
        """That of a charger of the site; None: it has none."""
        return self._sites.get(_folded(site))

    @cached_property
    def _stations(self) -> dict[str, None]:
        return dict.fromkeys(self._all())

    @cached_property
    def _sites(self) -> dict[str, str]:
        profiles = map(self._profile_of, self._stations)
        return {_folded(one.site): one.policy.timezone for one in profiles if one.site}

    def _no(self, name: str, why: str, known: Iterable[str]) -> NoSuchPlaceError:
        if why not in self._wrong:
            is_looked_for = len(self._wrong) < _MOST_LOOKED_FOR
            self._wrong[why] = near(name, known) if is_looked_for else ""
        return NoSuchPlaceError(why + self._wrong[why])


def near(word: str, known: Iterable[str]) -> str:
    """A sentence that names the one that is most like a word; empty where none is."""
    found = difflib.get_close_matches(word, [str(one) for one in known], n=1, cutoff=0.6)
    return say("exclusion_near", near=found[0]) if found else ""


def _folded(site: str) -> str:
    return site.strip().casefold()
