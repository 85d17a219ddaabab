"""What was set for a charger, where, and how is it set otherwise? Page, shell and programs ask here."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from typing import get_args

from msgspec.structs import replace

from chargeboard.config.about import ABOUT_FIELDS, about_checked, check_length
from chargeboard.config.checking import POLICY_FIELDS, as_list, checked, did_you_mean
from chargeboard.config.hours import hours_of
from chargeboard.config.loading import value_of
from chargeboard.config.settings import Settings, set_of
from chargeboard.config.text_of_value import text_of_value
from chargeboard.config.words import say
from chargeboard.domain.records import Called, Charger
from chargeboard.domain.setting import Origin, Setting, SettingError
from chargeboard.domain.sites import WITHOUT_ADDRESS
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant

_WITH_COMMA = re.compile(r"^(-?[0-9]+),([0-9]{1,2})$")

KEYS = ("name", "site", "timezone", "rated_kw", "maker", "model", "tags", "socket_names", "notes")
"""What the page and the list of chargers as a file have a place for."""
_OF_PAGE = (
    *KEYS,
    "station_id",
    "network_provider",
    "port_ids",
    "connectors",
    "payment_method",
    "payment_type",
    "energy_fee",
    "session_fee",
    "time_fee",
    "registration",
)
"""The page asks for what official files want, too."""


class ChargerBook:
    """The chargers of a store, with what the file says of them."""

    def __init__(self, settings: Settings, store: Store, now: Callable[[], Instant]) -> None:
        self._settings, self._store, self._now = settings, store, now

    def knows(self, station: str) -> bool:
        """Whether it was ever heard, or anything was said of it."""
        store = self._store
        return (
            bool(self._settings.of_file(station))
            or store.charger(station) is not None
            or store.credential(station) is not None
            or store.has_sent(station)
        )

    def sites(self) -> list[str]:
        """Those that chargers are at, by name."""
        set_ones = {one.name for one in self._store.shared().sites.values()}
        return sorted({*self._store.fleet_sites(), *set_ones, *self._settings.sites.values()} - {""})

    def settings_of(self, station: str) -> list[Setting]:
        """What was set for a charger, key by key, and what holds."""
        stored = self._store.charger(station)
        own = {} if stored is None else set_of(stored)
        of_file, texts = self._settings.of_file(station), self.own_texts(station, stored)
        effective = self._settings.effective(station, stored, self._store.shared())
        return [
            Setting(
                key=key,
                own=texts[key],
                holds=text_of_value(effective[key].value) if key in effective else "",
                origin=effective[key].kind if key in effective else Origin.DEFAULT,
                where=effective[key].origin if key in effective else "",
                is_fixed=key in of_file and key not in own,
            )
            for key in _OF_PAGE
        ]

    def own_texts(self, station: str, stored: Charger | None) -> dict[str, str]:
        """What was set for this very charger, by key, as it is written; empty: nothing."""
        own = {} if stored is None else set_of(stored)
        said = {key: value.value for key, value in self._settings.of_file(station).items()} | own
        return {key: text_of_value(said.get(key)) for key in _OF_PAGE}

    def change(
        self,
        station: str,
        given: Mapping[str, str],
        *,
        sites: AbstractSet[str] | None = None,
        is_over_file: bool = False,
    ) -> None:
        """
        Set some keys of a charger; an empty text takes back what was set.

        `sites`: it is moved to one of these alone; None: anywhere. `is_over_file`: also what the file says.
        Raises: SettingError.
        """
        with self._store.together():
            known = self._store.charger(station) or Charger(id=station)
            self._store.save_charger(self.changed(known, given, sites=sites, is_over_file=is_over_file))

    def changed(
        self,
        known: Charger,
        given: Mapping[str, str],
        *,
        sites: AbstractSet[str] | None = None,
        is_over_file: bool = False,
    ) -> Charger:
        """How it is then. Raises: SettingError."""
        values = {key: self._value(key, text) for key, text in given.items() if text}
        own, of_file = set_of(known), self._settings.of_file(known.id)
        for key, text in given.items():
            if key in of_file and key not in own and not is_over_file:
                raise SettingError(key, say("of_file", where=of_file[key].origin))
            if key == "site" and sites is not None and text not in sites:
                raise SettingError(key, say("no_such_site", sites=", ".join(sorted(sites))))
        kept = {key: value for key, value in (own | values).items() if given.get(key, "-")}
        name = str(kept.pop("name", ""))
        is_renamed = known.name not in {"", name}
        return replace(
            known,
            name=name,
            site=str(kept.pop("site", "")),
            settings=kept,
            called=(*known.called, *([Called(known.name, self._now())] if is_renamed else [])),
            deleted=False,
        )

    def _value(self, key: str, text: str) -> object:
        if key not in ABOUT_FIELDS and key not in POLICY_FIELDS:
            hint = did_you_mean(key, [*ABOUT_FIELDS, *POLICY_FIELDS])
            raise SettingError(key, say("no_key_of_charger", hint=hint))
        try:
            if key in ABOUT_FIELDS:
                check_length(key, text)
                return with_address(text) if key == "site" else about_checked(key, text)
            if key == "opening_hours":
                return hours_of(text)
            return policy_value(key, text)
        except ValueError as error:
            raise SettingError(key, str(error)) from error


def with_address(site: str) -> str:
    """
    The name of a site.

    Raises: ValueError for one that no page can have.
    """
    if site.strip() in WITHOUT_ADDRESS:
        raise ValueError(say("site_without_address", name=site.strip()))
    return site


def policy_value(key: str, text: str) -> object:
    """
    The value of a policy key as it is kept: as TOML writes it, or the text itself where a text is wanted.

    `22,5` is 22.5, as half of the world writes it; `1,500` may be either of two numbers, and is refused.
    Raises: ValueError.
    """
    if _is_number(key):
        text = _WITH_COMMA.sub(r"\1.\2", text.strip())
    written, listed = value_of(text), as_list(text, POLICY_FIELDS[key].type)
    if _is_number(key) and not isinstance(written, int | float):
        raise ValueError(say("not_a_number", text=text))
    if isinstance(listed, list) and not isinstance(written, list):
        checked(key, listed)
        return listed
    try:
        checked(key, written)
    except ValueError as error:
        try:
            checked(key, text)
        except ValueError:
            raise error from None
        return text
    return _storable(written)


def _is_number(key: str) -> bool:
    """Whether a key is a number, or nothing."""
    kind = POLICY_FIELDS[key].type
    return {*(get_args(kind) or (kind,))} - {type(None)} <= {int, float}


def _storable(value: object) -> object:
    return value if isinstance(value, str | int | float | bool | list) else str(value)
