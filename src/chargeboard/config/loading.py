"""
From where are settings read, and what is said of a wrong one?

Of a TOML file and of the environment, which wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import msgspec

from chargeboard.config.about import ABOUT_FIELDS, about_checked
from chargeboard.config.alerts import RULES, rules_of
from chargeboard.config.checking import POLICY_FIELDS, as_list, checked, did_you_mean, in_words
from chargeboard.config.language import language_of
from chargeboard.config.reports import ORDERS, orders_from
from chargeboard.config.settings import (
    SERVER_FIELDS,
    TABLES,
    Settings,
    SettingsError,
    Value,
)
from chargeboard.config.words import say
from chargeboard.domain.price import price_in
from chargeboard.domain.setting import Origin

T = TypeVar("T")
_MOST_DIGITS = 9
DEFAULT_FILE = "chargeboard.toml"
PREFIX = "CHARGEBOARD_"
POLICY_PREFIX = "CHARGEBOARD_POLICY_"


def load(path: str | None, environment: Mapping[str, str]) -> Settings:
    """
    The settings of a file and the environment.

    Without a path the file that CHARGEBOARD_CONFIG names, else chargeboard.toml here, if there is one.

    Raises: SettingsError.
    """
    named = path or environment.get(f"{PREFIX}CONFIG")
    file = Path(named or DEFAULT_FILE)
    document: dict[str, object] = {}
    if named or file.is_file():
        document = _document(file)
    rules = _taken(document, str(file), "alerts", RULES, rules_of)
    orders = _taken(document, str(file), "reports", ORDERS, orders_from)
    server, policy, chargers, tables = _from_file(document, str(file))
    return Settings(
        server | _server_from(environment),
        policy | _prefixed(environment, POLICY_PREFIX, _policy_value),
        chargers,
        {
            name: tables.get(name, {})
            | _prefixed(environment, f"{PREFIX}{name.upper()}_", partial(_table_value, name))
            for name in TABLES
        },
        rules,
        orders,
    )


def _taken(
    document: dict[str, object],
    file: str,
    table: str,
    key: str,
    made_of: Callable[[object, str], list[T]],
) -> list[T]:
    """What the tables below a key of a table make; they are taken out of the document."""
    said = document.get(table)
    if not isinstance(said, dict) or key not in said:
        return []
    document[table] = {name: value for name, value in said.items() if name != key}
    try:
        return made_of(said[key], f"{file}: [{table}.{key}]")
    except ValueError as error:
        raise SettingsError(str(error)) from error


def _document(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(say("file_not_read", file=file, strerror=error.strerror)) from error
    except (ValueError, RecursionError) as error:  # nested too deep, or a number without end, too
        raise SettingsError(say("not_toml", file=file, error=error)) from error


def _from_file(
    document: Mapping[str, object], file: str
) -> tuple[dict[str, Value], dict[str, Value], dict[str, dict[str, Value]], dict[str, dict[str, Value]]]:
    server: dict[str, Value] = {}
    tables: dict[str, dict[str, Value]] = {}
    policy: dict[str, Value] = {}
    chargers: dict[str, dict[str, Value]] = {}
    for key, value in document.items():
        match key:
            case "policy":
                for name, one in _table(value, f"{file}: [policy]").items():
                    policy[name] = Value(
                        _policy_value(name, one, f"{file}: [policy] {name}"), f"{file} [policy]"
                    )
            case _ if key in TABLES:
                tables[key] = {
                    name: Value(_table_value(key, name, one, f"{file}: [{key}] {name}"), f"{file} [{key}]")
                    for name, one in _table(value, f"{file}: [{key}]").items()
                }
            case "chargers":
                for station, table in _table(value, f"{file}: [chargers]").items():
                    where = f'[chargers."{station}"]'
                    chargers[station] = {
                        name: Value(_charger_value(name, one, f"{file}: {where} {name}"), f"{file} {where}")
                        for name, one in _table(table, f"{file}: {where}").items()
                    }
            case _:
                server[key] = Value(_server_value(key, value, f"{file}: {key}"), file)
    return server, policy, chargers, tables


def _table(value: object, where: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise SettingsError(say("should_be_table", where=where))
    return value


def _policy_value(key: str, value: object, where: str) -> object:
    try:
        return checked(key, value)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _table_value(table: str, key: str, value: object, where: str) -> object:
    try:
        return TABLES[table].checked(key, value)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _charger_value(key: str, value: object, where: str) -> object:
    if key not in ABOUT_FIELDS:
        if key not in POLICY_FIELDS:
            raise SettingsError(
                say("unknown_key_at", where=where, hint=did_you_mean(key, [*ABOUT_FIELDS, *POLICY_FIELDS]))
            )
        return _policy_value(key, value, where)
    try:
        return about_checked(key, value)
    except ValueError as error:
        raise SettingsError(f"{where}: {error}") from error


def _server_value(key: str, value: object, where: str) -> object:
    if key not in SERVER_FIELDS:
        known = [*SERVER_FIELDS, "policy", "chargers", *TABLES]
        hint = say("belongs_under_policy") if key in POLICY_FIELDS else did_you_mean(key, known)
        raise SettingsError(say("unknown_key_at", where=where, hint=hint))
    try:
        typed = msgspec.convert(as_list(value, SERVER_FIELDS[key].type), SERVER_FIELDS[key].type)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{where}: {in_words(str(error))}") from error
    if key == "language":
        try:
            language_of(typed)
        except ValueError as error:
            raise SettingsError(f"{where}: {error}") from error
    if key == "price_per_kwh" and price_in(typed) is None:
        raise SettingsError(f"{where}: {say('no_price', text=typed)}")
    if isinstance(typed, int) and not 0 < typed < 65536:
        raise SettingsError(say("not_a_port_at", where=where, number=typed))
    return typed


def _server_from(environment: Mapping[str, str]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for key, field in SERVER_FIELDS.items():
        name = f"{PREFIX}{key.upper()}"
        text = environment.get(name, "")
        if text:
            value: object = text
            if field.type is int and text.isdecimal() and len(text) <= _MOST_DIGITS:
                value = int(text)
            elif text.startswith("[") and field.type is not str:
                value = value_of(text)
            found[key] = Value(_server_value(key, value, name), name, Origin.ENVIRONMENT)
    return found


def _prefixed(
    environment: Mapping[str, str], prefix: str, checked_value: Callable[[str, object, str], object]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for name, text in environment.items():
        if name.startswith(prefix):
            key = name.removeprefix(prefix).lower()
            found[key] = Value(checked_value(key, value_of(text), name), name, Origin.ENVIRONMENT)
    return found


def value_of(text: str) -> object:
    """A value as TOML writes it (`100`, `true`, `[1, 2]`); anything else is the text itself."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError):
        return text


def from_environment(path: str | None = None) -> Settings:
    """The settings of this process."""
    return load(path, os.environ)
