"""What do `KEY=VALUE` on the command line say?"""

from __future__ import annotations

from collections.abc import Iterable

import click

from chargeboard.cli.words import say


def pairs_given(pairs: Iterable[str], example: str) -> dict[str, str]:
    """Each value as it was written. Raises: UsageError that shows an example of such a pair."""
    found: dict[str, str] = {}
    for pair in pairs:
        key, equals, text = pair.partition("=")
        if not equals:
            raise click.UsageError(say("not_key_value", pair=repr(pair), example=example))
        found[key] = text
    return found
