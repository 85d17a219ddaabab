"""
Does a log need to be told its charger or its zone before anything of it is kept?

Some logs name no charger. Most name no zone; but an answer to a boot or a heartbeat names the time with its
zone, in the same instant as the line that it is written on. So the log of a CSMS tells its own zone, and one
that is read in another would invent outages and days.
"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.capture.formats.reading import LogNotes, Reader, Rejected, because
from chargeboard.capture.formats.systems import (
    evcc,
    everest,
    homeassistant,
    libocpp,
    libocpp_html,
    ocpp_proxy,
    plain,
    steve,
)
from chargeboard.capture.formats.words import say

_TELLING: tuple[Reader, ...] = (steve.read, evcc.read, homeassistant.read)
"""Logs of what is itself the clock of its chargers, and writes no zone."""
_NAMELESS: tuple[Reader, ...] = (libocpp.read, libocpp_html.read, everest.read, ocpp_proxy.read, plain.read)
"""Logs that name no charger, or need not."""


class UnsettledError(Exception):
    """The log cannot be read yet; the message says what to give."""


def settled(read: Reader, head: Sequence[bytes], notes: LogNotes) -> None:
    """
    Look at a log's beginning, and choose UTC for a SteVe log that is, whatever zone was named.

    Raises: UnsettledError where the charger is not known, or the times are not UTC and no zone was named.
    """
    if read in _NAMELESS and not notes.station:
        first = next(iter(read(head, LogNotes(notes.file))), None)
        if isinstance(first, Rejected) and first.why == because("unnamed"):
            raise UnsettledError(say("unnamed_nothing_taken"))
    if read not in _TELLING:
        return
    if notes.zone is None:
        if hours := ahead_h(_look(read, head, notes)):
            raise UnsettledError(say("zone_needed", hours=f"{hours:+g}"))
    elif read is steve.read and ahead_h(_look(read, head, notes)) == 0:
        notes.zone = None
        notes.zone_unused = True


def ahead_h(notes: LogNotes) -> float | None:
    """How many hours the log's times are ahead of those it told; None where it told none."""
    common = notes.gaps_s.most_common(1)
    return common[0][0] / 3600 if common else None


def _look(read: Reader, head: Sequence[bytes], notes: LogNotes) -> LogNotes:
    """What is noticed when the times are read as UTC."""
    looked = LogNotes(notes.file, notes.station or "?")
    for _ in read(head, looked):
        pass
    return looked
