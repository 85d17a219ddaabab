"""Which places and sockets are others not told of, since something of them is not known?"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.cli.database.words import say
from chargeboard.cli.place import Place
from chargeboard.config.outlet_book import OutletBook
from chargeboard.domain.figures.board import FleetRow
from chargeboard.outlets.ocpi.locations import locations
from chargeboard.run.clock import now
from chargeboard.store import Finding, OwnedStore

_NAMED = 5
_ROW = msgspec.json.Decoder(FleetRow)


def judged_outlets(place: Place, store: OwnedStore) -> Iterator[Finding]:
    """What OCPI leaves out; nothing where nobody is told."""
    book = OutletBook(place.settings, store, place.url)
    if book.party is None:
        return
    rows = [_ROW.decode(doc) for doc in store.fleet_rows(store.fleet_stations()).values()]
    for one in locations(book.party, book.places(rows), now())[1][:_NAMED]:
        what = one.what or say("no_site_named")
        yield Finding(
            "warning", say("not_in_ocpi", what=what, lacks=", ".join(one.lacks)), say("said_in_settings")
        )
