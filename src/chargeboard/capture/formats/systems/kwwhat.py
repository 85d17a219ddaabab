"""
kwwhat's CSV: `timestamp,id,action,msg`.

It does not say who sent a message; the action does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.csv_rows import rows
from chargeboard.capture.formats.reading import Found, LogNotes, because
from chargeboard.capture.formats.senders import Senders
from chargeboard.capture.formats.stamps import AheadError, Stamps
from chargeboard.domain.frame import Frame

COLUMNS = frozenset({"timestamp", "msg"})


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a kwwhat CSV."""
    stamps = Stamps(notes)
    senders = Senders(notes.asked)
    for line, cells, text in rows(lines, notes, COLUMNS, ("timestamp", "id", "msg")):
        if not cells:
            yield notes.reject(line, because("not_a_row"), text)
            continue
        stamp, charger, frame = cells
        try:
            at = stamps.read(stamp)
        except AheadError as error:
            yield notes.reject(line, error.why, text)
            continue
        except ValueError as error:
            yield notes.reject(line, because("row_unreadable", error=str(error)), text)
            continue
        station = charger or notes.station
        if station:
            yield Frame(station, at, senders.direction(station, frame), frame)
        else:
            yield notes.reject(line, because("unnamed"), text)
