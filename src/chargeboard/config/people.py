"""What did the operator set about those who work with them?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say


class PeopleSettings(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for accounts, and for the trail of what they change."""

    audit_days: int = 0
    """For how many days it is kept who changed what; 0: for ever."""


PEOPLE_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(PeopleSettings)
}


def checked_people(key: str, value: object) -> object:
    """
    The value of a key of `[people]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found = typed(key, value, PEOPLE_FIELDS)
    if isinstance(found, int) and found < 0:
        raise ValueError(say("below_zero_days"))
    return found
