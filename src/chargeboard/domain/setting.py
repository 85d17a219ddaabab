"""What was set, where, and may it be changed? One value as its form shows it."""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code


class Origin(Code):
    """Where a value comes from."""

    DEFAULT = "default"
    """Nobody set it."""
    FILE = "file"
    """The settings file."""
    ENVIRONMENT = "environment"
    OF_ALL = "of_all"
    """It was set for all chargers, by the page or the shell."""
    OF_SITE = "of_site"
    """It was set for the site."""
    OF_CHARGER = "of_charger"
    """It was set for this charger, by the page or the shell."""


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """One key, what was set for it, and what holds."""

    key: str
    own: str = ""
    """What was set here, as it is written; empty: nothing."""
    holds: str = ""
    """What holds, whoever set it; as it is written."""
    origin: Origin = Origin.DEFAULT
    """Where what holds comes from."""
    where: str = ""
    """The file with its table, the variable, or the site; empty where it is none of them."""
    is_fixed: bool = False
    """The file or the environment says it, so it is changed there alone."""
    usual: str = ""
    """What holds where nobody says anything; as it is written."""
    choices: tuple[str, ...] = ()
    """What it can be, where that is one of few."""


class SettingError(ValueError):
    """A value that cannot be set: which key, and what would be right."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"{key}: {why}" if key else why)
        self.key, self.why = key, why
