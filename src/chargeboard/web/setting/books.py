"""What do pages and programs ask where something is set?"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

import msgspec

from chargeboard.domain.setting import Setting


class ChargerSettings(Protocol):
    """What was set for chargers. What cannot be set raises SettingError."""

    def knows(self, station: str) -> bool: ...

    def settings_of(self, station: str) -> list[Setting]: ...

    def change(
        self, station: str, given: Mapping[str, str], *, sites: AbstractSet[str] | None = None
    ) -> None: ...

    def sites(self) -> list[str]:
        """Those that chargers are at, by name."""


class Books(msgspec.Struct, frozen=True):
    """All that may be set in the page."""

    chargers: ChargerSettings
