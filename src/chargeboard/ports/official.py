"""What is asked of a store about official figures?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from chargeboard.domain.records import OfficialMonthRow


class OfficialPort(Protocol):
    """Months of stations by official rules. A month is `2026-10`, by the station's own zone."""

    def official_months(
        self, station: str, rules: str, version: str, first: str, last: str
    ) -> dict[str, bytes]:
        """The bodies of a station's months, both ends included, that were made by these."""

    def former_official_month(self, station: str, rules: str, month: str) -> bytes | None:
        """The body of a month as it was last made by these rules, by whatever settings."""

    def official_bodies(self, rules: str, first: str, last: str) -> Iterator[tuple[str, str, str, bytes]]:
        """(station, month, version, body) that were made by these rules, both ends included."""

    def save_official_month(self, row: OfficialMonthRow, settled_revision: int) -> None:
        """
        Keep a month, unless conclusions were replaced since that settled revision.

        It goes when conclusions from before its end on are replaced.
        """
