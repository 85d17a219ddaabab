"""What did the operator set about what is kept of people, and of secrets?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

from chargeboard.config.checking import typed


class Privacy(msgspec.Struct, frozen=True, kw_only=True):
    """What is hidden of frames besides what always is, and what is not."""

    hide: tuple[str, ...] = ()
    """Names of fields and settings whose values are masked too; of a 2.x setting also Component.Variable."""
    leave: tuple[str, ...] = ()
    """Names of fields and settings whose values are kept as they are, though they sound like secrets."""
    tokens_in_clear: tuple[str, ...] = ()
    """Tokens that are kept as they are, for they are nobody's: those of free charging, or of tests."""
    signed_meter_values: Literal["hide", "keep"] = "hide"
    """Whether signed meter data, which name the token, are masked (of OCMF the token alone) or kept."""


PRIVACY_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Privacy)
}


def checked_privacy(key: str, value: object) -> object:
    """
    The value of a key of `[privacy]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    return typed(key, value, PRIVACY_FIELDS)
