"""What was set for a site, and what for all chargers?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.exclusions import DeclaredExclusion


class Site(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A place where chargers are; those that name it have its zone and its hours."""

    name: str
    address: str = ""
    coordinates: tuple[float, float] | None = None
    """Latitude and longitude, in degrees."""
    timezone: str = ""
    opening_hours: tuple[str, ...] = ()
    """Such as "Mo-Fr 06:00-22:00", by the clock there; empty: nobody said."""
    price_per_kwh: str = ""
    """What a kWh brings there, such as "0.49 EUR"."""


class Occupied(msgspec.Struct, frozen=True):
    """A site, and who is at it."""

    site: Site
    chargers: list[str]


class Shared(msgspec.Struct, frozen=True):
    """What the page and the shell set for more than one charger."""

    exclusions: tuple[DeclaredExclusion, ...] = ()
    """By time."""
    sites: Mapping[str, Site] = {}
    """By name, folded."""
    policy: Mapping[str, object] = {}
    """Policy keys for all chargers."""

    def site(self, name: str) -> Site | None:
        """The site of a name, however it is spelled."""
        return self.sites.get(folded(name))


class NoSuchSiteError(LookupError):
    """There is no site of that name."""


NOTHING_SHARED = Shared()
WITHOUT_ADDRESS = frozenset({".", ".."})
"""Names that no page can have: a browser takes them for a folder, and the one above it."""


def folded(site: str) -> str:
    """The name of a site, so that two spellings are one."""
    return site.strip().casefold()
