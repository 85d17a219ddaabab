"""How is a list asked for whole, and not by the page?"""

from __future__ import annotations

from typing import Final, TypeVar

import msgspec

ALL: Final = 2**31
"""More rows than any list has."""
Wanted = TypeVar("Wanted", bound=msgspec.Struct)


def whole(wanted: Wanted) -> Wanted:
    """A list that is wanted by the page, with all its rows; it has an `offset` and a `limit`."""
    return msgspec.structs.replace(wanted, offset=0, limit=ALL)
