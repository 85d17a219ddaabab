"""What do `KEY=VALUE` on the command line set?"""

from __future__ import annotations

from collections.abc import Iterable

import click

from chargeboard.cli.setting.words import say


def pairs_given(pairs: Iterable[str]) -> dict[str, str]:
    """Each value as it was written. Raises: UsageError."""
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(say("not_key_value", pair=repr(pair)))
        found[key] = text
    return found
