"""
kwwhat's CSV: `timestamp,id,action,msg`.

It does not say who sent a message; the action does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.csv_rows import rows
from chargeboard.capture.formats.reading import Found, Source, because
from chargeboard.capture.formats.senders import Senders
from chargeboard.capture.formats.stamps import AheadError, Stamps
from chargeboard.domain.frame import Frame

COLUMNS = frozenset({"timestamp", "msg"})


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of a kwwhat CSV."""
    stamps = Stamps(source)
    senders = Senders(source.asked)
    for line, cells, text in rows(lines, source, COLUMNS, ("timestamp", "id", "msg")):
        if not cells:
            yield source.reject(line, because("not_a_row"), text)
            continue
        stamp, charger, frame = cells
        try:
            at = stamps.read(stamp)
        except AheadError as error:
            yield source.reject(line, error.why, text)
            continue
        except ValueError as error:
            yield source.reject(line, because("row_unreadable", error=str(error)), text)
            continue
        station = charger or source.station
        if station:
            yield Frame(station, at, senders.direction(station, frame), frame)
        else:
            yield source.reject(line, because("unnamed"), text)
