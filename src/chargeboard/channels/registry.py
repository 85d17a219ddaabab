"""Which channels are there?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

from chargeboard.alerts.channel import StoredChannel
from chargeboard.channels.channel import Channel, ChannelError
from chargeboard.channels.words import say
from chargeboard.rooms import of_folders


@cache
def channels() -> Mapping[str, Channel]:
    """All, by kind: each folder here is one."""
    return {channel.kind: channel for channel in of_folders("chargeboard.channels", "CHANNEL")}


def channel_of(kind: str) -> Channel:
    """
    The channel of a kind.

    Raises: ChannelError that names those that there are.
    """
    known = channels()
    if kind not in known:
        raise ChannelError("kind", say("no_such_kind", kind=kind, kinds=", ".join(known)))
    return known[kind]


def carriers(stored: Iterable[StoredChannel]) -> list[StoredChannel]:
    """Those of them that are on and that files go along with."""
    return [one for one in stored if not one.is_off and channel_of(one.kind).carries]
