"""Which settings of a charger changed, and when (definitions V7)?"""

from __future__ import annotations

from typing import Final

import msgspec

from chargeboard.domain.facts import Booted, SettingTaken
from chargeboard.time.instants import Instant

_MOST_KNOWN: Final = 200
_MOST_CHANGES: Final = 100
_DIGEST: Final = "#"


class SettingChange(msgspec.Struct, frozen=True, array_like=True):
    """A setting had another value from an instant on; a value is None where it is not known, or not shown."""

    at: Instant
    name: str
    was: str | None
    became: str | None


class Settings(msgspec.Struct, frozen=True, omit_defaults=True):
    """The values that were set last, by name, those that wait for a start, and the latest changes by time."""

    known: dict[str, str] = {}
    waiting: dict[str, str] = {}
    changes: tuple[SettingChange, ...] = ()


def advance(settings: Settings, fact: SettingTaken | Booted) -> Settings:
    """
    The settings after one was taken, or after a start, with which those come into force that wait for it.

    Formula: a change is a value other than the one that was set before; the first that is set is one, too,
             and so is each that was hidden.
    """
    if isinstance(fact, Booted):
        if not settings.waiting or not fact.is_start:
            return settings
        settings, waiting = msgspec.structs.replace(settings, waiting={}), settings.waiting
        for name, value in waiting.items():
            settings = _taken(settings, fact.at, name, value)
        return settings
    if fact.waits:
        return msgspec.structs.replace(settings, waiting=_newest(settings.waiting, fact.name, fact.value))
    waiting = {name: value for name, value in settings.waiting.items() if name != fact.name}
    return _taken(msgspec.structs.replace(settings, waiting=waiting), fact.at, fact.name, fact.value)


def _taken(settings: Settings, at: Instant, name: str, value: str) -> Settings:
    was = settings.known.get(name)
    known = _newest(settings.known, name, value)
    if value and was is not None and value.casefold() == was.casefold():
        return msgspec.structs.replace(settings, known=known)
    change = SettingChange(at, name, _shown(was), _shown(value))
    return msgspec.structs.replace(
        settings, known=known, changes=(*settings.changes, change)[-_MOST_CHANGES:]
    )


def _newest(values: dict[str, str], name: str, value: str) -> dict[str, str]:
    """With this one last; what was set the longest ago is forgotten first."""
    others = [(known, held) for known, held in values.items() if known != name]
    return dict([*others[1 - _MOST_KNOWN :], (name, value)])


def _shown(value: str | None) -> str | None:
    return None if not value or value.startswith(_DIGEST) else value
