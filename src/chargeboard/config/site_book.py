"""Which sites are there, what was set for each, and how is it set otherwise?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from chargeboard.config.about import check_length
from chargeboard.config.charger_book import policy_value, with_address
from chargeboard.config.hours import hours_of
from chargeboard.config.settings import Settings
from chargeboard.config.words import say
from chargeboard.domain.price import price_in
from chargeboard.domain.setting import Origin, Setting, SettingError
from chargeboard.domain.shares import ShareKind
from chargeboard.domain.sites import NoSuchSiteError, Occupied, Site, folded
from chargeboard.ports.store import Store

SITE_KEYS = ("name", "address", "coordinates", "timezone", "opening_hours", "price_per_kwh")
_COORDINATES = re.compile(r"\s*(-?\d{1,2}(?:\.\d+)?)\s*[,;\s]\s*(-?\d{1,3}(?:\.\d+)?)\s*")


class SiteBook:
    """The sites of a store, and those that the file puts chargers at."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings, self._store = settings, store

    def names(self) -> list[str]:
        """All, by name; one that several spell otherwise as it was set, or else as the first spells it."""
        of_file = [
            self._settings.sites[one]
            for stations in self._settings.at_sites.values()
            if (one := next(self._left_at(stations), None)) is not None
        ]
        spelled = sorted([*of_file, *self._store.charger_sites()], reverse=True)
        found = {folded(name): name for name in spelled}
        found |= {key: site.name for key, site in self._store.shared().sites.items()}
        return sorted(found.values(), key=folded)

    def occupied(self) -> list[Occupied]:
        """All, by name, each with its chargers."""
        named = {station: site for station, site in self._settings.sites.items() if site}
        at_site: dict[str, list[str]] = {}
        for station, site in sorted((named | dict(self._store.charger_places())).items()):
            at_site.setdefault(folded(site), []).append(station)
        shared = self._store.shared()
        return [
            Occupied(shared.site(name) or Site(name=name), at_site.get(folded(name), []))
            for name in self.names()
        ]

    def occupied_one(self, name: str) -> Occupied:
        """A site with its chargers. Raises: NoSuchSiteError."""
        return Occupied(self._site(name), self.chargers(name))

    def chargers(self, name: str) -> list[str]:
        """Who is at a site, hidden chargers too."""
        of_file = self._left_at(self._settings.at_sites.get(folded(name), ()))
        return sorted({*of_file, *(one.id for one in self._store.chargers_at(name))})

    def settings_of(self, name: str) -> list[Setting]:
        """What was set for a site. Raises: NoSuchSiteError."""
        site = self._site(name)
        own = {
            "name": site.name,
            "address": site.address,
            "coordinates": _coordinates_text(site.coordinates),
            "timezone": site.timezone,
            "opening_hours": "\n".join(site.opening_hours),
            "price_per_kwh": site.price_per_kwh,
        }
        below = self._settings.of_all(self._store.shared())
        return [
            Setting(
                key=key,
                own=own[key],
                holds=own[key] or (str(below["timezone"].value) if _falls_back(key, below) else ""),
                origin=Origin.OF_SITE
                if own[key]
                else below["timezone"].kind
                if _falls_back(key, below)
                else Origin.DEFAULT,
                where=below["timezone"].origin if not own[key] and _falls_back(key, below) else "",
            )
            for key in SITE_KEYS
        ]

    def add(self, given: Mapping[str, str]) -> str:
        """
        A new site; its name.

        Raises: SettingError.
        """
        site = _changed(Site(name=""), given)
        if folded(site.name) in map(folded, self.names()):
            raise SettingError("name", say("site_there", name=site.name))
        self._store.save_site(site)
        return site.name

    def change(self, name: str, given: Mapping[str, str]) -> str:
        """
        Set some keys of a site; its name, by which everything that named it goes on naming it.

        Raises: SettingError, NoSuchSiteError.
        """
        with self._store.together():
            before = self._site(name)
            after = _changed(before, given)
            at_it = self.chargers(name)
            if after.name != before.name:
                self._check_rename(name, after.name)
                self._store.drop_site(name)
                self._move(name, after.name)
            self._store.save_site(after)
            self._store.look_at(at_it)
        return after.name

    def drop(self, name: str) -> list[str]:
        """
        Forget a site; its chargers, which are at none from now on.

        Raises: SettingError where the file says that a charger is there, NoSuchSiteError.
        """
        with self._store.together():
            self._site(name)
            self._check_file(name)
            gone = self.chargers(name)
            self._put_chargers(name, "")
            self._store.drop_site(name)
            self._store.look_at(gone)
        return gone

    def _left_at(self, of_file: Iterable[str]) -> Iterator[str]:
        """Of chargers that the file puts at a site those that nothing else was said of."""
        return (one for one in of_file if not ((said := self._store.charger(one)) and said.site))

    def _site(self, name: str) -> Site:
        """Raises: NoSuchSiteError."""
        found = self._store.shared().site(name)
        if found is not None:
            return found
        spelled = next((one for one in self.names() if folded(one) == folded(name)), None)
        if spelled is None:
            raise NoSuchSiteError(name)
        return Site(name=spelled)

    def _check_rename(self, name: str, new: str) -> None:
        """Raises: SettingError."""
        if folded(new) != folded(name) and folded(new) in map(folded, self.names()):
            raise SettingError("name", say("site_there", name=new))
        self._check_file(name)

    def _check_file(self, name: str) -> None:
        """Raises: SettingError where the file names the site."""
        for station in self._left_at(self._settings.at_sites.get(folded(name), ())):
            said = self._settings.of_file(station)["site"]
            raise SettingError("name", say("site_of_file", where=said.origin))
        for rule in self._settings.rules:
            if folded(name) in map(folded, rule.sites):
                raise SettingError("name", say("site_of_rule", rule=rule.name))

    def _move(self, name: str, new: str) -> None:
        """Chargers, accounts, tokens, shares, exclusions and rules of alerts name it otherwise."""
        self._put_chargers(name, new)
        for account in self._store.accounts():
            if account.sites is not None:
                self._store.save_account(replace(account, sites=_renamed(account.sites, name, new)))
            for token in self._store.api_tokens(account.name):
                if token.sites is not None:
                    self._store.save_api_token(replace(token, sites=_renamed(token.sites, name, new)))
        for share in self._store.all_shares():
            if share.kind is ShareKind.SITE and folded(share.about) == folded(name):
                self._store.save_share(replace(share, about=new))
        for window in self._store.exclusions():
            if window.site and folded(window.site) == folded(name):
                self._store.save_exclusion(replace(window, site=new))
        for rule in self._store.alert_rules():
            if rule.sites:
                self._store.save_alert_rule(replace(rule, sites=_renamed(rule.sites, name, new)))

    def _put_chargers(self, name: str, new: str) -> None:
        for charger in self._store.chargers_at(name):
            self._store.save_charger(replace(charger, site=new))


