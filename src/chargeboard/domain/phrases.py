"""What is to be said: a code of words, with the numbers that stand in them?"""

from __future__ import annotations

from typing import TypeAlias, Union

import msgspec

Told: TypeAlias = Union[float, int, str, "Phrase", tuple["Phrase", ...], None]
"""A number (an instant and a local date by its ordinal are numbers too), a name, or words within words."""
Numbers: TypeAlias = dict[str, Told]


class Phrase(msgspec.Struct, frozen=True):
    """A code of words, and the numbers that stand in them."""

    code: str
    numbers: Numbers = {}
