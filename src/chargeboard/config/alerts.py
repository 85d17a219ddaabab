"""What did the operator set about alerts?"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import msgspec

from chargeboard.alerts.checking import checked_rule
from chargeboard.alerts.rule import Rule
from chargeboard.config.checking import typed
from chargeboard.config.words import say

RULES = "rules"
"""The key of `[alerts]` that holds a table for each rule."""


class AlertSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all alerts."""

    url: str = ""
    """The address of the page as its readers know it, for links in alerts; empty: that of this machine."""
    ping_url: str = ""
    """An address that is asked every minute while all is well, as healthchecks.io has it; empty: none."""
    ourselves: bool = True
    """Whether it is sent, to every channel, that frames cannot be stored or understood for two minutes."""


ALERT_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(AlertSettings)
}


def checked_alerts(key: str, value: object) -> object:
    """
    The value of a key of `[alerts]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found: object = typed(key, value, ALERT_FIELDS)
    if not isinstance(found, str):
        return found
    text = found
    if text and (urlsplit(text).scheme not in {"http", "https"} or not urlsplit(text).netloc):
        raise ValueError(say("not_an_address", text=text))
    return text


def rules_of(value: object, where: str) -> list[Rule]:
    """
    The rules that the tables of a settings file make.

    Raises: ValueError that says where, what is wrong, and what to do.
    """
    if not isinstance(value, dict):
        raise ValueError(say("should_be_table", where=where))  # noqa: TRY004 - as every wrong setting
    rules = []
    for name, table in value.items():
        if not isinstance(table, dict):
            raise ValueError(say("should_be_table", where=f"{where}.{name}"))  # noqa: TRY004
        try:
            rules.append(checked_rule(name, table))
        except ValueError as error:
            raise ValueError(f"{where}.{name}: {error}") from error
    return rules
