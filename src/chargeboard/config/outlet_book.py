"""What did the operator say of places and plugs, for those who are told of them?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.config.settings import Settings
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.price import price_in
from chargeboard.domain.sites import Site, folded
from chargeboard.outlets.places import Party, Place, PlacedCharger
from chargeboard.ports.store import Store


class OutletBook:
    """The places of a store's chargers, and the party that tells of them."""

    def __init__(self, settings: Settings, store: Store, url: str) -> None:
        """`url`: of the page, as others reach it."""
        self._settings, self._store, self.url = settings, store, url.rstrip("/")

    @property
    def party(self) -> Party | None:
        """Who tells; None: nobody is told."""
        ocpi = self._settings.ocpi
        if not ocpi.country_code:
            return None
        return Party(ocpi.country_code, ocpi.party_id, ocpi.name or ocpi.party_id, ocpi.country)

    @property
    def has_private_parties(self) -> bool:
        """Whether who registers may be in a network of our own, and asked in clear."""
        return self._settings.ocpi.private_parties

    def currency(self, site: str) -> str:
        """In which money a site's sessions are told."""
        own = self._store.shared().site(site)
        price = price_in((own.price_per_kwh if own else "") or self._settings.server.price_per_kwh)
        return (price.currency if price else "") or self._settings.ocpi.currency

    def places(self, rows: Sequence[FleetRow]) -> list[Place]:
        """Where these chargers are, by the name of the site; the one without a name has all others."""
        shared = self._store.shared()
        stored = self._store.chargers_named([row.id for row in rows])
        found: dict[str, Place] = {}
        for row in sorted(rows, key=lambda row: (folded(row.site), row.id)):
            profile = self._settings.profile_of(row.id, stored.get(row.id), shared)
            place = found.get(folded(row.site))
            if place is None:
                site = shared.site(row.site) or Site(name=row.site)
                zone = site.timezone or row.timezone
                place = found[folded(row.site)] = Place(site, [], zone, self.currency(row.site))
            place.chargers.append(
                PlacedCharger(
                    row, dict(profile.connectors), dict(profile.port_ids), dict(profile.socket_names)
                )
            )
        return list(found.values())
