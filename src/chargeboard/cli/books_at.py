"""What may be set at a place, by the page and by the shell?"""

from __future__ import annotations

from chargeboard.cli.place import Place
from chargeboard.config.charger_book import ChargerBook
from chargeboard.config.charger_sheet import ChargerSheet
from chargeboard.config.policy_book import PolicyBook
from chargeboard.config.site_book import SiteBook
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.web.setting.books import Books


def books_of(place: Place, store: Store, lists: Store | None = None) -> Books:
    """All of it; `lists`: a connection for whole lists, so that who asks `store` waits for none."""
    lists = lists or store
    return Books(
        chargers=ChargerBook(place.settings, store, now),
        sheet=ChargerSheet(ChargerBook(place.settings, lists, now), lists),
        sites=SiteBook(place.settings, store),
        policy=PolicyBook(place.settings, store),
    )