def _falls_back(key: str, below: Mapping[str, object]) -> bool:
    return key == "timezone" and "timezone" in below


def _renamed(sites: Sequence[str], name: str, new: str) -> tuple[str, ...]:
    return tuple(new if folded(one) == folded(name) else one for one in sites)


def _changed(site: Site, given: Mapping[str, str]) -> Site:
    """Raises: SettingError."""
    for key, text in given.items():
        if key not in SITE_KEYS:
            raise SettingError(key, say("no_key_of_site", keys=", ".join(SITE_KEYS)))
        try:
            site = _with(site, key, text.strip())
        except ValueError as error:
            raise SettingError(key, str(error)) from error
    if not site.name:
        raise SettingError("name", say("site_without_name"))
    return site


def _with(site: Site, key: str, text: str) -> Site:
    """Raises: ValueError."""
    check_length("notes" if key == "opening_hours" else key, text)
    match key:
        case "name":
            if "\n" in text or "\r" in text:
                raise ValueError(say("one_line"))
            return replace(site, name=with_address(text))
        case "address":
            return replace(site, address=text)
        case "coordinates":
            return replace(site, coordinates=_coordinates(text))
        case "timezone":
            return replace(site, timezone=str(policy_value(key, text)) if text else "")
        case "price_per_kwh":
            return replace(site, price_per_kwh=_price(text))
        case _:
            return replace(site, opening_hours=hours_of(text))


def _price(text: str) -> str:
    found = price_in(text)
    if found is None:
        raise ValueError(say("no_price", text=text))
    return str(found)


def _coordinates(text: str) -> tuple[float, float] | None:
    if not text:
        return None
    match = _COORDINATES.fullmatch(text)
    if match is None or abs(float(match[1])) > 90 or abs(float(match[2])) > 180:
        raise ValueError(say("no_coordinates", text=text))
    return float(match[1]), float(match[2])


def _coordinates_text(coordinates: tuple[float, float] | None) -> str:
    return "" if coordinates is None else f"{coordinates[0]}, {coordinates[1]}"
