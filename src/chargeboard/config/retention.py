"""What did the operator set for how long what is kept is kept?"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say
from chargeboard.domain.policy import Retention

RETENTION_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Retention)
}
_LEAST_DAYS = 2
"""A day is over, and what it came to is kept, before anything of it goes."""


def checked_retention(key: str, value: object) -> object:
    """
    The value of a key of `[retention]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    days: int = typed(key, value, RETENTION_FIELDS)
    if days and days < _LEAST_DAYS:
        raise ValueError(say("too_few_days", days=days, least=_LEAST_DAYS))
    return days


def contradiction(kept: Retention) -> str:
    """Why these cannot hold together; empty where they can."""
    kinds = [(name, getattr(kept, name) or float("inf")) for name in RETENTION_FIELDS]
    for (shorter, days), (longer, more) in pairwise(kinds):
        if days > more:
            held = say("forever") if days == float("inf") else say("for_days", n=f"{days:g}")
            return say("retention_contradicts", longer=longer, more=f"{more:g}", held=held, shorter=shorter)
    return ""
