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


def books_of(place: Place, store: Store) -> Books:
    """All of it."""
    book = ChargerBook(place.settings, store, now)
    return Books(
        chargers=book,
        sheet=ChargerSheet(book, store),
        sites=SiteBook(place.settings, store),
        policy=PolicyBook(place.settings, store),
    )
