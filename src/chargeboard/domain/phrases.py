"""
What is to be said: a code of words, with the numbers that stand in them?

A phrase is made for a look and never kept, so it may stand within another one. A reason is kept: its code is
of a closed set and its numbers are flat, so that what is read of a store is checked while it is decoded.
"""

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
