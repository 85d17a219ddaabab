"""
Any log that has OCPP-J frames on lines of their own, `[2,...]` behind a stamp: the last that is tried.

It names no charger, and who spoke is told by the action.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, because, unread
from chargeboard.capture.formats.senders import Senders
from chargeboard.capture.formats.stamps import STAMP, Stamps
from chargeboard.capture.formats.text_log import numbered
from chargeboard.domain.frame import Frame

LINE = re.compile(
    rf"""^[^"{{}}]{{0,200}}?(?P<stamp>{STAMP})[^"{{}}]{{0,400}}?(?P<text>\[\s*[2-6]\s*,\s*(?:"|-?\d+\s*,\s*["{{]).*)"""
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a log."""
    stamps, senders = Stamps(notes), Senders(notes.asked)
    for number, line in numbered(lines):
        found = LINE.match(line)
        if found is None:
            if rejected := unread(notes, number, line):
                yield rejected
            continue
        text = found["text"][: found["text"].rfind("]") + 1]
        try:
            msgspec.json.decode(text)
            at = stamps.read(found["stamp"])
        except UNREADABLE:
            yield notes.reject(number, because("cut_off_or_undated"), line)
            continue
        station = notes.station
        if station:
            yield Frame(station, at, senders.direction(station, text), text)
        else:
            yield notes.reject(number, because("unnamed"), line)
