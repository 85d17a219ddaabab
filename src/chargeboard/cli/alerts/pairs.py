"""What do `KEY=VALUE` on the command line say?"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from chargeboard.cli.alerts.words import say
from chargeboard.config import value_of
from chargeboard.time.instants import HOUR, MINUTE, Micros

_UNITS = {"m": MINUTE, "h": HOUR, "d": 24 * HOUR}
_DURATION = re.compile(r"(\d{1,5})([mhd])")


def texts_of(pairs: Iterable[str]) -> dict[str, str]:
    """Each value as it was written. Raises: UsageError."""
    found = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(say("not_key_value", pair=repr(pair)))
        found[key] = text
    return found


def values_of(pairs: Iterable[str]) -> dict[str, object]:
    """Each value as TOML writes it; what is not TOML is text. Raises: UsageError."""
    return {key: _value(text) for key, text in texts_of(pairs).items()}


def _value(text: str) -> object:
    value = value_of(text)
    return value if isinstance(value, int | float | bool | list) else text


def duration_of(text: str) -> Micros:
    """How long `90m` is. Raises: UsageError."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise click.UsageError(say("not_a_duration", text=text))
    return int(found[1]) * _UNITS[found[2]]
