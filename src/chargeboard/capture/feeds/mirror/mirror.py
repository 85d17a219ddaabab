"""Packets of a network in which chargers speak to their CSMS."""

from __future__ import annotations

from chargeboard.capture.feeds.kind import Kind, OpenFeed, see_that_it_is_there
from chargeboard.capture.feeds.mirror.words import say


def _open(path: str, name: str) -> OpenFeed:
    del name
    see_that_it_is_there(KIND)
    from chargeboard.capture.feeds.mirror.reading import Mirror  # noqa: PLC0415 - what it needs may not be there

    return Mirror([path])


KIND = Kind(
    name="mirror",
    title=lambda: say("title"),
    example="/var/lib/captures/today.pcap",
    schemes=("",),
    open=_open,
    cannot_tell=lambda: say("cannot_tell"),
    needs=("dpkt", "pcap"),
)
