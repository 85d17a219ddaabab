"""
Who works at a place?

It stands apart from the place: what checks passwords takes long to load, and most commands ask for none.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from chargeboard.capture.redaction import key_in
from chargeboard.cli.place import Place
from chargeboard.domain.addresses import is_loopback
from chargeboard.ports.store import Store
from chargeboard.run.clock import now
from chargeboard.run.people.people import People, people_of


@contextmanager
def people_at(place: Place, store: Store) -> Iterator[People]:
    """Those who work here, by the store and by one more that only reads."""
    with place.store(read_only=True) as reads:
        yield people_of(
            store,
            reads,
            now,
            token=place.settings.server.token,
            key=key_in(place.address.beside.key),
            is_open=is_loopback(place.settings.server.host),
            audit_days=place.settings.people.audit_days,
        )
