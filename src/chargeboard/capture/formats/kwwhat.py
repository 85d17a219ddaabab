"""
kwwhat's CSV: `timestamp,id,action,msg`.

It does not say who sent a message; the action does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.csv_rows import rows
from chargeboard.capture.formats.reading import Found, Source
from chargeboard.capture.formats.senders import Senders
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame

COLUMNS = {"timestamp", "msg"}


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of a kwwhat CSV."""
    stamps = Stamps(source)
    senders = Senders()
    for row in rows(lines, source, COLUMNS):
        if not row.cells:
            yield source.reject(row.line, "no row of timestamp,id,action,msg", row.text)
            continue
        try:
            at = stamps.read(row.cells["timestamp"])
        except ValueError as error:
            yield source.reject(row.line, f"row cannot be read: {error}", row.text)
            continue
        station, text = row.cells.get("id") or source.station, row.cells["msg"]
        if station:
            yield Frame(station, at, senders.direction(station, text), text)
        else:
            yield source.reject(row.line, "names no charger: give --station", row.text)
