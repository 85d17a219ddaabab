"""What holds for all chargers, where does it come from, and how is it set otherwise?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import get_origin

from chargeboard.config.charger_book import policy_value
from chargeboard.config.checking import POLICY_FIELDS, did_you_mean
from chargeboard.config.choices import choices
from chargeboard.config.hours import hours_of
from chargeboard.config.settings import Settings
from chargeboard.config.text_of_value import text_of_value
from chargeboard.config.words import say
from chargeboard.domain.setting import Origin, Setting, SettingError
from chargeboard.ports.store import Store

POLICY_KEYS = tuple(key for key in POLICY_FIELDS if key != "exclusions")
"""Windows that are excluded have a page of their own."""


class PolicyBook:
    """The policy of a store, under what file and environment say."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store

    def settings(self) -> list[Setting]:
        """Key by key, what was set here, and what holds."""
        shared = self._store.shared()
        said = self._settings.of_all(shared)
        return [
            Setting(
                key=key,
                own=text_of_value(shared.policy.get(key)),
                holds=text_of_value(said[key].value if key in said else POLICY_FIELDS[key].default),
                origin=said[key].kind if key in said else Origin.DEFAULT,
                where=said[key].origin if key in said else "",
                is_fixed=key in said and said[key].kind is not Origin.OF_ALL,
                choices=_choices(key),
                usual=text_of_value(POLICY_FIELDS[key].default),
            )
            for key in POLICY_KEYS
        ]

    def change(self, given: Mapping[str, str]) -> None:
        """
        Set some keys for all chargers; an empty text takes back what was set.

        Raises: SettingError.
        """
        values = {key: self._value(key, text) for key, text in given.items()}
        for one in self.settings():
            if one.key in given and one.is_fixed:
                raise SettingError(one.key, say("of_file", where=one.where))
        self._store.set_policy(values)

    def _value(self, key: str, text: str) -> object:
        """Raises: SettingError."""
        if key not in POLICY_KEYS:
            raise SettingError(key, say("no_key_of_charger", hint=did_you_mean(key, POLICY_KEYS)))
        if not text.strip():
            return None
        try:
            return hours_of(text) if key == "opening_hours" else policy_value(key, text)
        except ValueError as error:
            raise SettingError(key, str(error)) from error


def _choices(key: str) -> tuple[str, ...]:
    """Where one of few is to be chosen."""
    kind = POLICY_FIELDS[key].type
    if kind is bool:
        return ("true", "false")
    return () if get_origin(kind) is tuple else choices(key)
