"""What is asked of our own presence?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from chargeboard.domain.doorstep import ListeningChoice
from chargeboard.time.instants import Instant


class CollectorPort(Protocol):
    """Our own presence: what a process that starts must know of the one before it."""

    def listening_choice(self) -> ListeningChoice | None:
        """How chargers are listened to where no setting says it; None: nobody chose."""

    def put_listening_choice(self, choice: ListeningChoice) -> None: ...

    def put_alive(self, at: Instant) -> None:
        """We were alive at that instant."""

    def hold_link(self, station: str, name: str, holder: str = "") -> None:
        """
        We hold this connection of the station from now on; those that were lost are made up for.

        `holder` names the process, where several do so, and what was lost is let go of by itself.
        """

    def let_link_go(self, station: str, name: str) -> None:
        """The connection is over, and we saw it end."""

    def let_lost_go(self, station: str) -> bool:
        """That the station's connection was lost has been written down; False where nothing was lost."""

    def lose_links(self) -> dict[str, Instant]:
        """
        A process starts: no connection is held any more.

        The stations whose connection was lost with the former process, and when we were last there for them.
        """

    def is_log(self, station: str) -> bool:
        """Whether all that is known of the station came from imported logs."""

    def put_log(self, station: str, *, is_log: bool) -> None:
        """Say so, or that it was heard otherwise."""

    def are_heard(self, stations: Collection[str]) -> None:
        """Say of all of these that they were heard otherwise."""

    def newest_frame_at(self, station: str) -> Instant | None:
        """When the station's newest frame was received."""
