"""Under which name, and from where on, is the history of a charger read?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import SeenStation
from chargeboard.history.behind import GoneOn
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.known_charger import KnownCharger
from chargeboard.history.names import NotUnderstoodYetError, UnknownChargerError, new_name, renamings
from chargeboard.history.read_ahead import read_ahead
from chargeboard.history.recalled import recall, recalled_revision
from chargeboard.history.stored import Noted, StoredParts
from chargeboard.history.written import USED, Written, carry_over
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant

_KNOWN_ROWS = 8
"""What is known of a charger takes as much as so many rows."""


class Histories:
    """Those of a store's chargers; what one look has read of what is stored, the next need not."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        declared: Collection[str] = (),
        *,
        most_bytes: int = 64 << 20,
    ) -> None:
        """
        `declared` are chargers that the operator named: of them, as of those that the store names, nothing is
        an answer, too. `most_bytes` of what was read are remembered.
        """
        self.store = store
        self.profile_of = profile_of
        self.declared = frozenset(declared)
        self._remembered = StoredParts(most_bytes)

    @property
    def bytes(self) -> int:
        """About how much is remembered."""
        return self._remembered.bytes

    def is_known(self, station: str) -> bool:
        """Whether anything is known of a charger, under the name that it goes by now."""
        return self.store.progress(new_name(self.store, station)).newest_fact_at is not None

    def is_named(self, station: str) -> bool:
        """Whether a charger is declared, or named in the store."""
        return station in self.declared or self.store.charger(station) is not None

    def of(self, station: str, at: Instant) -> ChargerHistory:
        """
        A charger as it is known at `at`, under the name that it goes by now.

        Raises: UnknownChargerError, NotUnderstoodYetError.
        """
        version = self.store.data_version()
        known: KnownCharger | None = self._remembered.known(station, version, "charger")
        if known is None:
            known = self._known(station)
            self._remembered.keep(station, version, "charger", known, _KNOWN_ROWS)
        return self._recalled(ChargerHistory(self.store, known, self._remembered, at, at))

    def newest(self, station: str, at: Instant) -> ChargerHistory | None:
        """
        A charger with all that it said, also what nobody has understood yet.

        None where that is no plain case, and whoever understands has to come first.
        Raises: UnknownChargerError.
        """
        station = new_name(self.store, station)
        if not self.store.is_behind(station):
            return self.of(station, at)
        profile = self.profile_of(station)
        read = read_ahead(self.store, station, profile.policy)
        if read is None or read.progress.newest_fact_at is None:
            return None
        seen = self._seen(station)._replace(progress=read.progress)
        known = self._known_by(profile, seen, read.kept.revision, read.facts)
        return self._recalled(ChargerHistory(self.store, known, self._remembered, at, at))

    def noting(self, station: str, at: Instant) -> tuple[ChargerHistory, Noted]:
        """A charger as it is known, and what will have been made use of when somebody has looked at it."""
        history, parts = self.of(station, at), self._remembered.noting()
        return replace(history, remembered=parts), parts.noted

    def _recalled(self, history: ChargerHistory) -> ChargerHistory:
        recall(history)
        return history

    def told(self, station: str, noted: Noted) -> None:
        """The line of a charger made use of this: whoever settles it carries that over."""
        self._remembered.keep(station, None, USED, [*noted], len(noted))

    def settled(self, station: str, made: GoneOn | None, written: Written | None, revision: int) -> None:
        """
        Who settled a charger knows what it wrote, and what follows: the next look need not read or conclude.

        `revision`: the one that it was settled by; where another process has come since, more may be known.
        """
        with self.store.reading():
            progress = self.store.progress(station)
            if progress.revision != revision:
                return
            history = self.of(station, progress.received_at)
            if made is not None:
                history.settled(made)
            if written is not None:
                carry_over(history, written)

    def _known(self, station: str) -> KnownCharger:
        station = new_name(self.store, station)
        seen = self._seen(station)
        progress = seen.progress
        if progress.newest_fact_at is None and not self.is_named(station):
            if self.store.is_behind(station):
                raise NotUnderstoodYetError(station, [])
            raise UnknownChargerError(station, self.store.stations_near(station))
        return self._known_by(self.profile_of(station), seen, progress.revision)

    def _seen(self, station: str) -> SeenStation:
        return self.store.seen_station(station, recalled_revision(self._remembered, station))

    def _known_by(
        self, profile: Profile, seen: SeenStation, revision: int, ahead: Sequence[AnyFact] = ()
    ) -> KnownCharger:
        return KnownCharger(
            profile,
            seen.progress,
            seen.kept_since,
            renamings(self.store, profile, has_others=seen.has_others),
            is_log=seen.is_log,
            revision=revision,
            ahead=ahead,
            look=seen.look,
        )
