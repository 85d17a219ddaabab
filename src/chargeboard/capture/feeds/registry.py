"""Which systems can be read?"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

import chargeboard.capture.feeds
from chargeboard.capture.feeds.kind import FeedError, Kind
from chargeboard.capture.feeds.words import say


@cache
def kinds() -> Mapping[str, Kind]:
    """All, by name: each folder here is one."""
    found: dict[str, Kind] = {}
    for module in pkgutil.iter_modules(chargeboard.capture.feeds.__path__):
        if module.ispkg:
            kind = import_module(f"chargeboard.capture.feeds.{module.name}").KIND
            assert isinstance(kind, Kind)  # noqa: S101 - ours
            found[kind.name] = kind
    return dict(sorted(found.items()))


def kind_of(name: str) -> Kind:
    """
    The kind of that name.

    Raises: FeedError that names those that there are.
    """
    known = kinds()
    if name not in known:
        raise FeedError(say("no_such_kind", kind=name, kinds=", ".join(known)), is_lasting=True)
    return known[name]
