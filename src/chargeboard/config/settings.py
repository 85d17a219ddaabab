"""
What did the operator set, and where?

A file, then the environment, then the shell; each value remembers where it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import NamedTuple, TypeVar

import msgspec

from chargeboard.alerts.rule import Rule
from chargeboard.capture.log_lines import LogFormat
from chargeboard.config.about import (
    ABOUT_FIELDS,
    about_checked,
    connectors_of,
    registration_of,
    socket_names_of,
    tags_of,
)
from chargeboard.config.alerts import ALERT_FIELDS, AlertSettings, checked_alerts
from chargeboard.config.backups import BACKUP_FIELDS, Backups, checked_backups
from chargeboard.config.checking import checked
from chargeboard.config.csms import CSMS_FIELDS, Csms, checked_csms
from chargeboard.config.metrics import METRICS_FIELDS, Metrics, checked_metrics
from chargeboard.config.ocpi import OCPI_FIELDS, OcpiSettings, checked_ocpi, ocpi_contradiction
from chargeboard.config.oidc import OIDC_FIELDS, OidcSettings, checked_oidc, oidc_contradiction
from chargeboard.config.people import PEOPLE_FIELDS, PeopleSettings, checked_people
from chargeboard.config.privacy import PRIVACY_FIELDS, Privacy, checked_privacy
from chargeboard.config.reports import REPORT_FIELDS, ReportSettings, checked_reports
from chargeboard.config.retention import RETENTION_FIELDS, checked_retention, contradiction
from chargeboard.config.tap import TAP_FIELDS, TapSettings, checked_tap
from chargeboard.domain.policy import Policy, Profile, Retention
from chargeboard.domain.records import Charger
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.domain.setting import Origin
from chargeboard.domain.sites import NOTHING_SHARED, Shared, Site, folded
from chargeboard.domain.terminal import command

T = TypeVar("T")


class SettingsError(Exception):
    """A setting that cannot be used: says what, where and what to do."""


class Server(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for the whole installation."""

    db: str = "chargeboard.db"
    """
    What everything is kept in: the path of a SQLite file, or a URL: `sqlite:///chargeboard.db`,
    `postgresql://user@host/name`.
    """
    data_folder: str = ""
    """Where the key of the id tokens and what else belongs to `db` lies; empty: beside the file."""
    host: str = "127.0.0.1"
    """The address that the page is served on; another than loopback needs a token."""
    port: int = 8000
    """The port that the page is served on."""
    token: str = ""
    """What a viewer has to know: typed into a login form, or sent as bearer token to the API."""
    hosts: tuple[str, ...] = ()
    """Names that the page is asked under, besides loopback and addresses; `*.example.org`: all below."""
    root_path: str = ""
    """The path that a proxy shows the page below, like `/chargeboard`; empty: none."""
    trusted_proxies: tuple[str, ...] = ("127.0.0.0/8", "::1")
    """Addresses and networks of proxies that are believed for whom they speak (X-Forwarded headers)."""
    log: str = ""
    """A log that has what chargers say before `db` does, of NATS servers: `nats://a,b,c`; empty: none."""
    ingest_socket: str = ""
    """The path of a UNIX socket where `chargeboard tap` brings frames; empty: none is made."""
    feeds: tuple[str, ...] = ()
    """Other systems of which `serve` reads what is new, each as `chargeboard feed` is told it: `KIND URL`."""
    price_per_kwh: str = ""
    """What a kWh brings where its site says nothing else, such as `0.49 EUR`; empty: nobody said."""
    log_format: LogFormat = "text"
    """Whether processes log lines for people or, for programs that gather logs, JSON: an object a line."""
    language: str = "browser"
    """The language of page, log and shell, by its tag; `browser`: of pages as browsers ask, else English."""


SERVER_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Server)
}


class Value(msgspec.Struct, frozen=True):
    """One setting, and where it was set."""

    value: object
    origin: str
    kind: Origin = Origin.FILE


class Table(NamedTuple):
    """A table of the settings file for the installation: its keys, and how a value of one is checked."""

    fields: Mapping[str, msgspec.structs.FieldInfo]
    checked: Callable[[str, object], object]


