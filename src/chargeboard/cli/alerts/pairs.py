"""What does the command line say of a rule, and of how long?"""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

from chargeboard.cli.alerts.words import say
from chargeboard.cli.pairs_given import pairs_given
from chargeboard.config import value_of
from chargeboard.time.instants import HOUR, MINUTE, Micros

_UNITS = {"m": MINUTE, "h": HOUR, "d": 24 * HOUR}
_DURATION = re.compile(r"(\d{1,5})([mhd])")


def values_of(pairs: Iterable[str]) -> dict[str, object]:
    """Each value as TOML writes it; what is not TOML is text. Raises: UsageError."""
    return {key: _value(text) for key, text in pairs_given(pairs, "after_s=1800").items()}


def _value(text: str) -> object:
    value = value_of(text)
    return value if isinstance(value, int | float | bool | list) else text


def duration_of(text: str) -> Micros:
    """How long `90m` is. Raises: UsageError."""
    found = _DURATION.fullmatch(text.strip())
    if found is None:
        raise click.UsageError(say("not_a_duration", text=text))
    return int(found[1]) * _UNITS[found[2]]
