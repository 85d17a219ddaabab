"""What can go wrong with a store, and what can its owner do about it?"""

from __future__ import annotations

from chargeboard.domain.records import Unavailable


class StoreError(Unavailable):
    """Says what happened, where, and what to do."""

    def __init__(self, what: str, where: str, what_to_do: str) -> None:
        super().__init__(f"{what}: {where}\n{what_to_do}")
        self.what = what
        self.where = where
        self.what_to_do = what_to_do
