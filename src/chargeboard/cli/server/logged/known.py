"""
Who may connect, as a gateway knows it while the database is away?

All that was said of it is in memory, and is brought up to date a few times a second; what newcomers ask for
is written down as soon as that can be.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from contextlib import suppress

from chargeboard.domain.records import Credential, Unavailable
from chargeboard.run.receiving import admitting
from chargeboard.store import OwnedStore

_LOOK_EVERY_S = 0.25
_MOST_UNTOLD = 1_000


class Known:
    """Credentials, and who was heard before; in one event loop, the store in threads."""

    def __init__(self, store: OwnedStore, waiting_most: int) -> None:
        """`store` is asked by nobody else from now on."""
        self._store, self._waiting_most = store, waiting_most
        self._changes = store.credential_changes()
        self._credentials = {one.station: one for one in store.credentials()}
        self._heard = set(store.stations())
        self._untold = OrderedDict[str, Credential]()
        """What is to be written down."""

    def credential_of(self, station: str) -> Credential | None:
        """What was said of whether the charger may connect."""
        return self._credentials.get(station)

    def is_heard(self, station: str) -> bool:
        """Whether frames of a charger were ever received."""
        return station in self._heard

    def hear(self, station: str) -> None:
        """Some are now."""
        self._heard.add(station)

    def remember(self, credential: Credential) -> None:
        """Write it down soon; where that cannot be for long, who asked first makes way."""
        self._untold[credential.station] = credential
        if len(self._untold) > _MOST_UNTOLD:
            self._untold.popitem(last=False)

    async def follow(self, recheck: Callable[[Iterable[str]], None]) -> None:
        """For ever; `recheck` is told of whom something was said."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_S)
            with suppress(Unavailable):
                untold, self._untold = self._untold, OrderedDict()
                try:
                    changed = await asyncio.to_thread(self._look, list(untold.values()))
                except Unavailable:
                    self._untold = untold | self._untold
                    raise
                if changed:
                    recheck(changed)

    def _look(self, untold: list[Credential]) -> list[str]:
        for credential in untold:
            if credential.approved:
                admitting.wait_no_more(self._store, credential.station)
            else:
                self._store.save_waiting(credential, self._waiting_most)
        changed = self._store.changed_credentials(self._changes)
        for change, station in changed:
            found = self._store.credential(station)
            if found is None:
                self._credentials.pop(station, None)
            else:
                self._credentials[station] = found
            self._changes = max(self._changes, change)
        return [station for _, station in changed]
