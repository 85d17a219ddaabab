"""What do pages and programs ask where something is set?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from typing import Protocol

import msgspec

from chargeboard.domain.setting import Setting
from chargeboard.domain.sheet_plan import SheetPlan
from chargeboard.domain.sites import Occupied


class ChargerSettings(Protocol):
    """What was set for chargers. What cannot be set raises SettingError."""

    def knows(self, station: str) -> bool: ...

    def settings_of(self, station: str) -> list[Setting]: ...

    def change(
        self, station: str, given: Mapping[str, str], *, sites: AbstractSet[str] | None = None
    ) -> None: ...

    def sites(self) -> list[str]:
        """Those that chargers are at, by name."""


class ChargerList(Protocol):
    """
    The list of chargers as a file.

    `known` are those that who asks may see, `sites` those that they may move one to, None: any.
    """

    def written(self, stations: Collection[str]) -> bytes: ...

    def plan(
        self,
        data: bytes,
        known: Collection[str],
        *,
        sites: AbstractSet[str] | None = None,
        may_add: bool = True,
    ) -> SheetPlan: ...

    def apply(
        self,
        data: bytes,
        digest: str,
        known: Collection[str],
        *,
        sites: AbstractSet[str] | None = None,
        may_add: bool = True,
    ) -> SheetPlan:
        """Raises: PlanChangedError."""


class Sites(Protocol):
    """
    The sites, and what was set for each.

    One that is not there raises NoSuchSiteError, what cannot be set SettingError.
    """

    def occupied(self) -> list[Occupied]: ...

    def occupied_one(self, name: str) -> Occupied: ...

    def chargers(self, name: str) -> list[str]: ...

    def settings_of(self, name: str) -> list[Setting]: ...

    def add(self, given: Mapping[str, str]) -> str: ...

    def change(self, name: str, given: Mapping[str, str]) -> str: ...

    def drop(self, name: str) -> list[str]: ...


class PolicySettings(Protocol):
    """What holds for all chargers. What cannot be set raises SettingError."""

    def settings(self) -> list[Setting]: ...

    def change(self, given: Mapping[str, str]) -> None: ...


class Books(msgspec.Struct, frozen=True):
    """All that may be set in the page."""

    chargers: ChargerSettings
    sheet: ChargerList
    sites: Sites
    policy: PolicySettings