TABLES: Mapping[str, Table] = {
    "csms": Table(CSMS_FIELDS, checked_csms),
    "backup": Table(BACKUP_FIELDS, checked_backups),
    "privacy": Table(PRIVACY_FIELDS, checked_privacy),
    "retention": Table(RETENTION_FIELDS, checked_retention),
    "alerts": Table(ALERT_FIELDS, checked_alerts),
    "reports": Table(REPORT_FIELDS, checked_reports),
    "people": Table(PEOPLE_FIELDS, checked_people),
    "oidc": Table(OIDC_FIELDS, checked_oidc),
    "ocpi": Table(OCPI_FIELDS, checked_ocpi),
    "metrics": Table(METRICS_FIELDS, checked_metrics),
    "tap": Table(TAP_FIELDS, checked_tap),
}


class Settings:
    """What was set at all places, merged on demand for one charger."""

    def __init__(
        self,
        server: Mapping[str, Value] | None = None,
        policy: Mapping[str, Value] | None = None,
        chargers: Mapping[str, Mapping[str, Value]] | None = None,
        tables: Mapping[str, Mapping[str, Value]] | None = None,
        rules: Sequence[Rule] = (),
        orders: Sequence[ReportOrder] = (),
    ) -> None:
        self._server = dict(server or {})
        self._policy = dict(policy or {})
        self._chargers = {station: dict(values) for station, values in (chargers or {}).items()}
        self._profiles: dict[str, tuple[Charger | None, Shared, Profile]] = {}
        given = {key: value.value for key, value in self._server.items()}
        self.server = Server(**given)  # type: ignore[arg-type]
        self._tables = {name: dict((tables or {}).get(name, {})) for name in TABLES}
        self.csms = self._typed("csms", Csms)
        self.backup = self._typed("backup", Backups)
        self.privacy = self._typed("privacy", Privacy)
        self.retention = self._typed("retention", Retention)
        self.alerts = self._typed("alerts", AlertSettings)
        self.reports = self._typed("reports", ReportSettings)
        self.people = self._typed("people", PeopleSettings)
        self.oidc = self._typed("oidc", OidcSettings)
        self.ocpi = self._typed("ocpi", OcpiSettings)
        self.metrics = self._typed("metrics", Metrics)
        self.tap = self._typed("tap", TapSettings)
        self.rules = tuple(rules)
        """Rules of alerts that the file has."""
        self.orders = tuple(orders)
        """Reports that the file has sent again and again."""
        if wrong := (
            contradiction(self.retention)
            or oidc_contradiction(self.oidc)
            or ocpi_contradiction(self.ocpi)
            or self.tap.contradiction
        ):
            raise SettingsError(wrong)

    def _typed(self, table: str, kind: type[T]) -> T:
        return kind(**{key: value.value for key, value in self._tables[table].items()})

    @property
    def chargers(self) -> list[str]:
        """The chargers that the file has a table for."""
        return list(self._chargers)

    @cached_property
    def sites(self) -> dict[str, str]:
        """These chargers, each with the site that its table says; empty: none."""
        return {
            station: str(said["site"].value) if "site" in said else ""
            for station, said in self._chargers.items()
        }

    @cached_property
    def at_sites(self) -> dict[str, list[str]]:
        """The chargers that their tables put at a site, by its name, folded."""
        found: dict[str, list[str]] = {}
        for station, site in self.sites.items():
            if site:
                found.setdefault(folded(site), []).append(station)
        return found

    @property
    def of_chargers(self) -> tuple[dict[str, object], dict[str, dict[str, object]]]:
        """What was set for all chargers, and for each."""
        said = {station: _values(of) for station, of in self._chargers.items()}
        return _values(self._policy), said

    def profile_of(
        self, station: str, stored: Charger | None = None, shared: Shared = NOTHING_SHARED
    ) -> Profile:
        """
        Who the charger is and what holds for it.

        What was set for it wins over its table in the file, that over its site, that over [policy] of file
        and environment, and that over what was set for all.
        """
        known = self._profiles.get(station)
        if known is not None and known[1] is shared and known[0] == stored:
            return known[2]
        values = {key: value.value for key, value in self.effective(station, stored, shared).items()}
        about = {key: str(values.pop(key, "")) for key in ABOUT_FIELDS}
        profile = Profile(
            id=station,
            name=about["name"],
            site=about["site"],
            tags=tags_of(about["tags"]),
            maker=about["maker"],
            model=about["model"],
            socket_names=socket_names_of(about["socket_names"]),
            notes=about["notes"],
            station_id=about["station_id"],
            network_provider=about["network_provider"],
            port_ids=socket_names_of(about["port_ids"]),
            connectors=connectors_of(about["connectors"]),
            payment_method=about["payment_method"],
            payment_type=about["payment_type"],
            energy_fee=about["energy_fee"],
            session_fee=about["session_fee"],
            time_fee=about["time_fee"],
            registration=registration_of(about["registration"]),
            timezone_is_default="timezone" not in values,
            policy=Policy(**values),  # type: ignore[arg-type]
        )
        self._profiles[station] = (stored, shared, profile)
        return profile

    def effective(
        self, station: str, stored: Charger | None = None, shared: Shared = NOTHING_SHARED
    ) -> dict[str, Value]:
        """What was set for a charger; what is absent has its default."""
        said = self._chargers.get(station, {})
        site = stored.site if stored is not None else ""
        if not site and "site" in said:
            site = str(said["site"].value)
        found = self.of_all(shared) | _of_site(shared.site(site)) | said
        if stored is not None:
            origin = command("chargeboard charger set", station)
            for key, value in set_of(stored).items():
                try:
                    right = about_checked(key, value) if key in ABOUT_FIELDS else checked(key, value)
                except ValueError:
                    continue  # set by another version; `doctor` names it
                found[key] = Value(right, origin, Origin.OF_CHARGER)
        return found

    def of_all(self, shared: Shared) -> dict[str, Value]:
        """What was set for all chargers: by file and environment, else by the page."""
        found = {}
        for key, value in shared.policy.items():
            with suppress(ValueError):  # set by another version
                found[key] = Value(checked(key, value), command("chargeboard policy set"), Origin.OF_ALL)
        return found | self._policy

    def of_file(self, station: str) -> Mapping[str, Value]:
        """What the table of a charger says."""
        return self._chargers.get(station, {})

    def installation(self) -> dict[str, Value]:
        """The server's settings and those of the tables, defaults included."""
        defaults = {key: Value(field.default, "default") for key, field in SERVER_FIELDS.items()}
        named = {
            f"{name}.{key}": self._tables[name].get(key, Value(field.default, "default"))
            for name, table in TABLES.items()
            for key, field in table.fields.items()
        }
        return defaults | self._server | named

    def with_options(self, **options: object) -> Settings:
        """These settings, but options of the command line win; None means not given."""
        given = {key: Value(value, f"--{key}") for key, value in options.items() if value is not None}
        server = self._server | given
        return Settings(server, self._policy, self._chargers, self._tables, self.rules, self.orders)

    def with_csms(self, origin: str, **values: object) -> Settings:
        """These settings, but the given ones win under `[csms]`; None means not given."""
        return self.with_table("csms", origin, **values)

    def with_table(self, table: str, origin: str, **values: object) -> Settings:
        """These settings, but the given ones win in that table; None means not given."""
        given = {key: Value(value, origin) for key, value in values.items() if value is not None}
        tables = self._tables | {table: self._tables[table] | given}
        return Settings(self._server, self._policy, self._chargers, tables, self.rules, self.orders)


def set_of(stored: Charger) -> dict[str, object]:
    """What the shell or the page set for a charger, by key."""
    named = {"name": stored.name, "site": stored.site}
    return {key: text for key, text in named.items() if text} | dict(stored.settings)


def _of_site(site: Site | None) -> dict[str, Value]:
    if site is None:
        return {}
    said = {"timezone": site.timezone, "opening_hours": site.opening_hours}
    return {key: Value(value, site.name, Origin.OF_SITE) for key, value in said.items() if value}


def _values(said: Mapping[str, Value]) -> dict[str, object]:
    return {key: value.value for key, value in said.items()}
