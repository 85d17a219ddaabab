"""Who waits to be let in, and what becomes of them?"""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from chargeboard.domain.figures.fleet import Leave, WaitingCharger
from chargeboard.domain.policy import Profile
from chargeboard.ports.store import Store
from chargeboard.run.receiving import admitting
from chargeboard.time.instants import Instant


class Admission:
    """What is asked and decided about chargers that want to connect."""

    def __init__(
        self, store: Store, profile_of: Callable[[str], Profile], now: Callable[[], Instant]
    ) -> None:
        self._store, self._profile_of, self._now = store, profile_of, now

    def waiting(self) -> list[WaitingCharger]:
        """Chargers that tried to connect and wait for approval, the first first."""
        return [
            WaitingCharger(
                waiting_credential.station,
                waiting_credential.asked_at,
                self._profile_of(waiting_credential.station).policy.timezone,
            )
            for waiting_credential in self._store.waiting_credentials()
            if waiting_credential.asked_at is not None
        ]

    def dropped_waiting(self) -> int:
        """How many that waited have made way for others, ever."""
        return self._store.dropped_waiting()

    def dismiss(self, *stations: str) -> int:
        """Let chargers wait no more; they are not listed when they ask again. How many did wait."""
        dismissed = 0
        with self._store.together():
            for station in stations:
                known = self._store.credential(station)
                if known is not None and not known.approved and known.asked_at is not None:
                    self._store.save_credential(replace(known, asked_at=None))
                    dismissed += 1
        return dismissed

    def approve(self, *stations: str) -> None:
        """Let chargers connect from now on; a password that one has stays."""
        with self._store.together():
            for station in stations:
                admitting.approve(self._store, station)

    def withdraw(self, station: str) -> None:
        """Take that back: its connection ends, and it stays out until it is approved again."""
        admitting.withdraw(self._store, station, "approval", self._now())

    def leave(self, station: str) -> Leave | None:
        """What was said about whether the charger may connect; None where nothing was."""
        known = self._store.credential(station)
        if known is None:
            return None
        return Leave(known.approved, bool(known.digest), known.withdrawn_at)
