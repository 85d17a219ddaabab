"""What do several processes that serve one store ask of it about each other?"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Protocol

from chargeboard.domain.members import HowItIs, Lease, LostLink, Member
from chargeboard.time.instants import Instant


class LeasePort(Protocol):
    """Whose it is to do. Each call is one commit, and waits for nobody who writes of stations."""

    def shares(self) -> int:
        """Into how many shares the stations are divided, for ever."""

    def members(self) -> list[Member]:
        """Those that did not say that they leave, whether they live or not."""

    def leases(self) -> list[Lease]:
        """By name."""

    def offer_leases(self, names: Iterable[str]) -> None:
        """There are these, and nobody has those that are new."""

    def take_leases(self, wanted: Collection[Lease], owner: str, until: Instant) -> None:
        """Have those of them that nobody took meanwhile, with an epoch more."""

    def keep_leases(self, kept: Collection[Lease], until: Instant) -> None:
        """Have them for longer, where they are their owner's still."""

    def leave_leases(self, left: Collection[Lease]) -> None:
        """Nobody has them, where they are their owner's still."""


class ClockPort(Protocol):
    """What time it is for all of them."""

    def clock(self) -> Instant | None:
        """By the clock of who keeps the store; None: it is this machine's own."""


class MembersPort(LeasePort, ClockPort, Protocol):
    """Who is there, and who holds which connection."""

    def join(self, member: Member) -> None: ...

    def beat(self, member: str, at: Instant, told: HowItIs) -> bool:
        """It lives, and so it is there; False where it was taken for gone."""

    def leave(self, member: str) -> None: ...

    def take_links(self, station: str, holder: str, at: Instant) -> None:
        """The station came to this one: others are to let go of it."""

    def held_by_others(self, station: str, holder: str) -> list[tuple[str, str]]:
        """Connections of the station that others hold, and who."""

    def ask_link(self, station: str, connection: str) -> None:
        """Its holder is to say whether the connection lives."""

    def link_lives(self, station: str, connection: str) -> None:
        """It does."""

    def wanted_of(self, station: str, connection: str) -> int | None:
        """0: its holder answered that it lives; None: it is over."""

    def wanted_links(self, holder: str) -> list[tuple[str, str, bool]]:
        """Of which connections something is wanted: to know whether they live, or (True) that they end."""

    def lose_links_of(self, member: str, at: Instant) -> None:
        """The member is gone, and all that it held was lost when it was last alive."""

    def waiting(self) -> list[tuple[str, Instant, int]]:
        """Stations that are not understood, since when, and how many frames of them; the longest first."""

    def lose_links_of_nobody(self) -> None:
        """So is what a process held that served alone before."""

    def let_lost_link_go(self, station: str, connection: str) -> bool:
        """That the connection was lost is written down; False where somebody has done so."""

    def lost_links_of_all(self) -> list[LostLink]:
        """Connections that were lost, and of which that is not written down."""

    def lost_link_of(self, station: str) -> Instant | None:
        """Since when a station is missed that did not come back."""

    def newest_before(self, station: str, before: Instant) -> Instant | None:
        """When the newest of its frames of before an instant was received."""
