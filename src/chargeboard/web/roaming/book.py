"""What do those who ask by place need to know of the operator?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from chargeboard.domain.figures.board import FleetRow
from chargeboard.outlets.places import Party, Place


class OutletBook(Protocol):
    """What the operator said of places and plugs, and as whom it is told."""

    @property
    def url(self) -> str:
        """Of the page, as others reach it, without a slash at its end."""

    @property
    def party(self) -> Party | None:
        """None: nobody is told."""

    @property
    def has_private_parties(self) -> bool:
        """Whether who registers may be in a network of our own, and asked in clear."""

    def currency(self, site: str) -> str: ...

    def places(self, rows: Sequence[FleetRow]) -> list[Place]: ...
