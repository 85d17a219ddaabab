"""Which systems can be read?"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from chargeboard.capture.feeds.kind import FeedError, Kind
from chargeboard.capture.feeds.words import say
from chargeboard.rooms import of_folders


@cache
def kinds() -> Mapping[str, Kind]:
    """All, by name: each folder here is one."""
    return {kind.name: kind for kind in of_folders("chargeboard.capture.feeds", "KIND")}


def kind_of(name: str) -> Kind:
    """
    The kind of that name.

    Raises: FeedError that names those that there are.
    """
    known = kinds()
    if name not in known:
        raise FeedError(say("no_such_kind", kind=name, kinds=", ".join(known)), is_lasting=True)
    return known[name]
