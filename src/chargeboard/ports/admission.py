"""What is asked of who may connect?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.records import Credential


class AdmissionPort(Protocol):
    """Leave to connect, and transaction ids that were given."""

    def transaction_id(self, station: str, key: str) -> int:
        """The id of a 1.6 start: unique for ever, and the same for the same key."""

    def credential(self, station: str) -> Credential | None: ...

    def credentials(self) -> list[Credential]: ...

    def waiting_credentials(self) -> list[Credential]:
        """Of the chargers that nobody approved those that ask, the first first; must not read the others."""

    def save_credential(self, credential: Credential) -> None: ...

    def credential_changes(self) -> int:
        """How often anything was said about who may connect, ever."""

    def changed_credentials(self, after: int) -> list[tuple[int, str]]:
        """Whose credential changed since there were so many changes, each with its number; reads no other."""

    def save_waiting(self, credential: Credential, most: int) -> None:
        """
        Keep one that nobody approved, and of which nothing is kept yet.

        Of such at most so many: who asked first makes way.
        """

    def dropped_waiting(self) -> int:
        """How many have made way, ever."""
