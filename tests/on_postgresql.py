"""Tests that open a store of their own open one on PostgreSQL: each path is a database, as is each memory."""

import tempfile
from contextlib import ExitStack, contextmanager
from pathlib import Path

from chargeboard.cli import place as located
from chargeboard.store import address


class Places:
    """Which database stands for which path."""

    def __init__(self, server, template, ending, others=None):
        """`others`: those of who opens stores for more than one test."""
        self._server, self._template, self._ending, self._others = server, template, ending, others
        self._addresses = {}

    def at(self, place):
        """The address that stands for that of a SQLite file."""
        name = str(place)
        if name == ":memory:":
            return Forgotten(self._new, ExitStack())
        if "://" not in name:
            name = str(Path(name).absolute())
        if self._others is not None and self._others.knows(name):
            return self._others.at(name)
        if name not in self._addresses:
            address = self._new(self._ending)
            # who asks an open store where it is opens it once more
            self._addresses[name] = self._addresses[address.shown] = address
        return self._addresses[name]

    def knows(self, place):
        known_by_others = self._others is not None and self._others.knows(place)
        return str(place) in self._addresses or known_by_others

    def _new(self, ending):
        url = ending.enter_context(self._server.database(self._template))
        return address.STORES["postgresql"](
            url.partition("://")[2], ending.enter_context(tempfile.TemporaryDirectory())
        )


class Forgotten:
    """What stands for a database in memory: it is gone when it is closed."""

    def __init__(self, new, ending):
        self._new, self._ending = new, ending

    def open(self, **how):
        store = self._new(self._ending).open(**how)
        self._ending.callback(store.close)
        store.close = self._ending.close
        return store


@contextmanager
def opened_there(monkeypatch, server, template, others=None):
    """As long as this is open, `open_store` opens stores on PostgreSQL, and a `Place` is there."""
    with ExitStack() as ending:
        places, of_url = Places(server, template, ending, others), address.store_at

        def store_at(place, data_folder=""):
            is_path = isinstance(place, Path) or "://" not in place
            return places.at(place) if is_path or places.knows(place) else of_url(place, data_folder)

        for module in (address, located):
            monkeypatch.setattr(module, "store_at", store_at)
        yield places
